"""What the worker does about products: searches, favourites, repeats, the reading of the list."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest

from pos_app.bridge import messages as m
from pos_app.bridge.catalogue_office import CatalogueOffice
from pos_app.domain.cart import Cart
from pos_app.domain.catalogue_news import Reading
from pos_app.domain.connection import Connection
from pos_app.domain.draft import OrderDraft
from pos_app.domain.favourites import Favourite
from pos_app.domain.money import Money
from pos_app.domain.repeat import Change
from pos_app.firmly.http import Http
from pos_app.services.journal import Journal
from pos_app.services.register import Register, Stores, Timing
from pos_app.training import ShelfManners, TrainingStore
from tests.services.order_desk import BUYER, connection_to, draft_of, place

R = TypeVar("R")

PATIENCE = 60.0


@dataclass
class Desk:
    """An office at a register, and what it reported."""

    office: CatalogueOffice
    register: Register
    told: list[m.Report] = field(default_factory=list)

    def of(self, kind: type[R]) -> list[R]:
        return [report for report in self.told if isinstance(report, kind)]

    async def until(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, self.told
            await asyncio.sleep(0.005)

    async def whole(self) -> None:
        """Come back when the list is at hand."""
        await self.until(lambda: self.reading() is Reading.COMPLETE)

    def reading(self) -> Reading | None:
        told = self.of(m.CatalogueTold)
        return told[-1].news.reading if told else None

    async def search(self, words: str) -> m.SearchDone:
        """The last answer to a search."""
        asked = m.Search(len(self.told) + 1, words)
        # Each request has a task of its own, as in the worker.
        await asyncio.create_task(self.office.find(self.register, asked))
        return self.of(m.SearchDone)[-1]


def at_desk(
    folder: Path,
    connection: Connection,
    work: Callable[[Desk], Awaitable[None]],
    early: m.Search | None = None,
) -> Desk:
    async def worked() -> Desk:
        told: list[m.Report] = []
        http, journal = Http(), Journal(folder)
        office = CatalogueOffice(told.append, journal)
        register = Register(http, connection, Stores(journal), timing=Timing(pauses=()))
        desk = Desk(office, register, told)
        if early is not None:
            asked = asyncio.ensure_future(office.find(register, early))
            await asyncio.sleep(0)
        using = asyncio.ensure_future(office.use(register))
        try:
            await work(desk)
            if early is not None:
                await asked
        finally:
            await office.close()
            await using
            await register.close()
            await journal.close()
            await http.close()
        return desk

    return asyncio.run(worked())


@pytest.fixture
def store() -> Iterator[TrainingStore]:
    merchant = TrainingStore(pace=0)
    yield merchant
    merchant.stop()


@pytest.fixture
def connection(store: TrainingStore) -> Connection:
    return connection_to(store.start())


def test_a_search_is_answered_from_what_is_at_hand(tmp_path: Path, connection: Connection) -> None:
    async def work(desk: Desk) -> None:
        await desk.whole()
        answer = await desk.search("tee raidant")
        assert [hit.title for hit in answer.hits] == ["Radiant Tee"]
        at_once, with_price = desk.of(m.SearchDone)
        assert (at_once.more, with_price.more) == (True, False)
        assert at_once.hits[0].price_range is None
        assert with_price.hits[0].price_range is not None
        await desk.search("radiant")
        assert len(desk.of(m.SearchDone)) == 3

    at_desk(tmp_path, connection, work)


def test_a_search_typed_before_the_line_stands_is_answered(
    tmp_path: Path, connection: Connection
) -> None:
    async def work(desk: Desk) -> None:
        await desk.until(lambda: bool(desk.of(m.SearchDone)))
        assert desk.of(m.SearchDone)[-1].ticket == 7
        await desk.whole()  # and the list at hand is still read, and searched
        answer = await desk.search("radiant")
        assert [hit.title for hit in answer.hits] == ["Radiant Tee"]

    at_desk(tmp_path, connection, work, early=m.Search(7, "radiant"))


def test_a_sku_that_is_not_known_yet_is_asked_of_the_merchant(
    tmp_path: Path, connection: Connection
) -> None:
    async def work(desk: Desk) -> None:
        await desk.whole()
        answer = await desk.search("MH07-XS-Gray")
        assert answer.hits[0].matched_sku == "MH07-XS-Gray"
        await desk.office.find(desk.register, m.LoadProduct(1, answer.hits[0]))
        loaded = desk.of(m.ProductLoaded)[-1].product
        assert loaded is not None
        before = len(desk.of(m.SearchDone))
        answer = await desk.search("MH07-XS-Gray")
        assert answer.hits[0].matched_sku == "MH07-XS-Gray"
        assert answer.hits[0].price_range is not None
        assert len(desk.of(m.SearchDone)) == before + 1

    at_desk(tmp_path, connection, work)


def test_a_sku_that_has_moved_is_found_where_it_is(
    tmp_path: Path, store: TrainingStore, connection: Connection
) -> None:
    async def work(desk: Desk) -> None:
        await desk.whole()
        for _ in range(2):
            await desk.office.find(desk.register, m.Lookup(1, "ws12-xs-orange", "98101"))
            loaded = desk.of(m.ProductLoaded)[-1]
            assert loaded.product is not None
            assert (loaded.product.handle, loaded.sku) == ("radiant-tee", "WS12-XS-Orange")
        store.withdraw("radiant-tee")
        await desk.office.find(desk.register, m.Lookup(2, "WS12-XS-Orange"))
        assert desk.of(m.ProductLoaded)[-1] == m.ProductLoaded(2)

    at_desk(tmp_path, connection, work)


def test_without_a_list_the_merchant_is_asked(tmp_path: Path) -> None:
    store = TrainingStore(pace=0, shelf=ShelfManners(listed=False))
    try:

        async def work(desk: Desk) -> None:
            await desk.until(lambda: desk.reading() is Reading.NOT_OFFERED)
            answer = await desk.search("hero hoodie")
            assert "Hero Hoodie" in [hit.title for hit in answer.hits]
            await desk.office.find(desk.register, m.LoadProduct(1, answer.hits[0]))
            first, last = len(desk.of(m.SearchDone)), await desk.search("hero hoodie")
            at_hand = desk.of(m.SearchDone)[first]
            assert (at_hand.more, last.more) == (True, False)
            assert at_hand.hits[0].handle == last.hits[0].handle

        at_desk(tmp_path, connection_to(store.start()), work)
    finally:
        store.stop()


def test_a_newer_search_replaces_one_under_way(tmp_path: Path, connection: Connection) -> None:
    async def work(desk: Desk) -> None:
        await desk.whole()
        finding = desk.office.find(desk.register, m.Search(1, "zzzzz"))
        old = asyncio.ensure_future(finding)
        await asyncio.sleep(0)
        await desk.search("mug")
        await asyncio.wait({old})
        assert {done.query for done in desk.of(m.SearchDone)} == {"mug"}

    at_desk(tmp_path, connection, work)


def test_reading_is_stopped_and_goes_on(tmp_path: Path) -> None:
    store = TrainingStore(pace=0, shelf=ShelfManners(products=4500))
    try:

        async def work(desk: Desk) -> None:
            await desk.until(lambda: bool(desk.of(m.CatalogueTold)))
            await desk.office.handle(desk.register, m.StopCatalogue())
            assert desk.reading() is Reading.STOPPED
            stopped = desk.of(m.CatalogueTold)[-1].news.products
            assert 0 < stopped < 4500
            going = asyncio.ensure_future(desk.office.handle(desk.register, m.ReadCatalogue()))
            await desk.whole()
            assert desk.of(m.CatalogueTold)[-1].news.products == 4500
            await desk.office.close()
            await going

        at_desk(tmp_path, connection_to(store.start()), work)
    finally:
        store.stop()


def test_favourites_are_kept_and_found_first(tmp_path: Path, connection: Connection) -> None:
    favourite = Favourite("radiant-tee", "Radiant Tee", "WS12-XS-Orange")

    async def keep(desk: Desk) -> None:
        await desk.whole()
        await desk.office.handle(desk.register, m.KeepFavourite(3, favourite))
        assert (await desk.search("tee")).hits[0].handle == "radiant-tee"

    async def again(desk: Desk) -> None:
        await desk.until(lambda: bool(desk.of(m.FavouritesTold)))
        assert desk.of(m.FavouritesTold)[0].favourites == ((3, favourite),)
        await desk.office.handle(desk.register, m.KeepFavourite(3, None))
        assert desk.of(m.FavouritesTold)[-1].favourites == ()

    at_desk(tmp_path, connection, keep)
    at_desk(tmp_path, connection, again)


async def sell(desk: Desk, draft: OrderDraft | None = None) -> OrderDraft:
    """Place an order."""
    draft = draft or await draft_of(desk.register)
    await place(desk.register, draft)
    return draft


def test_what_was_sold_is_found_first_and_counted_once(
    tmp_path: Path, connection: Connection
) -> None:
    async def work(desk: Desk) -> None:
        await desk.whole()
        assert (await desk.search("tee")).hits[0].handle != "radiant-tee"
        await sell(desk)
        await desk.office.count_sold(desk.register)
        await desk.office.count_sold(desk.register)
        assert (await desk.search("tee")).hits[0].handle == "radiant-tee"

    at_desk(tmp_path, connection, work)


@pytest.mark.parametrize(
    ("phone", "email"), [("206 555 1212", ""), ("+1 206-555-1212", ""), ("", "BO.LI@example.com")]
)
def test_the_last_order_of_a_customer_is_read_anew(
    tmp_path: Path, connection: Connection, phone: str, email: str
) -> None:
    async def work(desk: Desk) -> None:
        draft = await sell(desk)
        await desk.office.handle(desk.register, m.RepeatLast(7, phone, email, "98101"))
        (repeated,) = desk.of(m.Repeated)
        assert repeated.ticket == 7
        assert repeated.placed_at is not None
        (line,) = repeated.lines
        assert (line.today, line.change) == (draft.cart.lines[0], Change.NONE)

    at_desk(tmp_path, connection, work)


def test_a_changed_price_and_a_product_that_is_gone_are_told(
    tmp_path: Path, store: TrainingStore, connection: Connection
) -> None:
    async def work(desk: Desk) -> None:
        draft = await draft_of(desk.register)
        cheaper = replace(draft.cart.lines[0], unit_price=Money(Decimal(1), "USD"))
        await sell(desk, replace(draft, cart=Cart((cheaper,))))
        asked = m.RepeatLast(1, BUYER.contact.phone, "")
        await desk.office.handle(desk.register, asked)
        (line,) = desk.of(m.Repeated)[-1].lines
        assert line.change is Change.PRICE
        assert line.today is not None
        assert line.today.unit_price == Money(Decimal(22), "USD")
        store.withdraw("radiant-tee")
        await desk.office.handle(desk.register, asked)
        (line,) = desk.of(m.Repeated)[-1].lines
        assert (line.today, line.change) == (None, Change.GONE)

    at_desk(tmp_path, connection, work)


def test_a_customer_who_has_not_ordered(tmp_path: Path, connection: Connection) -> None:
    async def work(desk: Desk) -> None:
        await sell(desk)
        await desk.office.handle(desk.register, m.RepeatLast(1, "206 555 9999", "x@example.com"))
        assert desk.of(m.Repeated)[-1] == m.Repeated(1)

    at_desk(tmp_path, connection, work)
