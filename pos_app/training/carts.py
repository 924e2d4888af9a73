"""Carts: lines, shipping, promo codes, and what they come to (API sheet §4 and §6).

All amounts are in cents of the US dollar, the only currency of this merchant.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from pos_app.training.bodies import Address
from pos_app.training.cards import CardSummary
from pos_app.training.catalog import Variant
from pos_app.training.places import tax_on, tax_rate
from pos_app.training.wire import ApiError, Json

CURRENCY = "USD"
SHIP = "SHIP_TO_ADDRESS"
PICKUP = "IN_STORE_PICKUP"
_FREE_SHIPPING_FROM = 15_000
_KEPT_PER_DEVICE = 50


@dataclass(frozen=True, slots=True)
class ShippingMethod:
    """A way of shipping and its price in cents."""

    method_id: str
    description: str
    price: int
    estimated_delivery: str


_DOMESTIC = (
    ShippingMethod("standard", "Standard", 595, "3–5 days"),
    ShippingMethod("express", "Express", 1495, "1–2 days"),
)
_ABROAD = (
    ShippingMethod("world", "International standard", 1995, "7–14 days"),
    ShippingMethod("world-express", "International express", 3995, "3–5 days"),
)
_PICKUP = (ShippingMethod("pickup", "Pick up in the store", 0, "Today"),)


@dataclass(frozen=True, slots=True)
class Addon:
    """Something offered beside the goods, and its price in cents."""

    addon_id: str
    name: str
    price: int


ADDONS = (Addon("care-2y", "2 years of care", 900),)
_ADDONS_FROM = 5_000

PROMOTIONS: Mapping[str, str] = {
    "WELCOME10": "10 % off your order",
    "FREESHIP": "Free standard shipping",
    "EXPIRED5": "5 % off, until last year",
}
EXPIRED = "EXPIRED5"


@dataclass(slots=True)
class Line:
    """A line of a cart. `unit_price` is what the merchant asks now, whatever the page said."""

    line_item_id: str
    variant: Variant
    quantity: int
    unit_price: int

    @property
    def price(self) -> int:
        """The line's price: unit price times quantity."""
        return self.unit_price * self.quantity


@dataclass(frozen=True, slots=True)
class Placed:
    """What makes an order out of a cart. `at` is in unix seconds.

    `numberless`: the cart does not tell the number.
    """

    order_number: str
    at: float
    card: CardSummary
    numberless: bool = False


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a cart."""

    sub_total: int
    discount: int
    shipping: int
    tax: int
    addons: int = 0

    @property
    def total(self) -> int:
        """What the customer pays."""
        return self.sub_total - self.discount + self.shipping + self.tax + self.addons


@dataclass(slots=True)
class Cart:
    """A cart of one device, or the order it became. `serial` counts carts from 0."""

    cart_id: str
    device_id: str
    serial: int
    lines: list[Line] = field(default_factory=list)
    shipping_info: Address | None = None
    billing_info: Address | None = None
    fulfillment: str = SHIP
    method_id: str = ""
    promo_codes: list[str] = field(default_factory=list)
    notices: list[Json] = field(default_factory=list)
    placed: Placed | None = None
    risen: bool = False
    addon_ids: list[str] = field(default_factory=list)

    @property
    def status(self) -> str:
        """``active`` until it is an order."""
        return "submitted" if self.placed else "active"

    @property
    def shipment_id(self) -> str:
        """The id of the only shipment."""
        return f"shp_{self.cart_id[-12:]}"

    @property
    def ships(self) -> bool:
        """Whether there is a shipment: an address, and something that needs one."""
        return self.shipping_info is not None and any(
            line.variant.requires_shipping for line in self.lines
        )

    def add(self, variant: Variant, quantity: int, unit_price: int | None = None) -> Line:
        """Puts pieces into the cart: onto the line that has the variant, or as a new line."""
        for line in self.lines:
            if line.variant.sku == variant.sku:
                line.quantity += quantity
                return line
        price = variant.price if unit_price is None else unit_price
        line = Line(f"li_{secrets.token_hex(8)}", variant, quantity, price)
        self.lines.append(line)
        return line

    def rise(self) -> None:
        """Raises all prices by a tenth, once."""
        if not self.risen:
            self.risen = True
            for line in self.lines:
                line.unit_price += (line.unit_price + 9) // 10

    def line(self, line_item_id: str) -> Line:
        """The line of that id. Raises ApiError ``ErrorProductNotFound``."""
        for line in self.lines:
            if line.line_item_id == line_item_id:
                return line
        raise ApiError("ErrorProductNotFound", "The cart has no such line item.")

    def methods(self) -> tuple[ShippingMethod, ...]:
        """The ways of shipping to choose from, with their prices for this cart."""
        if self.fulfillment == PICKUP:
            return _PICKUP
        if self.shipping_info is not None and self.shipping_info["country"] != "US":
            return _ABROAD
        goods = sum(line.price for line in self.lines) - self._discount()
        if goods < _FREE_SHIPPING_FROM and "FREESHIP" not in self.promo_codes:
            return _DOMESTIC
        standard, *others = _DOMESTIC
        free = ShippingMethod(
            standard.method_id, standard.description, 0, standard.estimated_delivery
        )
        return (free, *others)

    def addons(self) -> tuple[Addon, ...]:
        """What is offered beside the goods: only to carts that are worth it."""
        return ADDONS if sum(line.price for line in self.lines) >= _ADDONS_FROM else ()

    def method(self) -> ShippingMethod:
        """The chosen way of shipping, else the cheapest."""
        options = self.methods()
        chosen = [option for option in options if option.method_id == self.method_id]
        return chosen[0] if chosen else min(options, key=lambda option: option.price)

    def totals(self) -> Totals:
        """The sums: tax on the goods after discount, at the rate of the shipping address."""
        sub_total = sum(line.price for line in self.lines)
        discount = self._discount()
        tax = 0
        if self.shipping_info is not None:
            place = self.shipping_info
            rate = tax_rate(place["country"], place["state_or_province"])
            tax = tax_on(sub_total - discount, rate)
        shipping = self.method().price if self.ships else 0
        extras = sum(one.price for one in self.addons() if one.addon_id in self.addon_ids)
        return Totals(sub_total, discount, shipping, tax, extras)

    def _discount(self) -> int:
        goods = sum(line.price for line in self.lines)
        return goods // 10 if "WELCOME10" in self.promo_codes else 0


class Carts:
    """The carts of every device; the last one of a device is its current cart."""

    def __init__(self) -> None:
        self._of_device: dict[str, list[Cart]] = {}
        self._made = 0

    def new(self, device_id: str) -> Cart:
        """A new, empty cart that becomes the device's current one."""
        cart = Cart(f"crt_{secrets.token_hex(12)}", device_id, self._made)
        self._made += 1
        own = self._of_device.setdefault(device_id, [])
        own.append(cart)
        del own[:-_KEPT_PER_DEVICE]
        return cart

    def current(self, device_id: str) -> Cart:
        """The device's current cart, which may be an order already; an empty one if none."""
        own = self._of_device.get(device_id)
        return own[-1] if own else self.new(device_id)

    def open(self, device_id: str) -> Cart:
        """The device's current cart to change: a new one when the last became an order."""
        cart = self.current(device_id)
        return self.new(device_id) if cart.placed else cart

    def active(self, device_id: str) -> tuple[Cart, ...]:
        """The device's carts that hold something and are no orders, newest first."""
        own = self._of_device.get(device_id, [])
        return tuple(cart for cart in reversed(own) if cart.lines and not cart.placed)
