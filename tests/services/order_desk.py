"""What the tests of placing share: a register at a merchant, an order, and its states as told."""

from __future__ import annotations

import asyncio
import ssl
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from pos_app.domain.address import Contact, Party, PostalAddress
from pos_app.domain.card import Card
from pos_app.domain.cart import Cart, line_for
from pos_app.domain.checkout import CheckoutState, Verdict
from pos_app.domain.connection import Connection
from pos_app.domain.draft import OrderDraft
from pos_app.firmly.http import Http
from pos_app.services.attempt import Clocks
from pos_app.services.journal import Journal
from pos_app.services.orders import Order
from pos_app.services.register import NOBODY, Listeners, Register, Stores, Timing
from pos_app.training import Endpoints

T = TypeVar("T")

SKU = "WS12-XS-Orange"
BUYER = Party(
    Contact("(206) 555-1212", "Bo", "Li", "bo.li@example.com"),
    PostalAddress(
        country="US",
        address1="1 Pine Street",
        city="Seattle",
        state_or_province="WA",
        postal_code="98101",
    ),
)


def a_card() -> Card:
    """A fresh test card: a card is handed over for one order and not kept."""
    return Card("4111111111111111", "Bo Li", "123", "08", "2031")


def connection_to(
    shop: Endpoints, *, api_url: str | None = None, payment_url: str | None = None
) -> Connection:
    """The connection to the training merchant, with one of its hosts elsewhere if given."""
    return Connection(
        shop.app_id, shop.domain, api_url or shop.api_url, payment_url or shop.payment_url
    )


@asynccontextmanager
async def open_register(
    connection: Connection,
    *,
    tls: ssl.SSLContext | None = None,
    wall_clock: Callable[[], float] = time.time,
    folder: Path | None = None,
    pauses: tuple[float, ...] = (),
    listeners: Listeners = NOBODY,
) -> AsyncIterator[Register]:
    """A register with a journal of its own; it asks about unknown outcomes only when told to."""
    clocks = Clocks(wall=lambda: datetime.fromtimestamp(wall_clock(), UTC))
    http = Http(tls)
    with tempfile.TemporaryDirectory() as made:
        journal = Journal(folder or Path(made))
        timing = Timing(clocks, pauses)
        register = Register(http, connection, Stores(journal), listeners, timing)
        try:
            yield register
        finally:
            await register.close()
            await journal.close()
            await http.close()


def at_register(
    connection: Connection,
    work: Callable[[Register], Awaitable[T]],
    *,
    tls: ssl.SSLContext | None = None,
    wall_clock: Callable[[], float] = time.time,
) -> T:
    """The result of `work` at a register of its own, in an event loop of its own."""

    async def worked() -> T:
        async with open_register(connection, tls=tls, wall_clock=wall_clock) as register:
            return await work(register)

    return asyncio.run(worked())


async def draft_of(
    register: Register, party: Party = BUYER, *, captcha: str = "", quantity: int = 2
) -> OrderDraft:
    """An order of `quantity` of the variant with `SKU`, looked up in the catalogue."""
    product, sku = await register.lookup(SKU, party.address.postal_code)
    assert product is not None
    assert sku == SKU
    variant = product.variant_by_sku(sku)
    assert variant is not None
    cart = Cart((line_for(product, variant, quantity),))
    return OrderDraft(shipping=party, cart=cart, captcha_token=captcha)


@dataclass
class Told:
    """Every state that an attempt reported, in order."""

    states: list[CheckoutState] = field(default_factory=list)

    def hear(self, state: CheckoutState) -> None:
        """Take a report."""
        self.states.append(state)

    @property
    def end(self) -> CheckoutState:
        """The last state."""
        return self.states[-1]

    @property
    def verdict(self) -> Verdict | None:
        """The verdict so far."""
        return self.end.verdict


def order_of(draft: OrderDraft, despite: str = "") -> Order:
    """The draft with a fresh test card, as a clerk places it."""
    return Order(draft, a_card(), tab="tab", clerk="Dana", despite=despite)


async def place(register: Register, draft: OrderDraft, despite: str = "") -> Told:
    """Place the draft and return what was told; the attempt knows the same in the end."""
    told = Told()
    attempt = register.attempt(len(draft.cart.lines), told.hear)
    assert await register.place(order_of(draft, despite), attempt) is None
    assert attempt.state == told.end
    return told
