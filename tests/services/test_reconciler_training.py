"""Open attempts, reconciled with the carts of the training merchant and its ledger (§3)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from pos_app.domain.checkout import Verdict
from pos_app.domain.reconcile import Finding
from pos_app.domain.record import DecidedBy, OrderRecord
from pos_app.training import TrainingStore
from tests.services.reconciling import AT_ONCE, Book, asking_as, attempt_of, reconciler
from tests.training.register import Register

EIGHT_DAYS = 8 * 24 * 3600


class Clock:
    """Unix seconds, moved by hand."""

    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> Iterator[TrainingStore]:
    merchant = TrainingStore(pace=0, clock=clock)
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


def checked(device: Register, record: OrderRecord, clock: Clock) -> Book:
    """All that is told until the attempt is settled or left to a person."""

    async def work() -> Book:
        book = Book()
        async with asking_as(device, clock) as ask, reconciler(ask, book, AT_ONCE) as checks:
            checks.watch(record)
            await book.until(lambda book: book.is_settled or book.is_left_to_a_person)
        return book

    return asyncio.run(work())


def test_an_order_whose_answer_was_lost_is_found_in_the_cart(
    device: Register, store: TrainingStore, clock: Clock
) -> None:
    record = lost(device, store, "lost-answer")
    book = checked(device, record, clock)
    (row,) = book.rows
    (entry,) = store.ledger()
    assert book.asked == 1
    assert row.state.verdict is Verdict.PLACED
    assert row.state.receipt.order_number == entry.order_number
    assert row.decision is not None
    assert row.decision.by is DecidedBy.CART
    assert [line.quantity for line in row.state.receipt.lines] == [2, 1]


def test_a_submitted_cart_without_a_number_settles_it_and_leaves_the_verdict(
    device: Register, store: TrainingStore, clock: Clock
) -> None:
    record = lost(device, store, "submitted-only")
    (row,) = checked(device, record, clock).rows
    assert len(store.ledger()) == 1
    assert row.is_placed
    assert row.state.verdict is Verdict.UNKNOWN
    assert row.state.receipt.order_number == ""
    assert row.state.receipt.total is not None


def test_an_order_that_is_placed_late_is_found_by_a_later_check(
    device: Register, store: TrainingStore, clock: Clock
) -> None:
    record = lost(device, store, "late")
    assert store.ledger() == ()
    book = checked(device, record, clock)
    assert book.findings == [Finding.NOT_YET, Finding.NOT_YET]
    assert book.asked == 3
    assert [row.state.receipt.order_number for row in book.rows] == [store.ledger()[0].order_number]


@pytest.mark.parametrize(
    ("scenario", "finding"),
    [
        ("drop-after-items", Finding.NOT_YET),
        ("drop-after-shipping", Finding.NOT_YET),
        ("another-cart", Finding.NOTHING),
    ],
)
def test_what_the_cart_does_not_prove_is_left_to_a_person(
    device: Register, store: TrainingStore, clock: Clock, scenario: str, finding: Finding
) -> None:
    """Also where the order was placed, and just as much where it was not."""
    book = checked(device, lost(device, store, scenario), clock)
    assert book.rows == []
    assert book.findings == [finding] * 6


def test_a_later_order_of_the_device_proves_nothing_about_the_one_before(
    device: Register, store: TrainingStore, clock: Clock
) -> None:
    record = lost(device, store, "drop-after-shipping")
    device.place()
    assert len(store.ledger()) == 1
    book = checked(device, record, clock)
    assert book.rows == []
    assert book.findings == [Finding.NOTHING] * 6


def test_a_new_device_proves_nothing_about_the_old_one(
    device: Register, store: TrainingStore, clock: Clock
) -> None:
    """A token can be renewed for a week; then there is a new device, without carts (§1)."""
    record = lost(device, store, "lost-answer")
    clock.now += EIGHT_DAYS
    book = checked(device, record, clock)
    assert book.rows == []
    assert book.findings == [Finding.NOTHING] * 6


def test_a_renewed_token_is_still_the_same_device(
    device: Register, store: TrainingStore, clock: Clock
) -> None:
    record = lost(device, store, "lost-answer")
    clock.now += 6 * 24 * 3600
    assert len(checked(device, record, clock).rows) == 1


def test_the_same_cart_id_of_another_device_proves_nothing(
    device: Register, store: TrainingStore, clock: Clock
) -> None:
    record = replace(lost(device, store, "lost-answer"), device_id="another device")
    book = checked(device, record, clock)
    assert book.rows == []
    assert book.findings == [Finding.NOTHING] * 6


def test_a_merchant_that_can_t_be_reached_tells_nothing(
    device: Register, store: TrainingStore, clock: Clock
) -> None:
    record = lost(device, store, "lost-answer")
    store.stop()
    book = checked(device, record, clock)
    assert book.rows == []
    assert book.findings == [None] * 6
    assert all(check.problem for check in book.checks if check.number and not check.asking)
