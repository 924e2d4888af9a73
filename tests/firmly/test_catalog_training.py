"""The catalogue over HTTP, against the training merchant."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import pytest

from pos_app.domain.connection import Connection
from pos_app.domain.errors import AnswerError, Code
from pos_app.firmly.catalog import Catalog
from pos_app.firmly.http import Http
from pos_app.firmly.session import AuthorisedCalls, Session, SessionKeeper
from pos_app.training import Endpoints, TrainingStore

T = TypeVar("T")


class Memory:
    """Keeps the session for as long as the test runs."""

    def __init__(self) -> None:
        self._session: Session | None = None

    async def load(self) -> Session | None:
        return self._session

    async def save(self, session: Session) -> None:
        self._session = session


@pytest.fixture(scope="module")
def store() -> Iterator[Endpoints]:
    merchant = TrainingStore(pace=0)
    yield merchant.start()
    merchant.stop()


def ask(store: Endpoints, question: Callable[[Catalog], Awaitable[T]]) -> T:
    async def asked() -> T:
        connection = Connection(store.app_id, store.domain, store.api_url, store.payment_url)
        http = Http().only(store.api_url)
        try:
            calls = AuthorisedCalls(http, SessionKeeper(http, connection, Memory(), time.time))
            return await question(Catalog(calls, store.api_url, store.domain))
        finally:
            await http.close()

    return asyncio.run(asked())


def test_search_result_and_product_tell_the_same(store: Endpoints) -> None:
    hits = ask(store, lambda catalog: catalog.search("hoodie"))
    assert hits
    hit = hits[0]
    assert hit.product is not None
    assert hit.price_range is not None
    assert ask(store, lambda catalog: catalog.product(hit.handle)) == hit.product
    for variant in hit.product.variants:
        assert variant.ref is not None
        assert all(variant.options)
        assert hit.product.variant_with(variant.options) is variant


def test_each_product_of_the_list_can_be_read(store: Endpoints) -> None:
    async def read(catalog: Catalog) -> int:
        listed = await catalog.all_products(1, 500)
        for hit in listed:
            product = await catalog.product(hit.handle)
            assert product.title == hit.title
            assert product.variants
            found = await catalog.product_by_url(hit.pdp_url)
            assert found == product
        return len(listed)

    assert ask(store, read) >= 150


def test_a_sku_and_a_handle_with_a_slash(store: Endpoints) -> None:
    product = ask(store, lambda catalog: catalog.product("gifts/winter-warmer"))
    sku = product.variants[0].sku
    assert ask(store, lambda catalog: catalog.find_sku(sku.lower())) == (
        product,
        product.variants[0],
    )


def test_what_is_not_there(store: Endpoints) -> None:
    assert ask(store, lambda catalog: catalog.search("zzzzqqq")) == ()
    assert ask(store, lambda catalog: catalog.find_sku("NO-SUCH-SKU")) is None
    page = f"https://{store.domain}/elsewhere/no-such-thing"
    assert ask(store, lambda catalog: catalog.product_by_url(page)) is None
    with pytest.raises(AnswerError) as error:
        ask(store, lambda catalog: catalog.product("no-such-handle"))
    assert error.value.problem.code is Code.NOT_FOUND
