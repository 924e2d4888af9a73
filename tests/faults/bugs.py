"""Known bugs, planted to see the harness find them. The product has none of these."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import httpx

from pos_app.domain import checkout
from pos_app.domain.choices import Choices
from pos_app.domain.draft import OrderDraft
from pos_app.domain.quote import MerchantCart
from pos_app.domain.record import OrderRecord, Phase
from pos_app.firmly.http import Headers, Http
from pos_app.services.attempt import Attempt, Report
from pos_app.services.journal import Journal
from pos_app.services.quote_building import CartTold
from pos_app.services.quotes import QuoteDesk, to_nobody
from pos_app.services.register import Register
from tests.faults import orders
from tests.faults.tripping import TrippingJournal


class SendsAgain(Http):
    """Repeats the call when the line drops, as HTTP libraries like to."""

    @asynccontextmanager
    async def order_stream(
        self, url: str, headers: Headers, body: AsyncIterator[bytes]
    ) -> AsyncIterator[httpx.Response]:
        """Send; after a transport error, once more."""
        whole = b"".join([piece async for piece in body])
        try:
            async with super().order_stream(url, headers, _once(whole)) as response:
                await response.aread()
        except httpx.HTTPError:
            async with super().order_stream(url, headers, _once(whole)) as response:
                yield response
        else:
            yield response


async def _once(body: bytes) -> AsyncIterator[bytes]:
    yield body


class Optimist(Attempt):
    """Calls an order "not sent" that merely got no answer."""

    async def emit(self, event: checkout.Event) -> None:
        """Forget that the body left."""
        if isinstance(event, checkout.Ended):
            self.state = replace(self.state, leaving=False)
        await super().emit(event)


class OptimisticRegister(Register):
    """Its attempts are optimists."""

    def attempt(self, item_total: int, report: Report) -> Attempt:
        """A new attempt."""
        attempt = super().attempt(item_total, report)
        attempt.__class__ = Optimist
        return attempt


class Hasty(QuoteDesk):
    """Takes it that the cart is still what it was when it was counted."""

    async def cart_for(self, draft: OrderDraft, told: CartTold = to_nobody) -> MerchantCart | None:
        """Not looked at again."""
        quote = self.current
        if quote is None or draft.choices.is_default:
            return await super().cart_for(draft, told)
        return quote.cart


class HastyRegister(Register):
    """Its quotes are hasty."""

    def attempt(self, item_total: int, report: Report) -> Attempt:
        """A new attempt."""
        self.quotes.__class__ = Hasty
        return super().attempt(item_total, report)


class Forgetting(QuoteDesk):
    """Forgets what was chosen, so that the order is another one than the quoted one."""

    async def cart_for(self, draft: OrderDraft, told: CartTold = to_nobody) -> MerchantCart | None:
        """Always without a cart."""
        return await super().cart_for(replace(draft, choices=Choices()), told)


class ForgettingRegister(Register):
    """Its quotes are forgotten."""

    def attempt(self, item_total: int, report: Report) -> Attempt:
        """A new attempt."""
        self.quotes.__class__ = Forgetting
        return super().attempt(item_total, report)


class LateWriter(TrippingJournal):
    """Does not write down that the body leaves, so that a crash looks like "not sent"."""

    async def update(self, record: OrderRecord) -> None:
        """Write the end alone."""
        if record.phase is Phase.ENDED:
            await super().update(record)
        elif not record.state.leaving:
            self.trip.past("before the leaving row")
            self.trip.past("after the leaving row")


class Forgetful(TrippingJournal):
    """Writes nothing down before the end."""

    _kept: OrderRecord | None = None

    async def add(self, record: OrderRecord) -> None:
        """Keep it in memory."""
        self._kept = record

    async def update(self, record: OrderRecord) -> None:
        """Write it once it has ended."""
        if record.phase is Phase.ENDED and self._kept is not None:
            await super().add(self._kept)
            self._kept = None
            await super().update(record)


class Talkative(TrippingJournal):
    """Keeps a log with the card in it, and says so on standard error."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._log = folder / "debug.log"

    async def add(self, record: OrderRecord) -> None:
        """Write the row, and the log."""
        await super().add(record)
        self._log.write_text(f"order with {orders.NUMBER}")
        sys.stderr.write("an order is on its way\n")


class Blind(Journal):
    """Overlooks at a start what is open, and when the next order is placed."""

    async def open_records(self) -> tuple[OrderRecord, ...]:
        """Nothing."""
        return ()

    async def records_since(self, moment: datetime) -> tuple[OrderRecord, ...]:
        """Nothing."""
        return ()


JOURNALS = {"late writer": LateWriter, "forgetful": Forgetful, "talkative": Talkative}
JOURNALS_OF_STARTS = {"blind": Blind}
CLIENTS = {"sends again": SendsAgain}
REGISTERS = {
    "optimist": OptimisticRegister,
    "hasty": HastyRegister,
    "forgets the quote": ForgettingRegister,
}
