"""What the window knows about an order that is being placed, beside what the merchant tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale, Qt

from pos_app.domain.card import CardSummary
from pos_app.domain.checkout import CheckoutState
from pos_app.domain.draft import OrderDraft
from pos_app.domain.money import Money
from pos_app.domain.record import Decision, OrderRecord


@dataclass(frozen=True, slots=True)
class Attempt:
    """The order as it was when it was placed. `began` is the register's local time.

    `decision` is how an unknown outcome was settled, once it is. `quoted` is the exact total that
    was read to the customer, if there was one.
    """

    draft: OrderDraft
    card: CardSummary
    domain: str
    training: bool
    began: QDateTime
    decision: Decision | None = None
    quoted: Money | None = None

    @classmethod
    def of(cls, record: OrderRecord) -> Attempt:
        """What the journal kept of an attempt."""
        connection, began = record.connection, local(record.began_at)
        training, draft = connection.training, record.draft
        # Without an exact quote it is the catalogue's subtotal that was shown.
        quoted = record.quoted if record.quoted != draft.cart.subtotal else None
        return cls(draft, record.card, connection.domain, training, began, record.decision, quoted)

    @property
    def customer(self) -> str:
        """The customer's full name, as on the shipping address."""
        return self.draft.shipping.contact.full_name

    def time_of(self, state: CheckoutState) -> QDateTime:
        """When the order was submitted, by the merchant's clock if it told, in local time."""
        told = QDateTime.fromString(state.receipt.submitted_at, Qt.DateFormat.ISODateWithMs)
        return told.toLocalTime() if told.isValid() else self.began

    def card_text(self, state: CheckoutState) -> tuple[str, str]:
        """Brand (may be empty) and last four digits, by the merchant's word if it gave one."""
        told = state.receipt.card
        brand = (told.brand if told and told.brand else None) or self.card.brand
        last_four = told.last_four if told and told.last_four else self.card.last_four
        return (brand.display_name if brand else ""), last_four

    def amount(self, state: CheckoutState) -> Money | None:
        """The best known total: the merchant's, else its subtotal, else the catalogue's."""
        receipt = state.receipt
        return receipt.total or receipt.subtotal or self.draft.cart.subtotal


def when(moment: QDateTime) -> str:
    """A moment in the words of the locale: "24 Nov 2026, 09:41"."""
    return QLocale().toString(moment, "d MMM yyyy, HH:mm")


def local(moment: datetime) -> QDateTime:
    """A moment of the journal, which keeps UTC, in the register's local time."""
    return QDateTime.fromMSecsSinceEpoch(int(moment.timestamp() * 1000))
