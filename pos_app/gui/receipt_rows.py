"""The receipt as rows of words: the same for the screen, the printer and a screen reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication

from pos_app.domain.blame import LineChange, compare
from pos_app.domain.checkout import CheckoutState, Verdict
from pos_app.domain.money import Money
from pos_app.domain.receipt import Receipt, ReceiptLine
from pos_app.gui.attempt import Attempt, when
from pos_app.gui.decision_words import decided_for_ever
from pos_app.gui.money_text import money

_TITLE_LIMIT = 300
# Such a way of shipping is none: "Pick up in the store shipping" would be said of it.
_PICK_UP = re.compile(r"\bpick[ -]?up\b", re.IGNORECASE)


class RowKind(Enum):
    """How a row looks."""

    RULE = auto()
    LINE = auto()
    AMOUNT = auto()
    TOTAL = auto()
    NOTE = auto()
    WARNING = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """A row: words on the left, a quieter detail behind them, an amount on the right."""

    kind: RowKind
    left: str = ""
    detail: str = ""
    right: str = ""

    @property
    def text(self) -> str:
        """The row in one line, for people who hear it and for plain text."""
        return " ".join(part for part in (self.left, self.detail, self.right) if part)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Receipt", text)


_RULE = Row(RowKind.RULE)


def one_line(text: str) -> str:
    """Server text on one line, at a length that can be laid out."""
    return " ".join(text[:_TITLE_LIMIT].split())


def receipt_rows(state: CheckoutState, attempt: Attempt) -> tuple[Row, ...]:
    """All rows under the header, from the first dashed rule to the footer."""
    receipt = state.receipt
    rows = [_RULE, *map(_line, receipt.lines)]
    if not receipt.lines and state.verdict is not None:
        rows.append(Row(RowKind.NOTE, _tr("The merchant has confirmed no items.")))
    amounts = list(amount_rows(receipt))
    if amounts:
        rows += [_RULE, *amounts]
    rows += _total(state)
    rows += _remarks(state, attempt)
    return tuple(rows)


def header(state: CheckoutState) -> str:
    """The words above the rows."""
    if state.verdict is None:
        return _tr("Receipt builds as the merchant confirms each step")
    if state.verdict is Verdict.PLACED:
        return _tr("Merchant order number")
    return _tr("No order number")


def footer(state: CheckoutState, attempt: Attempt) -> str:
    """Card, customer and time: "Visa ending 1111 · Mara Lindqvist · 24 Nov 2026, 09:41"."""
    brand, last_four = attempt.card_text(state)
    card = _tr("{0} ending {1}").format(brand or _tr("Card"), last_four)
    parts = (card if last_four else "", attempt.customer, when(attempt.time_of(state)))
    return " · ".join(part for part in parts if part)


def _line(line: ReceiptLine) -> Row:
    price = money(line.line_price) if line.line_price is not None else ""
    left = _tr("{0} × {1}").format(line.quantity, one_line(line.title))
    return Row(RowKind.LINE, left, one_line(line.variant_title), price)


def amount_rows(receipt: Receipt) -> Iterator[Row]:
    """Subtotal and what is added to it; nothing before there is more than a subtotal."""
    named: list[tuple[str, Money | None]] = [
        *((one_line(charge.label), charge.amount) for charge in receipt.discounts),
        (_tr("Extras"), receipt.addons or None),
        (_shipping_label(receipt), receipt.shipping),
        (_tr("Tax"), receipt.tax),
    ]
    known = [(label, amount) for label, amount in named if amount is not None]
    if not known and receipt.total is None:
        return
    if receipt.subtotal is not None:
        yield Row(RowKind.AMOUNT, _tr("Subtotal"), "", money(receipt.subtotal))
    for label, amount in known:
        yield Row(RowKind.AMOUNT, label, "", money(amount))


def _shipping_label(receipt: Receipt) -> str:
    if not receipt.shipping_label:
        return _tr("Shipping")
    label = one_line(receipt.shipping_label)
    return label if _PICK_UP.search(label) else _tr("{0} shipping").format(label)


def _total(state: CheckoutState) -> list[Row]:
    total, subtotal = state.receipt.total, state.receipt.subtotal
    if total is not None:
        return [_RULE, Row(RowKind.TOTAL, _total_label(state), "", money(total))]
    if state.verdict is Verdict.PLACED:
        return [_RULE, Row(RowKind.NOTE, _tr("The merchant did not tell the total charged."))]
    if subtotal is not None:
        return [_RULE, Row(RowKind.TOTAL, _subtotal_label(state), "", money(subtotal))]
    return []


def _total_label(state: CheckoutState) -> str:
    match state.verdict:
        case None:
            return _tr("Total, not charged yet")
        case Verdict.PLACED:
            return _tr("Total charged")
        case Verdict.UNKNOWN:
            return _tr("Total, not confirmed")
        case Verdict.REFUSED | Verdict.NOT_SENT:
            return _tr("Total, not charged")


def _subtotal_label(state: CheckoutState) -> str:
    if state.verdict is None:
        return _tr("Subtotal so far")
    if state.verdict is Verdict.UNKNOWN:
        return _tr("Subtotal, not confirmed")
    return _tr("Subtotal, not charged")


def _remarks(state: CheckoutState, attempt: Attempt) -> Iterator[Row]:
    """Under the total of a placed order: card, customer, time, and what is not as ordered.

    How an outcome that was unknown was settled stands there for ever.
    """
    decision = attempt.decision
    placed = state.verdict is Verdict.PLACED
    if placed or (decision is not None and decision.placed):
        yield Row(RowKind.NOTE, footer(state, attempt))
    if decision is not None:
        yield Row(RowKind.NOTE, decided_for_ever(decision))
    if not placed:
        return
    yield from _total_differs(state.receipt.total, attempt.quoted)
    if not state.receipt.lines:
        return
    found = compare(attempt.draft.cart.lines, state.receipt.lines)
    for change in found.changes:
        yield Row(RowKind.WARNING, _change(change))
    if found.unmatched:
        words = _tr("The merchant uses other product names. Compare the lines with the order.")
        yield Row(RowKind.WARNING, words)


def _total_differs(total: Money | None, quoted: Money | None) -> Iterator[Row]:
    """What was charged is not what was quoted: both, and by how much."""
    if total is None or quoted is None or total == quoted:
        return
    from pos_app.gui.quote_words import change_words

    words = _tr("Quoted {0}, charged {1}: {2}. Tell the customer.")
    by = change_words(quoted, total) or _tr("another currency")
    yield Row(RowKind.WARNING, words.format(money(quoted), money(total), by))


def _change(change: LineChange) -> str:
    name = line_name(change.line.title, change.line.variant_title)
    if change.quantity == 0:
        return _tr("{0} is not in the merchant's order. Tell the customer.").format(name)
    words = _tr("{0}: ordered {1}, the merchant took {2}. Tell the customer.")
    return words.format(name, change.line.quantity, change.quantity)


def line_name(title: str, variant_title: str) -> str:
    """A line by name: "Hero Hoodie, XS · Gray"."""
    return ", ".join(part for part in (one_line(title), one_line(variant_title)) if part)
