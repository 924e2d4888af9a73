"""One attempt under way: folds events into the state, keeps the journal ahead, reports."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

from pos_app.domain import checkout
from pos_app.domain.checkout import CheckoutState
from pos_app.domain.errors import JournalError, Problem
from pos_app.domain.record import OrderRecord

if TYPE_CHECKING:
    from pos_app.services.journal import Journal

Report: TypeAlias = Callable[[CheckoutState], None]


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clocks:
    """`wall` gives the moment, aware, in UTC; `steady` seconds that never jump."""

    wall: Callable[[], datetime] = _utc_now
    steady: Callable[[], float] = time.monotonic


CLOCKS = Clocks()


class Attempt:
    """The state of one attempt, and its row in the journal once there is one.

    Times within an attempt are steady: the wall clock may jump while an order is under way.
    `trouble` hears of a journal that can't be written once the order can't be stopped any more;
    `is_behind` says that `record` is not on disk as it stands.
    """

    def __init__(
        self,
        state: CheckoutState,
        report: Report,
        journal: Journal,
        trouble: Callable[[Problem], None],
        clocks: Clocks = CLOCKS,
    ) -> None:
        self.state = state
        self.record: OrderRecord | None = None
        self.is_behind = False
        self.began_at = clocks.wall()
        self._report, self._journal, self._trouble = report, journal, trouble
        self._clocks, self._started = clocks, clocks.steady()
        report(state)

    def now(self) -> float:
        """Seconds since the attempt began."""
        return self._clocks.steady() - self._started

    def wall_now(self) -> datetime:
        """The moment now, in UTC."""
        return self._clocks.wall()

    async def write_down(self, record: OrderRecord) -> None:
        """Make the row; durable when this returns.

        Raises:
            JournalError: it can't be written, so the order must not be sent.
        """
        await self._journal.add(record)
        self.record = record

    async def emit(self, event: checkout.Event) -> None:
        """Take an event in.

        That the body leaves, and a verdict, are on disk before they are told. A cart's id and a
        step that is done are told first and written then; the lines of a growing cart between two
        steps are not written one by one.

        Raises:
            JournalError: for `BodyLeaving` alone: the body must not leave.
        """
        if isinstance(event, checkout.BodyLeaving):
            await self._may_leave()
        before = self.state
        self.state = checkout.step(before, event)
        if self.state == before:
            return
        if self.state.verdict is not None:
            await self._keep()
            self._report(self.state)
        else:
            self._report(self.state)
            if _is_news(before, self.state):
                await asyncio.sleep(0)  # lets the window's thread go first, which waits to show it
                await self._keep()

    async def _may_leave(self) -> None:
        if self.record is None:
            raise RuntimeError("an order without a row in the journal must not leave")
        leaving = self.record.leaving()
        await self._journal.update(leaving)
        self.record = leaving

    async def _keep(self) -> None:
        """Bring the row up to the state; the order goes on even when the disk refuses."""
        if self.record is None:
            return
        self.record = self.record.moved(self.state, self._clocks.wall())
        try:
            await self._journal.update(self.record)
        except JournalError as error:
            self.is_behind = True
            self._trouble(error.problem)
        else:
            self.is_behind = False


def _is_news(before: CheckoutState, after: CheckoutState) -> bool:
    """Whether a start after a crash would want to know: which cart it is, and how far it came."""
    if before.receipt.cart_id != after.receipt.cart_id:
        return True
    return [row.status for row in before.steps] != [row.status for row in after.steps]
