"""How catalogue, carts and orders look on the wire (API sheet §4 and §5).

With `odd`, the shapes that documents and clients disagree on appear by rule: prices without
``number`` and ``symbol``, pictures under ``src``, a quantity or an order number of the other JSON
type, fields nobody asked for. Absent beats null everywhere.
"""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

from pos_app.training.assortment import PALETTE, Axis
from pos_app.training.bodies import Address
from pos_app.training.carts import CURRENCY, PICKUP, PROMOTIONS, SHIP, Cart, Line, ShippingMethod
from pos_app.training.catalog import Catalog, Product, Variant
from pos_app.training.places import COUNTRIES, US_STATES
from pos_app.training.wire import Json

FULFILLMENT_TYPES: tuple[Json, ...] = (
    {"id": SHIP, "name": "Ship to address", "description": "By parcel, to the address given"},
    {"id": PICKUP, "name": "Pick up", "description": "In the store, today"},
)


def price(cents: int, *, bare: bool = False) -> Json:
    """A price; `bare` leaves out the optional ``number`` and ``symbol``."""
    shape: Json = {"currency": CURRENCY, "value": cents / 100}
    return shape if bare else shape | {"number": cents, "symbol": "$"}


def iso(unix_seconds: float) -> str:
    """ISO 8601 in UTC."""
    return datetime.fromtimestamp(unix_seconds, UTC).isoformat(timespec="seconds")


