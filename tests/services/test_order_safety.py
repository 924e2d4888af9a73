"""What is on disk before what, and which orders are held back (issue of order safety)."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pos_app.domain.address import Contact
from pos_app.domain.card import Card
from pos_app.domain.checkout import CheckoutState, Verdict
from pos_app.domain.draft import KeptDraft
from pos_app.domain.errors import Code, Problem
from pos_app.domain.lookalike import HoldKind
from pos_app.domain.record import DecidedBy, OrderRecord, Phase
from pos_app.firmly.http import Http
from pos_app.services.journal import Journal
from pos_app.services.orders import Order
from pos_app.services.register import Listeners, Register, Stores, Timing
from pos_app.training import Endpoints, TrainingStore
from tests.services.order_desk import (
    BUYER,
    Told,
    a_card,
    connection_to,
    draft_of,
    open_register,
    order_of,
    place,
)
from tests.services.payment_host import host

OTHER = replace(BUYER, contact=Contact("(503) 555-0100", "An", "Oh", "an.oh@example.com"))


@pytest.fixture
def store() -> Iterator[TrainingStore]:
    merchant = TrainingStore(pace=0)
    yield merchant
    merchant.stop()


@pytest.fixture
def shop(store: TrainingStore) -> Endpoints:
    return store.start()


@dataclass(frozen=True)
class Row:
    """A row as another program sees it."""

    phase: str
    verdict: str | None
    order_number: str


def on_disk(folder: Path) -> list[Row]:
    with closing(sqlite3.connect(folder / "journal.db")) as db:
        found = db.execute("SELECT phase, verdict, order_number FROM attempts ORDER BY number")
        return [Row(*row) for row in found]


def test_the_row_says_leaving_before_the_merchant_has_the_body(
    shop: Endpoints, tmp_path: Path
) -> None:
    async def work() -> list[Row]:
        payment = host(held=True)
        connection = connection_to(shop)
        async with payment.listening():
            connection = replace(connection, payment_url=payment.url)
            async with open_register(connection, folder=tmp_path) as register:
                draft = await draft_of(register)
                task = asyncio.create_task(place(register, draft))
                await payment.arrived.wait()
                assert not (tmp_path / "journal.db").exists() or on_disk(tmp_path) == []
                payment.arrived.clear()
                payment.open.set()
                payment.open = asyncio.Event()
                await payment.arrived.wait()
                seen = on_disk(tmp_path)
                payment.open.set()
                await task
        return seen

    assert asyncio.run(work()) == [Row(Phase.LEAVING.value, None, "")]


@pytest.mark.parametrize("scenario", ["approve", "json-answer", "decline", "drop-after-shipping"])
def test_the_verdict_is_on_disk_before_it_is_told(
    scenario: str, shop: Endpoints, store: TrainingStore, tmp_path: Path
) -> None:
    seen: list[tuple[CheckoutState, list[Row]]] = []

    def hear(state: CheckoutState) -> None:
        if state.verdict is not None:
            seen.append((state, on_disk(tmp_path)))

    async def work() -> None:
        async with open_register(connection_to(shop), folder=tmp_path) as register:
            draft = await draft_of(register)
            store.set_next(scenario)
            await register.place(order_of(draft), register.attempt(1, hear))

    asyncio.run(work())
    ((state, rows),) = seen
    assert state.verdict is not None
    assert rows == [Row(Phase.ENDED.value, state.verdict.value, state.receipt.order_number)]


def test_without_room_for_the_row_nothing_is_sent(shop: Endpoints, store: TrainingStore) -> None:
    """/dev/full is no folder: the journal can't be made there, as on a disk that refuses."""

    async def work() -> Told:
        async with open_register(connection_to(shop), folder=Path("/dev/full/data")) as register:
            return await place(register, await draft_of(register))

    end = asyncio.run(work()).end
    assert end.verdict is Verdict.NOT_SENT
    assert not end.built
    assert end.problem is not None
    assert end.problem.where.endswith("journal.db")
    assert store.ledger() == ()


def test_a_journal_that_another_program_holds(
    shop: Endpoints, store: TrainingStore, tmp_path: Path
) -> None:
    async def work() -> Told:
        async with open_register(connection_to(shop), folder=tmp_path) as register:
            draft = await draft_of(register)
            journal = Journal(tmp_path)
            await journal.open()
            with closing(sqlite3.connect(tmp_path / "journal.db")) as other:
                other.execute("BEGIN EXCLUSIVE")
                told = await place(register, draft)
            await journal.close()
            return told

    end = asyncio.run(work()).end
    assert end.verdict is Verdict.NOT_SENT
    assert end.problem is not None
    assert end.problem.code is Code.JOURNAL_BUSY
    assert store.ledger() == ()


def test_a_disk_that_refuses_once_the_order_has_left(shop: Endpoints, tmp_path: Path) -> None:
    """The merchant's answer is told all the same, and the trouble beside it; the row stays open."""
    troubles: list[Problem] = []

    async def work() -> Told:
        payment = host(held=True)
        async with payment.listening():
            connection = replace(connection_to(shop), payment_url=payment.url)
            http, journal = Http(), Journal(tmp_path)
            register = Register(
                http, connection, Stores(journal), Listeners(trouble=troubles.append)
            )
            draft = await draft_of(register)
            task = asyncio.create_task(place(register, draft))
            await payment.arrived.wait()
            payment.arrived.clear()
            payment.open.set()
            payment.open = asyncio.Event()
            await payment.arrived.wait()
            with closing(sqlite3.connect(tmp_path / "journal.db")) as other:
                other.execute("BEGIN EXCLUSIVE")
                payment.open.set()
                told = await task
            await register.close()
            await journal.close()
            await http.close()
            return told

    assert asyncio.run(work()).verdict is Verdict.PLACED
    assert {problem.code for problem in troubles} == {Code.JOURNAL_BUSY}
    assert on_disk(tmp_path) == [Row(Phase.LEAVING.value, None, "")]


