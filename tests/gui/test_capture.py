"""What the settings say about screenshots: what is so on this computer."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.connection import Settings
from pos_app.gui.capture import note_capture
from pos_app.gui.setup_page import SetupPage


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        (True, "Screenshots and shared screens leave this window out."),
        (False, "This system can't keep the window out of screenshots and shared screens."),
    ],
)
def test_the_settings_tell_whether_the_window_is_left_out(
    qtbot: QtBot, left_out: bool, words: str
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    page = SetupPage(lambda _request: None, False)
    QVBoxLayout(window).addWidget(page)
    note_capture(window, left_out=left_out)
    page.set_settings(Settings())
    assert [label for label in page.findChildren(QLabel) if label.text().startswith(words)]
