"""What can wait gives way: to orders, whose customers hold the line, and to the clerk who types."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from pos_app.domain.errors import Code, NotReachedError, Problem

_T = TypeVar("_T")

TYPING_SECONDS = 0.4
_LOOK_SECONDS = 0.05


class Courtesy:
    """Tells work in the background when it may go on.

    `lane` is held while an order is placed, `wanted` set while one waits for it. Belongs to one
    event loop.
    """

    def __init__(self, lane: asyncio.Lock, wanted: asyncio.Event) -> None:
        self._lane, self._wanted = lane, wanted
        self._typed = -TYPING_SECONDS

    def typing(self) -> None:
        """Somebody searches right now."""
        self._typed = asyncio.get_running_loop().time()

    async def quiet(self) -> None:
        """Come back when no order is under way and nobody has typed for a moment."""
        # A lock can't be waited for without taking it from those who need it.
        while self._lane.locked() or self._wanted.is_set() or self._is_typing():  # noqa: ASYNC110
            await asyncio.sleep(_LOOK_SECONDS)

    async def unless_ordering(self, call: Coroutine[Any, Any, _T]) -> _T:
        """What `call` answers; it is given up as soon as an order wants to go.

        Raises:
            NotReachedError: `GAVE_WAY`. It may be asked again when it is quiet.
        """
        asking = asyncio.ensure_future(call)
        wanted = asyncio.ensure_future(self._wanted.wait())
        try:
            await asyncio.wait({asking, wanted}, return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():
                raise NotReachedError(Problem(Code.GAVE_WAY))
            return asking.result()
        finally:
            for task in (asking, wanted):
                task.cancel()
            await asyncio.wait({asking, wanted})

    def _is_typing(self) -> bool:
        return asyncio.get_running_loop().time() - self._typed < TYPING_SECONDS
