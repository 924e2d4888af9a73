"""Which folders of tests need Qt; every other folder also runs where Qt is not installed."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent

QT_FOLDERS = ("gui", "bridge", "journey", "frozen", "leaks")


def runs_without_qt(test_file: Path) -> bool:
    """Whether ``test_file`` stands in a folder whose tests never import Qt."""
    if not test_file.is_relative_to(TESTS):
        return False
    return test_file.relative_to(TESTS).parts[0] not in QT_FOLDERS
