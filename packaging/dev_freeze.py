"""Freezing: the program with its own Python and Qt, in one folder and as this system's package."""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import dev_environments
import dev_system
import freeze_linux
from dev_environments import ROOT

DIST = ROOT / "dist"
WORK = ROOT / "build" / "freeze"
# Files that differ between two builds of one commit, as patterns; none does.
DIFFERING: Sequence[str] = ()

_MEBIBYTE = 1024 * 1024


def freeze(arguments: Sequence[str]) -> int:
    """Build what the command line says and print what came of it."""
    parser = argparse.ArgumentParser(prog="dev.py freeze")
    parser.add_argument("--twice", action="store_true", help="build again elsewhere and compare")
    parser.add_argument("--no-package", action="store_true", help="the folder alone")
    asked = parser.parse_args(list(arguments))
    _ensure_tools()
    python = dev_environments.ensure(dev_environments.FREEZE)
    built = commit()
    _build(python, DIST, WORK, built)
    if not asked.no_package:
        _package(built)
    return _compare(python, built) if asked.twice else 0


def version() -> str:
    """The program's version, as it says itself."""
    text = (ROOT / "pos_app" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"', text, re.MULTILINE)
    if found is None:
        message = "pos_app/__init__.py does not say a version"
        raise dev_system.NotReadyError(message)
    return found[1]


def commit() -> tuple[str, int]:
    """The commit that is built, "-changed" behind it where files differ, and its time in seconds.

    Without a repository: "unknown", and the time in SOURCE_DATE_EPOCH or that of 1980.
    """
    found = _git("log", "-1", "--format=%H %ct").split()
    if len(found) != 2:
        return "unknown", int(os.environ.get("SOURCE_DATE_EPOCH", "315532800"))
    changed = "-changed" if _git("status", "--porcelain", "--untracked-files=no") else ""
    return found[0] + changed, int(found[1])


def _git(*arguments: str) -> str:
    try:
        command = ["git", *arguments]
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return answer.stdout.strip()


def _ensure_tools() -> None:
    """PyInstaller needs objdump and a shared libpython; both may be packed apart."""
    if not sys.platform.startswith("linux"):
        return
    dev_system.ensure_for_run()
    wanted = [] if shutil.which("objdump") and shutil.which("strip") else ["binutils"]
    short = f"{sys.version_info.major}.{sys.version_info.minor}"
    if sys.base_prefix == "/usr" and not sysconfig.get_config_var("Py_ENABLE_SHARED"):
        wanted.append(f"libpython{short}")
    dev_system.ensure_packages(wanted, "to freeze the program")


def _environment(epoch: int) -> Mapping[str, str]:
    """What makes two builds the same: one time, one order of sets.

    Modules are not packed inside the executable, which each start would have to undo: the packages
    pack all of it anyway.
    """
    left_out = {"PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH"}
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return kept | {
        "SOURCE_DATE_EPOCH": str(epoch),
        "PYTHONHASHSEED": "0",
        "PYINSTALLER_ZLIB_COMPRESSION_LEVEL": "0",
        "QT_QPA_PLATFORM": "offscreen",
        "LC_ALL": "C.UTF-8",
    }


def _build(python: Path, dist: Path, work: Path, built: tuple[str, int]) -> None:
    started = time.monotonic()
    for folder in (work, dist / "pos-app"):
        shutil.rmtree(folder, ignore_errors=True)
    work.mkdir(parents=True)
    name, epoch = built
    script = str(Path(__file__).with_name("freeze_build.py"))
    paths = ("--dist", str(dist), "--work", str(work))
    said = ("--version", version(), "--commit", name)
    command = [str(python), script, *paths, *said]
    subprocess.run(command, cwd=ROOT, env=_environment(epoch), check=True)
    print(f"{_size(dist / 'pos-app')}, built in {time.monotonic() - started:.0f} s", flush=True)


def build_for_bench(specification: Path, dist: Path) -> None:
    """Freeze by another recipe, as quietly, into a folder of its own."""
    _ensure_tools()
    python = dev_environments.ensure(dev_environments.FREEZE)
    _, epoch = commit()
    options = ("--noconfirm", "--log-level", "ERROR")
    places = ("--distpath", str(dist), "--workpath", str(dist / "work"))
    command = [str(python), "-m", "PyInstaller", *options, *places, str(specification)]
    caches = {"PYINSTALLER_CONFIG_DIR": str(dist / "work")}
    subprocess.run(command, cwd=ROOT, env={**_environment(epoch), **caches}, check=True)


def _package(built: tuple[str, int]) -> None:
    """This system's package; on Windows and macOS their own tools make it from the folder."""
    if not sys.platform.startswith("linux"):
        return
    _, epoch = built
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch)
    stem = f"pos-app-{version()}-linux-{freeze_linux.architecture()}"
    made = [freeze_linux.archive(DIST / "pos-app", DIST / f"{stem}.tar.gz", epoch)]
    if shutil.which("dpkg-deb") is not None:
        deb = DIST / f"pos-app_{version()}_{freeze_linux.architecture()}.deb"
        made.append(freeze_linux.debian_package(DIST / "pos-app", WORK / "icons", deb, version()))
    for file in made:
        print(_size(file), flush=True)


def _size(path: Path) -> str:
    files = [path] if path.is_file() else [f for f in path.rglob("*") if not f.is_symlink()]
    size = sum(file.stat().st_size for file in files if file.is_file())
    return f"{path.relative_to(ROOT)}: {size / _MEBIBYTE:.1f} MiB"


def _compare(python: Path, built: tuple[str, int]) -> int:
    """Build once more into another folder; 1 if a file differs that is not known to."""
    again = WORK.with_name("again")
    _build(python, again / "dist", again / "work", built)
    differing = differences(DIST / "pos-app", again / "dist" / "pos-app")
    unknown = [name for name in differing if not any(Path(name).match(p) for p in DIFFERING)]
    for name in unknown:
        print(f"differs: {name}")
    print(f"Two builds: {len(unknown)} files differ.", flush=True)
    return 1 if unknown else 0


def differences(one: Path, other: Path) -> list[str]:
    """The paths inside two folders where they are not the same: content, links, modes."""
    left, right = _digests(one), _digests(other)
    return sorted(name for name in left.keys() | right.keys() if left.get(name) != right.get(name))


def _digests(folder: Path) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"link to {os.readlink(path)}"
        elif path.is_file():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            found[name] = f"{digest} {path.stat().st_mode:o}"
    return found
