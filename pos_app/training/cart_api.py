"""The cart calls of the API host, version 2 (API sheet §6)."""

from __future__ import annotations

from pos_app.training import bodies
from pos_app.training.carts import EXPIRED, PROMOTIONS, Cart
from pos_app.training.merchant import Merchant
from pos_app.training.old_shapes import version_1
from pos_app.training.routing import Call, Endpoint, Route
from pos_app.training.shapes import FULFILLMENT_TYPES
from pos_app.training.wire import ApiError, Json, Reply, json_reply, read_object

_STORE: Json = {
    "id": "main-street",
    "name": "Training store, Main Street",
    "address": {
        "address1": "1 Main Street",
        "city": "Seattle",
        "state_or_province": "WA",
        "country": "US",
        "postal_code": "98101",
    },
}


class CartApi:
    """The current cart of the calling device."""

    def __init__(self, merchant: Merchant) -> None:
        self._merchant = merchant

    def routes(self) -> tuple[Route, ...]:
        """What this part answers."""
        table: tuple[tuple[str, str, Endpoint], ...] = (
            ("GET", "", self.show),
            ("POST", "/line-items", self.add),
            ("DELETE", "/line-items", self.flush),
            ("PUT", "/line-items/{line_id}", self.change),
            ("POST", "/shipping-info", self.ship_to),
            ("POST", "/shipments/shipping-method", self.choose_method),
            ("POST", "/shipments/fulfillment-type", self.choose_fulfillment),
            ("POST", "/shipments/get-availability", self.availability),
            ("POST", "/promo-codes", self.add_promo_codes),
            ("DELETE", "/promo-codes", self.remove_promo_codes),
            ("POST", "/addons", self.choose_addons),
        )
        cart = "/api/v2/domains/{domain}/cart"
        own = (Route(method, cart + path, endpoint) for method, path, endpoint in table)
        return (*own, Route("GET", "/api/v2/carts/active", self.active))

    async def active(self, call: Call) -> Reply:
        """The device's open carts."""
        shapes = self._merchant.shapes
        return json_reply([shapes.cart(c) for c in self._merchant.carts.active(call.device_id)])

    async def show(self, call: Call) -> Reply:
        """The current cart, also when it has become an order; what has happened to it shows now."""
        cart = self._merchant.look(call.device_id)
        coming = self._merchant.plan.coming
        if coming.risen and not cart.placed:
            cart.rise()
        if coming.sold_out and cart.lines and not cart.placed:
            words = f"{cart.lines[-1].variant.title} is sold out."
            cart.notices = [{"code": "ITEM_OUT_OF_STOCK", "message": words}]
        return self._answer(cart)

    async def add(self, call: Call) -> Reply:
        """Adds pieces; with ``flush_cart=true`` to a new cart."""
        body = read_object(call.request.body)
        variant = self._merchant.catalog.resolve(bodies.ref(body))
        quantity = bodies.quantity(body, least=1)
        flush = call.request.query.get("flush_cart", "").lower() == "true"
        carts = self._merchant.carts
        cart = self._open(call)
        before = 0 if flush else sum(x.quantity for x in cart.lines if x.variant is variant)
        self._merchant.catalog.check_stock(variant, before + quantity)
        if flush:
            cart = carts.new(call.device_id)
        cart.add(variant, quantity)
        return self._answer(cart)

    async def change(self, call: Call) -> Reply:
        """Sets the quantity of a line; 0 removes it."""
        quantity = bodies.quantity(read_object(call.request.body), least=0)
        cart = self._open(call)
        line = cart.line(call.params["line_id"])
        self._merchant.catalog.check_stock(line.variant, quantity)
        line.quantity = quantity
        cart.lines = [line for line in cart.lines if line.quantity]
        return self._answer(cart)

    async def flush(self, call: Call) -> Reply:
        """Empties the cart."""
        cart = self._open(call)
        cart.lines.clear()
        return self._answer(cart)

    async def ship_to(self, call: Call) -> Reply:
        """Sets the address: from now on there are shipping methods, tax and a total."""
        cart = self._filled(call)
        cart.shipping_info = bodies.address(read_object(call.request.body), "shipping_info")
        return self._answer(cart)

    async def choose_method(self, call: Call) -> Reply:
        """Chooses one of the shipping methods."""
        if self._merchant.plan.coming.fixed_methods:
            raise ApiError("RouteNotFound", "There is no such route.")
        body = read_object(call.request.body)
        cart = self._shipped(call, body)
        method_id = bodies.text_at(body, "shipping_method_id")
        if method_id not in {method.method_id for method in cart.methods()}:
            raise ApiError("ErrorInvalidShippingMethod", "The shipment has no such method.")
        cart.method_id = method_id
        return self._answer(cart)

    async def choose_fulfillment(self, call: Call) -> Reply:
        """Chooses shipping or pickup; the id stands under ``fulfillment_type`` or ``…_id``."""
        body = read_object(call.request.body)
        cart = self._shipped(call, body)
        kind = body.get("fulfillment_type_id", body.get("fulfillment_type"))
        known = {fulfillment["id"] for fulfillment in FULFILLMENT_TYPES}
        if not isinstance(kind, str) or kind not in known:
            raise ApiError("ErrorInvalidFulfillmentType", "The shipment has no such type.")
        cart.fulfillment, cart.method_id = kind, ""
        return self._answer(cart)

    async def availability(self, call: Call) -> Reply:
        """The stores where the shipment could be picked up."""
        cart = self._shipped(call, read_object(call.request.body))
        stock = self._merchant.catalog.stock
        available = all(stock(line.variant) >= line.quantity for line in cart.lines)
        stores = [_STORE | {"available": available}]
        return json_reply({"shipment_id": cart.shipment_id, "stores": stores})

    async def add_promo_codes(self, call: Call) -> Reply:
        """Applies promo codes; one that has expired leaves a notice and no discount."""
        codes = bodies.promo_codes(read_object(call.request.body))
        cart = self._filled(call)
        unknown = [code for code in codes if code not in PROMOTIONS]
        if unknown:
            raise ApiError("ErrorInvalidPromoCode", f"There is no promo code {unknown[0]}.")
        cart.notices = []
        for code in codes:
            if code == EXPIRED:
                words = f"The promo code {code} has expired."
                cart.notices.append({"code": "PROMO_EXPIRED", "message": words})
            elif code not in cart.promo_codes:
                cart.promo_codes.append(code)
        return self._answer(cart)

    async def remove_promo_codes(self, call: Call) -> Reply:
        """Takes promo codes off: those in the body, or all without a body."""
        cart = self._open(call)
        codes = tuple(cart.promo_codes)
        if call.request.body.strip():
            codes = bodies.promo_codes(read_object(call.request.body))
        if not set(codes) <= set(cart.promo_codes):
            raise ApiError("ErrorClearPromoCodeNotAllowed", "The cart has no such promo code.")
        cart.promo_codes = [code for code in cart.promo_codes if code not in codes]
        cart.notices = []
        return self._answer(cart)

    async def choose_addons(self, call: Call) -> Reply:
        """Chooses add-ons by the ids under ``selections``, or none."""
        cart = self._open(call)
        chosen = bodies.selections(read_object(call.request.body))
        if not set(chosen) <= {addon.addon_id for addon in cart.addons()}:
            raise ApiError("ErrorAddonNotFound", "The cart has no such add-on.")
        cart.addon_ids = list(chosen)
        return self._answer(cart)

    def _answer(self, cart: Cart) -> Reply:
        shape = self._merchant.shapes.cart(cart)
        return json_reply(version_1(shape) if self._merchant.plan.coming.old_carts else shape)

    def _open(self, call: Call) -> Cart:
        return self._merchant.carts.open(call.device_id)

    def _filled(self, call: Call) -> Cart:
        cart = self._open(call)
        if not cart.lines:
            raise ApiError("ErrorCartNotFound", "The cart is empty.")
        return cart

    def _shipped(self, call: Call, body: Json) -> Cart:
        """The cart whose shipment the body names."""
        cart = self._filled(call)
        if not cart.ships or body.get("shipment_id") != cart.shipment_id:
            raise ApiError("ErrorShipmentNotFound", "The cart has no such shipment.")
        return cart
