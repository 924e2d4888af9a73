"""Which folders of tests need Qt, which need Linux; all others run everywhere."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent

QT_FOLDERS = ("gui", "bridge", "journey", "frozen", "leaks")
# They fork and stop processes, read their memory, and start a system of their own.
LINUX_FOLDERS = ("faults", "frozen", "leaks")
# A session bus, an X server and a Secret Service of the tests' own.
LINUX_FIXTURES = frozenset({"desktop", "keyring_session"})


def left_out(platform: str, *, with_qt: bool) -> tuple[str, ...]:
    """The folders whose tests can't run on a platform, as in `sys.platform`."""
    without_qt = () if with_qt else QT_FOLDERS
    elsewhere = () if platform == "linux" else LINUX_FOLDERS
    return tuple(dict.fromkeys([*without_qt, *elsewhere]))


def runs_without_qt(test_file: Path) -> bool:
    """Whether ``test_file`` stands in a folder whose tests never import Qt."""
    if not test_file.is_relative_to(TESTS):
        return False
    return test_file.relative_to(TESTS).parts[0] not in QT_FOLDERS
