"""The receipt: what is confirmed so far, the order number, what is not as it was ordered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QDateTime
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.checkout import Event, OrderReported
from pos_app.domain.errors import Code
from pos_app.domain.receipt import Receipt, ReceiptLine
from pos_app.gui.attempt import Attempt
from pos_app.gui.receipt_rows import Row, RowKind, header, receipt_rows
from pos_app.gui.receipt_view import ReceiptRows, ReceiptView
from pos_app.gui.spoken import spoken
from tests.gui.placing_support import (
    ADDING,
    CARD,
    DOMAIN,
    DRAFT,
    LINES,
    ORDER,
    PAYING,
    PLACED,
    after,
    ended,
    refused,
    usd,
)

BEGAN = QDateTime.fromString("2026-11-24T09:41:00", "yyyy-MM-ddTHH:mm:ss")
ATTEMPT = Attempt(DRAFT, CARD, DOMAIN, training=False, began=BEGAN)


def rows(events: Sequence[Event]) -> tuple[Row, ...]:
    return receipt_rows(after(events), ATTEMPT)


def placed(order: Receipt) -> tuple[Event, ...]:
    return (*PAYING, OrderReported(4.6, order))


def test_it_fills_as_the_merchant_confirms() -> None:
    texts = [row.text for row in rows(ADDING) if row.text]
    assert texts == [
        "2 × Radiant Tee XS · Orange $44.00",
        "1 × Hero Hoodie XS · Gray $54.00",
        "Subtotal so far $98.00",
    ]


def test_a_placed_order_has_all_amounts_and_the_card() -> None:
    texts = [row.text for row in rows(PLACED) if row.text]
    assert texts[3:] == [
        "Subtotal $132.00",
        "Discount WELCOME10 −$13.20",
        "Standard shipping $5.95",
        "Tax $7.19",
        "Total charged $131.94",
        "Visa ending 1111 · Mara Lindqvist · 24 Nov 2026, 09:41",
    ]


@pytest.mark.parametrize(
    ("events", "head", "total"),
    [
        ((), "Receipt builds as the merchant confirms each step", ""),
        (PAYING, "Receipt builds as the merchant confirms each step", "Total, not charged yet"),
        (PLACED, "Merchant order number", "Total charged"),
        (refused("ErrorPaymentDeclined"), "No order number", "Total, not charged"),
        (refused("ErrorNotEnoughStock", before=ADDING), "No order number", "Subtotal, not charged"),
        (ended(Code.DROPPED, PAYING), "No order number", "Total, not confirmed"),
        (ended(Code.DROPPED, ADDING), "No order number", "Subtotal, not confirmed"),
        (ended(Code.DNS), "No order number", ""),
    ],
)
def test_the_total_says_whether_it_was_charged(
    events: Sequence[Event], head: str, total: str
) -> None:
    assert header(after(events)) == head
    totals = [row.left for row in rows(events) if row.kind is RowKind.TOTAL]
    assert totals == ([total] if total else [])


def test_what_the_merchant_changed_is_said_in_words() -> None:
    lines = (replace(LINES[0], quantity=1), LINES[2])
    found = rows(placed(replace(ORDER, lines=lines)))
    assert [row.left for row in found if row.kind is RowKind.WARNING] == [
        "Radiant Tee, XS · Orange: ordered 2, the merchant took 1. Tell the customer.",
        "Hero Hoodie, XS · Gray is not in the merchant's order. Tell the customer.",
    ]
    assert not [row for row in rows(PLACED) if row.kind is RowKind.WARNING]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("186872537", "one-eight-six-eight, seven-two-five-three-seven"),
        ("12345", "one-two-three-four-five"),
        ("00001234", "zero-zero-zero-zero, one-two-three-four"),
        ("lm-42", "L-M-dash-four-two"),
        ("", ""),
    ],
)
def test_the_number_as_it_is_read_out(number: str, words: str) -> None:
    assert spoken(number) == words


def child(view: QWidget, name: str) -> QWidget:
    return next(w for w in view.findChildren(QWidget) if w.accessibleName() == name)


def test_the_order_number_is_told_only_when_it_is_proved(qtbot: QtBot) -> None:
    view = ReceiptView()
    qtbot.addWidget(view)
    number = child(view, "Order number")
    assert isinstance(number, QLabel)
    view.show_state(after(PAYING), ATTEMPT)
    assert number.isHidden()
    assert number.accessibleDescription() == ""
    view.show_state(after(PLACED), ATTEMPT)
    assert not number.isHidden()
    assert (number.text(), number.accessibleDescription()) == ("1868 72537", "186872537")
    view.show_state(after(()), ATTEMPT)
    assert number.text() == ""


def test_the_receipt_is_told_to_assistive_technology(qtbot: QtBot) -> None:
    view = ReceiptView()
    qtbot.addWidget(view)
    view.show_state(after(ADDING), replace(ATTEMPT, training=True))
    told = child(view, "Receipt").accessibleDescription().splitlines()
    assert told[0] == "Training, not a real order."
    assert told[-1] == "Subtotal so far $98.00"


def test_fifty_lines_take_no_widget_each(qtbot: QtBot) -> None:
    view = ReceiptView()
    qtbot.addWidget(view)
    view.resize(290, 400)
    view.show()
    count = len(view.findChildren(QWidget))
    lines = tuple(ReceiptLine(f"Item {i}", "M · Blue", f"S{i}", 1, usd("1.00")) for i in range(50))
    view.show_state(after(placed(replace(ORDER, lines=lines))), ATTEMPT)
    assert len(view.findChildren(QWidget)) == count
    painted = view.findChild(ReceiptRows)
    assert isinstance(painted, ReceiptRows)
    assert painted.heightForWidth(258) > 50 * 16
    assert painted.heightForWidth(120) > painted.heightForWidth(258)


def test_training_stands_across_the_receipt(qtbot: QtBot) -> None:
    view = ReceiptView()
    qtbot.addWidget(view)
    view.resize(340, 400)
    view.show_state(after(ADDING), ATTEMPT)
    plain = view.grab().toImage()
    view.show_state(after(ADDING), replace(ATTEMPT, training=True))
    marked = view.grab().toImage()
    tinted = sum(
        plain.pixel(x, y) != marked.pixel(x, y)
        for x in range(0, plain.width(), 4)
        for y in range(0, plain.height(), 4)
    )
    assert tinted > 100


def test_text_of_any_length_and_kind_is_laid_out(qtbot: QtBot) -> None:
    view = ReceiptView()
    qtbot.addWidget(view)
    line = ReceiptLine("<b>x</b>" + "W" * 10_000, "\u202eשלום 🎉\n\n", "S", 1, None)
    view.resize(290, 400)
    view.show_state(after(placed(replace(ORDER, lines=(line,)))), ATTEMPT)
    assert not view.grab().isNull()
    assert "<b>x</b>" in child(view, "Receipt").accessibleDescription()
