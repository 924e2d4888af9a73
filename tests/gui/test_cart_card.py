from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from pos_app.domain.cart import Cart
from pos_app.gui.cart_delegate import areas, quantity_from
from tests.gui.cart_shop import HOODIE, TANK, Shop, cart_of, open_shop, single


@pytest.fixture
def shop(qtbot: QtBot) -> Shop:
    made = open_shop(qtbot)
    made.card.set_cart(cart_of(HOODIE, TANK))
    made.card.focus_line(0)
    return made


def _visible_words(shop: Shop) -> set[str]:
    return {label.text() for label in shop.card.findChildren(QLabel) if label.isVisible()}


def _type_quantity(shop: Shop, digits: str, key: Qt.Key) -> None:
    QTest.keyClicks(shop.card.lines, digits[0])
    editor = shop.card.lines.findChildren(QLineEdit, "quantity")[-1]
    QTest.keyClicks(editor, digits[1:])
    QTest.keyClick(editor, key)


def test_keys_change_the_quantity_of_the_line_chosen(shop: Shop, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shop.card.changed):
        shop.press(Qt.Key.Key_Plus, shop.card.lines)
    shop.press(Qt.Key.Key_Equal, shop.card.lines)
    shop.press(Qt.Key.Key_Down, shop.card.lines)
    shop.press(Qt.Key.Key_Plus, shop.card.lines)
    shop.press(Qt.Key.Key_Minus, shop.card.lines)
    assert shop.quantities() == [("MH07", 3), ("WT09", 1)]


def test_digits_open_an_editor_that_enter_commits_and_escape_leaves(
    shop: Shop, qtbot: QtBot
) -> None:
    _type_quantity(shop, "12", Qt.Key.Key_Escape)
    assert shop.quantities()[0] == ("MH07", 1)
    shop.card.focus_line(0)
    _type_quantity(shop, "12", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shop.quantities()[0] == ("MH07", 12))


@pytest.mark.parametrize("typed", ["10000", "10,000", "99999999999"])
def test_a_quantity_out_of_range_is_refused_in_words_and_the_old_one_kept(
    shop: Shop, qtbot: QtBot, typed: str
) -> None:
    _type_quantity(shop, typed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Enter a quantity from 1 to 999." in _visible_words(shop))
    assert shop.quantities()[0] == ("MH07", 1)


def test_a_negative_quantity_is_refused(shop: Shop, qtbot: QtBot) -> None:
    index = shop.card.lines.model().index(0, 0)
    shop.card.lines.edit(index)
    editor = shop.card.lines.findChild(QLineEdit, "quantity")
    assert editor is not None
    QTest.keyClicks(editor, "-1")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Enter a quantity from 1 to 999." in _visible_words(shop))
    assert shop.quantities()[0] == ("MH07", 1)


def test_zero_removes_and_can_be_taken_back(shop: Shop, qtbot: QtBot) -> None:
    before = shop.card.cart()
    _type_quantity(shop, "0", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(shop.quantities()) == 1)
    assert "Removed Hero Hoodie —" in _visible_words(shop)
    QTest.keyClick(shop.card.lines, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert shop.card.cart() == before


def test_removals_are_taken_back_one_by_one_by_the_link(shop: Shop) -> None:
    before = shop.card.cart()
    shop.press(Qt.Key.Key_Delete, shop.card.lines)
    shop.press(Qt.Key.Key_Minus, shop.card.lines)
    assert shop.card.cart() == Cart()
    (undo,) = [b for b in shop.card.findChildren(QPushButton) if b.text() == "Undo"]
    undo.click()
    undo.click()
    assert shop.card.cart() == before
    assert not undo.isVisible()


def test_a_click_on_a_sign_changes_the_quantity(shop: Shop) -> None:
    lines = shop.card.lines
    parts = areas(lines.visualRect(lines.model().index(1, 0)))
    for part in (parts.more, parts.more, parts.fewer):
        QTest.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=part.center())
    assert shop.quantities() == [("MH07", 1), ("WT09", 2)]
    QTest.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=parts.picture.center())
    assert shop.quantities() == [("MH07", 1), ("WT09", 2)]


@pytest.mark.parametrize("width", [290, 340, 490, 900])
def test_the_parts_of_a_line_never_overlap(width: int) -> None:
    from PySide6.QtCore import QRect

    parts = areas(QRect(QPoint(0, 64), QPoint(width - 1, 127)))
    rects = [parts.picture, parts.text, parts.fewer, parts.number, parts.more, parts.price]
    for i, one in enumerate(rects):
        assert one.isValid()
        assert QRect(0, 64, width, 64).contains(one)
        assert not any(one.intersects(other) for other in rects[i + 1 :])


def test_letters_typed_in_the_list_go_to_the_search_field(shop: Shop) -> None:
    QTest.keyClicks(shop.card.lines, "r")
    assert shop.card.search.field.hasFocus()
    assert shop.card.search.field.text() == "r"


def test_a_locked_cart_can_be_read_and_not_changed(shop: Shop) -> None:
    before = shop.card.cart()
    shop.card.set_locked(True)
    lines = shop.card.lines
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Delete, Qt.Key.Key_5):
        shop.press(key, lines)
    centre = areas(lines.visualRect(lines.model().index(0, 0))).more.center()
    QTest.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    shop.type("abc")
    assert shop.card.cart() == before
    assert shop.card.search.field.text() == ""
    shop.card.set_locked(False)
    shop.card.focus_line(1)
    shop.press(Qt.Key.Key_Plus, lines)
    assert shop.quantities()[1] == ("WT09", 2)


def test_what_it_comes_to_is_said_only_when_every_price_is_known(shop: Shop) -> None:
    assert "$88.00" in _visible_words(shop)
    assert "2 items" in _visible_words(shop)
    shop.card.set_cart(cart_of(HOODIE, single("Gift Card", "GC1", None)))
    assert "Price comes from the merchant" in _visible_words(shop)
    assert not any("$" in words for words in _visible_words(shop))


def test_an_empty_cart_says_what_to_do(shop: Shop) -> None:
    hint = "Type to search, scan a barcode, or paste a product link"
    assert hint not in _visible_words(shop)
    shop.card.set_cart(Cart())
    assert hint in _visible_words(shop)
    assert not shop.card.totals.isVisible()


def test_lines_are_told_to_assistive_technology(shop: Shop) -> None:
    interface = QAccessible.queryAccessibleInterface(shop.card.lines)
    assert interface.text(QAccessible.Text.Name) == "Cart"
    name = interface.child(0).text(QAccessible.Text.Name)
    assert name == "Hero Hoodie, MH07, quantity 1, $54.00"


@pytest.mark.parametrize(
    ("text", "number"),
    [(" 12 ", 12), ("1,000", 1000), ("−1", -1), ("-1", -1), ("", None), ("x", None), ("1.5", None)],
)
def test_a_typed_quantity_is_read_as_meant(text: str, number: int | None) -> None:
    assert quantity_from(text) == number


def test_babel_is_not_loaded_by_an_empty_cart() -> None:
    program = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from pos_app.gui.cart_card import CartCard; card = CartCard(print); card.show();"
        "app.sendPostedEvents(); card.grab(); print('babel' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout.split()[-1] == "False"
