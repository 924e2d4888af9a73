"""When a newer version is asked for, and how quietly it is said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from pos_app.bridge.messages import LookForUpdate, Request
from pos_app.domain.updates import UpdateSource
from pos_app.gui.status_line import StatusLine
from pos_app.gui.update_watch import AGAIN_MINUTES, BETWEEN_MINUTES, FIRST_MINUTES, UpdateWatch

SOURCE = UpdateSource("https://it.example.com/pos-app.json", "A" * 43)


class Window(QObject):
    """An owner with or without an order in flight."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Request] = []
        self.has_order = False
        self.watch = UpdateWatch(SOURCE, self.asked.append, self.busy, self)

    def busy(self) -> bool:
        return self.has_order

    def minutes(self) -> float:
        return self.watch.timer.interval() / 60_000


@pytest.fixture
def window(qapp: object) -> Iterator[Window]:
    made = Window()
    yield made
    made.watch.timer.stop()


def test_not_right_after_the_start(window: Window) -> None:
    assert window.asked == []
    assert window.minutes() == FIRST_MINUTES


def test_when_the_time_comes_it_asks_the_worker(window: Window, qtbot: QtBot) -> None:
    window.watch.timer.start(0)
    qtbot.waitUntil(lambda: bool(window.asked))
    assert window.asked == [LookForUpdate(SOURCE)]
    assert window.minutes() == BETWEEN_MINUTES


def test_never_beside_an_order(window: Window) -> None:
    window.has_order = True
    window.watch.look()
    assert window.asked == []
    assert window.minutes() == AGAIN_MINUTES
    window.has_order = False
    window.watch.look()
    assert window.asked == [LookForUpdate(SOURCE)]


@pytest.fixture
def line(qtbot: QtBot) -> StatusLine:
    made = StatusLine()
    qtbot.addWidget(made)
    return made


def test_a_newer_version_is_said_in_the_status_bar(line: StatusLine) -> None:
    assert line.update_text == ""
    line.show_update("0.2.0")
    assert line.update_text == "Version 0.2.0 is available."


@pytest.mark.parametrize(("in_flight", "unsettled"), [(1, 0), (0, 1)])
def test_it_is_silent_while_an_order_needs_attention(
    line: StatusLine, in_flight: int, unsettled: int
) -> None:
    line.show_orders(in_flight, unsettled)
    line.show_update("0.2.0")
    assert line.update_text == ""
    line.show_orders(0, 0)
    assert line.update_text == "Version 0.2.0 is available."
