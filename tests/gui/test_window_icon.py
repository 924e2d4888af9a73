"""The icon that the window shows in bars and lists of windows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QGuiApplication, QIcon
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pos_app.gui import window_icon


@pytest.fixture(autouse=True)
def _icon_put_back(qapp: QGuiApplication) -> Iterator[None]:
    before = qapp.windowIcon()
    qapp.setWindowIcon(QIcon())
    yield
    qapp.setWindowIcon(before)


def test_every_window_has_it_in_each_size_with_clear_corners(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    window = QWidget()
    qtbot.addWidget(window)
    assert window.windowIcon().isNull()
    window_icon.show_icon()

    icon = window.windowIcon()
    sizes = sorted((size.width(), size.height()) for size in icon.availableSizes())
    assert sizes == [(size, size) for size in window_icon.SIZES]
    for size in window_icon.SIZES:
        image = icon.pixmap(size).toImage()
        assert image.pixelColor(0, 0).alpha() == 0
        assert image.pixelColor(image.width() // 2, image.height() // 10) == QColor("#1f4fd8")


def test_a_bundle_keeps_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    window_icon.show_icon()
    assert QGuiApplication.windowIcon().isNull()
