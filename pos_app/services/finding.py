"""One search: first what is at hand, at once; then, where that is not enough, the merchant's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos_app.domain.errors import AnswerError, JournalError, PosError, Problem
from pos_app.services.courtesy import Courtesy
from pos_app.services.local_catalogue import LocalCatalogue

if TYPE_CHECKING:
    from pos_app.domain.product import Product, ProductHit
    from pos_app.firmly.catalog import Catalog
    from pos_app.services.register import Register

# Somebody who types on makes the question before last; the merchant need not hear it.
PAUSE_SECONDS = 0.15


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

    async def search(self, query: str) -> AsyncGenerator[Findings, None]:
        """What is found, once or twice; cancel it when something else is typed."""
        self._courtesy.typing()
        at_hand = await self._at_hand(query)
        enough = bool(at_hand) and self.is_whole
        if at_hand:
            yield Findings(at_hand, more=not enough)
        if enough:
            return
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
