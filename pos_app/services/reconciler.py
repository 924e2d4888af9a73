"""Asks the merchant's cart what became of orders whose end is unknown, then leaves it to a person.

Each open attempt is checked at most six times by itself, with growing pauses (`reconcile.PAUSES`);
further checks only on a person's demand. What is found out is on disk before it is told. Pauses
are counted by the event loop's monotonic clock, so a wall clock that is set does not hurry them.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

from pos_app.domain.errors import JournalError, PosError, Problem
from pos_app.domain.receipt import Receipt
from pos_app.domain.reconcile import PAUSES, Checking, Finding, judge, placed_by_cart
from pos_app.domain.record import DecidedBy, Decision, OrderRecord

# The device that asks, and what is in its cart; raises PosError.
Ask: TypeAlias = Callable[[], Awaitable[tuple[str, Receipt]]]


class Rows(Protocol):
    """The journal, as far as a verdict needs it."""

    async def update(self, record: OrderRecord) -> None:
        """Bring an attempt's row up to date; durable when it returns. Raises JournalError."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """What all checks of one device share."""

    ask: Ask
    journal: Rows
    tell: Callable[[Checking], None]
    settled: Callable[[OrderRecord], None]
    wall_clock: Callable[[], datetime]
    pauses: Sequence[float]
    lane: asyncio.Lock


class _Watch:
    """The checks of one attempt, one after the other in a task of their own."""

    def __init__(self, desk: _Desk, record: OrderRecord) -> None:
        self._desk, self._record = desk, record
        self._wake, self._writing = asyncio.Event(), asyncio.Lock()
        self._begun, self._over = 0, False
        # Proof that could not be written down yet. The cart may show another order by the time
        # the disk works again, so it is not asked for a second time.
        self._proved: OrderRecord | None = None
        self.task = asyncio.create_task(self._run(), name=f"reconcile {record.attempt_id}")

    @property
    def needs_cart(self) -> bool:
        """Whether a planned check may still find proof in the cart."""
        planned = not self._over and self._begun < len(self._desk.pauses)
        return planned and self._proved is None and bool(self._record.state.receipt.cart_id)

    def hurry(self) -> None:
        """End the pause. Does nothing while the merchant is being asked."""
        self._wake.set()

    def end(self) -> None:
        """No more checks. A verdict that is being written down is still told."""
        self._over = True
        self._wake.set()
        if not self._writing.locked():
            self.task.cancel()

    async def decide(self, decision: Decision) -> OrderRecord:
        """Settle by a person's word; by the cart's where that is proof and waits for the disk."""
        async with self._writing:
            if self._over:
                raise ValueError("the outcome is not unknown any more")
            decided = self._record.decided(decision)
            settled = self._proved or decided
            await self._desk.journal.update(settled)
            self._over = True
        self.end()
        self._desk.settled(settled)
        return settled

    async def _run(self) -> None:
        finding: Finding | None = None
        problem: Problem | None = None
        while not self._over:
            pause = self._next_pause()
            self._tell(next_in=pause, finding=finding, problem=problem)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._wake.wait()
            if not self._over:
                finding, problem = await self._check()
            # Whoever asked for a check during this one has had it.
            self._wake.clear()

    def _next_pause(self) -> float | None:
        pauses = self._desk.pauses
        return pauses[self._begun] if self._begun < len(pauses) else None

    async def _check(self) -> tuple[Finding | None, Problem | None]:
        if self._proved is None:
            async with self._desk.lane:
                self._begun += 1
                self._tell(asking=True)
                try:
                    device_id, receipt = await self._desk.ask()
                except PosError as error:
                    return None, error.problem
            finding = judge(self._record, device_id, receipt)
            if finding is not Finding.PLACED:
                return finding, None
            self._proved = placed_by_cart(self._record, receipt, self._desk.wall_clock())
        else:
            self._begun += 1
        return Finding.PLACED, await self._settle(self._proved)

    async def _settle(self, proved: OrderRecord) -> Problem | None:
        async with self._writing:
            if self._over:
                return None
            try:
                await self._desk.journal.update(proved)
            except JournalError as error:
                return error.problem
            self._over = True
        self._desk.settled(proved)
        return None

    def _tell(
        self,
        *,
        next_in: float | None = None,
        finding: Finding | None = None,
        problem: Problem | None = None,
        asking: bool = False,
    ) -> None:
        planned = len(self._desk.pauses)
        number = min(self._begun, planned)
        attempt_id = self._record.attempt_id
        self._desk.tell(Checking(attempt_id, number, planned, next_in, finding, problem, asking))


