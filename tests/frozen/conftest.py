"""The frozen program, built once, and a system without Python to run it in."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from pos_app import __version__
from tests.support import bare_system
from tests.support import desktop as desktops
from tests.support.bare_system import BareSystem

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Frozen:
    """What `dev.py freeze` made."""

    folder: Path
    package: Path
    archive: Path
    bill: Path
    contents: Path
    again: Path
    """Where the second build is; it has no packages."""


@pytest.fixture(scope="session")
def frozen() -> Frozen:
    """Build the folder and the packages by the one command, and the folder a second time."""
    command = [sys.executable, str(ROOT / "packaging" / "dev.py"), "freeze", "--twice"]
    answer = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout
    dist = ROOT / "dist"
    return Frozen(
        folder=dist / "pos-app",
        package=next(dist.glob(f"pos-app_{__version__}_*.deb")),
        archive=next(dist.glob(f"pos-app-{__version__}-linux-*.tar.gz")),
        bill=dist / f"pos-app-{__version__}.cdx.json",
        contents=ROOT / "build" / "freeze" / "contents.json",
        again=ROOT / "build" / "again" / "dist",
    )


@pytest.fixture(scope="session")
def _bare(frozen: Frozen, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BareSystem]:
    command = ["dpkg-deb", "--field", str(frozen.package), "Depends"]
    depends = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    names = [dependency.split()[0] for dependency in depends.split(",")]
    folder = tmp_path_factory.mktemp("bare")
    yield bare_system.make(folder / "debian", names)
    shutil.rmtree(folder, ignore_errors=True)  # half a gigabyte, which pytest would keep


@pytest.fixture
def bare(_bare: BareSystem, capfd: pytest.CaptureFixture[str]) -> BareSystem:
    """A bare Debian with what the package depends on; says so if there is none."""
    if _bare.root is None:
        with capfd.disabled():
            sys.stderr.write(f"\nNo bare Debian here, so without one: {_bare.why}.\n")
    return _bare


@pytest.fixture(scope="session")
def _unpacked(frozen: Frozen, _bare: BareSystem, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = Path("/srv")
    folder = _bare.root / "srv" if _bare.root else tmp_path_factory.mktemp("srv")
    command = ["tar", "--extract", "--file", str(frozen.archive), "--directory", str(folder)]
    subprocess.run(command, check=True)
    return (place if _bare.root else folder) / "pos-app" / "pos-app"


@pytest.fixture
def program(_unpacked: Path, bare: BareSystem) -> str:
    """The program's path in the bare system, where nothing but the archive was unpacked."""
    assert bare.root is None or not list(bare.root.glob("usr/bin/python*"))
    return str(_unpacked)


@pytest.fixture
def screen() -> Iterator[Mapping[str, str]]:
    """A private desktop with a fresh home."""
    with desktops.desktop() as environment:
        yield environment
