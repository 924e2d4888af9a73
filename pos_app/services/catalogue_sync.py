"""Reads the merchant's whole list in the background, again and again, and never in the way.

Pages of 2,000 (§5), up to the empty one: an entry without a name is dropped on the way, so a short
page proves nothing. It goes on where it was interrupted. The list can move while it is read: the
last hundred entries of each page are looked at once more when the next one has been read. Prices
and SKUs are not in the list; they are read from the products that this register sells.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import chain, repeat
from typing import Protocol

from pos_app.domain.catalogue_news import CatalogueNews, Reading
from pos_app.domain.errors import AnswerError, Code, JournalError, PosError
from pos_app.domain.product import Product, ProductHit
from pos_app.services.catalogue_store import Progress
from pos_app.services.courtesy import Courtesy
from pos_app.services.local_catalogue import LocalCatalogue

PAGE_SIZE = 2000
_HOUR = 3600.0
_BEST_SELLERS = 200
_EDGE = 100
_MENDED = 3
_ABSENT = frozenset({Code.NOT_OFFERED, Code.NOT_FOUND})


class Listing(Protocol):
    """The merchant's catalogue, as far as it is read here."""

    async def all_products(self, page: int = 1, size: int = 100) -> tuple[ProductHit, ...]:
        """One page of the list."""

    async def product(self, handle: str, postal_code: str = "") -> Product:
        """One product."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the list comes from; another `server` is asked anew, whatever the file says."""

    listing: Listing
    server: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """When to read; all in seconds, `clock` gives unix seconds.

    `refresh`: between two readings of the list. `resume`: how old an interrupted one may be.
    `details`: after which a best seller's price is read anew, `step` after the one before.
    `pauses`: before trying again, where the merchant names no other time.
    """

    clock: Callable[[], float]
    refresh: float = 6 * _HOUR
    resume: float = 6 * _HOUR
    details: float = 24 * _HOUR
    step: float = 1.0
    pauses: tuple[float, ...] = (5, 15, 60, 300)


class CatalogueSync:
    """Keeps the catalogue at hand like the merchant's. `tell` hears how far it is."""

    def __init__(
        self,
        source: Source,
        local: LocalCatalogue,
        courtesy: Courtesy,
        tell: Callable[[CatalogueNews], None],
        schedule: Schedule,
    ) -> None:
        self._listing, self._source = source.listing, source.server
        self._local, self._courtesy = local, courtesy
        self._tell, self._schedule = tell, schedule
        self._products = 0

    async def run(self) -> None:
        """Read when it is due, for as long as it is let; cancel it to stop it."""
        while True:
            try:
                await asyncio.sleep(await self._once())
            except JournalError as error:
                self._tell(CatalogueNews(Reading.UNWRITABLE, self._products, error.problem))
                await asyncio.sleep(self._schedule.pauses[-1])

    async def _once(self) -> float:
        """Read what is due; returns after how many seconds something is due again."""
        self._products = await self._local.count()
        progress = await self._local.progress() or Progress()
        since = max(progress.completed_at, progress.not_offered)
        due = since + self._schedule.refresh - self._schedule.clock()
        if progress.source != self._source or not since or due <= 0:
            progress = await self._whole_list(progress)
            due = self._schedule.refresh
        if progress.not_offered:
            self._tell(CatalogueNews(Reading.NOT_OFFERED, self._products))
            return due
        self._tell(CatalogueNews(Reading.COMPLETE, self._products))
        await self._best_sellers()
        return due

    async def _whole_list(self, progress: Progress) -> Progress:
        """Read the list from its beginning, or from where that was interrupted."""
        start = progress if self._goes_on(progress) else self._new(progress)
        try:
            progress = await self._pages(start)
        except AnswerError as error:
            if error.problem.code not in _ABSENT:
                raise
            now = self._schedule.clock()
            progress = Progress(start.reading, not_offered=now, source=self._source)
            await self._local.keep_progress(progress)
            return progress
        progress = replace(progress, completed_at=self._schedule.clock(), next_page=1)
        await self._local.keep_progress(progress)
        await self._local.sweep(progress.reading)
        self._products = await self._local.count()
        return progress

    async def _pages(self, progress: Progress) -> Progress:
        """Read from the page before `next_page` to the end: that one may have moved since."""
        page = max(1, progress.next_page - 1)
        before: tuple[ProductHit, ...] = ()
        while (hits := await self._page(page)) and hits != before:
            page += 1
            progress = replace(progress, next_page=page)
            await self._local.put(hits, progress, progress.reading)
            if before:
                await self._mend(page - 2, before, progress)
            before = hits
            self._products = max(self._products, await self._local.count())
            self._tell(CatalogueNews(Reading.READING, self._products))
        return progress

    async def _mend(self, page: int, hits: tuple[ProductHit, ...], progress: Progress) -> None:
        """Read a page once more if its end is not where it was before the next one was read.

        What has moved over the edge of the two meanwhile would be missing otherwise.
        """
        for _ in range(_MENDED):
            edge = await self._page(page * PAGE_SIZE // _EDGE, _EDGE)
            if edge and hits and edge[-1].handle == hits[-1].handle:
                return
            hits = await self._page(page)
            await self._local.put(hits, progress, progress.reading)

    async def _page(self, page: int, size: int = PAGE_SIZE) -> tuple[ProductHit, ...]:
        """One page, however long the merchant lets us wait for it.

        AnswerError where there is no list at all; a page beyond the end is an empty one.
        """
        pauses = chain(self._schedule.pauses, repeat(self._schedule.pauses[-1]))
        while True:
            await self._courtesy.quiet()
            try:
                asked = self._listing.all_products(page, size)
                return await self._courtesy.unless_ordering(asked)
            except PosError as error:
                problem = error.problem
                if problem.code in _ABSENT:
                    if page > 1:
                        return ()
                    raise
                if problem.code is not Code.GAVE_WAY:
                    self._tell(CatalogueNews(Reading.WAITING, self._products, problem))
                    await asyncio.sleep(problem.retry_after or next(pauses))

    async def _best_sellers(self) -> None:
        """Read prices and SKUs of what is sold here most, one product after the other."""
        before = self._schedule.clock() - self._schedule.details
        for handle in await self._local.stale_best_sellers(before, _BEST_SELLERS):
            await asyncio.sleep(self._schedule.step)
            await self._courtesy.quiet()
            try:
                product = await self._courtesy.unless_ordering(self._listing.product(handle))
            except AnswerError as error:
                if error.problem.code is Code.NOT_FOUND:
                    await self._local.forget(handle)
                elif error.problem.retry_after:
                    await asyncio.sleep(error.problem.retry_after)
            except PosError:
                pass  # it is only a price beforehand; it is read again before the sale
            else:
                await self._local.learn([product], self._schedule.clock())

    def _goes_on(self, progress: Progress) -> bool:
        """Whether a reading was interrupted, not long ago, at the same server."""
        age = self._schedule.clock() - progress.begun_at
        here = progress.source == self._source and progress.completed_at < progress.begun_at
        return here and progress.next_page > 1 and age < self._schedule.resume

    def _new(self, progress: Progress) -> Progress:
        now = self._schedule.clock()
        return Progress(
            progress.reading + 1, 1, now, completed_at=progress.completed_at, source=self._source
        )
