"""What the worker tells of a caller: from the journal, for the merchant in use, whatever comes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from pos_app.bridge import messages as m
from pos_app.bridge.returning_office import ReturningOffice
from pos_app.domain.connection import Connection
from pos_app.domain.returning import Caller
from pos_app.services.journal import Journal
from tests.domain.attempts import CONNECTION, NOON, placed, unknown

BO = Caller.complete("206.555.1212", "", "US")


def told(folder: Path, *asked: Caller, connection: Connection = CONNECTION) -> list[m.Report]:
    """What an office reports about callers, one after the other."""

    async def work() -> list[m.Report]:
        reports: list[m.Report] = []
        journal = Journal(folder)
        try:
            await journal.add(placed("a-1"))
            await journal.add(unknown("a-2"))
            office = ReturningOffice(reports.append, journal)
            for ticket, caller in enumerate(asked, 1):
                await office.ask(connection, m.AskReturning(ticket, caller))
        finally:
            await journal.close()
        return reports

    return asyncio.run(work())


def test_a_customer_and_a_stranger(tmp_path: Path) -> None:
    stranger = Caller.complete("206 555 9999", "else@example.com", "US")
    known, unknown_caller = told(tmp_path, BO, stranger)
    assert isinstance(known, m.ReturningTold)
    assert known.returning is not None
    assert (known.ticket, known.returning.orders) == (1, 1)
    assert (known.returning.placed_at, known.returning.city) == (NOON, "Seattle")
    assert unknown_caller == m.ReturningTold(2)


def test_another_merchant_knows_nobody(tmp_path: Path) -> None:
    other = replace(CONNECTION, domain="other.example")
    assert told(tmp_path, BO, connection=other) == [m.ReturningTold(1)]


def test_a_journal_that_can_not_be_read_is_no_answer(tmp_path: Path) -> None:
    async def work() -> list[m.Report]:
        reports: list[m.Report] = []
        (tmp_path / "journal.db").mkdir()
        journal = Journal(tmp_path)
        try:
            await ReturningOffice(reports.append, journal).ask(CONNECTION, m.AskReturning(4, BO))
        finally:
            await journal.close()
        return reports

    assert asyncio.run(work()) == [m.ReturningTold(4)]
