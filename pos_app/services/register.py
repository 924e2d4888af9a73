"""One register at one merchant: all that the window can ask for, without a window."""

from __future__ import annotations

import time
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from pos_app.domain import checkout
from pos_app.domain.card import Card
from pos_app.domain.connection import Connection, checked
from pos_app.domain.draft import OrderDraft
from pos_app.domain.errors import AnswerError, Code, PosError, Problem
from pos_app.domain.product import Product, ProductHit
from pos_app.firmly import payment_key
from pos_app.firmly.catalog import Catalog
from pos_app.firmly.http import Http
from pos_app.firmly.session import AuthorisedCalls, SessionKeeper, Vault
from pos_app.services.orders import Attempt, OrderDesk, Report
from pos_app.services.vault import Keyring, MemoryVault


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One line of a connection test: "session", "key" or "catalogue", and what is wrong with it."""

    name: str
    problem: Problem | None = None
    note: str = ""


class Register:
    """The calls of one connection. `keyring` None keeps the session in memory only."""

    def __init__(
        self,
        http: Http,
        connection: Connection,
        keyring: Keyring | None,
        *,
        wall_clock: Callable[[], float] = time.time,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.connection = connection
        self._http, self._clock = http, clock
        vault: Vault = keyring.vault(connection) if keyring is not None else MemoryVault()
        self._keeper = SessionKeeper(http, connection, vault, wall_clock)
        self._desk = OrderDesk(http, connection, self._keeper)
        calls = AuthorisedCalls(http, self._keeper)
        self.catalog = Catalog(calls, connection.api_url, connection.domain)

    async def warm(self) -> None:
        """Have a good session and an open line to the payment host, so that an order need not wait.

        Raises:
            PosError: no session could be had.
        """
        await self._keeper.token()
        await self._http.warm(f"{self.connection.payment_url}/api/v1/payment/key")

    async def search(self, query: str) -> tuple[ProductHit, ...]:
        """Type-ahead hits; raises PosError."""
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

    def attempt(self, draft: OrderDraft, report: Report) -> Attempt:
        """A new attempt to place `draft`, with an id of its own."""
        begun = checkout.begin(str(uuid.uuid4()), len(draft.cart.lines))
        return Attempt(begun, report, self._clock)

    async def place(self, draft: OrderDraft, card: Card, attempt: Attempt) -> None:
        """Place the order once; the verdict is in `attempt.state` at the end."""
        await self._desk.place(draft, card, attempt)

    async def check(self) -> AsyncIterator[CheckResult]:
        """Try the connection, one part after the other; each says exactly what is wrong."""
        try:
            await self._keeper.token()
            yield CheckResult("session")
        except PosError as error:
            yield CheckResult("session", error.problem)
        try:
            key = await payment_key.fetch(self._http, self.connection)
            key.check()
            yield CheckResult("key")
        except PosError as error:
            yield CheckResult("key", error.problem)
        try:
            hits = await self.catalog.search("a")
            yield CheckResult("catalogue", note=str(len(hits)))
        except PosError as error:
            yield CheckResult("catalogue", error.problem)


def checked_register(http: Http, connection: Connection) -> Register:
    """A register to try a connection with; it keeps nothing.

    Raises:
        ConfigError: a part of the connection can't be used.
    """
    return Register(http, checked(connection), None)
