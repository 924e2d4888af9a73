"""Reading the whole list in the background, against the training merchant."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from pos_app.domain.catalogue_news import Reading
from pos_app.domain.errors import Code
from pos_app.services.catalogue_store import Progress
from pos_app.services.catalogue_sync import PAGE_SIZE
from pos_app.services.courtesy import TYPING_SECONDS
from pos_app.training import ShelfManners, TrainingStore
from pos_app.training.shelf import SMALL
from tests.services.at_hand import AtHand, at_hand, hit

FIRST = [(1, PAGE_SIZE), (2, PAGE_SIZE)]
Work = Callable[[AtHand], Awaitable[None]]


def run(work: Work, folder: Path | None = None, manners: ShelfManners = SMALL) -> None:
    async def done() -> None:
        async with at_hand(TrainingStore(pace=0, shelf=manners), folder) as desk:
            await work(desk)

    asyncio.run(done())


def test_the_whole_list_is_read_and_told_of() -> None:
    async def read(desk: AtHand) -> None:
        await desk.read()
        assert await desk.local.count() == 4500
        assert desk.news[-1].reading is Reading.COMPLETE
        assert [one.products for one in desk.news[:3]] == [2000, 4000, 4500]
        assert desk.listing.pages == [*FIRST, (20, 100), (3, PAGE_SIZE), (40, 100), (4, PAGE_SIZE)]
        handle = next(one.handle for one in await desk.local.find("outlet") if "/" in one.handle)
        assert (await desk.catalog.product(handle)).handle == handle

    run(read, manners=ShelfManners(products=4500))


def test_it_goes_on_where_it_was_interrupted(tmp_path: Path) -> None:
    async def interrupted(desk: AtHand) -> None:
        await desk.read(lambda: bool(desk.news) and desk.news[-1].products == 4000)
        assert desk.news[-1].reading is Reading.READING

    async def gone_on(desk: AtHand) -> None:
        await desk.read()
        assert desk.listing.pages[0] == (2, PAGE_SIZE)
        assert await desk.local.count() == 4500

    run(interrupted, tmp_path, manners=ShelfManners(products=4500))
    run(gone_on, tmp_path, manners=ShelfManners(products=4500))


def test_an_old_interruption_is_begun_anew(tmp_path: Path) -> None:
    async def interrupted(desk: AtHand) -> None:
        await desk.read(lambda: bool(desk.news))

    async def much_later(desk: AtHand) -> None:
        desk.now += 24 * 3600
        await desk.read()
        assert desk.listing.pages[0] == (1, PAGE_SIZE)

    run(interrupted, tmp_path, manners=ShelfManners(products=2500))
    run(much_later, tmp_path, manners=ShelfManners(products=2500))


def test_it_is_not_read_again_before_it_is_due(tmp_path: Path) -> None:
    async def first(desk: AtHand) -> None:
        await desk.read()

    async def again(desk: AtHand) -> None:
        await desk.read()
        assert desk.listing.pages == []
        desk.now += 7 * 3600
        await desk.read()
        assert desk.listing.pages == FIRST

    run(first, tmp_path)
    run(again, tmp_path)


def test_another_server_is_asked_at_once(tmp_path: Path) -> None:
    async def first(desk: AtHand) -> None:
        await desk.read()

    async def elsewhere(desk: AtHand) -> None:
        desk.server = "another"
        await desk.read()
        assert desk.listing.pages == FIRST

    run(first, tmp_path)
    run(elsewhere, tmp_path)


def test_a_list_that_moves_is_read_whole() -> None:
    async def read(desk: AtHand) -> None:
        await desk.read()
        for page in (1, 2, 3):
            for one in await desk.catalog.all_products(page, PAGE_SIZE):
                assert await desk.local.with_handle(one.handle) is not None, one.handle

    run(read, manners=ShelfManners(products=5000, moves=3))


def test_it_waits_as_long_as_the_merchant_asks() -> None:
    async def read(desk: AtHand) -> None:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await desk.read()
        refused = [one for one in desk.news if one.reading is Reading.WAITING]
        assert {one.problem.code for one in refused if one.problem} == {Code.RATE_LIMITED}
        assert loop.time() - begun >= len(refused)
        assert await desk.local.count() == 2500

    run(read, manners=ShelfManners(products=2500, refuse_every=3, retry_after=1))


def test_a_merchant_without_a_list_is_not_asked_again_soon(tmp_path: Path) -> None:
    async def read(desk: AtHand) -> None:
        await desk.read()
        assert desk.news[-1].reading is Reading.NOT_OFFERED
        await desk.read()
        assert desk.listing.pages == [(1, PAGE_SIZE)]

    run(read, tmp_path, manners=ShelfManners(listed=False))


def test_it_gives_way_to_orders() -> None:
    async def read(desk: AtHand) -> None:
        await desk.lane.acquire()
        task = asyncio.ensure_future(desk.sync().run())
        assert await desk.local.count() == 0
        assert desk.listing.pages == []
        desk.lane.release()
        desk.listing.before_page = lambda page: desk.wanted.set() if page == 2 else None
        await desk.until(lambda: (2, PAGE_SIZE) in desk.listing.pages)
        assert desk.listing.pages == FIRST
        desk.listing.before_page = lambda page: None
        desk.wanted.clear()
        await desk.until(desk.is_at_rest)
        task.cancel()
        assert desk.listing.pages == [*FIRST, (2, PAGE_SIZE), (20, 100), (3, PAGE_SIZE)]
        assert await desk.local.count() == 2500

    run(read, manners=ShelfManners(products=2500))


def test_prices_of_what_sells_best_are_read_afterwards() -> None:
    async def read(desk: AtHand) -> None:
        await desk.local.put([hit("gone", "Gone Tee")], Progress(), 0)
        await desk.local.add_sold({"radiant-tee": 5, "hero-hoodie": 9, "gone": 1}, 1.0)
        await desk.read(lambda: len(desk.listing.products) == 3)
        assert desk.listing.products == ["hero-hoodie", "radiant-tee", "gone"]
        (found,) = await desk.local.find("WS12-XS-Orange")
        assert found.price_range is not None

    run(read)


def test_it_gives_way_to_typing() -> None:
    async def read(desk: AtHand) -> None:
        loop = asyncio.get_running_loop()
        desk.courtesy.typing()
        begun = loop.time()
        await desk.courtesy.quiet()
        assert loop.time() - begun >= TYPING_SECONDS

    run(read)
