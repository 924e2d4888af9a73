"""The payment host: its key, and the two calls that charge a card (API sheet §2, §3 and §6)."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.training import bodies
from pos_app.training.bodies import Address, invalid
from pos_app.training.cards import CardSummary, read_card
from pos_app.training.carts import Cart
from pos_app.training.catalog import Variant
from pos_app.training.merchant import Merchant
from pos_app.training.performance import Order, Performance
from pos_app.training.routing import Call, Route
from pos_app.training.scenarios import Scenario
from pos_app.training.wire import ApiError, Json, Reply, read_object


@dataclass(frozen=True, slots=True)
class _Payment:
    """What both charging calls have in their bodies."""

    card: CardSummary
    billing_info: Address
    captcha_token: str


class PaymentApi:
    """Everything that the payment host answers."""

    def __init__(self, merchant: Merchant) -> None:
        self._merchant = merchant

    def routes(self) -> tuple[Route, ...]:
        """What this host answers."""
        payment = "/api/v2/payment/domains/{domain}"
        return (
            Route("GET", "/api/v1/payment/key", self.key, needs_session=False),
            Route("POST", payment + "/place-order", self.place_order),
            Route("POST", payment + "/complete-order", self.complete_order),
        )

    async def key(self, call: Call) -> Reply:
        """The public key that encrypts the next card."""
        return await self._merchant.keys.publish(call.request.query.get("format", "JWK"))

    async def place_order(self, call: Call) -> None:
        """Makes a cart of the body and charges the card for it."""
        body = read_object(call.request.body)
        shipping = bodies.address(bodies.object_at(body, "shipping_info"), "shipping_info")
        items = self._resolve(body)
        payment = self._payment(body)
        scenario = self._scenario(payment)
        order = Order(
            device_id=call.device_id,
            request_id=call.request.headers.get("x-firmly-request-id", ""),
            card=payment.card,
            billing_info=payment.billing_info,
            shipping_info=shipping,
            items=items,
        )
        stream = call.request.query.get("sse", "").lower() == "true"
        await Performance(self._merchant, call.exchange, scenario, stream=stream).play(order)

    async def complete_order(self, call: Call) -> None:
        """Charges the card for the device's prepared cart."""
        payment = self._payment(read_object(call.request.body))
        cart = self._prepared(call.device_id)
        scenario = self._scenario(payment)
        order = Order(
            device_id=call.device_id,
            request_id=call.request.headers.get("x-firmly-request-id", ""),
            card=payment.card,
            billing_info=payment.billing_info,
            prepared=cart,
        )
        await Performance(self._merchant, call.exchange, scenario, stream=False).play(order)

    def _resolve(self, body: Json) -> tuple[tuple[Variant, int], ...]:
        resolve = self._merchant.catalog.resolve
        return tuple((resolve(item.ref), item.quantity) for item in bodies.items(body))

    def _payment(self, body: Json) -> _Payment:
        billing = bodies.address(bodies.object_at(body, "billing_info"), "billing_info")
        captcha = bodies.captcha_at(body)
        plaintext = self._merchant.keys.decrypt(bodies.text_at(body, "encrypted_card"))
        card = read_card(plaintext, self._merchant.settings.clock())
        return _Payment(card, billing, captcha)

    def _scenario(self, payment: _Payment) -> Scenario:
        """What this order will do: decided only once it has been found valid."""
        scenario = self._merchant.plan.take(payment.card)
        if scenario.captcha and not payment.captcha_token:
            raise invalid("captcha_token: this store requires a captcha_token.")
        return scenario

    def _prepared(self, device_id: str) -> Cart:
        cart = self._merchant.carts.current(device_id)
        if cart.placed or not cart.lines:
            raise ApiError("ErrorCartNotFound", "There is no cart to complete.")
        if cart.shipping_info is None:
            raise ApiError("ErrorMissingRequiredParameters", "shipping_info is not set.")
        return cart
