"""What the status bar says of the reading of the catalogue, and how it is stopped there."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.catalogue_news import CatalogueNews, Reading
from pos_app.gui.status_line import StatusLine
from pos_app.gui.widgets import Button


@pytest.fixture
def status(qtbot: QtBot) -> StatusLine:
    made = StatusLine()
    made.resize(1000, 28)
    qtbot.addWidget(made)
    made.show()
    return made


def words(status: StatusLine) -> list[str]:
    return [part.text() for part in status.findChildren(QLabel) if part.isVisible()]


@pytest.mark.parametrize(
    ("reading", "said", "switch"),
    [
        (Reading.READING, "Reading the catalogue: 400 products", "Stop"),
        (Reading.WAITING, "The catalogue waits for the merchant: 400 products", "Stop"),
        (Reading.STOPPED, "Catalogue: 400 products, not all of them", "Go on"),
        (Reading.COMPLETE, "", ""),
        (Reading.NOT_OFFERED, "", ""),
        (
            Reading.UNWRITABLE,
            "The disk does not take the catalogue: the merchant is searched instead",
            "",
        ),
    ],
)
def test_how_far_it_is(status: StatusLine, reading: Reading, said: str, switch: str) -> None:
    before = set(words(status))
    status.show_catalogue(CatalogueNews(reading, 400))
    assert {text for text in words(status) if text} - before == ({said} if said else set())
    buttons = [part.text() for part in status.findChildren(Button) if part.isVisible()]
    assert buttons == ([switch] if switch else [])


def test_it_is_stopped_and_goes_on(status: StatusLine) -> None:
    asked: list[bool] = []
    status.catalogue_stopped.connect(asked.append)
    for reading in (Reading.READING, Reading.STOPPED):
        status.show_catalogue(CatalogueNews(reading, 400))
        (switch,) = [part for part in status.findChildren(Button) if part.isVisible()]
        QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert asked == [True, False]


@dataclass
class Window:
    """A field above the status bar, with the focus in it."""

    frame: QWidget
    typed: QLineEdit
    status: StatusLine
    left: list[bool] = field(default_factory=list)

    def leave(self) -> None:
        self.left.append(True)

    def show(self, reading: Reading) -> None:
        self.status.show_catalogue(CatalogueNews(reading, 400))

    @property
    def switch(self) -> Button:
        (switch,) = [part for part in self.status.findChildren(Button) if part.isVisible()]
        return switch

    def tab(self) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    frame = QWidget()
    made = Window(frame, QLineEdit(), StatusLine())
    column = QVBoxLayout(frame)
    column.addWidget(made.typed)
    column.addWidget(made.status)
    qtbot.addWidget(frame)
    made.status.focus_left.connect(made.leave)
    frame.show()
    frame.activateWindow()
    made.typed.setFocus()
    qtbot.waitUntil(made.typed.hasFocus)
    return made


def test_it_is_stopped_and_goes_on_by_keyboard(window: Window) -> None:
    asked: list[bool] = []
    window.status.catalogue_stopped.connect(asked.append)
    window.show(Reading.READING)
    window.tab()
    assert QApplication.focusWidget() is window.switch
    assert window.switch.accessibleName() == "Stop reading the catalogue"
    QTest.keyClick(window.switch, Qt.Key.Key_Space)
    window.show(Reading.STOPPED)
    assert QApplication.focusWidget() is window.switch
    assert window.switch.accessibleName() == "Go on reading the catalogue"
    QTest.keyClick(window.switch, Qt.Key.Key_Space)
    assert asked == [True, False]


def test_a_click_on_it_leaves_the_focus_where_it_is(window: Window) -> None:
    window.show(Reading.READING)
    QTest.mouseClick(window.switch, Qt.MouseButton.LeftButton)
    window.show(Reading.COMPLETE)
    assert window.typed.hasFocus()


def test_the_focus_goes_back_to_where_it_was_when_it_goes(window: Window) -> None:
    window.show(Reading.READING)
    window.tab()
    window.show(Reading.COMPLETE)
    assert window.typed.hasFocus()
    assert window.left == []


def test_it_says_so_when_the_focus_can_not_go_back(window: Window) -> None:
    window.show(Reading.READING)
    window.tab()
    window.typed.hide()
    window.show(Reading.COMPLETE)
    assert window.left == [True]
