"""A bare Debian in a folder: no Python, no checkout, only what a package says that it needs.

It is made by debootstrap from the mirror that this machine's apt is set up with. Programs run in
it by chroot, in mounts of their own, on the private desktop of `tests.support.desktop`.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# All that a desktop session tells a program; nothing of the tests' own environment.
_TOLD = (
    "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "HOME", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON",
    "XDG_RUNTIME_DIR",
)  # fmt: skip
_DEBOOTSTRAP = "/usr/sbin/debootstrap"
_FORMAT = "$(SITE) $(CODENAME) $(COMPONENT)"


@dataclass(frozen=True, slots=True)
class BareSystem:
    """`root` is the folder of the system; None where there can be none, and then `why` says it."""

    root: Path | None
    why: str = ""

    def run(self, *command: str) -> str:
        """Run a command in it to its end and return what it printed; it must succeed."""
        answer = subprocess.run(
            ["chroot", str(self.root), "/usr/bin/env", "-i", _PATH, "DEBIAN_FRONTEND=x", *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert answer.returncode == 0, answer.stdout
        return answer.stdout

    def command_on(self, desktop: Mapping[str, str], program: str, *arguments: str) -> list[str]:
        """The command that starts a program of it on a desktop, with a session's environment.

        Without a bare system the program, a path of this machine, is started as it is, where no
        other program is found.
        """
        told = [f"{name}={desktop[name]}" for name in _TOLD]
        if self.root is None:
            return [
                "/usr/bin/env",
                "-i",
                "PATH=/nonexistent",
                "LANG=C.UTF-8",
                *told,
                program,
                *arguments,
            ]
        inside = ["/usr/bin/env", "-i", _PATH, "LANG=C.UTF-8", *told, program, *arguments]
        script = "\n".join(["set -e", *self._mounts(desktop), _exec(self.root, inside)])
        return ["unshare", "--mount", "sh", "-c", script]

    def _mounts(self, desktop: Mapping[str, str]) -> list[str]:
        """The sockets of the desktop, at the same paths inside; gone with the program."""
        root = shlex.quote(str(self.root))
        bus = desktop["DBUS_SESSION_BUS_ADDRESS"].partition("path=")[2].partition(",")[0]
        lines = [f"mount -t proc proc {root}/proc"]
        for folder in (desktop["HOME"], "/tmp/.X11-unix"):  # noqa: S108 - where X has its socket
            place = shlex.quote(folder)
            lines += [f"mkdir -p {root}{place}", f"mount --bind {place} {root}{place}"]
        return [*lines, f"touch {root}{bus}", f"mount --bind {bus} {root}{bus}"]


_PATH = "PATH=/usr/sbin:/usr/bin:/sbin:/bin"


def make(folder: Path, packages: Sequence[str]) -> BareSystem:
    """Set up the smallest Debian with these packages and what they depend on."""
    if os.geteuid() != 0:
        return BareSystem(None, "only root can set up a system")
    if shutil.which(_DEBOOTSTRAP) is None or shutil.which("unshare") is None:
        return BareSystem(None, "debootstrap is not installed")
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode:
        return BareSystem(None, "this machine lets nobody mount")
    mirror = _mirror()
    if mirror is None:
        return BareSystem(None, "apt names no mirror")
    site, suite = mirror
    options = ("--variant=minbase", f"--include={','.join(packages)}")
    log = folder.with_suffix(".log")
    with log.open("wb") as written:
        command = [_DEBOOTSTRAP, *options, suite, str(folder), site]
        code = subprocess.run(command, stdout=written, stderr=written, check=False).returncode
    # Only the last line: the others name the mirror.
    last = log.read_text(encoding="utf-8", errors="replace").strip().rpartition("\n")[2]
    return BareSystem(folder) if code == 0 else BareSystem(None, f"debootstrap: {last}")


def _mirror() -> tuple[str, str] | None:
    """Address and release of the main archive that apt is set up with, where it is Debian's."""
    command = ["apt-get", "indextargets", "--format", _FORMAT, "Created-By: Packages"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    for line in answer.stdout.splitlines():
        site, suite, component = line.split(" ")
        if component == "main" and "-" not in suite and "/" not in suite:
            return site, suite
    return None


def _exec(root: Path, inside: Sequence[str]) -> str:
    return f"exec chroot {shlex.quote(str(root))} {shlex.join(inside)}"
