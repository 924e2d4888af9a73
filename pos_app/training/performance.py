"""One order from its request to its end, as its scenario wants it (API sheet §3)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from pos_app.training.bodies import Address
from pos_app.training.cards import CardSummary
from pos_app.training.carts import Cart
from pos_app.training.catalog import Variant, gone, not_enough
from pos_app.training.http11 import Exchange
from pos_app.training.merchant import Merchant, Promise
from pos_app.training.scenarios import Scenario, Stage, Whole
from pos_app.training.voices import BrokenJsonVoice, EventVoice, JsonVoice, PageVoice, Voice
from pos_app.training.wire import ApiError, Json, Reply, error_reply, json_reply

_SILENT_AT = (Stage.CART, Stage.SHIPPING)


@dataclass(frozen=True, slots=True)
class Order:
    """An order as it came in, checked. `prepared` is the cart of complete-order."""

    device_id: str
    request_id: str
    card: CardSummary
    billing_info: Address
    shipping_info: Address | None = None
    items: tuple[tuple[Variant, int], ...] = ()
    prepared: Cart | None = None

    @property
    def last_variant(self) -> Variant:
        """The variant of the last line: the one that staged refusals name."""
        if self.prepared is not None:
            return self.prepared.lines[-1].variant
        return self.items[-1][0]


class _Curtain(Exception):  # noqa: N818 - it is no error: the performance was meant to end here
    """Nothing more is to be said."""


class Performance:
    """Plays one scenario for one order. `stream`: whether events were asked for."""

    def __init__(
        self, merchant: Merchant, exchange: Exchange, scenario: Scenario, *, stream: bool
    ) -> None:
        self._merchant = merchant
        self._exchange = exchange
        self._scenario = scenario
        self._odd = merchant.settings.odd_shapes
        self._voice = self._choose_voice(stream=stream)
        exchange.drip = scenario.drip

    async def play(self, order: Order) -> None:
        """Answers the request. Raises ConnectionError when the client left."""
        try:
            await self._reach(Stage.SENT, order)
            whole = self._whole_answer(order)
            if whole is not None:
                await self._exchange.send(whole)
                return
            await self._voice.open()
            await self._proceed(order)
        except ApiError as error:
            await self._voice.refuse(error)
        except _Curtain:
            self._cut()

    async def _proceed(self, order: Order) -> None:
        cart = order.prepared or self._merchant.carts.new(order.device_id)
        await self._voice.step("creating-cart", self._first_words(cart))
        await self._reach(Stage.CART, order)
        if order.prepared is None:
            await self._add_items(cart, order)
        await self._reach(Stage.ITEMS, order)
        cart.billing_info = order.billing_info
        cart.shipping_info = order.shipping_info or cart.shipping_info
        shown = {"cart": self._merchant.shapes.cart(cart)}
        if self._scenario.cut_mid_event:
            await self._voice.half_step("shipping-updated", shown)
            raise _Curtain
        await self._voice.step("shipping-updated", shown)
        self._promise(cart, order)
        await self._reach(Stage.SHIPPING, order)
        self._merchant.accept(
            cart, order.card, order.request_id, numberless=self._scenario.numberless
        )
        if self._scenario.moves_on:
            self._merchant.carts.new(order.device_id)
        await self._reach(Stage.ACCEPTED, order)
        await self._voice.placed(self._merchant.shapes.cart(cart))

    def _promise(self, cart: Cart, order: Order) -> None:
        """The order of a scenario whose merchant takes it up after the line is lost."""
        if self._scenario.late_looks:
            promise = Promise(cart, order.card, order.request_id, self._scenario.late_looks)
            self._merchant.promise(promise)

    async def _add_items(self, cart: Cart, order: Order) -> None:
        """Adds the items: an event for each, or by rule one for all."""
        at_once = self._odd and cart.serial % 4 == 3
        for index, (variant, quantity) in enumerate(order.items):
            self._put(cart, variant, quantity)
            if at_once and index < len(order.items) - 1:
                continue
            await self._voice.step("item-added", {"cart": self._merchant.shapes.cart(cart)})
            await self._pause()

    def _put(self, cart: Cart, variant: Variant, quantity: int) -> None:
        already = sum(line.quantity for line in cart.lines if line.variant is variant)
        self._merchant.catalog.check_stock(variant, already + quantity)
        dearer = (variant.price + 9) // 10 if self._scenario.dearer else 0
        cart.add(variant, quantity, variant.price + dearer)

    def _first_words(self, cart: Cart) -> Json | None:
        """The data of ``creating-cart``, which nobody has described: three ways by turns."""
        if not self._odd or cart.serial % 3 == 1:
            return {}
        return None if cart.serial % 3 == 0 else {"cart": self._merchant.shapes.cart(cart)}

    async def _reach(self, stage: Stage, order: Order) -> None:
        """A stage has been reached: cut, stall, refuse or go on after a pause."""
        scenario = self._scenario
        if stage is scenario.cut_after:
            await self._pause()
            raise _Curtain
        if stage is scenario.stall_after:
            await self._exchange.until_client_leaves()
            raise _Curtain
        silent = scenario.silent_steps if stage in _SILENT_AT else 0
        await self._pause(silent or 1)
        if stage is scenario.refuse_after and scenario.refuse is not None:
            raise self._refusal(scenario.refuse, order)

    def _cut(self) -> None:
        """Ends the connection: reset, or closed where the client is to get all that was sent."""
        if self._scenario.cut_after is Stage.SENT or self._scenario.cut_mid_event:
            self._exchange.reset()
        else:
            self._exchange.hang_up()

    async def _pause(self, steps: int = 1) -> None:
        if self._merchant.settings.pace > 0:
            await asyncio.sleep(self._merchant.settings.pace * steps)

    def _refusal(self, error: str, order: Order) -> ApiError:
        if error == "ErrorNotEnoughStock":
            return not_enough(order.last_variant, 0)
        if error == "ErrorProductNotFound":
            return gone(order.last_variant)
        if error == "ErrorStoreUnavailable":
            return ApiError(error, "The store can't be reached at the moment.")
        return ApiError("ErrorPaymentDeclined", "The card was declined by its bank.")

    def _choose_voice(self, *, stream: bool) -> Voice:
        if self._scenario.whole is Whole.HTML:
            return PageVoice(self._exchange)
        if stream and self._scenario.whole is None:
            return EventVoice(self._exchange, self._scenario, odd=self._odd)
        if self._scenario.broken_json:
            return BrokenJsonVoice(self._exchange)
        return JsonVoice(self._exchange)

    def _whole_answer(self, order: Order) -> Reply | None:
        """The answer of a scenario that never starts to place the order."""
        match self._scenario.whole:
            case Whole.REDIRECT:
                return json_reply({}, 307, location=self._exchange.request.target)
            case Whole.NOTICE:
                return json_reply(self._changed_cart(order))
            case Whole.SERVER_ERROR:
                body = {"code": 500, "error": "InternalServerError", "description": "It broke."}
                return json_reply(body, 500)
            case Whole.BAD_GATEWAY:
                page = b"<html><body><center><h1>502 Bad Gateway</h1></center></body></html>"
                return Reply(502, page, "text/html")
            case Whole.STORE_DOWN:
                return error_reply(ApiError("ErrorStoreUnavailable", "The store is down."))
            case Whole.INVALID_INPUT:
                words = "shipping_info.postal_code: the store does not ship to this postal code."
                return error_reply(ApiError("ErrorInvalidInputBody", words))
            case Whole.DECLINE_JSON:
                return error_reply(self._refusal("ErrorPaymentDeclined", order))
            case _:
                return None

    def _changed_cart(self, order: Order) -> Json:
        """A cart with a notice and no order number: the merchant changed it, nothing is placed."""
        cart = order.prepared or self._merchant.carts.new(order.device_id)
        for variant, quantity in order.items:
            self._put(cart, variant, quantity)
        cart.shipping_info = order.shipping_info or cart.shipping_info
        cart.billing_info = order.billing_info
        words = f"The price of {order.last_variant.title} has gone up."
        cart.notices = [{"code": "PRICE_INCREASED", "message": words}]
        return self._merchant.shapes.cart(cart)
