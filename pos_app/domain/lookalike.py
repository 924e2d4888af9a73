"""Whether an order looks like one whose end is unknown, or like one that was just placed.

The place-order call has no idempotency key (§3), so the same order is kept from going out twice
here: by who buys, what, for how much, and with which card.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from pos_app.domain import contact

if TYPE_CHECKING:
    from pos_app.domain.address import Party
    from pos_app.domain.card import CardSummary
    from pos_app.domain.cart import Cart
    from pos_app.domain.draft import OrderDraft
    from pos_app.domain.record import OrderRecord

TWIN_WINDOW = timedelta(minutes=20)


class HoldKind(StrEnum):
    """Why an order is held back."""

    UNSETTLED = "unsettled"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Hold:
    """What keeps an order from being placed at once, and the earlier attempt that is the reason.

    `UNSETTLED` ends only when that attempt is settled; `DUPLICATE` asks the clerk.
    """

    kind: HoldKind
    record: OrderRecord

    @property
    def can_be_confirmed(self) -> bool:
        """Whether the clerk may place the order all the same."""
        return self.kind is HoldKind.DUPLICATE


def hold_for(
    draft: OrderDraft,
    card: CardSummary,
    records: Iterable[OrderRecord],
    now: datetime,
    despite: str = "",
) -> Hold | None:
    """What holds this order back, or None.

    `UNSETTLED`, before all: an open attempt of the same customer, or one with the same card
    ending and total. `DUPLICATE`: the same customer, lines, total and card ending, placed, or
    found out to be, at most 20 minutes before `now` or later than it (the clock was set back). The
    clerk has been asked about the attempt `despite`; a twin placed after that one asks again.

    The customer is the shipping contact; the total is that of the catalogue's prices, the only
    one that is known before an order is placed. `records` are of the same merchant.
    """
    known = tuple(records)
    buyer = _Customer.of(draft.shipping)
    for record in sorted(known, key=lambda record: record.began_at, reverse=True):
        if record.is_open and _might_be_the_same(draft, card, buyer, record):
            return Hold(HoldKind.UNSETTLED, record)
    twins = [
        record
        for record in known
        if record.is_placed
        and record.known_placed_at >= now - TWIN_WINDOW
        and _is_twin(draft, card, buyer, record)
    ]
    # The newest alone: whoever confirms it knows of the order, however often it was placed before.
    newest = max(twins, key=lambda record: record.known_placed_at, default=None)
    if newest is None or newest.attempt_id == despite:
        return None
    return Hold(HoldKind.DUPLICATE, newest)


@dataclass(frozen=True, slots=True)
class _Customer:
    """What a customer is known again by; what is missing is empty and matches nobody."""

    phone: str
    email: str

    @classmethod
    def of(cls, party: Party) -> _Customer:
        """The customer of a shipping party: E.164 number, and e-mail without regard to case."""
        typed = party.contact
        phone = contact.e164(typed.phone, party.address.country) if typed.phone.strip() else None
        email = contact.tidy_email(typed.email) if typed.email.strip() else ""
        return cls(phone or "", email.strip().casefold())

    def is_same(self, other: _Customer) -> bool:
        """Whether either the phone or the e-mail is the other's."""
        by_phone = bool(self.phone) and self.phone == other.phone
        return by_phone or (bool(self.email) and self.email == other.email)


def _might_be_the_same(
    draft: OrderDraft, card: CardSummary, buyer: _Customer, record: OrderRecord
) -> bool:
    if _same_ending(card, record.card) and _same_total(draft.cart, record.draft.cart):
        return True
    return buyer.is_same(_Customer.of(record.draft.shipping))


def _is_twin(draft: OrderDraft, card: CardSummary, buyer: _Customer, record: OrderRecord) -> bool:
    cart = record.draft.cart
    return (
        _same_ending(card, record.card)
        and _lines(draft.cart) == _lines(cart)
        and _same_total(draft.cart, cart)
        and buyer.is_same(_Customer.of(record.draft.shipping))
    )


def _same_ending(card: CardSummary, other: CardSummary) -> bool:
    return bool(card.last_four) and card.last_four == other.last_four


def _same_total(cart: Cart, other: Cart) -> bool:
    """Where a price is missing there is no total to compare; then the lines are."""
    if cart.subtotal is None or other.subtotal is None:
        return _lines(cart) == _lines(other)
    return cart.subtotal == other.subtotal


def _lines(cart: Cart) -> Counter[str]:
    """How many of what, whatever the order of the lines."""
    count: Counter[str] = Counter()
    for line in cart.lines:
        count[line.ref.json] += line.quantity
    return count
