"""The catalogue at hand, reached from an event loop: it finds, it learns, it can be lost.

Two threads, each with its own connection: reading the list never keeps a search waiting (SQLite in
WAL mode lets one write while another reads). SQLite is imported there, not with this module.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pos_app.domain.connection import Connection
from pos_app.domain.errors import Code, JournalError, Problem
from pos_app.services.lane import Lane

if TYPE_CHECKING:
    from pos_app.domain.product import Product, ProductHit
    from pos_app.services.catalogue_search import CatalogueSearch
    from pos_app.services.catalogue_store import CatalogueStore, Progress

_T = TypeVar("_T")

# Entries of the list written in one transaction: about a millisecond of Python, so that a key that
# is pressed meanwhile waits no longer than that for the interpreter.
BATCH = 20
_BREATH_SECONDS = 0.002
_SWEEP = 50


class LocalCatalogue:
    """What this register knows of one merchant's products; a file of its own in the data folder.

    It is made when it is first needed. One that is damaged is deleted and begun anew; the call that
    met it answers as an empty one does. Each call raises JournalError when the disk does not let it
    work otherwise (DISK_FULL, DISK_READ_ONLY, JOURNAL_BUSY, DISK).
    """

    def __init__(self, folder: Path, connection: Connection) -> None:
        self._folder, self._connection = folder, connection
        self._reads, self._writes = Lane("catalogue-search"), Lane("catalogue")
        self._store: CatalogueStore | None = None
        self._search: CatalogueSearch | None = None
        self._losing = asyncio.Lock()
        self._closed = False

    async def close(self) -> None:
        """Close the file and end both threads; later calls answer as an empty one does."""
        self._closed = True
        await self._reads.close(self._close_search)
        await self._writes.close(self._close_store)

    async def find(self, text: str) -> tuple[ProductHit, ...]:
        """At most 50 products that fit what was typed, best first."""
        return await self._read(lambda search: search.find(text), ())

    async def with_handle(self, handle: str) -> ProductHit | None:
        """One product with what was last known of its price, or None."""
        return await self._read(lambda search: search.with_handle(handle), None)

    async def count(self) -> int:
        """How many products are at hand."""
        return await self._write(lambda store: store.count(), 0)

    async def progress(self) -> Progress | None:
        """How far the list has been read; None if the file has just been lost."""
        return await self._write(lambda store: store.progress(), None)

    async def keep_progress(self, progress: Progress) -> None:
        """Remember how far the list has been read."""
        await self._write(lambda store: store.keep_progress(progress), None)

    async def put(self, hits: Sequence[ProductHit], progress: Progress, reading: int) -> None:
        """Write a page of the list in small steps; `progress` holds once all of it is written."""
        for start in range(0, max(len(hits), 1), BATCH):
            part = hits[start : start + BATCH]
            done = progress if start + BATCH >= len(hits) else None
            await self._write(_putting(part, reading, done), None)
            await asyncio.sleep(_BREATH_SECONDS)  # the window's thread first

    async def sweep(self, reading: int) -> int:
        """Remove what the last two readings did not see; returns how much."""
        gone = 0
        while now := await self._write(lambda store: store.sweep(reading, _SWEEP), 0):
            gone += now
            await asyncio.sleep(_BREATH_SECONDS)
        return gone

    async def learn(self, products: Iterable[Product], now: float) -> None:
        """Keep SKUs and prices of products that were read; `now` in unix seconds."""
        read = tuple(products)
        await self._write(lambda store: store.learn(read, now), None)

    async def forget(self, handle: str) -> None:
        """Remove a product that the merchant no longer knows."""
        await self._write(lambda store: store.forget(handle), None)

    async def add_sold(self, counts: Mapping[str, int], until: float) -> None:
        """Count what was sold, by handle, up to a time (unix seconds): it is found first."""
        sold = dict(counts)
        await self._write(lambda store: store.add_sold(sold, until), None)

    async def sold_until(self) -> float:
        """Up to when orders have been counted, in unix seconds; 0 for none."""
        return await self._write(lambda store: store.sold_until(), 0.0)

    async def set_favourites(self, handles: Iterable[str]) -> None:
        """These products, and no others, are kept at hand."""
        kept = tuple(handles)
        await self._write(lambda store: store.set_favourites(kept), None)

    async def stale_best_sellers(self, before: float, limit: int) -> tuple[str, ...]:
        """Handles of what sells best and was last read before then (unix seconds)."""
        return await self._write(lambda store: store.stale_best_sellers(before, limit), ())

    # ---- in the threads --------------------------------------------------------------------

    async def _read(self, work: Callable[[CatalogueSearch], _T], lost: _T) -> _T:
        async def asked() -> _T:
            if self._store is None:
                await self._writes.run(self._writing)  # one thread makes the file, not two
            if self._closed:
                return lost
            return await self._reads.run(lambda: work(self._searching()))

        return lost if self._closed else await self._guarded(asked(), lost)

    async def _write(self, work: Callable[[CatalogueStore], _T], lost: _T) -> _T:
        if self._closed:
            return lost
        return await self._guarded(self._writes.run(lambda: work(self._writing())), lost)

    async def _guarded(self, call: Awaitable[_T], lost: _T) -> _T:
        import sqlite3

        from pos_app.services import catalogue_file as file
        from pos_app.services.journal_errors import DamagedFileError, code_of, name_of

        path = file.path_for(self._folder, self._connection)
        try:
            return await call
        except (DamagedFileError, sqlite3.Error, OSError) as error:
            code = code_of(error, path)
            if code is None:
                raise
            if code is not Code.JOURNAL_DAMAGED:
                problem = Problem(code, where=str(path), text=name_of(error))
                raise JournalError(problem) from error
        async with self._losing:
            if self._closed:
                return lost
            await self._reads.run(self._close_search)
            await self._writes.run(self._begin_anew)
        return lost

    def _searching(self) -> CatalogueSearch:
        if self._search is None:
            from pos_app.services import catalogue_file as file
            from pos_app.services.catalogue_search import CatalogueSearch

            self._search = CatalogueSearch(file.connect(self._path()))
        return self._search

    def _writing(self) -> CatalogueStore:
        if self._store is None:
            from pos_app.services import catalogue_file as file
            from pos_app.services.catalogue_store import CatalogueStore

            self._store = CatalogueStore(file.connect(self._path()))
        return self._store

    def _path(self) -> Path:
        from pos_app.services import catalogue_file as file

        return file.path_for(self._folder, self._connection)

    def _close_search(self) -> None:
        if self._search is not None:
            self._search.close()
            self._search = None

    def _close_store(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None

    def _begin_anew(self) -> None:
        from pos_app.services import catalogue_file as file

        self._close_store()
        file.remove(self._path())


def _putting(
    part: Sequence[ProductHit], reading: int, done: Progress | None
) -> Callable[[CatalogueStore], None]:
    return lambda store: store.put(part, reading, done)
