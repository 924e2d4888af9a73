"""What the worker does about products: searches, the catalogue at hand, favourites, repeats."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from pos_app.bridge import messages as m
from pos_app.bridge.returning_office import ReturningOffice
from pos_app.domain.cart import CartLine
from pos_app.domain.catalogue_news import CatalogueNews, Reading
from pos_app.domain.errors import AnswerError, Code, JournalError, PosError, Problem
from pos_app.domain.favourites import Favourite
from pos_app.domain.product import Product
from pos_app.domain.repeat import Again, Change, again
from pos_app.domain.returning import Caller, orders_of
from pos_app.services.catalogue_sync import CatalogueSync, Schedule, Source
from pos_app.services.favourites import FavouritesFile
from pos_app.services.finding import ProductFinding
from pos_app.services.journal import Journal
from pos_app.services.local_catalogue import LocalCatalogue
from pos_app.services.register import Register
from pos_app.services.sold import count_sold

# Products of an order of before that are read at the same time.
_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class _Desk:
    """What belongs to one merchant."""

    register: Register
    local: LocalCatalogue
    finding: ProductFinding
    favourites: FavouritesFile


class CatalogueOffice:
    """Handles requests about products inside the worker's loop; one merchant at a time."""

    def __init__(self, report: Callable[[m.Report], None], journal: Journal) -> None:
        self._report, self._journal = report, journal
        self._returning = ReturningOffice(report, journal)
        self._desk: _Desk | None = None
        self._favourites: dict[int, Favourite] = {}
        self._searching: asyncio.Task[None] | None = None
        self._reading: asyncio.Task[None] | None = None
        self._news = CatalogueNews(Reading.STOPPED)

    async def close(self) -> None:
        """Stop reading, close the file."""
        desk, self._desk = self._desk, None
        await self._stop()
        if desk is not None:
            await desk.local.close()

    async def use(self, register: Register) -> None:
        """Another merchant: its own catalogue, counted; then read for as long as it is used."""
        old, desk = self._desk, self._at(register)
        await self._stop()
        # A clerk may type before the line stands: such a search is this merchant's already.
        if old is not None and old is not desk:
            if self._searching is not None:
                self._searching.cancel()
            await old.local.close()
        self._favourites = await asyncio.to_thread(desk.favourites.load)
        self._report(m.FavouritesTold(tuple(self._favourites.items())))
        with suppress(JournalError):  # its trouble is told by the reading
            await desk.local.set_favourites(one.handle for one in self._favourites.values())
        await self.count_sold(register)
        await self._read(desk)

    def _at(self, register: Register) -> _Desk:
        """The catalogue of a register's merchant, there from the first request on."""
        if self._desk is None or self._desk.register is not register:
            local = LocalCatalogue(self._journal.folder, register.connection)
            finding = ProductFinding(register.catalog, local, register.courtesy)
            favourites = FavouritesFile(self._journal.folder, register.connection)
            self._desk = _Desk(register, local, finding, favourites)
        return self._desk

    async def count_sold(self, register: Register) -> None:
        """Have found first what was sold; after each order."""
        with suppress(JournalError):  # it is counted when the disk works again
            local, now = self._at(register).local, datetime.now(UTC)
            await count_sold(self._journal, local, register.connection, now)

    async def handle(
        self, register: Register, request: m.CatalogueRequest | m.AskReturning
    ) -> None:
        """Do what is asked and report."""
        desk = self._at(register)
        match request:
            case m.StopCatalogue():
                await self._stop()
                self._tell(CatalogueNews(Reading.STOPPED, self._news.products))
            case m.ReadCatalogue():
                await self._read(desk)
            case m.KeepFavourite():
                await self._keep_favourite(desk, request)
            case m.RepeatLast():
                await self._repeat(desk, request)
            case m.AskReturning():
                await self._returning.ask(register.connection, request)

    # ---- searching -------------------------------------------------------------------------

    async def find(self, register: Register, request: m.Search | m.Lookup | m.LoadProduct) -> None:
        """Type-ahead, where a newer search replaces one under way; or one product."""
        desk = self._at(register)
        if isinstance(request, m.Search):
            await self._search(desk, request)
        else:
            await self._product(desk, request)

    async def _search(self, desk: _Desk, request: m.Search) -> None:
        if self._searching is not None:
            self._searching.cancel()
        self._searching = asyncio.current_task()
        async with aclosing(desk.finding.search(request.query)) as findings:
            async for found in findings:
                ticket, query = request.ticket, request.query
                self._report(m.SearchDone(ticket, query, found.hits, found.problem, found.more))

    async def _product(self, desk: _Desk, request: m.Lookup | m.LoadProduct) -> None:
        """One product, read anew, and kept at hand."""
        product: Product | None
        sku = ""
        try:
            if isinstance(request, m.Lookup):
                product, sku = await desk.finding.lookup(
                    desk.register, request.text, request.postal_code
                )
            else:
                product = await desk.register.product(request.hit, request.postal_code)
        except PosError as error:
            self._report(m.ProductLoaded(request.ticket, problem=error.problem))
            return
        self._report(m.ProductLoaded(request.ticket, product, sku))
        if product is not None:
            await desk.finding.learn(product, time.time())

    # ---- the list --------------------------------------------------------------------------

    async def _read(self, desk: _Desk) -> None:
        """Read the list and keep it fresh until it is stopped: what goes wrong comes out here."""
        if self._reading is not None or desk is not self._desk:
            return
        server = desk.register.connection.api_url  # the training store's pictures move with it
        source = Source(desk.register.catalog, server)
        sync = CatalogueSync(
            source, desk.local, desk.register.courtesy, self._tell, Schedule(time.time)
        )
        task = self._reading = asyncio.create_task(sync.run())
        try:
            await asyncio.wait({task})
        finally:
            task.cancel()
        if not task.cancelled():
            task.result()

    async def _stop(self) -> None:
        reading, self._reading = self._reading, None
        if reading is not None:
            reading.cancel()
            await asyncio.wait({reading})

    def _tell(self, news: CatalogueNews) -> None:
        if self._desk is not None:
            whole, finding = news.reading is Reading.COMPLETE, self._desk.finding
            # While it is read again it is as whole as before.
            spoilt = news.reading is Reading.UNWRITABLE
            finding.is_whole = whole or (finding.is_whole and not spoilt)
        self._news = news
        self._report(m.CatalogueTold(news))

    # ---- favourites ------------------------------------------------------------------------

    async def _keep_favourite(self, desk: _Desk, request: m.KeepFavourite) -> None:
        problem = None
        changed = {slot: one for slot, one in self._favourites.items() if slot != request.slot}
        if request.favourite is not None:
            changed[request.slot] = request.favourite
        try:
            await asyncio.to_thread(desk.favourites.keep, changed)
            self._favourites = changed
            await desk.local.set_favourites(one.handle for one in changed.values())
        except OSError:
            problem = Problem(Code.DISK)
        except JournalError as error:
            problem = error.problem
        self._report(m.FavouritesTold(tuple(sorted(self._favourites.items())), problem))

    # ---- repeats ---------------------------------------------------------------------------

    async def _repeat(self, desk: _Desk, request: m.RepeatLast) -> None:
        caller = Caller.typed(request.phone, request.email, request.country)
        try:
            records = await self._journal.placed_by(caller)
        except JournalError as error:
            self._report(m.Repeated(request.ticket, problem=error.problem))
            return
        orders = orders_of(caller, records, desk.register.connection)
        if not orders:
            self._report(m.Repeated(request.ticket))
            return
        last = orders[0]
        permits = asyncio.Semaphore(_AT_ONCE)
        lines = await asyncio.gather(
            *(self._today(desk, line, request, permits) for line in last.draft.cart.lines)
        )
        self._report(m.Repeated(request.ticket, tuple(lines), last.placed_at))

    async def _today(
        self,
        desk: _Desk,
        line: CartLine,
        request: m.RepeatLast,
        permits: asyncio.Semaphore,
    ) -> Again:
        async with permits:
            try:
                product = await desk.register.catalog.product(
                    line.product_handle, request.postal_code
                )
            except AnswerError as error:
                if error.problem.code is Code.NOT_FOUND:
                    return again(line, None)
                return Again(line, None, Change.UNREAD)
            except PosError:
                return Again(line, None, Change.UNREAD)
        await desk.finding.learn(product, time.time())
        return again(line, product)
