"""The calls that fill the device's cart, so that the merchant counts it exactly (§6).

Each but one answers the whole cart. None of them may run beside another call of the device (§1).
"""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.domain.cart import CartLine
from pos_app.domain.errors import AnswerError, Code, Problem, UnreadableError
from pos_app.domain.pickup import PickupStore
from pos_app.domain.quote import Addon, MerchantCart
from pos_app.firmly import wire
from pos_app.firmly.catalog import JsonCalls
from pos_app.firmly.wire_quote import merchant_cart_from, stores_from

NO_CART = "ErrorCartNotFound"
"""The error id (§7) of a device without a cart."""


class CartCalls:
    """Changes the cart of one merchant for the device of `calls`.

    Every method raises what `calls` raises, and UnreadableError (`BAD_SHAPE`) for what is no cart.
    Only one that was not found is called a second time, at once, with a slash at the end [O].
    """

    def __init__(self, calls: JsonCalls, api_url: str, domain: str) -> None:
        self._calls = calls
        self._cart = f"{api_url.rstrip('/')}/api/v2/domains/{domain.casefold()}/cart"
        self._with_slash: set[str] = set()

    async def read(self) -> MerchantCart:
        """The cart as it is; also one that has become an order."""
        return await self._ask("GET", "")

    async def add(self, line: CartLine, *, flush: bool) -> MerchantCart:
        """Put a line in; with `flush` into a new cart, so that nothing older is in it."""
        body = wire.item_json(line)
        return await self._ask("POST", "/line-items", body, flush=flush)

    async def clear(self) -> None:
        """Take all lines out. That there is no cart is just as good."""
        try:
            await self._ask("DELETE", "/line-items")
        except AnswerError as error:
            if error.problem.error_id != NO_CART:
                raise

    async def ship_to(self, address: dict[str, str]) -> MerchantCart:
        """Tell the address, as `wire.address_json` makes it; from then on there is a total."""
        return await self._ask("POST", "/shipping-info", address)

    async def choose_method(self, shipment_id: str, method_id: str) -> MerchantCart:
        """Choose one of a shipment's methods.

        Raises:
            AnswerError: also `NOT_OFFERED`, where the merchant has no such call.
        """
        body = {"shipment_id": shipment_id, "shipping_method_id": method_id}
        return await self._ask("POST", "/shipments/shipping-method", body)

    async def choose_fulfillment(self, shipment_id: str, type_id: str) -> MerchantCart:
        """Choose how a shipment reaches the customer. The name of the member is assumed [A]."""
        body = {"shipment_id": shipment_id, "fulfillment_type": type_id}
        return await self._ask("POST", "/shipments/fulfillment-type", body)

    async def stores(self, shipment_id: str) -> tuple[PickupStore, ...]:
        """Where a shipment can be picked up. The shape of the answer is assumed [A]."""
        body = {"shipment_id": shipment_id}
        return stores_from(await self._answer("POST", "/shipments/get-availability", body))

    async def add_promo_code(self, code: str) -> MerchantCart:
        """Apply one promo code; one at a time, so that a refusal is of that code."""
        return await self._ask("POST", "/promo-codes", {"promo_codes": [code]})

    async def choose_addons(self, addons: list[Addon]) -> MerchantCart:
        """Choose add-ons by their ids, with the line they belong to. The shape is assumed [A]."""
        chosen = [
            {"id": addon.addon_id, "line_item_id": addon.line_item_id}
            if addon.line_item_id
            else {"id": addon.addon_id}
            for addon in addons
        ]
        return await self._ask("POST", "/addons", {"selections": chosen})

    async def _ask(
        self, method: str, path: str, body: object = None, *, flush: bool = False
    ) -> MerchantCart:
        answer = await self._answer(method, path, body, flush=flush)
        if not isinstance(answer, dict):
            where = self._cart.partition("://")[2] + path
            raise UnreadableError(Problem(Code.BAD_SHAPE, where=where))
        return merchant_cart_from(answer)

    async def _answer(
        self, method: str, path: str, body: object = None, *, flush: bool = False
    ) -> object:
        call = _Call(method, path, body, {"flush_cart": "true"} if flush else None)
        slash = path in self._with_slash
        try:
            return await self._send(call, slash=slash)
        except (AnswerError, UnreadableError) as error:
            if not _leads_nowhere(error.problem):
                raise
            return await self._sent_otherwise(call, error, slash=not slash)

    async def _sent_otherwise(
        self, call: _Call, first: AnswerError | UnreadableError, *, slash: bool
    ) -> object:
        """The same call in the other spelling; where that leads nowhere either, the first error."""
        try:
            answer = await self._send(call, slash=slash)
        except (AnswerError, UnreadableError) as error:
            raise first if _leads_nowhere(error.problem) else error from None
        self._with_slash ^= {call.path}
        return answer

    async def _send(self, call: _Call, *, slash: bool) -> object:
        url = self._cart + call.path + ("/" if slash else "")
        return await self._calls.json(call.method, url, params=call.params, body=call.body)


@dataclass(frozen=True, slots=True)
class _Call:
    method: str
    path: str
    body: object
    params: dict[str, str] | None


def _leads_nowhere(problem: Problem) -> bool:
    """Whether the path is not known, so that nothing was done. A missing product has a name."""
    unnamed = problem.status == 404 and not problem.error_id
    return unnamed or problem.code in (Code.REDIRECT, Code.NOT_OFFERED)
