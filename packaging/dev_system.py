"""What the machine itself must have: Python's venv, the libraries Qt loads, the tests' programs.

On Debian and Ubuntu as root, what is missing is installed; anywhere else the one command that
installs it is said. On macOS and Windows nothing is missing: PySide6 brings it all.
"""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


class NotReadyError(Exception):
    """Something of the machine's is missing; the message says what to do."""


# File that the dynamic loader looks for → Debian package that brings it.
OFFSCREEN_LIBRARIES: Mapping[str, str] = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
}
WINDOW_LIBRARIES: Mapping[str, str] = {
    **OFFSCREEN_LIBRARIES,
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# Program that the tests start → Debian package that brings it.
TEST_PROGRAMS: Mapping[str, str] = {
    "Xvfb": "xvfb",
    "dbus-daemon": "dbus-daemon",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
    "gnome-keyring-daemon": "gnome-keyring",
    "matchbox-window-manager": "matchbox-window-manager",
    "xdotool": "xdotool",
    "strace": "strace",
}
# Only root can set up the bare system in which the frozen program is tried; others do without.
ROOTS_TEST_PROGRAMS: Mapping[str, str] = {"/usr/sbin/debootstrap": "debootstrap"}
_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


def ensure_for_run() -> None:
    """See to it that Qt can open a window."""
    ensure_packages(_missing_libraries(), "to open a window")


def ensure_for_test() -> None:
    """See to it that the tests can open windows on a desktop of their own."""
    ensure_packages(_missing_libraries() + _missing_programs(), "to run the tests")


def ensure_venv_module() -> None:
    """See to it that this Python can make environments with pip: Debian packs that apart."""
    if _can_make_environments():
        return
    if sys.base_prefix != "/usr":
        message = f"{sys.executable} has no ensurepip: use a complete Python 3.11 or newer"
        raise NotReadyError(message)
    # Installing certificates writes the bundle anew: one that was put there by hand is kept.
    certificates = [] if _CERTIFICATES.exists() else ["ca-certificates"]
    _install(["python3-venv", *certificates], "to make a virtual environment")
    importlib.invalidate_caches()
    if not _can_make_environments():
        message = f"{sys.executable} still has no ensurepip: install its python3-venv package"
        raise NotReadyError(message)


def require_screen(arguments: Sequence[str]) -> None:
    """Raise `NotReadyError` where a window could not open: Linux without X11 or Wayland."""
    shows_no_window = {"--version", "--help", "-h"}.intersection(arguments)
    if not sys.platform.startswith("linux") or shows_no_window:
        return
    if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        message = (
            "There is no screen here: neither DISPLAY nor WAYLAND_DISPLAY is set.\n"
            "Start it in a desktop session, or on an invisible screen (Debian: xvfb, xauth):\n"
            "    xvfb-run -a python3 packaging/dev.py run"
        )
        raise NotReadyError(message)


def _can_make_environments() -> bool:
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def _missing_libraries() -> list[str]:
    if not sys.platform.startswith("linux"):
        return []
    return [package for name, package in WINDOW_LIBRARIES.items() if not _loads(name)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _missing_programs() -> list[str]:
    if not sys.platform.startswith("linux"):
        return []
    wanted = {**TEST_PROGRAMS, **(ROOTS_TEST_PROGRAMS if os.geteuid() == 0 else {})}
    return [package for name, package in wanted.items() if shutil.which(name) is None]


def ensure_packages(missing: Sequence[str], purpose: str) -> None:
    """See to it that these Debian packages are there, of which some are known to be missing."""
    if missing:
        _install(missing, purpose)


def _install(packages: Sequence[str], purpose: str) -> None:
    """Install Debian packages; raise `NotReadyError` with the command where that can't be done."""
    wanted = " ".join(packages)
    if shutil.which("apt-get") is None:
        message = f"Missing {purpose} (by their Debian names): {wanted}"
        raise NotReadyError(message)
    if os.geteuid() != 0:
        message = (
            f"Some system packages are missing {purpose}. Install them with\n"
            f"    sudo apt-get install --no-install-recommends {wanted}"
        )
        raise NotReadyError(message)
    print(f"Installing {wanted} …", flush=True)
    _apt_get("update")
    _apt_get("install", "--yes", "--no-install-recommends", *packages)


def _apt_get(*arguments: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-q", *arguments]
    answer = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        message = f"{' '.join(command)} failed:\n{answer.stdout}"
        raise NotReadyError(message)
