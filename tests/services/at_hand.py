"""What the tests of the catalogue at hand share: a merchant, its list, and what was told."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from pos_app.domain.catalogue_news import CatalogueNews, Reading
from pos_app.domain.connection import Connection
from pos_app.domain.errors import PosError
from pos_app.domain.product import Product, ProductHit
from pos_app.firmly.catalog import Catalog
from pos_app.firmly.http import Http
from pos_app.firmly.session import AuthorisedCalls, SessionKeeper
from pos_app.services.catalogue_sync import CatalogueSync, Schedule, Source
from pos_app.services.courtesy import Courtesy
from pos_app.services.local_catalogue import LocalCatalogue
from pos_app.services.vault import MemoryVault
from pos_app.training import TrainingStore

PATIENCE = 60.0


def hit(handle: str, title: str) -> ProductHit:
    """An entry of a list."""
    return ProductHit(handle, title, f"https://shop.example/{handle}.png", "")


class Told:
    """A merchant's list that writes down which pages it was asked for."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self.pages: list[tuple[int, int]] = []
        self.products: list[str] = []
        self.before_page: Callable[[int], None] = lambda page: None

    async def all_products(self, page: int = 1, size: int = 100) -> tuple[ProductHit, ...]:
        self.pages.append((page, size))
        self.before_page(page)
        return await self._catalog.all_products(page, size)

    async def product(self, handle: str, postal_code: str = "") -> Product:
        self.products.append(handle)
        return await self._catalog.product(handle, postal_code)


@dataclass
class AtHand:
    """The catalogue at hand of one register at a training merchant."""

    catalog: Catalog
    listing: Told
    local: LocalCatalogue
    courtesy: Courtesy
    lane: asyncio.Lock
    wanted: asyncio.Event
    server: str
    now: float = field(default_factory=time.time)
    news: list[CatalogueNews] = field(default_factory=list)

    def sync(self, **changes: float) -> CatalogueSync:
        """A reader of the list, without pauses unless some are asked for."""
        plain = {"step": 0.0, **changes}
        schedule = Schedule(lambda: self.now, pauses=(0.01,), **plain)
        source = Source(self.listing, self.server)
        return CatalogueSync(source, self.local, self.courtesy, self.news.append, schedule)

    async def read(self, until: Callable[[], bool] | None = None, **changes: float) -> None:
        """Read in the background until it is complete, or something else is so."""
        told = len(self.news)
        task = asyncio.ensure_future(self.sync(**changes).run())
        await self.until(until or (lambda: self.is_at_rest() and len(self.news) > told))
        assert not task.done()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    async def until(self, condition: Callable[[], bool]) -> None:
        """Come back when it holds."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, self.news
            await asyncio.sleep(0.005)

    def is_at_rest(self) -> bool:
        """Whether the list has been read, or is known not to be there."""
        rest = (Reading.COMPLETE, Reading.NOT_OFFERED)
        return bool(self.news) and self.news[-1].reading in rest

    async def titles(self, text: str) -> list[str]:
        """What is found, best first."""
        return [found.title for found in await self.local.find(text)]


@asynccontextmanager
async def at_hand(store: TrainingStore, folder: Path | None = None) -> AsyncIterator[AtHand]:
    """A register at a merchant that is started and stopped here."""
    at = store.start()
    connection = Connection(at.app_id, at.domain, at.api_url, at.payment_url, training=True)
    http = Http().only(at.api_url)
    with tempfile.TemporaryDirectory() as made:
        local = LocalCatalogue(folder or Path(made), connection)
        calls = AuthorisedCalls(http, SessionKeeper(http, connection, MemoryVault(), time.time))
        lane, wanted = asyncio.Lock(), asyncio.Event()
        catalog = Catalog(calls, at.api_url, at.domain)
        courtesy = Courtesy(lane, wanted)
        try:
            yield AtHand(catalog, Told(catalog), local, courtesy, lane, wanted, "training-store")
        finally:
            with suppress(PosError):
                await local.close()
            await http.close()
            store.stop()
