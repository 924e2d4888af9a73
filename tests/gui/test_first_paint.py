"""A page that begins with the customer: nothing typed early is lost, nothing moves later."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from pos_app.bridge import messages as m
from pos_app.domain.connection import Connection, Settings
from pos_app.gui.fields import FieldBox
from pos_app.gui.order_page import OrderPage
from pos_app.gui.order_tabs import OrderTabs
from pos_app.gui.top_bar import TopBar

STORE = Connection("", "", "", "", training=True)


def nobody(_request: m.Request) -> None:
    """Nobody listens."""


def shown(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    widget.resize(1300, 800)
    widget.show()
    qtbot.waitUntil(widget.isActiveWindow)


def begun(qtbot: QtBot) -> OrderPage:
    page = OrderPage(1, "US", nobody)
    page.set_connection(STORE)
    shown(qtbot, page)
    page.party.focus_phone()
    return page


def phone_of(page: OrderPage) -> QLineEdit:
    return next(f for f in page.findChildren(QLineEdit) if f.accessibleName() == "Phone")


def places(page: OrderPage) -> list[tuple[int, int]]:
    row = page.layout()
    assert row is not None
    items = [item for item in map(row.itemAt, range(row.count())) if item is not None]
    return [(item.geometry().x(), item.geometry().width()) for item in items]


def test_a_key_before_the_rest_is_there_is_kept(qtbot: QtBot) -> None:
    page = begun(qtbot)
    with qtbot.waitSignal(page.edited, timeout=20_000):
        QTest.keyClicks(phone_of(page), "2")
    assert phone_of(page).text() == "2"
    assert phone_of(page).hasFocus()
    assert page.draft().shipping.contact.phone == "2"
    assert not page.is_blank


def test_nothing_typed_is_still_a_blank_page(qtbot: QtBot) -> None:
    page = begun(qtbot)
    page.fill()
    assert page.is_blank
    assert phone_of(page).hasFocus()


def test_a_number_typed_before_the_rest_is_there_is_tidied_like_any_other(qtbot: QtBot) -> None:
    page = begun(qtbot)
    QTest.keyClicks(phone_of(page), "2065551212")
    QTest.keyClick(phone_of(page), Qt.Key.Key_Return)
    assert page.draft().shipping.contact.phone == "+1 206-555-1212"


def test_each_key_is_told_once_when_the_rest_is_there(qtbot: QtBot) -> None:
    page = begun(qtbot)
    page.fill()
    told: list[None] = []
    page.party.changed.connect(lambda: told.append(None))
    QTest.keyClicks(phone_of(page), "206")
    assert len(told) == 3


def test_filling_up_is_no_edit(qtbot: QtBot) -> None:
    page = begun(qtbot)
    with qtbot.assertNotEmitted(page.edited):
        page.fill()


def test_nothing_moves_when_the_rest_comes(qtbot: QtBot) -> None:
    page = begun(qtbot)
    before = places(page)
    page.fill()
    qtbot.waitUntil(lambda: page.cart.isVisible() and page.pay.isVisible())
    assert places(page) == before


def test_the_customer_stays_in_place_when_the_address_comes(qtbot: QtBot) -> None:
    page = begun(qtbot)
    before = page.party.customer.geometry()
    page.fill()
    qtbot.waitUntil(page.party.ship_to.isVisible)
    assert page.party.customer.geometry() == before


def test_tab_goes_through_the_column_as_if_it_had_been_made_at_once(qtbot: QtBot) -> None:
    page = begun(qtbot)
    page.fill()
    names = []
    for _ in range(6):
        QTest.keyClick(page, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        names.append(focus.accessibleName())
    assert names == ["First name", "Last name", "Email", "Country", "Address", "Apartment, suite"]


def test_filling_up_twice_changes_nothing(qtbot: QtBot) -> None:
    page = begun(qtbot)
    page.fill()
    cart = page.cart
    page.fill()
    assert page.cart is cart


def test_the_merchant_is_known_to_what_comes_later(qtbot: QtBot) -> None:
    page = begun(qtbot)
    page.fill()
    phone = next(each for each in page.findChildren(FieldBox) if each.name == "Phone")
    assert not phone.message
    page.place()  # says what is missing: it does not stop for want of a merchant
    assert phone.message


def test_whoever_asks_for_a_page_gets_a_whole_one(qtbot: QtBot) -> None:
    bar = QTabBar()
    qtbot.addWidget(bar)
    tabs = OrderTabs(bar, Settings(connection=STORE), nobody, lambda _order: None)
    shown(qtbot, tabs)
    tabs.begin()
    assert bar.tabText(0) == "New order"
    assert tabs.page.cart.isVisibleTo(tabs)
    assert tabs.page.is_blank


def test_the_search_takes_the_focus_however_early_it_is_asked_for(qtbot: QtBot) -> None:
    page = begun(qtbot)
    page.fill()
    page.cart.focus_search()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert page.cart.isAncestorOf(focus)


def test_the_top_bar_shows_no_link_before_one_is_known(qtbot: QtBot) -> None:
    bar = TopBar()
    shown(qtbot, bar)
    assert not any(each.isVisible() for each in bar.findChildren(QLabel) if each.property("pill"))
    bar.show_link(m.LinkChanged(m.Link.CONNECTED, STORE))
    assert any(each.text() == "Connected" for each in bar.findChildren(QLabel) if each.isVisible())
