"""The box of a parcel's delivery: words that are longer than the box."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from pos_app.domain.money import Money
from pos_app.domain.quote import Fulfillment, Shipment, ShippingOption
from pos_app.gui.delivery_choice import DeliveryChoice

WHOLE = "Pick up in the store, ready within two hours · Today · free of charge at the counter"
SHIPMENT = Shipment(
    "s",
    (
        ShippingOption("std", "Standard", Money.of_minor(595, "USD")),
        ShippingOption("long", WHOLE, Money.of_minor(0, "USD")),
    ),
    "long",
    (Fulfillment("SHIP_TO_ADDRESS", "Ship"),),
    "SHIP_TO_ADDRESS",
)


@pytest.fixture
def choice(qtbot: QtBot) -> DeliveryChoice:
    made = DeliveryChoice(0)
    qtbot.addWidget(made)
    made.show_shipment(SHIPMENT, (), fixed=False)
    made.resize(224, 34)
    made.show()
    return made


def drawn(choice: DeliveryChoice) -> str:
    """The words that the style is given to draw."""
    option = QStyleOptionComboBox()
    choice.initStyleOption(option)
    return option.currentText


def test_words_that_are_too_long_end_in_dots(choice: DeliveryChoice) -> None:
    assert choice.currentText() == f"{WHOLE} · free"
    shown = drawn(choice)
    assert shown.endswith("…")
    assert WHOLE.startswith(shown.removesuffix("…"))
    assert choice.fontMetrics().horizontalAdvance(shown) < choice.width()
    choice.resize(1000, 34)
    assert drawn(choice) == f"{WHOLE} · free"


def test_all_of_them_are_in_the_tip_and_told_by_a_screen_reader(choice: DeliveryChoice) -> None:
    assert choice.toolTip() == f"Delivery: {WHOLE} · free"
    assert choice.accessibleName() == "Delivery"
    assert choice.accessibleDescription() == f"{WHOLE} · free"
    assert choice.itemData(1, Qt.ItemDataRole.ToolTipRole) == f"{WHOLE} · free"


def test_they_follow_what_is_chosen(choice: DeliveryChoice) -> None:
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Up)
    assert drawn(choice) == "Standard · $5.95"
    assert choice.toolTip() == "Delivery: Standard · $5.95"
    assert choice.accessibleDescription() == "Standard · $5.95"


def test_words_of_a_server_are_no_markup_in_the_tip(choice: DeliveryChoice) -> None:
    option = ShippingOption("x", "<b>Fast</b>", None)
    choice.show_shipment(Shipment("s", (option,), "x", (), ""), (), fixed=False)
    assert "<b>" not in choice.toolTip()
    assert choice.accessibleDescription() == "<b>Fast</b>"
