"""The orders of a customer are found in the journal by index, by phone and by e-mail."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from pos_app.domain.address import Contact, Party
from pos_app.domain.record import DecidedBy, Decision, OrderRecord
from pos_app.domain.returning import Caller
from pos_app.services import journal_rows as rows
from pos_app.services import journal_schema as schema
from pos_app.services.journal import Journal
from pos_app.services.journal_store import PLACED_BY_CUSTOMER
from tests.services.journal_values import NOW, placed, record, unknown, with_journal


def of(contact: Contact, attempt_id: str, minutes: float = 0) -> OrderRecord:
    """A placed order of somebody."""
    began = record(attempt_id, minutes=minutes)
    return placed(replace(began, draft=replace(began.draft, shipping=Party(contact))))


def found(folder: Path, phone: str = "", email: str = "") -> list[str]:
    """The ids of the attempts that are found for what was typed, in their order."""
    caller = Caller.complete(phone, email, "US")
    return [one.attempt_id for one in with_journal(folder, lambda j: j.placed_by(caller))]


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    """A journal with two orders of Zoë, one of somebody else, and what was not placed."""

    async def work(journal: Journal) -> None:
        for one in (placed(record("a-1")), unknown(record("a-2")), record("a-3")):
            await journal.add(one)
        other = Contact("+1 503-555-0100", "Bo", "Li", "bo@example.com")
        await journal.add(of(other, "a-4", minutes=1))
        again = Contact("+1 206-555-1212 ext. 5", "Zoë", "Å", "zoe@work.example")
        await journal.add(of(again, "a-5", minutes=2))

    with_journal(tmp_path, work)
    return tmp_path


@pytest.mark.parametrize("phone", ["2065551212", "+1 206-555-1212", "(206) 555 1212 x9"])
def test_by_phone_however_it_is_written(orders: Path, phone: str) -> None:
    assert found(orders, phone) == ["a-5", "a-1"]


def test_by_e_mail_in_any_case(orders: Path) -> None:
    assert found(orders, email="ZOE@EXAMPLE.COM") == ["a-1"]


def test_by_either(orders: Path) -> None:
    assert found(orders, "503 555 0100", "zoe@example.com") == ["a-4", "a-1"]


def test_nobody_and_a_stranger_are_not_found(orders: Path) -> None:
    assert found(orders) == []
    assert found(orders, "206 555 9999", "nobody@example.com") == []


def test_an_order_counts_from_when_it_is_known_to_be_placed(tmp_path: Path) -> None:
    attempt = record("a-1")

    async def work(journal: Journal) -> list[int]:
        caller, counts = Caller.complete("2065551212", "", "US"), []
        person = Decision(placed=True, by=DecidedBy.PERSON, at=NOW, clerk="Kim", evidence="Seen")
        await journal.add(attempt)
        for one in (attempt, unknown(attempt), unknown(attempt).decided(person)):
            await journal.update(one)
            counts.append(len(await journal.placed_by(caller)))
        return counts

    assert with_journal(tmp_path, work) == [0, 0, 1]


def test_orders_of_an_older_journal_are_found_too(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "journal.db", isolation_level=None)) as db:
        schema.migrate(db, up_to=3)
        extended = Contact("+1 206-555-1212 ext. 5", "Zoë", "Å", "zoe@work.example")
        for one in (placed(record("a-1")), of(extended, "a-2", minutes=1)):
            row = rows.record_row(one)
            names = (*rows.RECORD_COLUMNS,)
            marks = ", ".join(f":{name}" for name in names)
            db.execute(f"INSERT INTO attempts ({', '.join(names)}) VALUES ({marks})", row)  # noqa: S608
    assert found(tmp_path, "2065551212") == ["a-2", "a-1"]
    assert found(tmp_path, email="zoe@example.com") == ["a-1"]


def test_no_order_is_looked_through_for_it(orders: Path) -> None:
    with closing(sqlite3.connect(orders / "journal.db")) as db:
        plan = db.execute(
            f"EXPLAIN QUERY PLAN SELECT number FROM attempts {PLACED_BY_CUSTOMER}",  # noqa: S608
            {"phone_end": "5551212", "email": "zoe@example.com"},
        ).fetchall()
    steps = [str(step[-1]) for step in plan]
    assert any("customers_by_phone" in step for step in steps)
    assert any("customers_by_email" in step for step in steps)
    assert not [step for step in steps if step.startswith("SCAN")]
