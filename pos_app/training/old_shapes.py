"""A cart in the shape of version 1, which some stores still tell (API sheet §4 and §6)."""

from __future__ import annotations

from pos_app.training.wire import Json

_NEW = ("addons", "addon_total", "tax_total", "notices", "coupons")


def version_1(cart: Json) -> Json:
    """The same cart: `tax`, `notice` in words, a method's `sku`, and the chosen one by it alone."""
    shape = {name: value for name, value in cart.items() if name not in _NEW}
    shape["schema_version"] = "1.0"
    if "tax_total" in cart:
        shape["tax"] = cart["tax_total"]
    if cart["notices"]:
        shape["notice"] = [notice["message"] for notice in cart["notices"]]
    shape["coupons"] = [coupon["code"] for coupon in cart["coupons"]]
    shape["shipments"] = [_shipment(shipment) for shipment in cart["shipments"]]
    return shape


def _shipment(shipment: Json) -> Json:
    options = [
        {("sku" if name == "id" else name): value for name, value in option.items()}
        for option in shipment["shipping_method_options"]
    ]
    chosen = shipment["shipping_method"]["id"]
    return shipment | {"shipping_method": chosen, "shipping_method_options": options}
