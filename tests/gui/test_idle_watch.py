"""When nobody has touched anything: two clocks in hand, real events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from pos_app.gui.idle_watch import IdleWatch

LIMIT = 600.0


@dataclass
class Clocks:
    steady: float = 50.0
    wall: float = 1e9

    def pass_by(self, seconds: float) -> None:
        self.steady += seconds
        self.wall += seconds


@dataclass
class Desk:
    clocks: Clocks
    watch: IdleWatch
    line: QLineEdit
    idle: list[bool]

    def look(self) -> int:
        """How often it was idle by now."""
        self.watch.look()
        return len(self.idle)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    clocks, page = Clocks(), QWidget()
    qtbot.addWidget(page)
    line = QLineEdit(page)
    page.show()
    watch = IdleWatch(page, lambda: clocks.steady, lambda: clocks.wall)
    idle: list[bool] = []
    watch.idle.connect(lambda: idle.append(True))
    watch.start(LIMIT)
    yield Desk(clocks, watch, line, idle)
    watch.stop()


def test_ten_minutes_without_a_touch(desk: Desk) -> None:
    desk.clocks.pass_by(LIMIT - 1)
    assert desk.look() == 0
    desk.clocks.pass_by(1)
    assert desk.look() == 1
    assert desk.look() == 1  # told once, then counted anew


@pytest.mark.parametrize("what", ["key", "button", "wheel"])
def test_a_touch_begins_anew(desk: Desk, what: str) -> None:
    desk.clocks.pass_by(LIMIT - 1)
    if what == "key":
        QTest.keyClick(desk.line, Qt.Key.Key_A)
    elif what == "button":
        QTest.mouseClick(desk.line, Qt.MouseButton.LeftButton)
    else:
        QTest.wheelEvent(desk.line.window().windowHandle(), QPoint(5, 5), QPoint(0, 120))
    desk.clocks.pass_by(LIMIT - 1)
    assert desk.look() == 0


def test_a_computer_that_slept_was_idle(desk: Desk) -> None:
    desk.clocks.wall += LIMIT  # where the steady clock stands still meanwhile
    assert desk.look() == 1


def test_a_clock_set_back_does_not_keep_it_open(desk: Desk) -> None:
    desk.clocks.pass_by(LIMIT - 1)
    desk.clocks.wall -= 86_400
    desk.clocks.steady += 1
    assert desk.look() == 1
