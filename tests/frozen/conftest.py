"""The frozen program, built once, and a system without Python to run it in."""

from __future__ import annotations

import fcntl
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


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker, so that it is built once, and not the one with the other tests' desktop."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.xdist_group("frozen"))


@pytest.fixture(scope="session")
def frozen(testrun_uid: str) -> Frozen:
    """Build the folder and the packages by the one command, once for all workers of a run."""
    dist, work = ROOT / "dist", ROOT / "build"
    work.mkdir(exist_ok=True)
    built = work / "frozen-for.txt"
    with open(work / "frozen.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists() or built.read_text(encoding="utf-8") != testrun_uid:
            _freeze()
            built.write_text(testrun_uid, encoding="utf-8")
    return Frozen(
        folder=dist / "pos-app",
        package=next(dist.glob(f"pos-app_{__version__}_*.deb")),
        archive=next(dist.glob(f"pos-app-{__version__}-linux-*.tar.gz")),
        bill=dist / f"pos-app-{__version__}.cdx.json",
        contents=ROOT / "build" / "freeze" / "contents.json",
    )


def _freeze() -> None:
    command = [sys.executable, str(ROOT / "packaging" / "dev.py"), "freeze"]
    answer = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout


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


@pytest.fixture
def screen() -> Iterator[Mapping[str, str]]:
    """A private desktop with a fresh home."""
    with desktops.desktop() as environment:
        yield environment
