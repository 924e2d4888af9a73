"""The journal of orders and drafts, reached from an event loop without ever blocking it.

A row is durable on disk when the call that wrote it returns. Each call is one short transaction
in a thread of the journal's own, so no network call can ever stand inside one. SQLite and the
reader of the rows are imported in that thread: importing this module costs nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pos_app.domain.draft import KeptDraft
from pos_app.domain.record import OrderRecord
from pos_app.domain.returning import Caller

if TYPE_CHECKING:
    from pos_app.services.journal_store import JournalStore

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class JournalNews:
    """What the clerk should hear about the journal.

    `set_aside` is the path of a damaged file that was kept under another name; the journal went on
    with a new one. `unreadable` counts open orders and drafts whose content can't be read: such an
    order is shown with what its columns tell, such a draft stays in the file only.
    """

    set_aside: str = ""
    unreadable: int = 0


class Journal:
    """The orders and drafts of one data folder.

    Each call raises JournalError when the disk or the file is in the way: DISK_FULL,
    DISK_READ_ONLY, JOURNAL_BUSY, JOURNAL_NEWER, JOURNAL_DAMAGED or DISK, with the path of the file
    as `where`. Nothing was written then. A call on a journal that is not open opens it first, so a
    disk that was put right is used without a restart. After JOURNAL_DAMAGED the file has been set
    aside and the next call uses a new one.

    A call that was begun is carried out even if its caller is cancelled.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal")
        self._store: JournalStore | None = None
        self._closed = False

    @property
    def folder(self) -> Path:
        """The data folder."""
        return self._folder

    async def open(self) -> JournalNews:
        """Open the file, or make it; bring an older one up to date. Again: the news so far."""
        set_aside, unreadable = await self._run(lambda store: store.open())
        return JournalNews(set_aside, unreadable)

    async def close(self) -> None:
        """Close the file once all calls are done, and end the thread. Once is enough."""
        if self._closed:
            return
        self._closed = True
        closing = self._thread.submit(self._close_store)
        self._thread.shutdown(wait=False)  # takes nothing new; ends when what it has is done
        await asyncio.shield(asyncio.wrap_future(closing))
        self._thread.shutdown()

    async def add(self, record: OrderRecord) -> None:
        """Write a new attempt; it is durable on return.

        Raises:
            sqlite3.IntegrityError: there is one with this `attempt_id`: a bug.
        """
        await self._run(lambda store: store.add(record))

    async def update(self, record: OrderRecord) -> None:
        """Write how far an attempt is; durable on return. Placed drops the draft of its tab.

        Raises:
            LookupError: the attempt was never added: a bug.
            sqlite3.IntegrityError: the row would go back: an earlier phase, a placed or decided
                order undone: a bug.
        """
        await self._run(lambda store: store.update(record))

    async def record(self, attempt_id: str) -> OrderRecord | None:
        """One attempt."""
        return await self._run(lambda store: store.record(attempt_id))

    async def open_records(self) -> tuple[OrderRecord, ...]:
        """Every attempt that is not settled, oldest first.

        Those that never came to leave (`PREPARED`, without a verdict) are among them.
        """
        return await self._run(lambda store: store.open_records())

    async def records_since(self, moment: datetime) -> tuple[OrderRecord, ...]:
        """Attempts that began, ended or were decided at or after `moment`, newest first.

        Times that lie in the future count: the clock may have been set back.
        """
        return await self._run(lambda store: store.records_since(moment))

    async def find(self, text: str, limit: int = 200) -> tuple[OrderRecord, ...]:
        """At most `limit` attempts in which all words of `text` occur, newest first.

        Looked through are customer name, phone digits, e-mail, order number, attempt id, cart id,
        last four digits, SKUs, titles and the date (2026-11-24). Accents and case do not count;
        an empty text finds all.
        """
        return await self._run(lambda store: store.find(text, limit))

    async def placed_by(self, caller: Caller) -> tuple[OrderRecord, ...]:
        """Placed attempts that may be a caller's, newest first; found by index.

        All of theirs are among them, at whatever merchant. A few may be another's whose phone
        number ends alike: `domain.returning` tells them apart.
        """
        return await self._run(lambda store: store.placed_by(caller))

    async def count(self) -> int:
        """How many attempts there are."""
        return await self._run(lambda store: store.count())

    async def keep_draft(self, kept: KeptDraft) -> None:
        """Keep a draft in place of its tab's earlier one; not if that tab's order was placed."""
        await self._run(lambda store: store.keep_draft(kept))

    async def drop_draft(self, tab: str) -> None:
        """Forget the draft of a tab, if there is one."""
        await self._run(lambda store: store.drop_draft(tab))

    async def drafts(self) -> tuple[KeptDraft, ...]:
        """The drafts by their place on the screen."""
        return await self._run(lambda store: store.drafts())

    async def _run(self, work: Callable[[JournalStore], _T]) -> _T:
        future = self._thread.submit(self._in_thread, work)
        # Shielded: what was asked to be written is written, whatever becomes of the caller.
        return await asyncio.shield(asyncio.wrap_future(future))

    def _in_thread(self, work: Callable[[JournalStore], _T]) -> _T:
        if self._store is None:
            from pos_app.services.journal_store import JournalStore

            self._store = JournalStore(self._folder)
        return work(self._store)

    def _close_store(self) -> None:
        if self._store is not None:
            self._store.close()
