"""Packages for Linux out of the frozen folder: an archive, and a .deb for Debian and Ubuntu.

Both are the same for the same folder: names in order, one time, one owner.
"""

from __future__ import annotations

import gzip
import os
import platform
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
NAME = "pos-app"

_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
_SHOWN_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
_GLIBC = re.compile(r"GLIBC_(\d+)\.(\d+)")


def architecture() -> str:
    """Debian's word for this machine's processor."""
    return _ARCHITECTURES.get(platform.machine(), platform.machine())


def archive(folder: Path, target: Path, epoch: int) -> Path:
    """Write the folder as a .tar.gz; `epoch`, in seconds, is the time of all in it."""

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = epoch
        return entry

    with (
        target.open("wb") as raw,
        gzip.GzipFile("", "wb", 6, raw, mtime=epoch) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        tar.add(folder, folder.name, filter=plain)
    return target


def debian_package(folder: Path, icons: Path, target: Path, version: str) -> Path:
    """Write the .deb: the folder in /opt, a command, a desktop entry and icons in all sizes.

    Needs dpkg-deb. SOURCE_DATE_EPOCH in the environment is the time of all in it.
    """
    tree = target.with_suffix(".tree")
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(folder, tree / "opt" / NAME, symlinks=True)
    _place(HERE / "linux" / "pos-app.desktop", tree / "usr/share/applications/pos-app.desktop")
    for size in _SHOWN_SIZES:
        place = f"usr/share/icons/hicolor/{size}x{size}/apps/{NAME}.png"
        _place(icons / f"{size}.png", tree / place)
    scalable = tree / "usr/share/icons/hicolor/scalable/apps" / f"{NAME}.svg"
    _place(HERE.parent / "resources" / "pos-app.svg", scalable)
    licences = folder / "_internal" / "resources" / "licences.txt"
    _place(licences, tree / "usr/share/doc" / NAME / "copyright")
    command = tree / "usr/bin" / NAME
    command.parent.mkdir(parents=True)
    command.symlink_to(f"/opt/{NAME}/{NAME}")
    _write_control(tree, version)
    _open_to_all(tree)
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "-z1", "--build", str(tree), str(target)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    shutil.rmtree(tree)
    return target


def _write_control(tree: Path, version: str) -> None:
    files = [file for file in tree.rglob("*") if file.is_file() and not file.is_symlink()]
    control = (HERE / "linux" / "control.in").read_text(encoding="utf-8")
    folder = tree / "DEBIAN"
    folder.mkdir()
    filled = control.format(
        version=version,
        architecture=architecture(),
        kibibytes=sum(-(-file.stat().st_size // 1024) for file in files),
        libc=needed_libc(tree),
    )
    (folder / "control").write_text(filled, encoding="utf-8")


def needed_libc(tree: Path) -> str:
    """The oldest glibc that has all that the binaries below a folder ask of it, as "2.34"."""
    found = {(2, 17)}
    for file in sorted(tree.rglob("*")):
        if file.is_symlink() or not file.is_file() or not _is_elf(file):
            continue
        command = ["objdump", "--private-headers", str(file)]
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
        found |= {(int(major), int(minor)) for major, minor in _GLIBC.findall(answer.stdout)}
    return "{}.{}".format(*max(found))


def _is_elf(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(4) == b"\x7fELF"


def _place(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _open_to_all(tree: Path) -> None:
    """Modes that do not depend on the umask of whoever builds."""
    for path in [tree, *tree.rglob("*")]:
        if path.is_symlink():
            continue
        executable = path.is_dir() or os.access(path, os.X_OK)
        path.chmod(0o755 if executable else 0o644)
