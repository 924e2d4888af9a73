"""One register at one merchant: all that the window can ask for, without a window."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos_app.domain import checkout
from pos_app.domain.card_traces import masked
from pos_app.domain.connection import Connection
from pos_app.domain.errors import AnswerError, Code, NotReachedError, Problem
from pos_app.domain.lookalike import Hold
from pos_app.domain.product import Product, ProductHit
from pos_app.domain.receipt import Receipt
from pos_app.domain.reconcile import PAUSES, Checking
from pos_app.domain.record import OrderRecord
from pos_app.firmly.cart import CartReader
from pos_app.firmly.cart_calls import CartCalls
from pos_app.firmly.catalog import Catalog
from pos_app.firmly.http import Http
from pos_app.firmly.session import AuthorisedCalls, SessionKeeper, Vault
from pos_app.services.attempt import CLOCKS, Attempt, Clocks, Report
from pos_app.services.courtesy import Courtesy
from pos_app.services.orders import Order, OrderDesk
from pos_app.services.quotes import QuoteDesk
from pos_app.services.reconciler import Reconciler
from pos_app.services.vault import Keyring, MemoryVault

if TYPE_CHECKING:
    from pos_app.services.journal import Journal


def _nobody(_told: object) -> None:
    """Told of what nobody asked to hear."""


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who hears of what happens beside an attempt's own states.

    `trouble`: a row could not be written after its order had left. `checking`: how far the
    checks of an unknown outcome are. `settled`: an unknown outcome is known.
    """

    trouble: Callable[[Problem], None] = _nobody
    checking: Callable[[Checking], None] = _nobody
    settled: Callable[[OrderRecord], None] = _nobody


NOBODY = Listeners()


@dataclass(frozen=True, slots=True)
class Stores:
    """What outlasts the program; without a keyring the session is kept in memory only."""

    journal: Journal
    keyring: Keyring | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """Clocks, and the seconds before each check of an unknown outcome."""

    clocks: Clocks = CLOCKS
    pauses: tuple[float, ...] = PAUSES


TIMING = Timing()


class Register:
    """The calls of one connection."""

    def __init__(
        self,
        http: Http,
        connection: Connection,
        stores: Stores,
        listeners: Listeners = NOBODY,
        timing: Timing = TIMING,
    ) -> None:
        http = http.only(connection.api_url, connection.payment_url)
        journal, keyring, clocks = stores.journal, stores.keyring, timing.clocks
        self.connection = connection
        self._http, self._journal, self._listeners = http, journal, listeners
        self._clocks = clocks
        vault: Vault = keyring.vault(connection) if keyring is not None else MemoryVault()
        self._keeper = SessionKeeper(http, connection, vault, lambda: clocks.wall().timestamp())
        lane = asyncio.Lock()
        calls = AuthorisedCalls(http, self._keeper)
        cart_calls = CartCalls(calls, connection.api_url, connection.domain)
        self.quotes = QuoteDesk(cart_calls, lane, self._is_cart_needed)
        self._desk = OrderDesk(http, connection, self._keeper, journal, self.quotes)
        self.courtesy = Courtesy(lane, self._desk.wanted)
        self.catalog = Catalog(calls, connection.api_url, connection.domain)
        self._cart = CartReader(calls, connection.api_url, connection.domain)
        self.reconciler = Reconciler(
            self._ask_cart,
            journal,
            listeners.checking,
            listeners.settled,
            clocks.wall,
            timing.pauses,
            lane,
        )

    async def close(self) -> None:
        """Stop asking about unknown outcomes, and building a quote."""
        self.quotes.give_up()
        await self.reconciler.close()

    async def warm(self) -> None:
        """Have a good session and an open line to the payment host, so that an order need not wait.

        Raises:
            PosError: no session could be had.
        """
        await self._keeper.token()
        await self._http.warm(f"{self.connection.payment_url}/api/v1/payment/key")

    async def search(self, query: str) -> tuple[ProductHit, ...]:
        """Hits of the merchant's own search; raises PosError."""
        return await self.catalog.search(query)

    async def lookup(self, text: str, postal_code: str) -> tuple[Product | None, str]:
        """The product of a pasted link, or of a SKU with that SKU; raises PosError."""
        if self.catalog.is_link(text):
            return await self.catalog.product_by_url(text, postal_code), ""
        found = await self.catalog.find_sku(text)
        return (found[0], found[1].sku) if found is not None else (None, "")

    async def product(self, hit: ProductHit, postal_code: str) -> Product:
        """All about a search result, read anew: the index can lag (§5). Raises PosError."""
        try:
            return await self.catalog.product(hit.handle, postal_code)
        except AnswerError as error:
            if error.problem.code is not Code.NOT_OFFERED or hit.product is None:
                raise
            return hit.product

    async def picture(self, url: str) -> bytes:
        """A picture's bytes; raises PosError."""
        return await self._http.picture(url)

    def attempt(self, item_total: int, report: Report) -> Attempt:
        """A new attempt to place an order of `item_total` lines, with an id of its own."""
        return Attempt(
            checkout.begin(_attempt_id(), item_total),
            report,
            self._journal,
            self._listeners.trouble,
            self._clocks,
        )

    async def place(self, order: Order, attempt: Attempt) -> Hold | None:
        """Place the order once; the verdict is in `attempt.state` at the end.

        Returns the order that stands in the way, if one does: then nothing was done. An unknown
        outcome is looked into from then on.
        """
        hold = await self._desk.place(order, attempt)
        if attempt.record is not None and attempt.record.is_open:
            self.reconciler.watch(attempt.record)
        return hold

    def _is_cart_needed(self) -> bool:
        return self.reconciler.needs_cart

    async def _ask_cart(self) -> tuple[str, Receipt]:
        """The device that asks, and what is in its cart; raises PosError.

        Gives way to an order that waits: a slow answer must not keep a customer waiting.
        """
        reading = asyncio.ensure_future(self._cart.read())
        wanted = asyncio.ensure_future(self._desk.wanted.wait())
        try:
            await asyncio.wait({reading, wanted}, return_when=asyncio.FIRST_COMPLETED)
            if not reading.done():
                raise NotReachedError(Problem(Code.GAVE_WAY, where=self.connection.api_host))
            return (await self._keeper.session()).device_id, reading.result()
        finally:
            for task in (reading, wanted):
                task.cancel()
            await asyncio.wait({reading, wanted})


def _attempt_id() -> str:
    """A random id (RFC 9562, version 4) that stands in the log as it is.

    One in 250 has digits that pass for a card number, which the log would mask.
    """
    while True:
        made = str(uuid.uuid4())
        if masked(made) == made:
            return made
