from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from pos_app.bridge.messages import Lookup
from pos_app.domain.cart import Cart
from pos_app.domain.product import Product, Variant
from pos_app.gui.option_row import OptionRow
from pos_app.gui.variant_choices import Choices, Standing
from tests.gui.cart_shop import HOODIE, TEE, Shop, open_shop, variant

_LINK = "https://staging.luma.gift/p/radiant-tee"


@pytest.fixture
def shop(qtbot: QtBot) -> Shop:
    made = open_shop(qtbot)
    made.answer(made.scan(_LINK), TEE)
    return made


def _focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def _press(*keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(_focus(), key)


def _words(shop: Shop) -> set[str]:
    labels = shop.card.search.chooser.findChildren(QLabel)
    return {label.text() for label in labels if label.isVisible()}


def test_it_opens_inside_the_window_at_the_first_variant_to_be_had(shop: Shop) -> None:
    chooser = shop.card.search.chooser
    assert chooser.isVisible()
    assert chooser.window() is shop.window
    assert shop.window.rect().contains(chooser.geometry())
    assert _focus().accessibleName() == "Size"
    assert _focus().accessibleDescription() == "XS, 1 of 3"
    assert {"Radiant Tee", "WS12-XS-Orange", "$22.00", "$28.00", "3 left"} <= _words(shop)


def test_arrows_choose_and_enter_adds(shop: Shop) -> None:
    _press(Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert _focus().accessibleName() == "Color"
    assert _focus().accessibleDescription() == "Orange, 1 of 2, sold out"
    _press(Qt.Key.Key_Right, Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Return)
    assert shop.quantities() == [("WS12-S-Blue", 2)]
    assert not shop.card.search.chooser.isVisible()
    assert shop.card.search.field.hasFocus()
    assert shop.card.search.field.text() == ""


def test_escape_goes_back_to_the_text(shop: Shop) -> None:
    _press(Qt.Key.Key_Right, Qt.Key.Key_Escape)
    assert shop.card.search.field.hasFocus()
    assert shop.card.search.field.text() == _LINK
    assert shop.card.cart() == Cart()


def test_letters_jump_to_a_value(shop: Shop) -> None:
    QTest.keyClicks(_focus(), "m")
    assert _focus().accessibleDescription() == "M, 3 of 3"
    _press(Qt.Key.Key_Down)
    QTest.keyClicks(_focus(), "bl")
    assert _focus().accessibleDescription() == "Blue, 2 of 2, doesn't exist"


def test_what_does_not_exist_or_is_sold_out_is_not_added(shop: Shop) -> None:
    _press(Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert "sold out" in shop.card.search.chooser.message
    _press(Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert "doesn't exist" in shop.card.search.chooser.message
    assert shop.card.cart() == Cart()
    _press(Qt.Key.Key_Left)
    assert shop.card.search.chooser.message == ""


def test_the_quantity_stays_between_1_and_999(shop: Shop) -> None:
    _press(Qt.Key.Key_Minus)
    assert shop.card.search.chooser.message == "Enter a quantity from 1 to 999."
    assert "Quantity 1" in _words(shop)


def test_tab_stays_in_the_panel(shop: Shop) -> None:
    seen = []
    for _ in range(4):
        seen.append(_focus().accessibleName())
        _press(Qt.Key.Key_Tab)
    assert seen == ["Size", "Color", "Close", "Add"]
    assert _focus().accessibleName() == "Size"


def test_a_barcode_scanned_into_it_is_looked_up_and_the_choice_kept(shop: Shop) -> None:
    QTest.keyClicks(_focus(), "MH07-SM")
    _press(Qt.Key.Key_Return)
    assert shop.card.cart() == Cart()
    assert shop.card.search.chooser.isVisible()
    assert _focus().accessibleDescription() == "XS, 1 of 3"
    shop.answer(shop.all(Lookup)[-1], HOODIE, "MH07")
    assert shop.quantities() == [("MH07", 1)]
    assert shop.card.search.chooser.isVisible()


def test_a_second_product_with_variants_waits_for_the_first(shop: Shop) -> None:
    other = replace(TEE, title="Other Tee")
    shop.answer(shop.scan(f"{_LINK}-2"), other)
    assert "Radiant Tee" in _words(shop)
    shop.card.search.chooser.close_up()
    assert "Other Tee" in _words(shop)


def test_a_sku_that_is_sold_out_opens_at_it(qtbot: QtBot) -> None:
    shop = open_shop(qtbot)
    shop.answer(shop.scan("WS12-S-Orange"), TEE, "WS12-S-Orange")
    assert _focus().accessibleDescription() == "S, 2 of 3, sold out"
    assert "Sold out" in _words(shop)


def test_a_product_whose_variants_have_no_reference_is_told(qtbot: QtBot) -> None:
    shop = open_shop(qtbot)
    bare = tuple(replace(v, ref=None) for v in TEE.variants)
    shop.answer(shop.scan(_LINK), replace(TEE, variants=bare))
    assert shop.card.search.note.startswith("“Radiant Tee” can't be ordered by phone. ")
    assert not shop.card.search.chooser.isVisible()


def test_a_missing_price_is_said_and_can_be_added(qtbot: QtBot) -> None:
    shop = open_shop(qtbot)
    priceless = tuple(replace(v, price=None) for v in TEE.variants)
    shop.answer(shop.scan(_LINK), replace(TEE, variants=priceless))
    assert "price comes from the merchant" in _words(shop)
    _press(Qt.Key.Key_Return)
    assert shop.card.cart().lines[0].unit_price is None


def test_an_order_in_flight_closes_it(shop: Shop) -> None:
    shop.card.set_locked(True)
    assert not shop.card.search.chooser.isVisible()


@pytest.mark.parametrize(
    "variants",
    [
        (variant("A", "One"), variant("B", "Two")),
        (variant("A", "One", "XS"), variant("B", "Two", "XS", "Orange")),
        (variant("A", "One", "XS", "Pink"), variant("B", "Two", "S", "Orange")),
        (variant("A", "One", "S", "Orange"), variant("B", "Two", "S", "Orange")),
    ],
    ids=["no values", "uneven", "unknown value", "twice the same"],
)
def test_options_that_do_not_tell_variants_apart_give_way_to_a_list(
    variants: tuple[Variant, ...],
) -> None:
    choices = Choices.of(replace(TEE, variants=variants), "Variant")
    (option,) = choices.options
    assert [value.display_name for value in option.values] == ["One", "Two"]
    assert choices.variant((1,)) is variants[1]


def test_standings_follow_the_other_choices() -> None:
    choices = Choices.of(TEE, "Variant")
    orange, blue = [[choices.standing((0, c), 0, size) for size in range(3)] for c in (0, 1)]
    assert orange == [Standing.FREE, Standing.SOLD_OUT, Standing.FREE]
    assert blue == [Standing.FREE, Standing.FREE, Standing.NO_SUCH]


def test_colours_sold_out_and_impossible_values_are_seen(shop: Shop) -> None:
    """Each value looks another way by what it would lead to; a colour is shown as such."""
    row = next(
        one
        for one in shop.card.search.chooser.findChildren(OptionRow)
        if one.accessibleName() == "Color"
    )

    def seen(standing: Standing) -> QImage:
        row.show_state(0, (Standing.FREE, standing))
        return row.grab().toImage()

    free, sold_out, no_such = (seen(standing) for standing in Standing)
    assert free != sold_out
    assert sold_out != no_such
    assert no_such != free
    for colour in ("#E4782B", "#2F5FD0"):
        points = ((x, y) for x in range(free.width()) for y in range(free.height()))
        assert any(free.pixelColor(x, y) == QColor(colour) for x, y in points)


def test_a_product_without_options_still_starts() -> None:
    product = Product("p", "P", "P", variants=(variant("A", "One"), variant("B", "Two")))
    assert Choices.of(product, "Variant").start("B") == (1,)


def test_several_variants_of_one_product_in_one_go(shop: Shop) -> None:
    chooser = shop.card.search.chooser
    _press(Qt.Key.Key_Plus)
    QTest.keyClick(_focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert chooser.isVisible()
    assert "Added: 2 × XS · Orange" in _words(shop)
    _press(Qt.Key.Key_Right, Qt.Key.Key_Right)
    QTest.keyClick(_focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert shop.quantities() == [("WS12-XS-Orange", 2), ("WS12-M-Orange", 1)]
    _press(Qt.Key.Key_Left)
    QTest.keyClick(_focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert chooser.message
    _press(Qt.Key.Key_Escape)
    assert not chooser.isVisible()
    assert shop.quantities() == [("WS12-XS-Orange", 2), ("WS12-M-Orange", 1)]
