"""One search: first what is at hand, at once; then, where that is not enough, the merchant's."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos_app.domain.errors import AnswerError, Code, JournalError, PosError, Problem
from pos_app.services.courtesy import Courtesy
from pos_app.services.local_catalogue import LocalCatalogue

if TYPE_CHECKING:
    from pos_app.domain.product import Product, ProductHit
    from pos_app.firmly.catalog import Catalog
    from pos_app.services.register import Register

# Somebody who types on makes the question before last; the merchant need not hear it.
PAUSE_SECONDS = 0.15
# As many results as are seen at once: the list has no prices, so they are read.
_PRICED = 8
_MOST_REMEMBERED = 5_000


@dataclass(frozen=True, slots=True)
class Findings:
    """Products found so far, best first. `more`: the merchant's answer is still to come."""

    hits: tuple[ProductHit, ...] = ()
    more: bool = False
    problem: Problem | None = None


class ProductFinding:
    """Finds products of one merchant. `is_whole`: the whole list of them is at hand."""

    def __init__(self, catalog: Catalog, local: LocalCatalogue, courtesy: Courtesy) -> None:
        self._catalog, self._local, self._courtesy = catalog, local, courtesy
        self.is_whole = False
        self._read_before: set[str] = set()

    async def search(self, query: str) -> AsyncGenerator[Findings, None]:
        """What is found, once or twice; cancel it when something else is typed."""
        self._courtesy.typing()
        at_hand = await self._at_hand(query)
        if at_hand and self.is_whole:
            unread = self._unread(at_hand)
            yield Findings(at_hand, more=bool(unread))
            if unread:
                priced = await self._read(unread)
                yield Findings(tuple([priced.get(hit.handle, hit) for hit in at_hand]))
            return
        if at_hand:
            yield Findings(at_hand, more=True)
        await asyncio.sleep(PAUSE_SECONDS)
        try:
            told = await self._catalog.search(query)
        except PosError as error:
            yield Findings(at_hand, problem=None if at_hand else error.problem)
            return
        yield Findings(_joined(at_hand, told))

    async def learn(self, product: Product, now: float) -> None:
        """Keep what a product told. A disk that does not take it is told of by the reading."""
        try:
            await self._local.learn([product], now)
        except JournalError:
            return

    async def lookup(self, register: Register, text: str, code: str) -> tuple[Product | None, str]:
        """The product of a pasted link or a SKU, read anew, and the SKU; raises PosError.

        A SKU that is known here spares the merchant's search.
        """
        known = () if register.catalog.is_link(text) else await self._at_hand(text)
        if known and known[0].matched_sku:
            with suppress(AnswerError):  # the SKU may have moved to another product
                product = await register.product(known[0], code)
                if product.variant_by_sku(known[0].matched_sku) is not None:
                    return product, known[0].matched_sku
        return await register.lookup(text, code)

    def _unread(self, hits: tuple[ProductHit, ...]) -> list[str]:
        """Of the first results, those whose price nobody has asked for yet."""
        shown = (hit for hit in hits[:_PRICED] if hit.price_range is None)
        return [hit.handle for hit in shown if hit.handle not in self._read_before]

    async def _read(self, handles: list[str]) -> dict[str, ProductHit]:
        """Read products whose prices are to be shown, once nobody types any more; by handle."""
        await self._courtesy.quiet()
        if len(self._read_before) > _MOST_REMEMBERED:
            self._read_before.clear()
        self._read_before.update(handles)
        told: list[Product] = []
        for handle in handles:  # one after the other: there are others on the line
            try:
                told.append(await self._catalog.product(handle))
            except PosError as error:
                if error.problem.code is Code.RATE_LIMITED:
                    break
        with suppress(JournalError):
            await self._local.learn(told, time.time())
            found = [await self._local.with_handle(handle) for handle in handles]
            return {hit.handle: hit for hit in found if hit is not None}
        return {}

    async def _at_hand(self, query: str) -> tuple[ProductHit, ...]:
        try:
            return await self._local.find(query)
        except JournalError:
            return ()


def _joined(
    at_hand: tuple[ProductHit, ...], told: tuple[ProductHit, ...]
) -> tuple[ProductHit, ...]:
    """The merchant's exact SKU first, then what is at hand, then what only the merchant found."""
    exact = tuple(hit for hit in told if hit.matched_sku)
    newer = {hit.handle: hit for hit in told if hit.handle}
    known = [newer.pop(hit.handle, hit) for hit in at_hand]
    rest = [hit for hit in told if not hit.handle or hit.handle in newer]
    ordered = dict.fromkeys((*exact, *known, *rest))
    return tuple(ordered)