def test_a_twin_asks_first_and_goes_through_when_it_is_wanted(
    shop: Endpoints, store: TrainingStore
) -> None:
    async def work() -> None:
        async with open_register(connection_to(shop)) as register:
            draft = await draft_of(register)
            first = (await place(register, draft)).end
            told = Told()
            attempt = register.attempt(1, told.hear)
            hold = await register.place(order_of(draft), attempt)
            assert hold is not None
            assert hold.kind is HoldKind.DUPLICATE
            assert hold.record.attempt_id == first.attempt_id
            assert told.end.verdict is None
            assert len(store.ledger()) == 1
            second = (await place(register, draft, despite=first.attempt_id)).end
            assert second.verdict is Verdict.PLACED

    asyncio.run(work())
    assert len(store.ledger()) == 2


def test_twins_at_once_are_not_both_placed(shop: Endpoints, store: TrainingStore) -> None:
    async def work() -> list[HoldKind | None]:
        async with open_register(connection_to(shop)) as register:
            draft = await draft_of(register)
            holds = await asyncio.gather(
                *(
                    register.place(order_of(draft), register.attempt(1, Told().hear))
                    for _ in range(5)
                )
            )
            return [hold.kind if hold else None for hold in holds]

    assert asyncio.run(work()) == [None, *[HoldKind.DUPLICATE] * 4]
    assert len(store.ledger()) == 1


def test_an_unknown_outcome_holds_back_its_customer_and_nobody_else(
    shop: Endpoints, store: TrainingStore
) -> None:
    async def work() -> None:
        async with open_register(connection_to(shop)) as register:
            draft = await draft_of(register)
            store.set_next("drop-after-shipping")
            unknown = (await place(register, draft)).end
            assert unknown.verdict is Verdict.UNKNOWN
            one_more = await draft_of(register, quantity=1)
            for despite in ("", unknown.attempt_id):
                hold = await register.place(
                    order_of(one_more, despite), register.attempt(1, Told().hear)
                )
                assert hold is not None
                assert hold.kind is HoldKind.UNSETTLED
            same_card = await draft_of(register, OTHER)
            hold = await register.place(order_of(same_card), register.attempt(1, Told().hear))
            assert hold is not None
            assert hold.kind is HoldKind.UNSETTLED
            another = Card("5555555555554444", "An Oh", "123", "08", "2031")
            told = Told()
            attempt = register.attempt(1, told.hear)
            assert await register.place(Order(same_card, another), attempt) is None
            assert told.verdict is Verdict.PLACED

    asyncio.run(work())


def test_an_unknown_order_is_found_in_the_cart_and_then_twins_ask(
    shop: Endpoints, store: TrainingStore, tmp_path: Path
) -> None:
    """The register asks by itself; what it finds is on disk before it is told."""
    settled: asyncio.Queue[tuple[OrderRecord, list[Row]]] = asyncio.Queue()

    def hear(record: OrderRecord) -> None:
        settled.put_nowait((record, on_disk(tmp_path)))

    async def work() -> None:
        http, journal = Http(), Journal(tmp_path)
        register = Register(
            http,
            connection_to(shop),
            Stores(journal),
            Listeners(settled=hear),
            Timing(pauses=(0.0,)),
        )
        draft = await draft_of(register)
        await journal.keep_draft(KeptDraft("tab", draft))
        store.set_next("lost-answer")
        told = await place(register, draft)
        assert told.verdict is Verdict.UNKNOWN
        record, rows = await settled.get()
        assert record.attempt_id == told.end.attempt_id
        assert record.decision is not None
        assert record.decision.by is DecidedBy.CART
        (entry,) = store.ledger()
        assert rows == [Row(Phase.ENDED.value, Verdict.PLACED.value, entry.order_number)]
        assert await journal.drafts() == ()
        hold = await register.place(order_of(draft), register.attempt(1, Told().hear))
        assert hold is not None
        assert hold.kind is HoldKind.DUPLICATE
        await register.close()
        await journal.close()
        await http.close()

    asyncio.run(work())


def test_a_card_leaves_only_its_last_four_on_disk(
    shop: Endpoints, store: TrainingStore, tmp_path: Path
) -> None:
    def read() -> bytes:
        return b"".join(file.read_bytes() for file in tmp_path.iterdir())

    async def work() -> bytes:
        async with open_register(connection_to(shop), folder=tmp_path) as register:
            draft = await draft_of(register, captcha="captcha-token")
            before = ""
            for scenario in ("approve", "decline", "lost-answer"):
                store.set_next(scenario)
                told = await place(register, draft, before)
                before = before or told.end.attempt_id
            return await asyncio.to_thread(read)

    content = asyncio.run(work()) + read()
    assert len(on_disk(tmp_path)) == 3
    number = bytes(a_card().number)
    assert number[-4:] in content
    assert number not in content
    assert b"captcha-token" not in content