class Shapes:
    """Renders for one merchant. `api_url`: where its pictures are served, once that is known."""

    def __init__(self, catalog: Catalog, domain: str, *, odd: bool) -> None:
        self.api_url = ""
        self._catalog = catalog
        self._domain = domain
        self._odd = odd

    def page_url(self, handle: str) -> str:
        """The address of the product's page in the merchant's shop."""
        return f"https://{self._domain}/products/{quote(handle)}"

    def listed(self, handle: str, title: str, sku: str) -> Json:
        """An entry of the list of all products: no price."""
        return {
            "loc": self.page_url(handle),
            "handle": handle,
            "title": title,
            "image": {"url": self._picture(sku.lower())},
        }

    def product(self, product: Product) -> Json:
        """The whole product."""
        pictures = dict.fromkeys(variant.image_id for variant in product.variants)
        return {
            "base_sku": product.base_sku,
            "title": product.title,
            "handle": product.handle,
            "description": product.description,
            "product_type": product.product_type,
            "images": [
                {"url": self._picture(key), "alt": product.title, "type": "product"}
                for key in pictures
            ],
            "variant_option_values": [
                self._axis(product, axis, position) for position, axis in enumerate(product.axes)
            ],
            "variants": [self._variant(product, variant) for variant in product.variants],
        }

    def found(self, product: Product) -> Json:
        """A product among search results."""
        prices = [variant.price for variant in product.variants if variant.shown_price]
        shape = self.product(product) | {
            "domain": self._domain,
            "pdp_url": self.page_url(product.handle),
            "has_available_variants": any(map(self._available, product.variants)),
        }
        if prices:
            shape["price_range"] = {"min": min(prices), "max": max(prices)}
        return shape

    def cart(self, cart: Cart) -> Json:
        """A cart, with an order's fields once it is one."""
        sums = cart.totals()
        shape: Json = {
            "schema_version": "2.0",
            "cart_id": cart.cart_id,
            "cart_status": cart.status,
            "platform_id": "training",
            "shop_id": self._domain,
            "display_name": "Training store",
            "line_items": [self._line(line, index) for index, line in enumerate(cart.lines)],
            "shipments": [self._shipment(cart)] if cart.ships else [],
            "addons": _addons(cart),
            "sub_total": price(sums.sub_total),
            "addon_total": price(sums.addons),
            "cart_discount": price(sums.discount),
            "total": price(sums.total, bare=self._odd and cart.serial % 3 == 1),
            "coupons": [{"code": c, "description": PROMOTIONS[c]} for c in cart.promo_codes],
            "notices": list(cart.notices),
        }
        for name in ("shipping_info", "billing_info"):
            address: Address | None = getattr(cart, name)
            if address is not None:
                shape[name] = _address(address)
        if cart.shipping_info is not None:  # before that nobody knows, and 0 would be a promise
            shape |= {"shipping_total": price(sums.shipping), "tax_total": price(sums.tax)}
        if self._odd:
            shape |= {"price_list": 7, "loyalty": {"tier": "none"}}
        return shape | self._order_fields(cart)

    def _order_fields(self, cart: Cart) -> Json:
        placed = cart.placed
        if placed is None:
            return {}
        as_number = self._odd and cart.serial % 3 == 2
        card = placed.card
        number: Json = {
            "platform_order_number": int(placed.order_number) if as_number else placed.order_number,
            "urls": {"thank_you_page": f"https://{self._domain}/thanks/{placed.order_number}"},
        }
        told = {} if placed.numberless else number
        return told | {
            "submitted_at": iso(placed.at),
            "payment_summary": {
                "payment_type": "CreditCard",
                "card_holder_name": card.holder,
                "bin": card.bin,
                "last_four": card.last_four,
                "month": card.month,
                "year": card.year,
                "card_type": card.brand,
            },
        }

    def _line(self, line: Line, index: int) -> Json:
        variant = line.variant
        picture = self._picture(variant.image_id)
        shape: Json = {
            "line_item_id": line.line_item_id,
            "platform_line_item_id": f"{1000 + index}",
            "sku": variant.sku,
            "base_sku": variant.product_sku,
            "description": variant.product_title,
            "quantity": str(line.quantity) if self._odd and index % 4 == 3 else line.quantity,
            "price": price(line.unit_price, bare=self._odd and index % 3 == 1),
            "line_price": price(line.price),
            "image": {"src": picture} if self._odd and index % 3 == 2 else {"url": picture},
            "requires_shipping": variant.requires_shipping,
        }
        if variant.options:
            shape["variant_description"] = " / ".join(variant.options)
        if variant.msrp is not None:
            shape["msrp"] = price(variant.msrp)
        return shape

    def _shipment(self, cart: Cart) -> Json:
        chosen = next(kind for kind in FULFILLMENT_TYPES if kind["id"] == cart.fulfillment)
        return {
            "shipment_id": cart.shipment_id,
            "line_item_ids": [
                line.line_item_id for line in cart.lines if line.variant.requires_shipping
            ],
            "fulfillment_type": chosen,
            "fulfillment_type_options": list(FULFILLMENT_TYPES),
            "shipping_method": _method(cart.method()),
            "shipping_method_options": [_method(option) for option in cart.methods()],
        }

    def _axis(self, product: Product, axis: Axis, position: int) -> Json:
        values = []
        for value in axis.values:
            having = [variant for variant in product.variants if variant.options[position] == value]
            entry: Json = {
                "display_name": value,
                "value": value,
                "available": any(map(self._available, having)),
            }
            if axis.colours:
                entry["swatch"] = PALETTE[value]
            values.append(entry)
        return {
            "display_name": axis.name,
            "property_accessor": axis.name.lower(),
            "position": position + 1,
            "option_values": values,
        }

    def _variant(self, product: Product, variant: Variant) -> Json:
        shape: Json = {
            "handle": variant.sku.lower(),
            "sku": variant.sku,
            "title": variant.title,
            "display_name": " / ".join(variant.options) or product.title,
            "add_to_cart_ref": variant.ref(),
            "available": self._available(variant),
            "variant_option_list": [
                {
                    "display_name": axis.name,
                    "property_accessor": axis.name.lower(),
                    "value": value,
                }
                for axis, value in zip(product.axes, variant.options, strict=True)
            ],
            "images": [{"url": self._picture(variant.image_id), "alt": variant.title}],
            "messages": self._catalog.messages(variant),
        }
        if variant.shown_price:
            shape["price"] = price(variant.price)
        if variant.msrp is not None:
            shape["msrp"] = price(variant.msrp)
        return shape

    def _available(self, variant: Variant) -> bool:
        return self._catalog.stock(variant) > 0

    def _picture(self, key: str) -> str:
        return f"{self.api_url}/training/images/{key}.png"


def _addons(cart: Cart) -> Json:
    offers = [{"id": a.addon_id, "name": a.name, "price": price(a.price)} for a in cart.addons()]
    chosen = [{"id": offer["id"]} for offer in offers if offer["id"] in cart.addon_ids]
    return {"offers": offers, "selections": chosen}


def _method(method: ShippingMethod) -> Json:
    return {
        "id": method.method_id,
        "description": method.description,
        "price": price(method.price),
        "estimated_delivery": method.estimated_delivery,
    }


def _address(address: Address) -> Json:
    """An address as it comes back: the country by its name, the state's name beside its code."""
    shape: Json = dict(address)
    shape["country"] = COUNTRIES[address["country"]]
    state = address["state_or_province"]
    if address["country"] == "US":
        shape["state_name"] = US_STATES[state]
    return shape
