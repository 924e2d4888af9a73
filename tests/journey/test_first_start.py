"""The first start: one screen, two ways; the choice is kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pos_app.app import Shop, Training, build
from pos_app.bridge.messages import CheckName
from pos_app.gui.main_window import MainWindow
from pos_app.gui.setup_page import SetupPage
from pos_app.training import TrainingStore


def _open(qtbot: QtBot, data_dir: Path, training: Training) -> MainWindow:
    _app, window = build(["--data-dir", str(data_dir)], training)
    qtbot.addWidget(window)
    window.show()
    return window


def _close(window: MainWindow) -> None:
    assert isinstance(window.shop, Shop)
    window.shop.close()
    window.close()


def test_choosing_the_training_store_is_remembered(qtbot: QtBot, data_dir: Path) -> None:
    training = Training(pace=0)
    window = _open(qtbot, data_dir, training)
    page = window.findChild(SetupPage)
    assert isinstance(page, SetupPage)
    page.training_button.setFocus()
    QTest.keyClick(page.training_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: training.store is not None, timeout=20_000)
    qtbot.waitUntil((data_dir / "settings.json").exists, timeout=20_000)
    _close(window)

    again = Training(pace=0)
    second = _open(qtbot, data_dir, again)
    qtbot.waitUntil(lambda: again.store is not None, timeout=20_000)
    assert second.findChild(SetupPage) is None
    _close(second)


def test_the_connection_test_names_what_is_wrong(qtbot: QtBot, data_dir: Path) -> None:
    store = TrainingStore(pace=0)
    at = store.start()
    window = _open(qtbot, data_dir, Training(pace=0))
    page = window.findChild(SetupPage)
    assert isinstance(page, SetupPage)
    form = page.form
    form.app_id.line.setText("nobody")
    form.domain.line.setText(at.domain)
    form.api_url.line.setText(at.api_url)
    form.payment_url.line.setText(at.payment_url)
    form.test()
    qtbot.waitUntil(lambda: not form.rows[CheckName.CATALOGUE].waiting, timeout=20_000)
    said = form.rows[CheckName.SESSION].text, form.rows[CheckName.KEY].text
    _close(window)
    store.stop()
    assert "app id" in said[0].casefold()
    assert said[1] != said[0]
