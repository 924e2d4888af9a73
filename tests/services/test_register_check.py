"""Checking a register: against the real training merchant, a real disk, and what is in the way."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pos_app.domain import register_check as found
from pos_app.domain.connection import Connection
from pos_app.domain.errors import Code
from pos_app.domain.register_check import Checked, Mark, Part
from pos_app.firmly.http import Http
from pos_app.services.journal import Journal
from pos_app.services.register_check import check_disk, check_register, seconds_ahead
from pos_app.services.secrets import KeyringReason, KeyringStatus
from pos_app.training import TrainingStore

MEMORY_ONLY = KeyringStatus(usable=False, backend="", reason=KeyringReason.NO_BACKEND)
KEPT = KeyringStatus(usable=True, backend="keyring.backends.macOS.Keyring", reason=KeyringReason.OK)


@pytest.fixture
def store() -> Iterator[TrainingStore]:
    running = TrainingStore(pace=0)
    yield running
    running.stop()


@pytest.fixture
def connection(store: TrainingStore) -> Connection:
    at = store.start()
    return Connection(at.app_id, at.domain, at.api_url, at.payment_url)


def check(
    connection: Connection, folder: Path, keyring: KeyringStatus = KEPT
) -> dict[Part, Checked]:
    async def look() -> KeyringStatus:
        return keyring

    async def run() -> dict[Part, Checked]:
        http, journal = Http(), Journal(folder)
        try:
            checks = check_register(http, connection, journal, look)
            return {checked.part: checked async for checked in checks}
        finally:
            await journal.close()
            await http.close()

    return asyncio.run(run())


def test_a_good_register_is_good_in_every_part(connection: Connection, tmp_path: Path) -> None:
    results = check(connection, tmp_path)
    assert list(results) == [part for part in Part if part is not Part.PRINTER]
    assert {checked.mark for checked in results.values()} == {Mark.GOOD}
    assert results[Part.CATALOGUE].amount > 0
    assert results[Part.API_HOST].subject in connection.api_url
    assert results[Part.KEYRING].subject == "keyring.backends.macOS.Keyring"


def test_it_places_no_order_and_leaves_nothing_on_the_disk(
    store: TrainingStore, connection: Connection, tmp_path: Path
) -> None:
    check(connection, tmp_path)
    assert store.ledger() == ()
    assert {path.name for path in tmp_path.iterdir()} == {"journal.db"}


def test_a_session_in_memory_only_is_no_fault_but_said(
    connection: Connection, tmp_path: Path
) -> None:
    keyring = check(connection, tmp_path, MEMORY_ONLY)[Part.KEYRING]
    assert (keyring.mark, keyring.subject) == (Mark.NOTE, "no_backend")


def test_a_host_that_is_not_there_is_named(connection: Connection, tmp_path: Path) -> None:
    results = check(replace(connection, payment_url="http://127.0.0.1:9"), tmp_path)
    bad = {part: checked.problem for part, checked in results.items() if checked.mark is Mark.BAD}
    assert set(bad) == {Part.PAYMENT_HOST, Part.KEY}
    problem = bad[Part.PAYMENT_HOST]
    assert problem is not None
    assert (problem.code, problem.where) == (Code.REFUSED, "127.0.0.1:9")


def test_a_folder_that_is_a_file_is_a_bad_disk(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")

    async def run() -> Checked:
        journal = Journal(tmp_path / "data")
        try:
            return await check_disk(journal)
        finally:
            await journal.close()

    checked = asyncio.run(run())
    assert checked.mark is Mark.BAD
    assert checked.problem is not None


NOW = datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "ahead"),
    [
        ("Tue, 24 Nov 2026 12:00:00 GMT", 0.0),
        ("Tue, 24 Nov 2026 11:57:00 GMT", 180.0),
        ("Tue, 24 Nov 2026 13:00:00 GMT", -3600.0),
        ("Tue, 24 Nov 2026 12:00:00 -0000", 0.0),
        ("", None),
        ("yesterday", None),
    ],
)
def test_the_clock_is_compared_with_the_merchants(date: str, ahead: float | None) -> None:
    assert seconds_ahead({"date": date}, NOW) == ahead


@pytest.mark.parametrize(
    ("ahead", "mark"),
    [(0.0, Mark.GOOD), (60.0, Mark.GOOD), (61.0, Mark.BAD), (-61.0, Mark.BAD), (None, Mark.NOTE)],
)
def test_a_minute_of_difference_does_no_harm(ahead: float | None, mark: Mark) -> None:
    assert found.clock(ahead).mark is mark


def test_little_space_is_said_before_it_is_none() -> None:
    assert found.disk(199).mark is Mark.NOTE
    assert found.disk(200).mark is Mark.GOOD


def test_no_printer_is_no_fault() -> None:
    assert found.printers(()).mark is Mark.NOTE
    assert found.printers(("Till", "Office")).subject == "Till\nOffice"
