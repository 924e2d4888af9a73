"""What every test session stands on: a private environment, the guards, and the desktops."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import hypothesis
import pytest

from tests.support import desktop as desktops
from tests.support import private_environment, rooms

pytest_plugins = ("tests.support.guards", "tests.support.authorities")

# Short: the path of a socket in it may have at most 107 bytes.
_private_folder = Path(tempfile.mkdtemp(prefix="pos-"))
private_environment.enter(_private_folder)

# The same examples on each run, no time limit (machines differ), nothing kept between runs.
hypothesis.settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("ci")


_qt_is_installed = importlib.util.find_spec("PySide6") is not None
collect_ignore = list(rooms.left_out(sys.platform, with_qt=_qt_is_installed))


def pytest_report_header() -> str | None:
    """Say so when folders are left out."""
    if not collect_ignore:
        return None
    qt = "" if _qt_is_installed else ", Qt is not installed"
    return f"This is {sys.platform}{qt}: without {', '.join(collect_ignore)}"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Make pytest-qt's settings known where it is not installed: the settings are strict."""
    if importlib.util.find_spec("pytestqt") is None:
        for name in ("qt_api", "qt_log_level_fail"):
            parser.addini(name, "used by pytest-qt")
        parser.addini("qt_log_ignore", "used by pytest-qt", type="linelist")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep together, in one worker each, what shares a desktop, and what shares a frozen program.

    Where there can be no such desktop, the tests that want it are left out, and counted.

    It stands here: a mark that a folder's own conftest.py sets comes too late for xdist.
    """
    frozen = Path(__file__).parent / "frozen"
    wanting = [item for item in items if _wants_a_desktop(item)]
    for item in items:
        if item.path.is_relative_to(frozen):
            item.add_marker(pytest.mark.xdist_group("frozen"))
        elif item in wanting:
            item.add_marker(pytest.mark.xdist_group("desktop"))
    if wanting and sys.platform != "linux":
        config.hook.pytest_deselected(items=wanting)
        items[:] = [item for item in items if item not in wanting]


def _wants_a_desktop(item: pytest.Item) -> bool:
    return not rooms.LINUX_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))


def pytest_unconfigure() -> None:
    """Remove the private folder."""
    shutil.rmtree(_private_folder, ignore_errors=True)


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty data folder of the app's, named in the environment, for this test alone."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("POS_APP_DATA_DIR", str(folder))
    return folder


@pytest.fixture(scope="session")
def keyring_session() -> Iterator[Mapping[str, str]]:
    """Yield an environment with an own D-Bus session bus and an unlocked real Secret Service."""
    with desktops.keyring_session() as environment:
        yield environment


@pytest.fixture(scope="session")
def desktop() -> Iterator[Mapping[str, str]]:
    """Yield an environment with an own home, D-Bus, unlocked keyring, X server, window manager."""
    with desktops.desktop() as environment:
        yield environment
