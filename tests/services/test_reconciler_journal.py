"""Reconciling with the real journal: on disk before it is told, and there after a restart."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from pos_app.domain.checkout import Verdict
from pos_app.domain.record import DecidedBy, OrderRecord
from pos_app.services.journal import Journal
from pos_app.services.reconciler import Reconciler
from pos_app.training import TrainingStore
from tests.domain.attempts import prepared
from tests.services.reconciling import (
    AT_ONCE,
    NEVER,
    Book,
    asking_as,
    attempt_of,
    half_past,
)
from tests.training.register import Register

Work = Callable[[Reconciler, Book], Awaitable[None]]


@pytest.fixture
def store() -> Iterator[TrainingStore]:
    merchant = TrainingStore(pace=0)
    yield merchant
    merchant.stop()


@pytest.fixture
def device(store: TrainingStore) -> Iterator[Register]:
    register = Register(store.start())
    yield register
    register.close()


def lost(device: Register, store: TrainingStore, scenario: str) -> OrderRecord:
    """The record of an order that went by a scenario and ended without a word."""
    store.set_next(scenario)
    carts = [json.loads(data).get("cart", {}) for _, data in device.place().events if data]
    return attempt_of(device, next(cart["cart_id"] for cart in carts if "cart_id" in cart))


def on_disk(folder: Path) -> list[tuple[str, str, str]]:
    """Verdict, decision and number of each row, as another program sees them."""
    with closing(sqlite3.connect(folder / "journal.db")) as db:
        found = db.execute("SELECT verdict, decided, order_number FROM attempts")
        return [(verdict, decided, number) for verdict, decided, number in found]


def settle(
    folder: Path, device: Register, record: OrderRecord, pauses: tuple[float, ...], work: Work
) -> list[list[tuple[str, str, str]]]:
    """Journal the attempt up to its unknown end and settle it; the disk whenever it was told."""
    seen: list[list[tuple[str, str, str]]] = []

    async def run() -> None:
        book, journal = Book(), Journal(folder)

        def settled(record: OrderRecord) -> None:
            seen.append(on_disk(folder))
            book.settled(record)

        began = replace(prepared(record.attempt_id), device_id=record.device_id)
        await journal.add(began)
        await journal.update(began.leaving())
        await journal.update(record)
        async with asking_as(device) as ask:
            checks = Reconciler(ask, journal, book.tell, settled, half_past, pauses)
            checks.watch(record)
            await work(checks, book)
            await checks.close()
        await journal.close()

    asyncio.run(run())
    return seen


def after_restart(folder: Path) -> tuple[OrderRecord, tuple[OrderRecord, ...]]:
    """The attempt as a new start finds it, and all that is open."""

    async def run() -> tuple[OrderRecord, tuple[OrderRecord, ...]]:
        journal = Journal(folder)
        await journal.open()
        found = await journal.record("attempt-1")
        assert found is not None
        left = await journal.open_records()
        await journal.close()
        return found, left

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("scenario", "verdict"),
    [
        ("lost-answer", Verdict.PLACED),
        ("late", Verdict.PLACED),
        ("submitted-only", Verdict.UNKNOWN),
    ],
)
def test_the_cart_s_proof(
    tmp_path: Path, device: Register, store: TrainingStore, scenario: str, verdict: Verdict
) -> None:
    async def work(_checks: Reconciler, book: Book) -> None:
        await book.until_settled()

    record = lost(device, store, scenario)
    seen = settle(tmp_path, device, record, AT_ONCE, work)
    (entry,) = store.ledger()
    number = entry.order_number if verdict is Verdict.PLACED else ""
    assert [[(row[0], row[2]) for row in rows] for rows in seen] == [[(verdict.value, number)]]
    assert all(decided for rows in seen for _, decided, _ in rows)
    found, left = after_restart(tmp_path)
    assert left == ()
    assert found.is_placed
    assert found.decision is not None
    assert found.decision.by is DecidedBy.CART
    assert found.state.receipt.order_number == number
    assert found.state.receipt.total is not None


@pytest.mark.parametrize("says_placed", [True, False])
def test_a_person_s_word(
    tmp_path: Path, device: Register, store: TrainingStore, says_placed: bool
) -> None:
    async def work(checks: Reconciler, _book: Book) -> None:
        await checks.decide("attempt-1", placed=says_placed, evidence="back office", clerk="Ann")

    record = lost(device, store, "drop-after-shipping")
    (rows,) = settle(tmp_path, device, record, NEVER, work)
    ((_, decided, _),) = rows
    assert decided
    found, left = after_restart(tmp_path)
    assert left == ()
    assert found.is_placed is says_placed
    assert found.decision is not None
    assert (found.decision.evidence, found.decision.clerk) == ("back office", "Ann")
    assert found.decision.at == half_past()


def test_what_nobody_knows_is_still_open_after_a_restart(
    tmp_path: Path, device: Register, store: TrainingStore
) -> None:
    async def work(_checks: Reconciler, book: Book) -> None:
        await book.until_left_to_a_person()

    record = lost(device, store, "another-cart")
    assert settle(tmp_path, device, record, AT_ONCE, work) == []
    found, left = after_restart(tmp_path)
    assert left == (found,)
    assert found == record
