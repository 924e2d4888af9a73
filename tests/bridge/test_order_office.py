"""What the worker does about orders: after a crash, beside a failing disk, by a person's word."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import pytest

from pos_app.bridge import messages as m
from pos_app.bridge.order_office import OrderOffice
from pos_app.domain.checkout import Verdict
from pos_app.domain.connection import Connection
from pos_app.domain.draft import KeptDraft, OrderDraft
from pos_app.domain.errors import Code
from pos_app.domain.record import Phase
from pos_app.firmly.http import Http
from pos_app.services.journal import Journal
from pos_app.services.register import Register, Stores, Timing
from pos_app.training import TrainingStore
from tests.services.order_desk import a_card, connection_to, draft_of

R = TypeVar("R")


@dataclass
class Desk:
    """An office with its register, and what it reported."""

    office: OrderOffice
    register: Register
    told: list[m.Report] = field(default_factory=list)

    def of(self, kind: type[R]) -> list[R]:
        """The reports of one kind."""
        return [report for report in self.told if isinstance(report, kind)]

    async def place(self, draft: OrderDraft, order_id: int = 1) -> None:
        request = m.PlaceOrder(order_id, draft, a_card(), tab="tab", clerk="Dana")
        await self.office.place(self.register, request)

    def verdict(self) -> Verdict | None:
        """The last one told."""
        return self.of(m.CheckoutMoved)[-1].state.verdict


@pytest.fixture
def store() -> Iterator[TrainingStore]:
    merchant = TrainingStore(pace=0)
    yield merchant
    merchant.stop()


@pytest.fixture
def connection(store: TrainingStore) -> Connection:
    return connection_to(store.start())


def at_the_desk(
    folder: Path, connection: Connection, work: Callable[[Desk], Awaitable[None]]
) -> Desk:
    """Do `work` at an office that is closed at its end, as when the program ends."""

    async def worked() -> Desk:
        told: list[m.Report] = []
        http, journal = Http(), Journal(folder)
        office = OrderOffice(told.append, journal)
        register = Register(http, connection, Stores(journal), office.listeners, Timing(pauses=()))
        desk = Desk(office, register, told)
        await office.use(register)
        try:
            await work(desk)
        finally:
            await office.close()
            await http.close()
        return desk

    return asyncio.run(worked())


def phases(folder: Path) -> list[tuple[str, str | None]]:
    with closing(sqlite3.connect(folder / "journal.db")) as db:
        return list(db.execute("SELECT phase, verdict FROM attempts"))


def test_a_start_tells_what_there_is(
    tmp_path: Path, connection: Connection, store: TrainingStore
) -> None:
    async def first(desk: Desk) -> None:
        await desk.office.handle(m.OpenJournal())
        draft = await draft_of(desk.register)
        await desk.office.handle(m.KeepDraft(KeptDraft("another", draft, position=1)))
        store.set_next("unreadable")
        await desk.place(draft)

    async def second(desk: Desk) -> None:
        await desk.office.handle(m.OpenJournal())

    assert at_the_desk(tmp_path, connection, first).verdict() is Verdict.UNKNOWN
    (restored,) = at_the_desk(tmp_path, connection, second).of(m.Restored)
    assert [kept.tab for kept in restored.drafts] == ["another"]
    assert [record.tab for record in restored.unsettled] == ["tab"]


@pytest.mark.parametrize(
    ("phase", "verdict"), [(Phase.PREPARED, Verdict.NOT_SENT), (Phase.LEAVING, Verdict.UNKNOWN)]
)
def test_what_a_crash_left_is_written_down_as_what_it_is(
    tmp_path: Path, connection: Connection, phase: Phase, verdict: Verdict
) -> None:
    """The program ends between two writes: that is a row in the middle of its way."""

    async def crashed(desk: Desk) -> None:
        draft = await draft_of(desk.register)
        await desk.place(draft)
        (record,) = await desk.office.journal.find("")
        begun = replace(record.state, verdict=None, built=False, leaving=False)
        half = replace(record, attempt_id="half", tab="half", state=begun, ended_at=None)
        await desk.office.journal.add(replace(half, phase=Phase.PREPARED))
        if phase is Phase.LEAVING:
            await desk.office.journal.update(replace(half, phase=Phase.LEAVING))

    async def start(desk: Desk) -> None:
        await desk.office.handle(m.OpenJournal())

    at_the_desk(tmp_path, connection, crashed)
    (restored,) = at_the_desk(tmp_path, connection, start).of(m.Restored)
    assert [record.attempt_id for record in restored.unsettled] == (
        ["half"] if verdict is Verdict.UNKNOWN else []
    )
    assert phases(tmp_path)[-1] == (Phase.ENDED.value, verdict.value)


def test_a_verdict_that_the_disk_refused_is_written_as_soon_as_it_can_be(
    tmp_path: Path, connection: Connection, store: TrainingStore
) -> None:
    async def work(desk: Desk) -> None:
        draft = await draft_of(desk.register)
        await desk.office.handle(m.OpenJournal())
        with closing(sqlite3.connect(tmp_path / "journal.db")) as other:
            left = asyncio.Event()

            def hold(report: m.Report) -> None:
                desk.told.append(report)
                if isinstance(report, m.CheckoutMoved) and report.state.leaving:
                    if not left.is_set():
                        other.execute("BEGIN EXCLUSIVE")
                    left.set()

            desk.office._report = hold
            await desk.place(draft)
            assert left.is_set()
        assert desk.verdict() is Verdict.PLACED
        assert phases(tmp_path) == [(Phase.LEAVING.value, None)]
        problems = [told.problem.code for told in desk.of(m.JournalTold) if told.problem]
        assert set(problems) == {Code.JOURNAL_BUSY}
        await desk.office.handle(m.KeepDraft(KeptDraft("next", draft)))
        assert desk.of(m.JournalTold)[-1] == m.JournalTold(None, 1)

    at_the_desk(tmp_path, connection, work)
    assert phases(tmp_path) == [(Phase.ENDED.value, Verdict.PLACED.value)]
    assert len(store.ledger()) == 1


def test_a_journal_that_could_not_be_opened_at_the_start_is_tried_again(
    tmp_path: Path, connection: Connection
) -> None:
    folder = tmp_path / "data"
    folder.write_text("in the way", encoding="utf-8")

    async def work(desk: Desk) -> None:
        await desk.office.handle(m.OpenJournal())
        assert not desk.of(m.Restored)
        assert desk.of(m.JournalTold)[-1].problem is not None
        draft = await draft_of(desk.register)
        await desk.place(draft)
        assert desk.verdict() is Verdict.NOT_SENT
        await asyncio.to_thread(os.unlink, folder)
        await desk.place(draft)
        assert desk.verdict() is Verdict.PLACED
        assert len(desk.of(m.Restored)) == 1
        assert desk.of(m.JournalTold)[-1] == m.JournalTold(None, 1)

    at_the_desk(folder, connection, work)


@pytest.mark.parametrize("placed", [True, False])
def test_a_person_decides_at_another_merchants_register(
    tmp_path: Path, connection: Connection, store: TrainingStore, placed: bool
) -> None:
    """The order's own merchant can't be asked from there; a person's word counts all the same."""

    async def first(desk: Desk) -> None:
        draft = await draft_of(desk.register)
        store.set_next("unreadable")
        await desk.place(draft)

    async def second(desk: Desk) -> None:
        await desk.office.handle(m.OpenJournal())
        ((record,),) = [told.unsettled for told in desk.of(m.Restored)]
        for evidence in ("", "   "):
            await desk.office.handle(m.Decide(record.attempt_id, placed, evidence, "Dana"))
            assert not desk.of(m.RecordSettled)
        await desk.office.handle(m.Decide(record.attempt_id, placed, " by e-mail ", "Dana"))
        await desk.office.handle(m.Decide(record.attempt_id, not placed, "no", "Eve"))

    at_the_desk(tmp_path, connection, first)
    elsewhere = replace(connection, domain="elsewhere.example")
    (settled,) = at_the_desk(tmp_path, elsewhere, second).of(m.RecordSettled)
    decision = settled.record.decision
    assert decision is not None
    assert (decision.placed, decision.evidence, decision.clerk) == (placed, "by e-mail", "Dana")
    assert settled.record.state.verdict is Verdict.UNKNOWN