class Reconciler:
    """Watches the open attempts of one device. Belongs to one event loop; close it there.

    `ask` is called inside `lane`, the lock that keeps the device's calls one at a time (§1), and
    never while the journal is being written. `tell` hears how far the checks are, `settled` of
    each attempt that is settled, once its row is durable. `wall_clock` gives UTC; `pauses` are
    the seconds before each check.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what a register wires together, once
        self,
        ask: Ask,
        journal: Rows,
        tell: Callable[[Checking], None],
        settled: Callable[[OrderRecord], None],
        wall_clock: Callable[[], datetime],
        pauses: Sequence[float] = PAUSES,
        lane: asyncio.Lock | None = None,
    ) -> None:
        self._desk = _Desk(
            ask, journal, tell, self._on_settled, wall_clock, tuple(pauses), lane or asyncio.Lock()
        )
        self._settled = settled
        self._watched: dict[str, _Watch] = {}
        self._done: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def watch(self, record: OrderRecord) -> None:
        """Begin to check an open attempt; any other, and one that is watched, is left alone."""
        known = record.attempt_id in self._watched or record.attempt_id in self._done
        if known or not record.is_open:
            return
        watch = _Watch(self._desk, record)
        self._watched[record.attempt_id] = watch
        self._tasks.add(watch.task)
        watch.task.add_done_callback(self._ended)

    @property
    def needs_cart(self) -> bool:
        """Whether the device's cart may be proof of an order whose planned checks are not over.

        Whatever puts another cart in its place has to wait, which is three and a half minutes at
        most; after that it is a person who decides.
        """
        return any(watch.needs_cart for watch in self._watched.values())

    def check_now(self, attempt_id: str) -> None:
        """End the pause before the next check, or make one more after the last."""
        if attempt_id in self._watched:
            self._watched[attempt_id].hurry()

    async def decide(
        self, attempt_id: str, *, placed: bool, evidence: str, clerk: str
    ) -> OrderRecord:
        """Settle an attempt by a person's word, and end its checks. Durable before it is told.

        The cart's proof stands above: where it is known and only waits for the disk, it is what
        is written and returned.

        Raises:
            ValueError: there is no evidence, or the attempt is not watched or settled already.
            JournalError: it could not be written; the attempt stays unknown and watched.
        """
        watch = self._watched.get(attempt_id)
        if watch is None:
            raise ValueError("the outcome is not unknown any more")
        now, said = self._desk.wall_clock(), evidence.strip()
        return await watch.decide(Decision(placed, DecidedBy.PERSON, now, clerk, said))

    def stop(self, attempt_id: str) -> None:
        """End the checks of one attempt, which stays unknown."""
        watch = self._watched.pop(attempt_id, None)
        if watch is not None:
            watch.end()

    async def close(self) -> None:
        """End all checks and wait until they have ended."""
        for attempt_id in tuple(self._watched):
            self.stop(attempt_id)
        if self._tasks:
            await asyncio.wait(self._tasks)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            context = {"message": f"{task.get_name()} failed", "exception": error, "task": task}
            task.get_loop().call_exception_handler(context)

    def _on_settled(self, record: OrderRecord) -> None:
        self._watched.pop(record.attempt_id, None)
        self._done.add(record.attempt_id)
        self._settled(record)
