"""Which tests run where."""

from __future__ import annotations

import pytest

from tests.support import rooms


@pytest.mark.parametrize(
    ("platform", "with_qt", "left_out"),
    [
        ("linux", True, ()),
        ("linux", False, rooms.QT_FOLDERS),
        ("win32", True, rooms.LINUX_FOLDERS),
        ("darwin", False, (*rooms.QT_FOLDERS, "faults")),
    ],
)
def test_folders_are_left_out_where_their_tests_cant_run(
    platform: str, with_qt: bool, left_out: tuple[str, ...]
) -> None:
    assert rooms.left_out(platform, with_qt=with_qt) == left_out


def test_each_folder_is_there() -> None:
    for name in (*rooms.QT_FOLDERS, *rooms.LINUX_FOLDERS):
        assert (rooms.TESTS / name).is_dir()
