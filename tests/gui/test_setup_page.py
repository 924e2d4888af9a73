"""First start and settings: real fields, real keys, and the worker's reports as values."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from pos_app.bridge.messages import (
    CheckDone,
    CheckName,
    ConnectionTested,
    Request,
    SettingsSaved,
    TestConnection,
)
from pos_app.domain.connection import Connection, Settings, Theme
from pos_app.domain.errors import Code, Problem
from pos_app.gui.setup_page import TRAINING, SetupPage
from pos_app.gui.widgets import Button

MERCHANT = Connection("app-1", "store.example.com")


class Desk:
    """A shown page, what it asked for and what it chose."""

    def __init__(self, qtbot: QtBot, first: bool) -> None:
        self.asked: list[Request] = []
        self.chosen: list[object] = []
        self.page = SetupPage(self.asked.append, first)
        qtbot.addWidget(self.page)
        self.page.chosen.connect(self.chosen.append)
        self.page.resize(700, 900)
        self.page.show()
        qtbot.waitExposed(self.page)
        self.page.activateWindow()

    def fill(self, app_id: str = "app-1", domain: str = "store.example.com") -> None:
        form = self.page.form
        for box, text in ((form.app_id, app_id), (form.domain, domain)):
            box.line.setFocus()
            QTest.keyClicks(box.line, text)

    def press(self, button: Button) -> None:
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)


@pytest.fixture
def first(qtbot: QtBot) -> Desk:
    return Desk(qtbot, first=True)


@pytest.fixture
def later(qtbot: QtBot) -> Desk:
    return Desk(qtbot, first=False)


def test_training_is_one_key_away(first: Desk) -> None:
    first.press(first.page.training_button)
    assert first.chosen == [Settings(TRAINING)]


def test_a_merchant_is_tidied(first: Desk) -> None:
    first.fill(" app-1 ", "https://Store.Example.com/x")
    first.press(first.page.save_button)
    assert first.chosen == [Settings(MERCHANT)]


def test_a_full_disk_is_said_and_nothing_is_lost(first: Desk) -> None:
    first.fill()
    first.press(first.page.save_button)
    first.page.receive(SettingsSaved(Settings(MERCHANT), Problem(Code.DISK)))
    assert "disk" in first.page.banner.text()
    assert first.page.form.app_id.line.text() == "app-1"
    first.press(first.page.save_button)
    assert first.chosen == [Settings(MERCHANT), Settings(MERCHANT)]


def test_each_wrong_field_says_what_to_do(first: Desk) -> None:
    first.press(first.page.save_button)
    form = first.page.form
    assert first.chosen == []
    assert "app id" in form.app_id.message
    assert "domain" in form.domain.message
    assert form.app_id.line.hasFocus()
    QTest.keyClicks(form.app_id.line, "a")
    assert form.app_id.message == ""


def test_plain_http_is_refused_under_its_field_and_unfolds_it(first: Desk) -> None:
    first.fill()
    form = first.page.form
    assert not form.api_url.isVisible()
    form.advanced.setFocus()
    QTest.keyClick(form.advanced, Qt.Key.Key_Space)
    form.api_url.line.selectAll()
    QTest.keyClicks(form.api_url.line, "http://api.example.com")
    QTest.keyClick(form.advanced, Qt.Key.Key_Space)
    first.press(first.page.save_button)
    assert first.chosen == []
    assert form.api_url.isVisible()
    assert "https" in form.api_url.message
    assert form.payment_url.message == ""
    form.api_url.line.selectAll()
    QTest.keyClicks(form.api_url.line, "http://127.0.0.1:8080")
    assert form.api_url.message == ""


def test_the_test_names_what_failed(first: Desk) -> None:
    first.fill()
    first.press(first.page.form.test_button)
    (asked,) = first.asked
    assert isinstance(asked, TestConnection)
    assert asked.connection == MERCHANT
    rows = first.page.form.rows
    assert rows[CheckName.KEY].isVisible()
    first.page.receive(CheckDone(asked.ticket, CheckName.SESSION, note="Signed in"))
    problem = Problem(Code.DNS, where="cc.firmly.work")
    first.page.receive(CheckDone(asked.ticket, CheckName.KEY, problem))
    first.page.receive(ConnectionTested(asked.ticket, good=False))
    assert rows[CheckName.SESSION].verdict == "OK"
    assert rows[CheckName.SESSION].text == "Signed in"
    assert rows[CheckName.KEY].verdict == "Failed"
    assert "cc.firmly.work was not found" in rows[CheckName.KEY].text
    assert rows[CheckName.CATALOGUE].verdict == "Not checked"


def test_an_answer_to_an_older_test_is_passed_over(first: Desk) -> None:
    first.fill()
    first.press(first.page.form.test_button)
    (asked,) = first.asked
    assert isinstance(asked, TestConnection)
    first.press(first.page.form.test_button)
    first.page.receive(CheckDone(asked.ticket, CheckName.KEY, Problem(Code.TIMEOUT)))
    row = first.page.form.rows[CheckName.KEY]
    assert row.waiting
    QTest.keyClicks(first.page.form.app_id.line, "2")
    assert not row.isVisible()


def test_settings_show_and_save_all_of_it(later: Desk) -> None:
    later.page.set_settings(Settings(MERCHANT, "Ada", "DE", Theme.LIGHT))
    assert later.page.form.domain.line.text() == "store.example.com"
    assert isinstance(later.page.country.editor, QComboBox)
    assert later.page.country.editor.currentData() == "DE"
    QTest.keyClicks(later.page.clerk.line, " L")
    QTest.keyClick(later.page.theme.editor, Qt.Key.Key_Down)
    later.press(later.page.save_button)
    assert later.chosen == [Settings(MERCHANT, "Ada L", "DE", Theme.DARK)]


def test_settings_stay_with_the_training_store_until_a_merchant_is_filled_in(later: Desk) -> None:
    later.page.set_settings(Settings(TRAINING))
    later.press(later.page.save_button)
    assert later.chosen == [Settings(TRAINING)]
    later.page.receive(SettingsSaved(Settings(TRAINING)))
    later.fill()
    later.press(later.page.save_button)
    assert later.chosen[1:] == [Settings(MERCHANT)]


def test_settings_can_be_left(later: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(later.page.closed):
        later.press(later.page.close_button)
    assert later.chosen == []
