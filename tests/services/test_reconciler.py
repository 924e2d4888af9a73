"""Checking open attempts: how often, one at a time, and nothing told that is not on disk."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from pos_app.domain.checkout import Verdict
from pos_app.domain.errors import Code, JournalError, NotReachedError, Problem
from pos_app.domain.receipt import Receipt
from pos_app.domain.reconcile import Checking, Finding
from pos_app.domain.record import DecidedBy, Decision
from tests.domain.attempts import CART, DEVICE, placed, prepared, unknown
from tests.services.reconciling import DISK_FULL, NEVER, Book, half_past, reconciler

ID = "attempt-1"
SUBMITTED = replace(CART, cart_status="submitted", order_number="200000001")
ELSEWHERE = replace(CART, cart_id="cart-2")
NO_LINE = Problem(Code.DNS)


@dataclass
class Merchant:
    """Answers one after the other, the last for good; while `shut` it keeps its callers waiting."""

    answers: list[Receipt | Problem]
    open: asyncio.Event = field(default_factory=asyncio.Event)
    asked: int = 0
    inside: int = 0
    most_inside: int = 0

    async def ask(self) -> tuple[str, Receipt]:
        self.asked += 1
        self.inside += 1
        self.most_inside = max(self.most_inside, self.inside)
        try:
            await self.open.wait()
        finally:
            self.inside -= 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Problem):
            raise NotReachedError(answer)
        return DEVICE, answer


def merchant(*answers: Receipt | Problem, shut: bool = False) -> Merchant:
    made = Merchant(list(answers))
    if not shut:
        made.open.set()
    return made


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def test_six_checks_and_then_a_person() -> None:
    async def work() -> None:
        book, shop = Book(), merchant(ELSEWHERE)
        async with reconciler(shop.ask, book, (0.0, 0.0, 0.0, 0.0, 0.0, 0.001)) as checks:
            checks.watch(unknown())
            await book.until_left_to_a_person()
        assert shop.asked == 6
        assert book.rows == []
        assert book.findings == [Finding.NOTHING] * 6
        assert book.checks[:3] == [
            Checking(ID, 0, 6, 0.0),
            Checking(ID, 1, 6, asking=True),
            Checking(ID, 1, 6, 0.0, Finding.NOTHING),
        ]
        assert book.checks[-3] == Checking(ID, 5, 6, 0.001, Finding.NOTHING)
        assert book.checks[-1] == Checking(ID, 6, 6, None, Finding.NOTHING)

    run(work())


def test_proof_is_on_disk_before_it_is_told() -> None:
    async def work() -> None:
        book, shop = Book(), merchant(CART, SUBMITTED)
        async with reconciler(shop.ask, book) as checks:
            checks.watch(unknown())
            await book.until_settled()
        assert shop.asked == 2
        row, told = book.log[-2:]
        assert told == f"settled {ID}"
        assert [row] == book.rows
        assert book.rows[0].state.verdict is Verdict.PLACED
        assert book.rows[0].decision == Decision(True, DecidedBy.CART, half_past())

    run(work())


def test_no_answer_is_no_finding() -> None:
    async def work() -> None:
        book, shop = Book(), merchant(NO_LINE, SUBMITTED)
        async with reconciler(shop.ask, book) as checks:
            checks.watch(unknown())
            await book.until_settled()
        assert Checking(ID, 1, 6, 0.0, None, NO_LINE) in book.checks

    run(work())


def test_proof_that_can_t_be_written_is_not_told_and_not_asked_for_again() -> None:
    async def work() -> None:
        book, shop = Book(failures=2), merchant(SUBMITTED, ELSEWHERE)
        async with reconciler(shop.ask, book) as checks:
            checks.watch(unknown())
            await book.until_settled()
        assert shop.asked == 1, "the device's cart can be another one by now"
        assert [c.problem for c in book.checks if not c.asking] == [None, DISK_FULL, DISK_FULL]
        assert book.checks[-1] == Checking(ID, 2, 6, 0.0, Finding.PLACED, DISK_FULL)
        assert len(book.rows) == 1

    run(work())


def test_proof_waits_for_the_disk_as_long_as_it_takes() -> None:
    async def work() -> None:
        book, shop = Book(failures=6), merchant(SUBMITTED)
        async with reconciler(shop.ask, book) as checks:
            checks.watch(unknown())
            await book.until_left_to_a_person()
            assert book.checks[-1] == Checking(ID, 6, 6, None, Finding.PLACED, DISK_FULL)
            checks.check_now(ID)
            await book.until_settled()

    run(work())


def test_a_person_ends_the_pause_and_gets_one_check_more_after_the_last() -> None:
    async def work() -> None:
        book, shop = Book(), merchant(ELSEWHERE)
        async with reconciler(shop.ask, book, NEVER) as checks:
            checks.watch(unknown())
            for number in range(1, 9):
                checks.check_now(ID)
                await book.until(lambda book: len(book.findings) == number)  # noqa: B023
            assert shop.asked == 8
            assert book.checks[-1] == Checking(ID, 6, 6, None, Finding.NOTHING)
            assert {c.number for c in book.checks} == set(range(7))

    run(work())


def test_one_check_at_a_time_however_often_the_key_is_pressed() -> None:
    async def work() -> None:
        book, shop = Book(), merchant(ELSEWHERE, shut=True)
        async with reconciler(shop.ask, book, NEVER) as checks:
            checks.watch(unknown())
            for _ in range(50):
                checks.check_now(ID)
            await book.until(lambda book: book.asked == 1)
            for _ in range(50):
                checks.check_now(ID)
            shop.open.set()
            await book.until(lambda book: len(book.findings) == 1)
            assert book.checks[-1] == Checking(ID, 1, 6, 3600.0, Finding.NOTHING)
            assert shop.asked == 1

    run(work())


def test_attempts_of_one_device_are_checked_one_at_a_time() -> None:
    async def work() -> None:
        book, shop = Book(), merchant(ELSEWHERE)
        async with reconciler(shop.ask, book) as checks:
            for name in "abc":
                checks.watch(unknown(name))
            await book.until(lambda book: book.asked == 18)
        assert shop.most_inside == 1

    run(work())


def test_the_cart_is_not_asked_for_while_the_device_is_at_something_else() -> None:
    async def work() -> None:
        book, shop, lane = Book(), merchant(SUBMITTED), asyncio.Lock()
        async with reconciler(shop.ask, book, lane=lane) as checks:
            async with lane:
                checks.watch(unknown())
                await book.until(lambda book: len(book.checks) == 1)
                for _ in range(20):
                    await asyncio.sleep(0)
                assert shop.asked == 0
            await book.until_settled()

    run(work())


def test_an_attempt_is_watched_once_and_only_while_it_is_open() -> None:
    async def work() -> None:
        book, shop = Book(), merchant(SUBMITTED)
        async with reconciler(shop.ask, book) as checks:
            checks.watch(placed("placed"))
            checks.watch(prepared("prepared"))
            for _ in range(3):
                checks.watch(unknown())
            await book.until_settled()
            checks.watch(unknown())
            checks.check_now(ID)
            for _ in range(20):
                await asyncio.sleep(0)
        assert shop.asked == 1
        assert {c.attempt_id for c in book.checks} == {ID}

    run(work())


@pytest.mark.parametrize("says_placed", [True, False])
def test_a_person_s_verdict_is_on_disk_before_it_is_told_and_ends_the_checks(
    says_placed: bool,
) -> None:
    async def work() -> None:
        book, shop = Book(), merchant(CART, shut=True)
        async with reconciler(shop.ask, book) as checks:
            checks.watch(unknown())
            await book.until(lambda book: book.asked == 1)
            given = await checks.decide(
                ID, placed=says_placed, evidence=" confirmation e-mail ", clerk="Ann"
            )
            shop.open.set()
            with pytest.raises(ValueError, match="not unknown"):
                await checks.decide(ID, placed=not says_placed, evidence="a letter", clerk="Bo")
        assert book.log[-2:] == [given, f"settled {ID}"]
        assert given.decision == Decision(
            says_placed, DecidedBy.PERSON, half_past(), "Ann", "confirmation e-mail"
        )
        assert given.state.verdict is Verdict.UNKNOWN
        assert shop.inside == 0

    run(work())


def test_a_verdict_without_evidence_is_none() -> None:
    async def work() -> None:
        book, shop = Book(), merchant(CART)
        async with reconciler(shop.ask, book, NEVER) as checks:
            checks.watch(unknown())
            with pytest.raises(ValueError, match="evidence"):
                await checks.decide(ID, placed=True, evidence=" \n", clerk="Ann")
            with pytest.raises(ValueError, match="not unknown"):
                await checks.decide("another", placed=True, evidence="e-mail", clerk="Ann")
            checks.check_now(ID)
            await book.until(lambda book: book.findings == [Finding.NOT_YET])
        assert book.rows == []

    run(work())


def test_a_verdict_that_can_t_be_written_leaves_the_attempt_unknown_and_watched() -> None:
    async def work() -> None:
        book, shop = Book(failures=1), merchant(SUBMITTED)
        async with reconciler(shop.ask, book, NEVER) as checks:
            checks.watch(unknown())
            with pytest.raises(JournalError):
                await checks.decide(ID, placed=False, evidence="no such order", clerk="Ann")
            checks.check_now(ID)
            await book.until_settled()
        assert [row.is_placed for row in book.rows] == [True]

    run(work())


def test_the_cart_s_proof_stands_above_a_person_s_word() -> None:
    async def work() -> None:
        book, shop = Book(failures=1), merchant(SUBMITTED)
        async with reconciler(shop.ask, book, NEVER) as checks:
            checks.watch(unknown())
            checks.check_now(ID)
            await book.until(lambda book: book.findings == [Finding.PLACED])
            given = await checks.decide(ID, placed=False, evidence="no such order", clerk="Ann")
        assert given.is_placed
        assert given.decision is not None
        assert given.decision.by is DecidedBy.CART
        assert book.rows == [given]

    run(work())


def test_two_people_decide_at_once_and_one_of_them_is_heard() -> None:
    async def work() -> None:
        book, shop = Book(), merchant(CART)
        async with reconciler(shop.ask, book, NEVER) as checks:
            checks.watch(unknown())
            told = await asyncio.gather(
                checks.decide(ID, placed=True, evidence="e-mail", clerk="Ann"),
                checks.decide(ID, placed=False, evidence="back office", clerk="Bo"),
                return_exceptions=True,
            )
        assert [type(entry).__name__ for entry in told] == ["OrderRecord", "ValueError"]
        assert len(book.rows) == 1

    run(work())


def test_stopped_checks_ask_no_more_and_settle_nothing() -> None:
    async def work() -> None:
        book, shop = Book(), merchant(SUBMITTED, shut=True)
        async with reconciler(shop.ask, book) as checks:
            checks.watch(unknown())
            await book.until(lambda book: book.asked == 1)
            checks.stop(ID)
            checks.stop(ID)
            checks.stop("another")
            for _ in range(20):
                await asyncio.sleep(0)
        assert shop.inside == 0
        assert book.rows == []

    run(work())


def test_closing_waits_for_a_verdict_that_is_being_written() -> None:
    async def work() -> None:
        book, shop = Book(), merchant(SUBMITTED)
        begun, allowed = asyncio.Event(), asyncio.Event()

        class SlowDisk:
            """A disk that takes its time."""

            async def update(self, record: Any) -> None:
                begun.set()
                await allowed.wait()
                await book.update(record)

        async with reconciler(shop.ask, book, journal=SlowDisk()) as checks:
            checks.watch(unknown())
            await begun.wait()
            closing = asyncio.create_task(checks.close())
            await asyncio.sleep(0)
            allowed.set()
            await closing
        assert book.log[-2:] == [book.rows[0], f"settled {ID}"]

    run(work())
