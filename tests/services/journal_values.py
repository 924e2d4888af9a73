"""Attempts and drafts for the tests of the journal."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest

from pos_app.domain import checkout
from pos_app.domain.address import Contact, Party
from pos_app.domain.card import Brand, CardSummary
from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.checkout import BodyLeaving, Ended, OrderReported
from pos_app.domain.connection import Connection
from pos_app.domain.draft import OrderDraft
from pos_app.domain.errors import Code, JournalError, Problem
from pos_app.domain.money import Money
from pos_app.domain.product import AddToCartRef
from pos_app.domain.receipt import Receipt
from pos_app.domain.record import OrderRecord
from pos_app.services.journal import Journal

T = TypeVar("T")
NOW = datetime(2026, 11, 24, 14, 32, 7, 114000, tzinfo=UTC)
CONNECTION = Connection("app-1", "staging.luma.gift")
BUYER = Contact("(206) 555-1212", "Zoë", "Ångström", "Zoe@Example.com")
TEE = CartLine(
    AddToCartRef('{"id": "1"}'), "MSH-06", "Breathe-Easy Tank", "S / White", 2,
    Money(Decimal("34.00"), "USD"),
)  # fmt: skip


def record(attempt_id: str = "a-1", tab: str = "tab-1", *, minutes: float = 0) -> OrderRecord:
    """An attempt that has just been prepared, begun `minutes` after `NOW`."""
    return OrderRecord(
        attempt_id=attempt_id,
        tab=tab,
        device_id="device-1",
        connection=CONNECTION,
        draft=OrderDraft(shipping=Party(BUYER), cart=Cart((TEE,))),
        card=CardSummary(Brand.VISA, "1111"),
        clerk="Kim",
        began_at=NOW + timedelta(minutes=minutes),
        state=checkout.begin(attempt_id, 1),
        quoted=Money(Decimal("68.00"), "USD"),
    )


def left(attempt: OrderRecord) -> OrderRecord:
    """Its body leaves."""
    return replace(attempt, state=checkout.step(attempt.state, BodyLeaving(0.1))).leaving()


def placed(attempt: OrderRecord, number: str = "186872537") -> OrderRecord:
    """The merchant told its number."""
    told = OrderReported(1.5, Receipt(cart_id="cart-1", order_number=number))
    return _after(attempt, told)


def unknown(attempt: OrderRecord) -> OrderRecord:
    """The line dropped after the body had left."""
    return _after(attempt, Ended(9.0, Problem(Code.DROPPED, where="api.firmly.work")))


def _after(attempt: OrderRecord, event: checkout.Event) -> OrderRecord:
    gone = left(attempt)
    return gone.moved(checkout.step(gone.state, event), attempt.began_at + timedelta(seconds=9))


def with_journal(folder: Path, work: Callable[[Journal], Awaitable[T]]) -> T:
    """What `work` answers with a journal that is closed after it."""

    async def run() -> T:
        journal = Journal(folder)
        try:
            return await work(journal)
        finally:
            await journal.close()

    return asyncio.run(run())


async def trouble(call: Awaitable[object]) -> Code:
    """The code of the JournalError that `call` must raise."""
    with pytest.raises(JournalError) as caught:
        await call
    assert caught.value.problem.where.endswith("journal.db")
    return caught.value.problem.code
