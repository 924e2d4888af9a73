"""Each outcome: what the screen says, which actions it offers, and what the keys do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.address import Block, Field, FieldRef
from pos_app.domain.checkout import Ended, Event, OrderReported
from pos_app.domain.errors import Code
from pos_app.domain.receipt import Notice
from pos_app.gui.attempt import Attempt
from pos_app.gui.outcome_model import Action, Outcome
from pos_app.gui.outcome_words import outcome_of
from pos_app.gui.placing_panel import PlacingPanel
from tests.gui.placing_support import (
    ADDING,
    CARD,
    CART_ID,
    DOMAIN,
    DRAFT,
    PAYING,
    PLACED,
    REQUEST_ID,
    SENT,
    THREE,
    after,
    ended,
    refused,
)

ATTEMPT = Attempt(DRAFT, CARD, DOMAIN, training=True, began=QDateTime.currentDateTime())
CHANGED = replace(THREE, notices=(Notice("The hoodie can't be shipped.", "ITEM_NOT_SHIPPABLE"),))
CART_CHANGED: tuple[Event, ...] = (*SENT, OrderReported(4.0, CHANGED, whole=True), Ended(4.1))
UNKNOWN = ended(Code.DROPPED, PAYING)


def outcome(events: Sequence[Event]) -> Outcome:
    return outcome_of(after(events), ATTEMPT)


@pytest.mark.parametrize(
    ("events", "headline", "first"),
    [
        (PLACED, "The order is placed.", Action.NEXT_ORDER),
        (refused("ErrorPaymentDeclined"), "Ask for another card.", Action.ANOTHER_CARD),
        (
            refused("ErrorNotEnoughStock", before=ADDING),
            "Not enough stock: Breathe-Easy Tank, S · Blue.",
            Action.GO_TO_LINE,
        ),
        (
            refused("ErrorProductNotFound", "MH07-XS-Gray not found", before=SENT),
            "No longer sold: Hero Hoodie, XS · Gray.",
            Action.GO_TO_LINE,
        ),
        (
            refused("ErrorNotEnoughStock", before=SENT),
            "A product is out of stock.",
            Action.GO_TO_CART,
        ),
        (
            refused("ErrorInvalidInputBody", "shipping_info.postal_code"),
            "Check the ZIP or postal code.",
            Action.FIX_FIELD,
        ),
        (
            refused("ErrorInvalidInputBody", "bad request"),
            "Check what you typed.",
            Action.CHECK_INPUT,
        ),
        (
            refused("ErrorInvalidInputBody", "captcha_token missing"),
            "The merchant asks for a captcha.",
            Action.FIX_FIELD,
        ),
        (CART_CHANGED, "The merchant changed the cart.", Action.GO_TO_CART),
        (ended(Code.DNS), "Nothing was sent.", Action.TRY_AGAIN),
        (ended(Code.STORE_UNAVAILABLE), "Nothing was sent.", Action.TRY_AGAIN),
        (ended(Code.CANCELLED), "Nothing was sent.", Action.TRY_AGAIN),
        (ended(Code.KEY_REFUSED), "Nothing was sent.", Action.TRY_AGAIN),
        (ended(Code.SESSION), "Nothing was sent.", Action.TRY_AGAIN),
        (UNKNOWN, "Do not place it again yet.", Action.CHECK_NOW),
    ],
)
def test_what_the_screen_says_first(events: Sequence[Event], headline: str, first: Action) -> None:
    shown = outcome(events)
    assert (shown.headline, shown.actions[0]) == (headline, first)


def test_reasons_for_not_sending_have_words_of_their_own() -> None:
    codes = (
        Code.DNS,
        Code.SERVER,
        Code.CANCELLED,
        Code.KEY_REFUSED,
        Code.SESSION,
        Code.TLS_EXPIRED,
    )
    assert len({outcome(ended(code)).text for code in codes}) == len(codes)


def test_a_billing_field_that_is_the_shipping_one_is_looked_for_there() -> None:
    events = refused("ErrorInvalidInputBody", "billing_info.phone")
    assert outcome(events).field == FieldRef(Block.SHIPPING, Field.PHONE)
    apart = replace(ATTEMPT, draft=replace(DRAFT, billing=DRAFT.shipping))
    shown = outcome_of(after(events), apart)
    assert shown.field == FieldRef(Block.BILLING, Field.PHONE)
    assert shown.headline == "Check the billing phone."


@pytest.fixture
def panel(qtbot: QtBot) -> PlacingPanel:
    made = PlacingPanel()
    qtbot.addWidget(made)
    made.resize(290, 600)
    made.show()
    made.begin(DRAFT, CARD, DOMAIN, training=True)
    made.show_state(after(()))
    return made


def named(widget: QWidget, name: str) -> QWidget:
    return next(w for w in widget.findChildren(QWidget) if w.accessibleName() == name)


def test_cancel_is_there_until_something_left(qtbot: QtBot, panel: PlacingPanel) -> None:
    button = panel.primary_action()
    assert button is not None
    with qtbot.waitSignal(panel.cancel):
        button.click()
    panel.show_state(after(SENT))
    assert panel.primary_action() is None
    assert (
        named(panel, "Status").accessibleDescription().startswith("Keep the customer on the line.")
    )


def test_the_focus_goes_to_the_primary_action_and_enter_presses_it(
    qtbot: QtBot, panel: PlacingPanel
) -> None:
    panel.show_state(after(PLACED))
    button = panel.primary_action()
    assert button is not None
    qtbot.waitUntil(button.hasFocus)
    with qtbot.waitSignal(panel.next_order):
        QTest.keyClick(button, Qt.Key.Key_Return)


def test_enter_never_sends_an_order_again(qtbot: QtBot, panel: PlacingPanel) -> None:
    panel.show_state(after(ended(Code.DNS)))
    button = panel.primary_action()
    assert button is not None
    with qtbot.assertNotEmitted(panel.try_again):
        QTest.keyClick(button, Qt.Key.Key_Return)
    with qtbot.waitSignal(panel.try_again):
        QTest.keyClick(button, Qt.Key.Key_Space)


def test_the_focus_is_not_taken_from_someone_who_types(qtbot: QtBot) -> None:
    window, field, made = QWidget(), QLineEdit(), PlacingPanel()
    column = QVBoxLayout(window)
    column.addWidget(field)
    column.addWidget(made)
    qtbot.addWidget(window)
    window.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    made.begin(DRAFT, CARD, DOMAIN, training=False)
    made.show_state(after(PLACED))
    assert field.hasFocus()


def test_lines_and_fields_are_handed_on(qtbot: QtBot, panel: PlacingPanel) -> None:
    panel.show_state(after(refused("ErrorNotEnoughStock", before=ADDING)))
    button = panel.primary_action()
    assert button is not None
    with qtbot.waitSignal(panel.go_to_line) as line:
        button.click()
    assert line.args == [2]
    panel.show_state(after(refused("ErrorInvalidInputBody", "captcha_token missing")))
    button = panel.primary_action()
    assert button is not None
    with qtbot.waitSignal(panel.fix_field) as field:
        button.click()
    assert field.args == [FieldRef(Block.CARD, Field.CAPTCHA)]


def test_the_ids_of_an_unknown_outcome_are_shown_and_copied(panel: PlacingPanel) -> None:
    panel.show_state(after(UNKNOWN))
    details = named(panel, "Details")
    boxes = panel.findChildren(QPlainTextEdit)
    assert len(boxes) == 1
    details.click()  # type: ignore[attr-defined]
    assert not boxes[0].isHidden()
    named(panel, "Copy details").click()  # type: ignore[attr-defined]
    copied = QGuiApplication.clipboard().text()
    assert CART_ID in copied
    assert REQUEST_ID in copied
    assert "Last step reached: Shipping and tax" in copied


def test_server_text_stands_under_details_with_the_request_id(panel: PlacingPanel) -> None:
    panel.show_state(after(refused("ErrorPaymentDeclined", "Issuer said <b>no</b>")))
    box = panel.findChildren(QPlainTextEdit)[0]
    assert box.isHidden()
    named(panel, "Details").click()  # type: ignore[attr-defined]
    assert not box.isHidden()
    assert "Issuer said <b>no</b>" in box.toPlainText()
    assert "request id: req-77" in box.toPlainText()
    assert "<b>" not in named(panel, "Status").accessibleDescription()


@pytest.mark.parametrize("events", [(), SENT, PLACED, UNKNOWN, CART_CHANGED])
def test_the_actions_never_leave_the_smallest_screen(
    qtbot: QtBot, panel: PlacingPanel, events: Sequence[Event]
) -> None:
    panel.show_state(after(events))
    parts = [named(panel, "Status"), panel.primary_action()]

    def in_sight() -> bool:
        corners = [part.mapTo(panel, part.rect().bottomRight()) for part in parts if part]
        return all(panel.rect().contains(corner) for corner in corners)

    qtbot.waitUntil(in_sight)
    assert (panel.width(), panel.height()) == (290, 600)
