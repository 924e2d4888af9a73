"""The history: searching, moving by keyboard, refreshing, and what it says when there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from pos_app.bridge.messages import CheckoutMoved, FindOrders, OrdersFound, RecordSettled
from pos_app.domain.checkout import begin
from pos_app.domain.errors import Code, Problem
from pos_app.gui.history_delegate import ROW_HEIGHT
from tests.gui.history_records import (
    Room,
    decided,
    declined,
    not_sent,
    open_room,
    record,
    unsettled,
)
from tests.gui.placing_support import CART_ID, DOMAIN, PLACED, after


@pytest.fixture
def room(qtbot: QtBot) -> Room:
    return open_room(qtbot)


def press(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def shown_labels(page: QWidget) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def test_showing_it_asks_for_all_orders_and_chooses_the_newest(room: Room) -> None:
    assert (len(room.asked), room.last.text) == (1, "")
    room.answer(record(), unsettled())
    assert room.page.list.currentIndex().row() == 0
    assert room.details.startswith("Merchant order number\n1868 72537")
    assert "2 orders, newest first" in shown_labels(room.page)
    assert room.page.field.hasFocus()


def test_names_for_assistive_technology(room: Room) -> None:
    room.answer(declined())
    assert room.page.field.accessibleName() == "Search orders"
    assert room.page.list.accessibleName() == "Orders"
    assert room.page.detail.text.accessibleName() == "Order details"
    told = room.page.detail.text.accessibleDescription()
    assert told == "Refused, nothing charged. Payment declined."
    spoken = room.page.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Rui Lindqvist, $131.94, Refused, nothing charged, Visa ending 1111")


def test_typing_asks_once_after_a_pause(room: Room, qtbot: QtBot) -> None:
    room.answer(record())
    QTest.keyClicks(room.page.field, "mara 1111")
    assert len(room.asked) == 1
    qtbot.waitUntil(lambda: len(room.asked) == 2)
    assert room.last.text == "mara 1111"


def test_an_answer_to_an_older_text_is_not_shown(room: Room, qtbot: QtBot) -> None:
    first = room.last
    QTest.keyClicks(room.page.field, "jonas")
    room.page.receive(OrdersFound(first.ticket, (record(),)))
    assert room.page.model.rowCount() == 0
    qtbot.waitUntil(lambda: room.last.text == "jonas")
    room.page.receive(OrdersFound(first.ticket, (record(),)))
    assert room.page.model.rowCount() == 0
    room.answer(unsettled())
    assert room.page.model.records == (unsettled(),)


def test_the_list_is_walked_from_the_search_field_and_enter_opens_the_details(room: Room) -> None:
    room.answer(record(), unsettled(), declined())
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down):
        press(key)
    assert room.page.detail.record == declined()
    press(Qt.Key.Key_PageUp)
    assert room.page.detail.record == record()
    assert room.page.field.hasFocus()
    press(Qt.Key.Key_Return)
    assert room.page.detail.text.hasFocus()
    press(Qt.Key.Key_Escape)
    assert room.page.list.hasFocus()
    press(Qt.Key.Key_Down)
    assert room.page.detail.record == unsettled()
    press(Qt.Key.Key_Return)
    assert room.page.detail.text.hasFocus()


def test_tab_goes_from_the_search_to_the_list_the_details_and_the_buttons(room: Room) -> None:
    room.answer(unsettled())
    buttons = [room.button(words) for words in ("Copy details", "Go to that order")]
    stops: list[QWidget] = [room.page.list, room.page.detail.text, *buttons]
    for stop in stops:
        press(Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is stop


def test_escape_keeps_what_was_typed(room: Room) -> None:
    QTest.keyClicks(room.page.field, "mara")
    press(Qt.Key.Key_Escape)
    assert room.page.field.text() == "mara"


def test_the_details_are_selected_and_copied_by_keyboard_as_plain_text(room: Room) -> None:
    room.answer(record())
    press(Qt.Key.Key_Return)
    QTest.keyClick(room.page.detail.text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(room.page.detail.text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert CART_ID in QGuiApplication.clipboard().text()
    assert not QGuiApplication.clipboard().mimeData().hasHtml()
    before = room.details
    QTest.keyClicks(room.page.detail.text, "x")
    assert room.details == before


def test_all_details_are_copied_with_one_button(room: Room) -> None:
    room.answer(decided(placed=True))
    QTest.mouseClick(room.button("Copy details"), Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("Recorded as placed. A person decided this")
    assert "Evidence: Confirmation e-mail" in lines
    assert "Request id: attempt-2" in lines
    assert f"Cart id: {CART_ID}" in lines
    assert f"Merchant: {DOMAIN}" in lines
    assert "Total, not confirmed: $131.94" in lines


def test_only_an_unsettled_order_leads_to_its_tab(room: Room, qtbot: QtBot) -> None:
    room.answer(unsettled(number=5), record(), declined(), decided(placed=False))
    with qtbot.waitSignal(room.page.order_chosen) as chosen:
        QTest.mouseClick(room.button("Go to that order"), Qt.MouseButton.LeftButton)
    assert chosen.args == ["attempt-5"]
    room.page.focus_search()
    for _ in range(3):
        press(Qt.Key.Key_Down)
        assert room.button("Go to that order").isHidden()


def test_only_an_order_the_merchant_placed_is_printed(room: Room) -> None:
    room.answer(record(), decided(placed=True), declined(), not_sent())
    hidden = []
    for _ in range(4):
        hidden.append(room.button("Print").isHidden())
        press(Qt.Key.Key_Down)
    assert hidden == [False, True, True, True]


def test_a_training_order_says_so_in_the_details(room: Room) -> None:
    made = record()
    room.answer(replace(made, connection=replace(made.connection, training=True)), unsettled())
    assert room.details.startswith("Training order: not a real order, nothing was charged.\n")
    assert "TRAINING" in shown_labels(room.page)
    press(Qt.Key.Key_Down)
    assert room.details.startswith("No order number\n")
    assert "TRAINING" not in shown_labels(room.page)


def test_first_there_are_no_orders(room: Room) -> None:
    room.answer()
    assert "No orders yet" in shown_labels(room.page)
    assert not room.page.detail.isVisible()
    assert not room.button("Try again").isVisible()
    room.page.receive(RecordSettled(record()))


def test_nothing_found_says_what_to_try(room: Room, qtbot: QtBot) -> None:
    room.answer(record())
    QTest.keyClicks(room.page.field, "<b>nobody</b>")
    qtbot.waitUntil(lambda: len(room.asked) == 2)
    room.answer()
    assert "No order matches “<b>nobody</b>”" in shown_labels(room.page)
    assert room.page.detail.record is None
    room.page.field.clear()
    qtbot.waitUntil(lambda: len(room.asked) == 3)
    room.answer(record())
    assert room.page.list.isVisible()
    assert room.page.detail.isVisible()


def test_a_journal_that_cannot_be_read_is_said_and_asked_again(room: Room) -> None:
    room.answer(record())
    room.page.receive(
        OrdersFound(room.last.ticket, (), Problem(Code.JOURNAL_BUSY, where="orders.sqlite3"))
    )
    words = (
        "Close any other program that has orders.sqlite3 open, such as a backup, then try again."
    )
    assert words in shown_labels(room.page)
    assert room.page.model.rowCount() == 0
    QTest.mouseClick(room.button("Try again"), Qt.MouseButton.LeftButton)
    assert len(room.asked) == 2
    room.answer(record())
    assert room.page.detail.record == record()


def test_an_order_that_ends_or_is_settled_refreshes_it(room: Room, qtbot: QtBot) -> None:
    room.answer(record(), unsettled())
    press(Qt.Key.Key_Down)
    room.page.receive(CheckoutMoved(1, begin("attempt-9", 1)))
    room.page.receive(RecordSettled(decided(placed=True)))
    room.page.receive(CheckoutMoved(1, after(PLACED)))
    qtbot.waitUntil(lambda: len(room.asked) == 2)
    room.answer(record(), decided(placed=True))
    assert room.page.detail.record == decided(placed=True)
    assert room.details.startswith("No order number\nHow it ended")
    assert room.page.field.hasFocus()


def test_a_new_order_on_top_leaves_the_choice_where_it_was(room: Room, qtbot: QtBot) -> None:
    room.answer(record(), unsettled())
    press(Qt.Key.Key_Down)
    room.page.receive(CheckoutMoved(1, after(PLACED)))
    qtbot.waitUntil(lambda: len(room.asked) == 2)
    room.answer(record(number=0), record(), unsettled())
    assert room.page.list.currentIndex().row() == 2
    assert room.page.detail.record == unsettled()


def test_while_hidden_it_asks_nothing_and_when_shown_it_asks_anew(room: Room) -> None:
    room.page.hide()
    room.page.receive(RecordSettled(record()))
    room.page.field.setText("mara")
    assert len(room.asked) == 1
    room.page.show()
    assert [type(request) for request in room.asked] == [FindOrders] * 2
    assert room.last.text == "mara"


def test_five_thousand_orders_take_no_widget_each(room: Room) -> None:
    room.answer(record())
    count = len(room.page.findChildren(QWidget))
    room.answer(*(record(number=number) for number in range(5_000)))
    assert room.page.list.sizeHintForIndex(room.page.model.index(4_999)).height() == ROW_HEIGHT
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_End)
    assert room.page.detail.record == record(number=4_999)
    bar = room.page.list.verticalScrollBar()
    assert bar.value() == bar.maximum()
    assert len(room.page.findChildren(QWidget)) == count


@pytest.mark.parametrize("name", ["<img src=x><b>Mara</b>", "M" * 20_000, "\u202eMara\n\nLi\u0000"])
def test_hostile_names_are_plain_text_that_widens_nothing(room: Room, name: str) -> None:
    made = record(first=name)
    receipt = replace(
        made.state.receipt,
        order_number="9" * 5_000,
        merchant_name=name,
        lines=(replace(made.state.receipt.lines[0], title=name),),
    )
    problem = Problem(Code.OTHER, text=name)
    hostile = replace(made, clerk=name, state=replace(made.state, receipt=receipt, problem=problem))
    before = room.page.minimumSizeHint()
    room.answer(hostile)
    room.page.resize(QSize(960, 620))
    grabbed = room.page.grab().toImage()
    assert grabbed.size() == QSize(960, 620) * grabbed.devicePixelRatio()
    assert grabbed.format() != QImage.Format.Format_Invalid
    assert room.page.width() == 960
    assert room.page.minimumSizeHint().width() <= max(before.width(), 960)
    assert not room.page.detail.text.horizontalScrollBar().isVisible()
    assert room.page.detail.text.document().size().width() <= 960
    if name.startswith("<"):
        assert "<img src=x><b>Mara</b> Lindqvist" in room.details
