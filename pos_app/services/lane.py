"""One thread for work that must be done in turn and off the event loop: disk, hashing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_T = TypeVar("_T")


class Lane:
    """Runs one call after the other, in the order in which they were asked for."""

    def __init__(self, name: str) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._closed = False

    async def run(self, work: Callable[[], _T]) -> _T:
        """What `work` answers. What was begun is done, whatever becomes of the caller."""
        return await asyncio.shield(asyncio.wrap_future(self._thread.submit(work)))

    async def close(self, last: Callable[[], None]) -> None:
        """Do `last` when everything else is done, and end the thread. Once is enough."""
        if self._closed:
            return
        self._closed = True
        closing = self._thread.submit(last)
        self._thread.shutdown(wait=False)
        await asyncio.shield(asyncio.wrap_future(closing))
        self._thread.shutdown()
