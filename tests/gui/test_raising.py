"""A window comes to the front as it was: on top, visible, no smaller than before."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_app.gui.raising import Raiser


class _Bell(QObject):
    rung = Signal()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def _ring(window: QWidget) -> None:
    bell = _Bell()
    bell.rung.connect(Raiser(window).bring_to_front)
    bell.rung.emit()


def test_behind_another_window(qtbot: QtBot, window: QWidget) -> None:
    window.show()
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is other)

    _ring(window)

    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)


@pytest.mark.parametrize(
    "state",
    [Qt.WindowState.WindowNoState, Qt.WindowState.WindowMaximized, Qt.WindowState.WindowFullScreen],
)
def test_minimised(qtbot: QtBot, window: QWidget, state: Qt.WindowState) -> None:
    window.setWindowState(state)
    window.show()
    window.setWindowState(state | Qt.WindowState.WindowMinimized)
    qtbot.waitUntil(window.isMinimized)

    _ring(window)

    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    assert window.isVisible()
    assert window.windowState() & ~Qt.WindowState.WindowActive == state


def test_hidden(qtbot: QtBot, window: QWidget) -> None:
    _ring(window)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    assert window.isVisible()
