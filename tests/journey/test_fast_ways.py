"""Scanner, favourites and the last order, in the real window on the training store."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos_app.domain.address import Field
from pos_app.domain.catalogue_news import CatalogueNews, Reading
from pos_app.domain.checkout import Verdict
from pos_app.gui.repeat_list import RepeatList
from tests.journey.conftest import Clerk

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
WHOLE = Reading.COMPLETE


def scan(clerk: Clerk, code: str) -> None:
    """Keys of a scanner, as the platform delivers them."""
    handle = clerk.window.windowHandle()
    at = 1000
    for char in (*code, "\r"):
        key = Qt.Key.Key_Return if char == "\r" else Qt.Key(ord(char.upper()))
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, char)
        at += 5
        event.setTimestamp(at)
        QApplication.sendEvent(handle, event)


def quantities(clerk: Clerk) -> list[tuple[str, int]]:
    return [(line.sku, line.quantity) for line in clerk.page.cart.cart().lines]


def press(clerk: Clerk, key: Qt.Key, modifier: Qt.KeyboardModifier = CONTROL) -> None:
    """A shortcut: it is for the window."""
    QTest.keyClick(clerk.window, key, modifier)


def test_a_scan_from_the_phone_field_and_from_the_card_number(clerk: Clerk) -> None:
    clerk.key(Qt.Key.Key_F2)
    clerk.write("206")
    scan(clerk, "WS12-XS-Orange")
    clerk.until(lambda: quantities(clerk) == [("WS12-XS-Orange", 1)])
    assert clerk.page.party.shipping().contact.phone == "206"
    clerk.key(Qt.Key.Key_F6)
    scan(clerk, "WS12-XS-Orange")
    clerk.until(lambda: quantities(clerk) == [("WS12-XS-Orange", 2)])
    assert clerk.page.payment.number_field.is_empty
    scan(clerk, "NONE-404")
    clerk.until(lambda: "NONE-404" in clerk.page.cart.search.note)


def test_a_line_is_kept_under_a_digit_and_added_by_it(clerk: Clerk) -> None:
    press(clerk, Qt.Key.Key_4)
    assert "Ctrl+4" in clerk.page.cart.search.note
    clerk.key(Qt.Key.Key_F5)
    clerk.field("WS12-XS-Orange")
    clerk.until(lambda: len(quantities(clerk)) == 1)
    press(clerk, Qt.Key.Key_4, CONTROL | SHIFT)
    clerk.until(lambda: "Radiant Tee" in clerk.page.cart.search.note)
    clerk.key(Qt.Key.Key_F2)
    press(clerk, Qt.Key.Key_4)
    clerk.until(lambda: quantities(clerk) == [("WS12-XS-Orange", 2)])


def test_the_customers_last_order_again(clerk: Clerk) -> None:
    press(clerk, Qt.Key.Key_R)
    assert "phone" in clerk.page.cart.search.note
    clerk.type_order()
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.PLACED
    clerk.key(Qt.Key.Key_N, CONTROL)
    clerk.key(Qt.Key.Key_F2)
    clerk.field("(206) 555-1212")
    press(clerk, Qt.Key.Key_R)
    clerk.until(lambda: quantities(clerk) == [("WS12-XS-Orange", 1)])
    assert clerk.page.cart.search.note


def test_a_customer_who_calls_again_is_known_and_the_order_is_repeated(clerk: Clerk) -> None:
    clerk.type_order()
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.PLACED
    clerk.key(Qt.Key.Key_N, CONTROL)
    hint = clerk.page.returning
    clerk.key(Qt.Key.Key_F2)
    clerk.write("(206) 555.1212")
    clerk.until(lambda: hint.known is not None)
    assert hint.pill is not None
    assert hint.line is not None
    assert hint.pill.text() == "Returning · 1 order"
    assert hint.line.words.startswith("Seattle, WA · last order ")
    assert clerk.page.party.shipping().contact.full_name == ""
    clerk.key(Qt.Key.Key_Backtab, SHIFT)
    assert clerk.focus() is hint.line.repeat
    clerk.key(Qt.Key.Key_Space)
    clerk.until(lambda: quantities(clerk) == [("WS12-XS-Orange", 1)])
    clerk.key(Qt.Key.Key_F2)
    clerk.field("+1 503 555 0100")
    assert not hint.line.isVisible()


def test_an_item_of_the_customers_last_order_again(clerk: Clerk) -> None:
    clerk.type_order()
    clerk.key(Qt.Key.Key_F5)
    clerk.field("2x WS12-S-Blue")
    clerk.until(lambda: len(quantities(clerk)) == 2)
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.PLACED
    clerk.key(Qt.Key.Key_N, CONTROL)
    press(clerk, Qt.Key.Key_R, CONTROL | SHIFT)
    assert "phone" in clerk.page.cart.search.note
    clerk.key(Qt.Key.Key_F2)
    clerk.field("(206) 555-1212")
    press(clerk, Qt.Key.Key_R, CONTROL | SHIFT)
    clerk.until(lambda: isinstance(clerk.focus(), RepeatList))
    clerk.key(Qt.Key.Key_Down)
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: quantities(clerk) == [("WS12-S-Blue", 2)])
    assert clerk.focus() is clerk.page.cart.search.field


def test_a_quantity_typed_before_a_scan(clerk: Clerk) -> None:
    clerk.key(Qt.Key.Key_F5)
    clerk.write("3x")
    scan(clerk, "WS12-XS-Orange")
    clerk.until(lambda: quantities(clerk) == [("WS12-XS-Orange", 3)])
    assert clerk.page.cart.search.field.text() == ""


def test_a_product_link_is_pasted(clerk: Clerk) -> None:
    clerk.key(Qt.Key.Key_F5)
    QApplication.clipboard().setText("https://training.example/products/radiant-tee")
    clerk.key(Qt.Key.Key_V, CONTROL)
    clerk.key(Qt.Key.Key_Return)
    clerk.until(clerk.page.cart.search.chooser.isVisible)


def test_several_variants_of_one_product_in_one_go(clerk: Clerk) -> None:
    clerk.key(Qt.Key.Key_F5)
    clerk.write("radiant tee")
    clerk.until(lambda: clerk.page.cart.search.hit_at_hand() is not None)
    clerk.key(Qt.Key.Key_Return)
    clerk.until(clerk.page.cart.search.chooser.isVisible)
    clerk.write("S")
    clerk.write("+")
    clerk.key(Qt.Key.Key_Return, SHIFT)
    clerk.write("M")
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: not clerk.page.cart.search.chooser.isVisible())
    assert quantities(clerk) == [("WS12-S-Orange", 2), ("WS12-M-Orange", 1)]


def test_the_switch_of_the_reading_is_reached_by_keyboard_and_gives_the_focus_back(
    clerk: Clerk,
) -> None:
    status = clerk.window.status
    clerk.until(lambda: status.catalogue is not None and status.catalogue.reading is WHOLE)
    phone = clerk.page.party.customer.form.boxes[Field.PHONE].line
    status.show_catalogue(CatalogueNews(Reading.READING, 400))
    clerk.key(Qt.Key.Key_F2)
    clerk.key(Qt.Key.Key_Backtab, SHIFT)
    assert clerk.focus().accessibleName() == "Stop reading the catalogue"
    clerk.key(Qt.Key.Key_Tab)
    assert clerk.focus() is phone
    clerk.key(Qt.Key.Key_Backtab, SHIFT)
    status.show_catalogue(CatalogueNews(WHOLE, 400))
    assert clerk.focus() is phone
    clerk.key(Qt.Key.Key_F6)
    status.focus_left.emit()
    assert clerk.focus() is phone


def test_products_at_hand_are_found_while_typing(clerk: Clerk) -> None:
    def found() -> bool:
        hit = clerk.page.cart.search.hit_at_hand()
        return hit is not None and hit.title == "Radiant Tee"

    def is_at_hand() -> bool:
        news = clerk.window.status.catalogue
        return news is not None and news.reading is Reading.COMPLETE

    clerk.until(is_at_hand)
    clerk.key(Qt.Key.Key_F5)
    clerk.write("tee raidant")
    clerk.until(found)
    clerk.key(Qt.Key.Key_Return)
    clerk.until(clerk.page.cart.search.chooser.isVisible)
