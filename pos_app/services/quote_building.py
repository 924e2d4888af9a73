"""How a quote is built on the device's cart: call by call, and only as far as it is still wanted.

No call is ever broken off: a merchant may go on with what it was asked, and a line that it adds
late must not land in the cart of the order that comes next. Between two calls there is a way out.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import TypeAlias

from pos_app.domain import contact
from pos_app.domain.choices import at_place
from pos_app.domain.draft import OrderDraft
from pos_app.domain.errors import AnswerError, Code, PosError, Problem
from pos_app.domain.pickup import PickupStore, is_pickup
from pos_app.domain.quote import (
    CodeRefused,
    MerchantCart,
    Quote,
    Shipment,
    basis_of,
    quoted_lines,
    with_choices,
)
from pos_app.domain.ready import ready_to_send
from pos_app.domain.receipt import Receipt
from pos_app.domain.refusal import Refusal, refusal_of
from pos_app.domain.steps import Step
from pos_app.firmly import wire
from pos_app.firmly.cart_calls import CartCalls

_OF_A_LINE = frozenset({Refusal.NO_STOCK, Refusal.PRODUCT_GONE})
_NOT_ABOUT_THE_CODE = frozenset({401, 403, 408, 409, 429})


# A cart, and the step that it has come to.
CartTold: TypeAlias = Callable[[MerchantCart, Step], Awaitable[None]]


class LineRefusedError(AnswerError):
    """The merchant does not take a line: `row` of the clerk's cart."""

    def __init__(self, problem: Problem, row: int) -> None:
        super().__init__(problem)
        self.row = row


class QuoteBuilder:
    """Builds one quote. `way_out` is called before each call; what it raises ends the building.

    `told` hears of the cart after each call.
    """

    def __init__(
        self, calls: CartCalls, draft: OrderDraft, way_out: Callable[[], None], told: CartTold
    ) -> None:
        self._calls, self._draft, self._way_out, self._told = calls, draft, way_out, told
        self._chosen = draft.choices
        self._cart = MerchantCart(Receipt())
        self._refused: list[CodeRefused] = []
        self._fixed = False

    async def build(self) -> Quote:
        """The quote. Its basis has the choices that could really be taken.

        Raises:
            LineRefusedError: a line has no stock or is not sold any more.
            PosError: what the calls raise.
        """
        await self._fill()
        await self._ship()
        for code in self._chosen.promo_codes:
            await self._apply(code)
        fulfillments = tuple(one.fulfillment for one in self._cart.shipments)
        for place, shipment in enumerate(self._cart.shipments):
            await self._choose_fulfillment(place, shipment)
        await self._choose_addons()
        methods = tuple(one.method for one in self._cart.shipments)
        for place, shipment in enumerate(self._cart.shipments):
            await self._choose_method(place, shipment)
        stores = await self._stores()
        count = len(self._cart.shipments)
        chosen = self._chosen
        taken = replace(
            chosen, methods=chosen.methods[:count], fulfillments=chosen.fulfillments[:count]
        )
        return Quote(
            basis=with_choices(basis_of(self._draft), taken),
            cart=self._cart,
            lines=quoted_lines(self._draft.cart, self._cart.receipt),
            default_methods=methods,
            default_fulfillments=fulfillments,
            refused=tuple(self._refused),
            methods_fixed=self._fixed,
            stores=stores,
        )

    async def _fill(self) -> None:
        for row, line in enumerate(self._draft.cart.lines):
            self._way_out()
            try:
                self._cart = await self._calls.add(line, flush=row == 0)
                await self._told(self._cart, Step.CART)
            except AnswerError as error:
                if refusal_of(error.problem) in _OF_A_LINE:
                    raise LineRefusedError(error.problem, row) from None
                raise
        await self._told(self._cart, Step.ITEMS)

    async def _ship(self) -> None:
        party = ready_to_send(self._draft.shipping)
        phone = contact.e164(party.contact.phone, party.address.country) or ""
        self._way_out()
        self._cart = await self._calls.ship_to(wire.address_json(party, phone_e164=phone))

    async def _apply(self, code: str) -> None:
        before = self._cart
        self._way_out()
        try:
            self._cart = await self._calls.add_promo_code(code)
        except AnswerError as error:
            status = error.problem.status or 0
            if not 400 <= status < 500 or status in _NOT_ABOUT_THE_CODE:
                raise
            self._refused.append(CodeRefused(code, error.problem))
            return
        if not _took(self._cart, before, code):
            told = self._cart.receipt.notices
            about = [one for one in told if one.code.startswith("PROMO_")] or list(told)
            words = "\n".join(notice.text for notice in about)
            self._refused.append(CodeRefused(code, Problem(Code.OTHER, text=words)))

    async def _choose_fulfillment(self, place: int, shipment: Shipment) -> None:
        wanted = at_place(self._chosen.fulfillments, place)
        if not wanted or wanted == shipment.fulfillment:
            return
        if wanted not in {one.type_id for one in shipment.fulfillments}:
            self._chosen = self._chosen.with_fulfillment(place, "")
            return
        self._way_out()
        self._cart = await self._calls.choose_fulfillment(shipment.shipment_id, wanted)

    async def _choose_method(self, place: int, shipment: Shipment) -> None:
        wanted = at_place(self._chosen.methods, place)
        if not wanted or wanted == shipment.method:
            return
        if wanted not in {one.option_id for one in shipment.options}:
            self._chosen = self._chosen.with_method(place, "")
            return
        self._way_out()
        try:
            self._cart = await self._calls.choose_method(shipment.shipment_id, wanted)
        except AnswerError as error:
            if error.problem.code is not Code.NOT_OFFERED:
                raise
            self._fixed = True
            self._chosen = replace(self._chosen, methods=())

    async def _stores(self) -> tuple[PickupStore, ...]:
        """Where it is picked up. A quote is as exact without: that it is not told is no trouble."""
        found: list[PickupStore] = []
        for shipment in self._cart.shipments:
            if is_pickup(shipment.fulfillment):
                self._way_out()
                with suppress(PosError):
                    found += await self._calls.stores(shipment.shipment_id)
        return tuple(dict.fromkeys(found))

    async def _choose_addons(self) -> None:
        wanted = [one for one in self._cart.addons if one.addon_id in self._chosen.addons]
        kept = tuple(one.addon_id for one in wanted)
        self._chosen = replace(
            self._chosen, addons=tuple(one for one in self._chosen.addons if one in kept)
        )
        if wanted:
            self._way_out()
            self._cart = await self._calls.choose_addons(wanted)


def _took(after: MerchantCart, before: MerchantCart, code: str) -> bool:
    """Whether a code is in force. A merchant that names no coupons shows it by its discount."""
    if after.has_code(code):
        return True
    if after.promo_codes or any(n.code.startswith("PROMO_") for n in after.receipt.notices):
        return False
    now, was = after.receipt.total, before.receipt.total
    same = now is not None and was is not None and now.currency == was.currency
    return same and now is not None and was is not None and now.amount < was.amount
