"""What the status bar says of the reading of the catalogue, and how it is stopped there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
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
