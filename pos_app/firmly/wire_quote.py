"""Carts with all that can be chosen in them: shipments, promo codes, add-ons; v1 and v2 (§4, §6).

Nothing here raises: what can't be read is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pos_app.domain.pickup import PickupStore
from pos_app.domain.quote import Addon, Fulfillment, MerchantCart, Shipment, ShippingOption
from pos_app.firmly.wire_cart import coupon_codes, receipt_from, unwrapped
from pos_app.firmly.wire_json import exact, first_words, mapping, objects, words
from pos_app.firmly.wire_price import first_currency, price_from

_STORE_LISTS = ("stores", "locations", "pickup_locations", "availability")
_ADDRESS = ("address1", "city", "state_or_province", "postal_code")
_IN_STOCK = ("available", "is_available", "in_stock")
_ID_MEMBERS = ("id", "addon_id", "offer_id", "sku")


def merchant_cart_from(data: object) -> MerchantCart:
    """What a cart tells, also under `cart`."""
    told = unwrapped(data)
    receipt = receipt_from(data)
    currency = first_currency((told.get("total"), told.get("sub_total")))
    return MerchantCart(
        receipt=receipt,
        shipments=tuple(_shipments(told.get("shipments"), currency)),
        promo_codes=tuple(coupon_codes(told.get("coupons"))),
        addons=tuple(_addons(mapping(told.get("addons")), currency)),
    )


def selected_addons(data: object) -> frozenset[str]:
    """The ids of the add-ons that are in the cart."""
    chosen = objects(mapping(unwrapped(data).get("addons")).get("selections"))
    return frozenset(found for one in chosen if (found := _id(one)))


def stores_from(data: object) -> tuple[PickupStore, ...]:
    """The stores of `get-availability`, whose answer is documented by its name only (§6)."""
    told = mapping(data)
    listed = next((told[name] for name in _STORE_LISTS if isinstance(told.get(name), list)), data)
    return tuple(store for one in objects(listed) if (store := _store(one)) is not None)


def _store(told: Mapping[str, object]) -> PickupStore | None:
    place = mapping(told.get("address"))
    known = words(told.get("address"), 200) or ", ".join(
        text for name in _ADDRESS if (text := words(place.get(name), 100))
    )
    name = first_words(told, "name", "display_name", "store_name", "title", limit=120)
    stock = next((told[name] for name in _IN_STOCK if isinstance(told.get(name), bool)), None)
    if not (name or known):
        return None
    return PickupStore(name or known, known if name else "", None if stock is None else bool(stock))


def _shipments(data: object, currency: str) -> Iterator[Shipment]:
    for shipment in objects(data):
        shipment_id = exact(shipment.get("shipment_id")) or exact(shipment.get("id"))
        if not shipment_id:
            continue
        yield Shipment(
            shipment_id=shipment_id,
            options=tuple(_options(shipment.get("shipping_method_options"), currency)),
            method=_chosen(shipment.get("shipping_method")),
            fulfillments=tuple(_fulfillments(shipment.get("fulfillment_type_options"))),
            fulfillment=_chosen(shipment.get("fulfillment_type")),
        )


def _options(data: object, currency: str) -> Iterator[ShippingOption]:
    for option in objects(data):
        option_id = _chosen(option)
        if option_id:
            yield ShippingOption(
                option_id,
                first_words(option, "description", "name", limit=120) or option_id,
                price_from(option.get("price"), currency),
                words(option.get("estimated_delivery"), 120),
            )


def _fulfillments(data: object) -> Iterator[Fulfillment]:
    for option in objects(data):
        type_id = exact(option.get("id"))
        if type_id:
            name = first_words(option, "name", "description", limit=120) or type_id
            yield Fulfillment(type_id, name, words(option.get("description"), 200))


def _addons(data: Mapping[str, object], currency: str) -> Iterator[Addon]:
    for offer in objects(data.get("offers")):
        addon_id = _id(offer)
        label = first_words(offer, "name", "title", "description", limit=120)
        if addon_id and label:
            price = price_from(offer.get("price"), currency)
            yield Addon(addon_id, label, price, exact(offer.get("line_item_id")))


def _chosen(data: object) -> str:
    """An id, bare or in an object; v1 calls that of a method `sku`."""
    told = mapping(data)
    return exact(data) or exact(told.get("id")) or exact(told.get("sku"))


def _id(told: Mapping[str, object]) -> str:
    return next((found for name in _ID_MEMBERS if (found := exact(told.get(name)))), "")
