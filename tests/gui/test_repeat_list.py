"""Items of the customer's last order, taken one by one by keyboard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos_app.bridge.messages import Lookup
from pos_app.domain.cart import CartLine, line_for
from pos_app.domain.repeat import Again, Change
from pos_app.gui.repeat_list import RepeatList
from tests.gui.cart_shop import HOODIE, TANK, TEE, Shop, open_shop, usd

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_HEADLINE = "This is the order of 3 May."


def _was(product_line: CartLine, cents: str) -> CartLine:
    return replace(product_line, unit_price=usd(cents))


_TEE = line_for(TEE, TEE.variants[0], 2)
_HOODIE = line_for(HOODIE, HOODIE.variants[0], 1)
_TANK = line_for(TANK, TANK.variants[0], 3)
LINES = (
    Again(_TEE, _TEE, Change.NONE),
    Again(_was(_HOODIE, "49.00"), _HOODIE, Change.PRICE),
    Again(_TANK, None, Change.SOLD_OUT),
)


@pytest.fixture
def shop(qtbot: QtBot) -> Shop:
    made = open_shop(qtbot)
    made.card.offer_lines(LINES, _HEADLINE)
    return made


def offer(shop: Shop) -> RepeatList:
    (found,) = shop.window.findChildren(RepeatList)
    return found


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)


def test_enter_takes_the_line_chosen_as_many_as_there_were(shop: Shop) -> None:
    assert offer(shop).isVisible()
    assert not offer(shop).isWindow()
    assert offer(shop).hasFocus()
    press(Qt.Key.Key_Return)
    assert shop.quantities() == [(_TEE.sku, 2)]
    assert not offer(shop).isVisible()
    assert shop.card.search.field.hasFocus()


def test_shift_and_enter_stays_for_another_one(shop: Shop) -> None:
    press(Qt.Key.Key_Return, _SHIFT)
    assert offer(shop).message.startswith("Added:")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert shop.quantities() == [(_TEE.sku, 2), (_HOODIE.sku, 1)]
    # It costs something else than then.
    assert shop.card.cart().lines[1].note == "was $49.00"
    assert shop.card.cart().lines[0].note == ""


def test_what_is_sold_out_is_said_and_not_added(shop: Shop) -> None:
    for _ in range(4):
        press(Qt.Key.Key_Down)  # the end holds
    press(Qt.Key.Key_Return)
    assert "is sold out." in offer(shop).message
    assert offer(shop).isVisible()
    assert shop.quantities() == []
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Enter)
    assert shop.quantities() == [(_HOODIE.sku, 1)]


def test_escape_adds_nothing_and_goes_back_to_the_search(shop: Shop) -> None:
    press(Qt.Key.Key_Escape)
    assert not offer(shop).isVisible()
    assert shop.card.search.field.hasFocus()
    assert shop.quantities() == []


def test_tab_stays_in_the_list(shop: Shop) -> None:
    press(Qt.Key.Key_Tab)
    assert offer(shop).hasFocus()
    press(Qt.Key.Key_Return)
    assert shop.quantities() == [(_HOODIE.sku, 1)]


def test_an_order_in_flight_closes_it_and_lets_none_open(shop: Shop) -> None:
    shop.card.set_locked(True)
    assert not offer(shop).isVisible()
    shop.card.offer_lines(LINES, _HEADLINE)
    assert not offer(shop).isVisible()
    shop.card.set_locked(False)
    shop.card.offer_lines(LINES, _HEADLINE)
    assert offer(shop).isVisible()


def test_a_scan_meanwhile_is_looked_up(shop: Shop) -> None:
    shop.card.search.scan("MH07")
    assert shop.all(Lookup)[-1].text == "MH07"
    assert offer(shop).isVisible()
