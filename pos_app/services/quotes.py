"""Exact quotes, one at a time on the device's one cart (§1, §6).

* An order goes first: a quote under way stops at its next call and is built anew afterwards.
* The newest quote wins; one that is superseded stops at its next call.
* No quote is built while the cart may still prove what became of an order: building one puts
  another cart in its place.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from pos_app.domain.draft import OrderDraft
from pos_app.domain.errors import AnswerError, Code, PosError, Problem
from pos_app.domain.quote import MerchantCart, Quote, QuoteFailed, basis_of, quoted_lines
from pos_app.domain.steps import Step
from pos_app.firmly.cart_calls import NO_CART, CartCalls
from pos_app.services.quote_building import CartTold, LineRefusedError, QuoteBuilder

_ACTIVE = frozenset({"", "active"})  # what the `cart_status` of a cart to complete may be


async def to_nobody(_cart: MerchantCart, _reached: Step) -> None:
    """Told where nobody watches."""


class _StoppedError(Exception):
    """The quote under way is not wanted any more, or an order is."""


class QuoteDesk:
    """Quotes of one register. `lane` keeps the device's calls one at a time.

    `wanted` is set while an order waits for the lane: whatever can wait should let it pass.
    `is_cart_needed` says whether the cart may still be proof of an order. `current` is the quote
    whose cart the device has, as far as is known.
    """

    def __init__(
        self, calls: CartCalls, lane: asyncio.Lock, is_cart_needed: Callable[[], bool]
    ) -> None:
        self._calls, self.lane = calls, lane
        self.wanted = asyncio.Event()
        self._is_cart_needed = is_cart_needed
        self._newest = 0
        self._filled = False
        self.current: Quote | None = None

    async def quote(self, draft: OrderDraft) -> Quote | QuoteFailed:
        """The quote for a draft that is complete, or why there is none. Supersedes all before."""
        self._newest += 1
        number = self._newest
        while number == self._newest:
            async with self.lane:
                with contextlib.suppress(_StoppedError):
                    return await self._built(draft, partial(self._go_on, number))
        return QuoteFailed(basis_of(draft), Problem(Code.SUPERSEDED))

    def give_up(self) -> None:
        """No quote that is under way is wanted any more."""
        self._newest += 1

    async def cart_for(self, draft: OrderDraft, told: CartTold = to_nobody) -> MerchantCart | None:
        """The cart that an order is to be made of; None where `place-order` makes its own.

        To be called by the order itself, inside the lane. The cart is read again, and built again
        if another has taken its place; `told` hears of it call by call. What a quote left in the
        cart of an order that makes its own is taken out; where that fails the order goes on all the
        same, for nobody but this device can order the cart, and it never does without a quote.

        Raises:
            PosError: there is no such cart (`PRICE_CHANGED`: only one without all that was chosen;
                `CART_CHANGED`: one that can't become an order).
        """
        if draft.choices.is_default:
            await self._empty()
            return None
        quote = self.current
        held = quote if quote is not None and quote.holds_for(draft) else None
        if held is None or not await self._is_still_there(held, draft):
            made = await self._built(draft, _stay, told)
            if isinstance(made, QuoteFailed):
                raise PosError(made.problem)
        now = self.current
        if now is None or not now.holds_for(draft):
            raise PosError(Problem(Code.PRICE_CHANGED))
        if now.is_blocked:
            words = "\n".join(notice.text for notice in now.receipt.notices)
            raise PosError(Problem(Code.CART_CHANGED, text=words))
        return now.cart

    def forget(self) -> None:
        """The device's cart has become an order, or may have."""
        self.current, self._filled = None, False

    def _go_on(self, number: int) -> None:
        if number != self._newest or self.wanted.is_set():
            raise _StoppedError

    async def _built(
        self, draft: OrderDraft, way_out: Callable[[], None], told: CartTold = to_nobody
    ) -> Quote | QuoteFailed:
        """A new quote, inside the lane."""
        basis = basis_of(draft)
        if self._is_cart_needed():
            return QuoteFailed(basis, Problem(Code.CART_IN_USE))
        self.current, self._filled = None, True
        try:
            self.current = await QuoteBuilder(self._calls, draft, way_out, told).build()
        except LineRefusedError as error:
            return QuoteFailed(basis, error.problem, error.row)
        except PosError as error:
            return QuoteFailed(basis, error.problem)
        return self.current

    async def _is_still_there(self, quote: Quote, draft: OrderDraft) -> bool:
        """Read the cart; what it comes to by now is what `current` says from then on."""
        try:
            cart = await self._calls.read()
        except AnswerError as error:
            if error.problem.error_id != NO_CART:
                raise
            return False
        told, known = cart.receipt, quote.cart.receipt
        counts = [(line.sku, line.title, line.quantity) for line in told.lines]
        if (
            not told.cart_id
            or told.cart_id != known.cart_id
            or told.order_number
            or told.cart_status.casefold() not in _ACTIVE
            or counts != [(line.sku, line.title, line.quantity) for line in known.lines]
        ):
            return False
        self.current = replace(quote, cart=cart, lines=quoted_lines(draft.cart, told))
        return True

    async def _empty(self) -> None:
        if not self._filled:
            return
        self.forget()
        with contextlib.suppress(PosError):
            await self._calls.clear()


def _stay() -> None:
    """An order builds its quote to the end: nothing goes before it."""
