"""The order that the benchmarks place, and the way to it: real products of the training store."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pos_app.domain.address import Contact, Party, PostalAddress
from pos_app.domain.card import Card
from pos_app.domain.cart import Cart, CartLine, line_for
from pos_app.domain.connection import Connection
from pos_app.domain.draft import OrderDraft
from pos_app.firmly.http import Http
from pos_app.services.journal import Journal
from pos_app.services.register import Register, Stores
from pos_app.training import Endpoints

CARD_NUMBER, CARD_EXPIRY, CARD_CODE = "4111111111111111", "1239", "123"
_WORDS = ("tee", "tank", "hoodie")
_BUYER = Party(
    Contact("+12065551212", "Mara", "Lindqvist", "mara@example.com"),
    PostalAddress("US", "123 Main St", city="Seattle", state_or_province="WA", postal_code="98101"),
)


def connection_to(
    shop: Endpoints, api_url: str | None = None, payment_url: str | None = None
) -> Connection:
    """The connection to the training store, its hosts elsewhere if given."""
    api, payment = api_url or shop.api_url, payment_url or shop.payment_url
    return Connection(shop.app_id, shop.domain, api, payment, training=True)


def a_card() -> Card:
    """A test card."""
    return Card(CARD_NUMBER, "Mara Lindqvist", CARD_CODE, CARD_EXPIRY[:2], f"20{CARD_EXPIRY[2:]}")


async def draft_of(register: Register, lines: int) -> OrderDraft:
    """An order of that many different lines, from several products, of which there are plenty."""
    found: list[CartLine] = []
    for word in _WORDS:
        for hit in await register.search(word):
            product = await register.product(hit, _BUYER.address.postal_code)
            some = [v for v in product.variants if v.orderable and not v.stock_message][:10]
            found += [line_for(product, variant) for variant in some]
            if len(found) >= lines:
                return OrderDraft(_BUYER, None, Cart(tuple(found[:lines])))
    raise LookupError(f"the training store has no {lines} lines to order")


@asynccontextmanager
async def open_register(connection: Connection) -> AsyncIterator[Register]:
    """A register with a journal of its own on this machine's disk."""
    http = Http()
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder))
        register = Register(http, connection, Stores(journal))
        try:
            yield register
        finally:
            await register.close()
            await journal.close()
            await http.close()


async def draft_at(shop: Endpoints, lines: int) -> OrderDraft:
    """`draft_of`, by a register of its own."""
    async with open_register(connection_to(shop)) as register:
        return await draft_of(register, lines)
