"""What stands in the way of an order: which one, why, and which keys lead on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.address import Contact
from pos_app.domain.lookalike import Hold, HoldKind
from pos_app.gui.attempt import local
from pos_app.gui.hold_panel import HoldPanel
from pos_app.gui.widgets import Button
from tests.gui.placing_support import DRAFT, PLACED, REQUEST_ID, after
from tests.gui.unknown_support import BEGAN, RECORD, by_person, named, status

UNSETTLED = Hold(HoldKind.UNSETTLED, RECORD)
TWIN = replace(RECORD, state=after(PLACED))
DUPLICATE = Hold(HoldKind.DUPLICATE, TWIN)
CONTROL = Qt.KeyboardModifier.ControlModifier


class Wall:
    """The time of day, which a test sets."""

    def __init__(self) -> None:
        self.now = TWIN.placed_at + timedelta(minutes=4, seconds=20)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def panel(qtbot: QtBot, wall: Wall) -> HoldPanel:
    made = HoldPanel(now=wall)
    qtbot.addWidget(made)
    made.resize(290, 200)
    return made


def button(panel: HoldPanel, name: str) -> Button:
    found = named(panel, name)
    assert isinstance(found, Button)
    return found


def press(widget: QWidget, *, held_down: bool) -> None:
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, CONTROL, "\r", held_down)
    QApplication.sendEvent(widget, key)


def test_an_order_that_is_not_settled_is_named_with_the_way_to_it(
    qtbot: QtBot, panel: HoldPanel
) -> None:
    panel.show_hold(UNSETTLED, DRAFT)
    moment = local(BEGAN).toString("d MMM HH:mm")
    assert status(panel) == (
        "An order of this customer is not settled yet. "
        f"Mara Lindqvist · $131.94 · Visa ending 1111 · {moment}. "
        "Settle that one first: it may have gone through."
    )
    go = button(panel, "Go to that order")
    qtbot.waitUntil(go.hasFocus)
    with qtbot.waitSignal(panel.go_to_order) as asked:
        QTest.keyClick(go, Qt.Key.Key_Return)
    assert asked.args == [REQUEST_ID]


def test_what_the_two_orders_have_in_common_is_said(panel: HoldPanel) -> None:
    someone = Contact("+1 312-555-0100", "Jo", "Okafor", "jo@example.com")
    other = replace(DRAFT, shipping=replace(DRAFT.shipping, contact=someone))
    panel.show_hold(UNSETTLED, other)
    assert status(panel).startswith(
        "An order for the same total with the same card ending is not settled yet."
    )
    panel.show_hold(UNSETTLED)
    assert status(panel).startswith("An order like this one is not settled yet.")


def test_there_is_no_way_around_an_order_that_is_not_settled(
    qtbot: QtBot, panel: HoldPanel
) -> None:
    panel.show_hold(UNSETTLED, DRAFT)
    with qtbot.assertNotEmitted(panel.confirmed):
        QTest.keyClick(panel, Qt.Key.Key_Return, CONTROL)
        panel.confirm()
    assert not any(
        part.isVisible() for part in panel.findChildren(Button) if "again" in part.text()
    )
    with qtbot.waitSignal(panel.closed):
        QTest.keyClick(panel, Qt.Key.Key_Escape)


def test_a_twin_is_named_with_its_number_and_time(panel: HoldPanel) -> None:
    panel.show_hold(DUPLICATE, DRAFT)
    moment = local(TWIN.placed_at).toString("d MMM HH:mm")
    assert status(panel) == (
        "This looks like an order you placed 4 minutes ago. "
        f"Order 1868 72537 · Mara Lindqvist · $131.94 · Visa ending 1111 · {moment}. "
        "Place it only if the customer wants it twice."
    )


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (30, "placed just now."),
        (60, "placed 1 minute ago."),
        (125, "2 minutes ago."),
        (-9, "before"),
    ],
)
def test_how_long_ago_it_was(panel: HoldPanel, wall: Wall, ago: int, words: str) -> None:
    wall.now = TWIN.placed_at + timedelta(seconds=ago)
    panel.show_hold(DUPLICATE)
    assert words in status(panel).split(". ")[0] + "."


def test_a_twin_that_a_person_vouches_for_has_no_number(panel: HoldPanel) -> None:
    record = by_person("confirmation e-mail", placed=True)
    panel.show_hold(Hold(HoldKind.DUPLICATE, record))
    assert "Mara Lindqvist" in status(panel)
    assert "Order 1" not in status(panel)


def test_one_more_key_places_it_a_second_time(qtbot: QtBot, panel: HoldPanel) -> None:
    panel.show_hold(DUPLICATE, DRAFT)
    with qtbot.waitSignal(panel.confirmed) as said:
        QTest.keyClick(panel, Qt.Key.Key_Return, CONTROL)
    assert said.args == [REQUEST_ID]


def test_neither_enter_alone_nor_a_key_held_down_does(qtbot: QtBot, panel: HoldPanel) -> None:
    panel.show_hold(DUPLICATE, DRAFT)
    again = button(panel, "Place it again")
    again.setFocus()
    qtbot.waitUntil(again.hasFocus)
    with qtbot.assertNotEmitted(panel.confirmed):
        QTest.keyClick(again, Qt.Key.Key_Return)
        QTest.keyClick(again, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
        press(again, held_down=True)
    with qtbot.waitSignal(panel.confirmed):
        press(again, held_down=False)


def test_the_focus_is_on_the_safe_way_on(qtbot: QtBot, panel: HoldPanel) -> None:
    panel.show_hold(DUPLICATE, DRAFT)
    close = button(panel, "Don't place it")
    qtbot.waitUntil(close.hasFocus)
    with qtbot.waitSignal(panel.closed):
        QTest.keyClick(close, Qt.Key.Key_Return)
    panel.clear()
    assert panel.hold is None
    assert not panel.isVisible()
    with qtbot.assertNotEmitted(panel.confirmed):
        panel.confirm()


def test_nothing_in_it_is_markup(panel: HoldPanel) -> None:
    who = replace(DRAFT.shipping.contact, first_name="<img src=x>", last_name="B" * 200)
    draft = replace(DRAFT, shipping=replace(DRAFT.shipping, contact=who))
    panel.show_hold(Hold(HoldKind.UNSETTLED, replace(RECORD, draft=draft)))
    assert "<img src=x>" in status(panel)
    assert panel.minimumSizeHint().width() <= 290
