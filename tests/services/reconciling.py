"""What the tests of reconciling share: what is told, rows that are kept, and a device to ask as."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pos_app.domain.connection import Connection
from pos_app.domain.errors import Code, JournalError, Problem
from pos_app.domain.receipt import Receipt
from pos_app.domain.reconcile import Checking, Finding
from pos_app.domain.record import OrderRecord
from pos_app.firmly.cart import CartReader
from pos_app.firmly.http import Http
from pos_app.firmly.session import AuthorisedCalls, Session, SessionKeeper
from pos_app.services.reconciler import Ask, Reconciler, Rows
from pos_app.services.vault import MemoryVault
from tests.domain.attempts import NOON, unknown
from tests.training.register import Register

AT_ONCE = (0.0,) * 6
NEVER = (3600.0,) * 6
DISK_FULL = Problem(Code.DISK_FULL)


@dataclass
class Book:
    """Rows as a journal would keep them, and what was told, in one order."""

    log: list[OrderRecord | Checking | str] = field(default_factory=list)
    failures: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def update(self, record: OrderRecord) -> None:
        """Keep a row, unless the disk is full for as many more times as `failures`."""
        await asyncio.sleep(0)
        if self.failures:
            self.failures -= 1
            raise JournalError(DISK_FULL)
        self._write(record)

    def tell(self, checking: Checking) -> None:
        """Hear how far the checks are."""
        self._write(checking)

    def settled(self, record: OrderRecord) -> None:
        """Hear of a settled attempt."""
        self._write(f"settled {record.attempt_id}")

    @property
    def checks(self) -> list[Checking]:
        """All that was told of checks."""
        return [entry for entry in self.log if isinstance(entry, Checking)]

    @property
    def rows(self) -> list[OrderRecord]:
        """All rows, as they were written."""
        return [entry for entry in self.log if isinstance(entry, OrderRecord)]

    @property
    def findings(self) -> list[Finding | None]:
        """What each check that has ended told."""
        return [c.finding for c in self.checks if not c.asking and c.number]

    @property
    def asked(self) -> int:
        """How often the merchant was asked."""
        return sum(c.asking for c in self.checks)

    async def until(self, done: Callable[[Book], bool]) -> None:
        """Wait until what was told is so."""
        async with asyncio.timeout(30):
            while not done(self):
                self._changed.clear()
                await self._changed.wait()

    @property
    def is_settled(self) -> bool:
        """Whether an attempt has been told as settled."""
        return any(isinstance(entry, str) for entry in self.log)

    @property
    def is_left_to_a_person(self) -> bool:
        """Whether no check is planned any more."""
        last = self.checks[-1] if self.checks else None
        return last is not None and not last.asking and last.next_in is None

    async def until_settled(self) -> None:
        """Wait until an attempt is settled."""
        await self.until(lambda book: book.is_settled)

    async def until_left_to_a_person(self) -> None:
        """Wait until no check is planned any more."""
        await self.until(lambda book: book.is_left_to_a_person)

    def _write(self, entry: OrderRecord | Checking | str) -> None:
        self.log.append(entry)
        self._changed.set()


def half_past() -> datetime:
    """The wall clock of these tests."""
    return NOON + timedelta(minutes=30)


@asynccontextmanager
async def reconciler(
    ask: Ask,
    book: Book,
    pauses: tuple[float, ...] = AT_ONCE,
    *,
    journal: Rows | None = None,
    lane: asyncio.Lock | None = None,
) -> AsyncIterator[Reconciler]:
    """A reconciler that tells the book; closed in the end, with nothing left running."""
    made = Reconciler(ask, journal or book, book.tell, book.settled, half_past, pauses, lane)
    try:
        yield made
    finally:
        await made.close()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        assert not [task for task in left if task.get_name().startswith("reconcile")]


@asynccontextmanager
async def asking_as(device: Register, clock: Callable[[], float] = time.time) -> AsyncIterator[Ask]:
    """How our client asks for the cart with the session that `device` has."""
    shop, told = device.endpoints, device.session
    http, vault = Http().only(shop.api_url), MemoryVault()
    session = Session(told["access_token"], told["device_id"], int(clock()) + told["expires_in"])
    await vault.save(session)
    connection = Connection(shop.app_id, shop.domain, shop.api_url, shop.payment_url)
    keeper = SessionKeeper(http, connection, vault, clock)
    cart = CartReader(AuthorisedCalls(http, keeper), shop.api_url, shop.domain)

    async def ask() -> tuple[str, Receipt]:
        receipt = await cart.read()
        return (await keeper.session()).device_id, receipt

    try:
        yield ask
    finally:
        await http.close()


def attempt_of(device: Register, cart_id: str) -> OrderRecord:
    """The record of an order of `device` whose answer was lost after that cart was told."""
    record = unknown(cart=Receipt(cart_id=cart_id, cart_status="active"))
    return replace(record, device_id=device.session["device_id"])
