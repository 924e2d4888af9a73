"""Whether a caller has ordered here before, and the little that is shown of it unasked.

City, count, date and total only: whoever gives a stranger's number hears no name and no street.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos_app.domain import contact

if TYPE_CHECKING:
    from datetime import datetime

    from pos_app.domain.address import Party
    from pos_app.domain.connection import Connection
    from pos_app.domain.money import Money
    from pos_app.domain.record import OrderRecord

_SURE = 7  # digits: fewer may be anybody's
END = 7  # digits at a number's end by which the journal finds those that may be the same


@dataclass(frozen=True, slots=True)
class Caller:
    """By what a customer is known again; what is empty matches nobody.

    `phone` are the digits of :func:`contact.phone_key`, `email` is without regard to case.
    """

    phone: str = ""
    email: str = ""

    @classmethod
    def typed(cls, phone: str, email: str, country: str) -> Caller:
        """By what was typed, whole or not. `country` (ISO 3166-1 alpha-2) is dialled from."""
        key = contact.phone_key(phone, country) if phone.strip() else ""
        folded = unicodedata.normalize("NFKC", email).strip().casefold()
        return cls(key if len(key) >= _SURE else "", folded)

    @classmethod
    def complete(cls, phone: str, email: str, country: str) -> Caller:
        """By what is complete of what was typed: half a number may be the half of many."""
        whole = phone if phone.strip() and contact.phone_ok(phone, country) else ""
        return cls.typed(whole, "" if contact.check_email(email) else email, country)

    @classmethod
    def of(cls, party: Party) -> Caller:
        """The customer of a shipping party."""
        typed = party.contact
        return cls.typed(typed.phone, typed.email, party.address.country)

    @property
    def phone_end(self) -> str:
        """The last digits of the phone number, the same however its beginning was written."""
        return self.phone[-END:]

    def has_phone_of(self, other: Caller) -> bool:
        """Whether both have the same phone number."""
        return bool(self.phone) and self.phone == other.phone

    def is_same(self, other: Caller) -> bool:
        """Whether either the phone or the e-mail is the other's."""
        return self.has_phone_of(other) or (bool(self.email) and self.email == other.email)


@dataclass(frozen=True, slots=True)
class Returning:
    """A customer who has ordered here: how often, and where and for how much the last time.

    `placed_at` is UTC, `total` in major units. `by_phone`: the phone number alone says so.
    """

    orders: int
    placed_at: datetime
    city: str = ""
    state: str = ""
    total: Money | None = None
    by_phone: bool = True


def orders_of(
    caller: Caller, records: Iterable[OrderRecord], connection: Connection
) -> tuple[OrderRecord, ...]:
    """The placed orders of a caller at this merchant, newest first."""
    own = (
        record
        for record in records
        if record.is_placed
        and record.connection.same_merchant(connection)
        and caller.is_same(Caller.of(record.draft.shipping))
    )
    return tuple(sorted(own, key=lambda record: record.began_at, reverse=True))


def returning(
    caller: Caller, records: Iterable[OrderRecord], connection: Connection
) -> Returning | None:
    """What is known of a caller, or None for somebody who has not ordered at this merchant."""
    orders = orders_of(caller, records, connection)
    if not orders:
        return None
    last = orders[0]
    address = last.draft.shipping.address
    told = last.state.receipt.total
    return Returning(
        len(orders),
        last.placed_at,
        address.city.strip(),
        address.state_or_province.strip(),
        told if told is not None else last.quoted,
        any(caller.has_phone_of(Caller.of(order.draft.shipping)) for order in orders),
    )
