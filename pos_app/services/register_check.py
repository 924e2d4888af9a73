"""Checking a register from end to end without placing an order."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from pos_app.domain import checkout
from pos_app.domain import register_check as found
from pos_app.domain.card import Brand, CardSummary
from pos_app.domain.connection import Connection
from pos_app.domain.draft import OrderDraft
from pos_app.domain.errors import Code, PosError, Problem
from pos_app.domain.record import OrderRecord
from pos_app.domain.register_check import Checked, Mark, Part
from pos_app.firmly.http import Headers, Http
from pos_app.services.connection_check import check_connection
from pos_app.services.journal import Journal
from pos_app.services.secrets import KeyringStatus

_MIB = 1024 * 1024


async def check_register(
    http: Http,
    connection: Connection,
    journal: Journal,
    look_at_keyring: Callable[[], Awaitable[KeyringStatus]],
) -> AsyncIterator[Checked]:
    """Look at one part after the other; nothing is left on the disk, no session is kept.

    Raises:
        ConfigError: a part of the connection can't be used.
    """
    http = http.only(connection.api_url, connection.payment_url)
    yield _keyring(await look_at_keyring())
    yield await check_disk(journal)
    dates: list[float] = []
    for part, url in (
        (Part.API_HOST, connection.api_url),
        (Part.PAYMENT_HOST, connection.payment_url),
    ):
        try:
            headers = await http.reach(url)
        except PosError as error:
            yield found.failed(part, error.problem)
            continue
        ahead = seconds_ahead(headers, datetime.now(UTC))
        dates += [] if ahead is None else [ahead]
        yield Checked(part, subject=url.partition("//")[2])
    yield found.clock(min(dates, key=abs) if dates else None)
    async for result in check_connection(http, connection):
        part = Part(result.name)
        if result.problem is not None:
            yield found.failed(part, result.problem)
        else:
            yield Checked(part, amount=int(result.note or 0))


def seconds_ahead(headers: Headers, now: datetime) -> float | None:
    """How far `now` is ahead of an answer's Date (RFC 9110, 6.6.1); None if it has none."""
    try:
        told = parsedate_to_datetime(headers.get("date", ""))
    except ValueError:
        return None
    if told.tzinfo is None:  # "-0000": in UTC, of which nothing more is known (RFC 5322, 3.3)
        told = told.replace(tzinfo=UTC)
    return (now - told).total_seconds()


async def check_disk(journal: Journal) -> Checked:
    """Open the journal; write an order into another one beside it, and read it back."""
    folder = journal.folder
    try:
        await journal.open()
        scratch = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="check-", dir=folder))
        try:
            kept = await _written_and_read(scratch)
        finally:
            await asyncio.to_thread(shutil.rmtree, scratch)
        free = (await asyncio.to_thread(shutil.disk_usage, folder)).free
    except PosError as error:
        return found.failed(Part.DISK, error.problem)
    except OSError as error:
        problem = Problem(Code.DISK, where=str(folder), text=error.strerror or "")
        return found.failed(Part.DISK, problem)
    if not kept:
        return found.failed(Part.DISK, Problem(Code.JOURNAL_DAMAGED, where=str(folder)))
    return found.disk(free // _MIB)


async def _written_and_read(folder: Path) -> bool:
    """Whether an order is the same after a durable write; raises JournalError."""
    order = _no_order(datetime.now(UTC))
    first = Journal(folder)
    try:
        await first.add(order)
    finally:
        await first.close()
    second = Journal(folder)
    try:
        return await second.record(order.attempt_id) == order
    finally:
        await second.close()


def _no_order(now: datetime) -> OrderRecord:
    return OrderRecord(
        attempt_id="register-check",
        tab="register-check",
        device_id="",
        connection=Connection("register-check", "register-check.invalid"),
        draft=OrderDraft(),
        card=CardSummary(Brand.VISA, "0000"),
        clerk="",
        began_at=now,
        state=checkout.begin("register-check", 0),
    )


def _keyring(status: KeyringStatus) -> Checked:
    if status.usable:
        return Checked(Part.KEYRING, subject=status.backend)
    # Orders can be taken all the same: the session is then held in memory.
    return Checked(Part.KEYRING, Mark.NOTE, subject=status.reason.value)
