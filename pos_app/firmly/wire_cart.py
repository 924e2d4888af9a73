"""Carts and orders, in their v1 and v2 shapes, as receipts (§4).

Only what a receipt shows is taken: `handle`, `payment_handle`, `session` and `shop_properties`
can hold secrets of the merchant, and the card's BIN is not ours to keep. Nothing here raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from pos_app.domain.card import Brand, CardSummary
from pos_app.domain.money import Money
from pos_app.domain.receipt import Charge, Notice, Receipt, ReceiptLine
from pos_app.firmly.wire_json import (
    exact,
    first_words,
    mapping,
    objects,
    web_address,
    whole,
    words,
)
from pos_app.firmly.wire_price import first_currency, price_from
from pos_app.firmly.wire_text import plain

_TOTALS = ("total", "sub_total", "shipping_total", "tax_total", "tax", "cart_discount")
_SHIP = "SHIP_TO_ADDRESS"
_MAX_QUANTITY = 1_000_000
_BRANDS = {
    "visa": Brand.VISA,
    "mastercard": Brand.MASTERCARD,
    "master": Brand.MASTERCARD,
    "mc": Brand.MASTERCARD,
    "amex": Brand.AMEX,
    "americanexpress": Brand.AMEX,
    "discover": Brand.DISCOVER,
    "diners": Brand.DINERS,
    "dinersclub": Brand.DINERS,
    "jcb": Brand.JCB,
    "unionpay": Brand.UNIONPAY,
    "chinaunionpay": Brand.UNIONPAY,
    "maestro": Brand.MAESTRO,
}


def receipt_from(data: object) -> Receipt:
    """What a cart or order tells, also under `cart` or `order`; empty where it tells nothing."""
    told = unwrapped(data)
    lines = objects(told.get("line_items"))
    currency = first_currency((*map(told.get, _TOTALS), *_line_prices(lines)))
    summary = mapping(told.get("payment_summary"))
    tax = price_from(told.get("tax_total"), currency)
    receipt = Receipt(
        cart_id=words(told.get("cart_id"), 200),
        order_number=_order_number(told.get("platform_order_number")),
        lines=tuple(_line(line, currency) for line in lines),
        subtotal=price_from(told.get("sub_total"), currency),
        addons=price_from(told.get("addon_total"), currency),
        shipping=price_from(told.get("shipping_total"), currency),
        shipping_label=_shipping_label(told),
        tax=tax if tax is not None else price_from(told.get("tax"), currency),
        total=price_from(told.get("total"), currency),
        card=_card(summary),
        card_holder=words(summary.get("card_holder_name"), 100),
        submitted_at=words(told.get("submitted_at"), 60),
        merchant_name=words(told.get("display_name"), 100),
        thank_you_url=web_address(mapping(told.get("urls")).get("thank_you_page")),
        cart_status=words(told.get("cart_status"), 60),
        notices=tuple(_notices(told)),
    )
    return _with_discounts(receipt, told, currency)


def unwrapped(data: object) -> Mapping[str, object]:
    """The object itself; what stands under `cart`, and then under `order`, goes over it."""
    told = mapping(data)
    return {**told, **mapping(told.get("cart")), **mapping(told.get("order"))}


def _order_number(value: object) -> str:
    """As text. Zero is a merchant's "none yet", and no order is proved by it."""
    number = words(value, 100)
    return "" if number in {"0", "null", "None"} or number.startswith("-") else number


def _line_prices(lines: list[Mapping[str, object]]) -> Iterator[object]:
    for line in lines:
        yield line.get("line_price")
        yield line.get("price")


def _line(line: Mapping[str, object], currency: str) -> ReceiptLine:
    told = whole(line.get("quantity"))
    quantity = 1 if told is None else min(max(told, 0), _MAX_QUANTITY)
    line_price = price_from(line.get("line_price"), currency)
    if line_price is None and (each := price_from(line.get("price"), currency)) is not None:
        line_price = each * quantity
    return ReceiptLine(
        title=first_words(line, "description", "title", "name"),
        variant_title=words(line.get("variant_description")),
        sku=words(line.get("sku"), 100),
        quantity=quantity,
        line_price=line_price,
    )


def _with_discounts(receipt: Receipt, told: Mapping[str, object], currency: str) -> Receipt:
    """With the cart's discount, and with those of lines where the lines' prices are without them.

    Nothing says whether `line_price` is before or after `line_discount`: the sum of the whole
    receipt tells. Only where it comes out with the discounts of lines taken off are they named.
    """
    whole_cart = tuple(_cart_discount(told, currency))
    by_line = tuple(_line_discounts(told, currency))
    missing = _beyond_total(receipt, whole_cart)
    listed = by_line if missing and missing == _sum(by_line) else ()
    return replace(receipt, discounts=whole_cart + listed)


def _cart_discount(told: Mapping[str, object], currency: str) -> Iterator[Charge]:
    amount = price_from(told.get("cart_discount"), currency)
    if not amount:
        return
    codes = ", ".join(dict.fromkeys(coupon_codes(told.get("coupons"))))
    yield Charge(f"Discount ({codes})" if codes else "Discount", _taken_off(amount))


def coupon_codes(coupons: object) -> Iterator[str]:
    """The codes in `coupons`, bare or in objects."""
    for coupon in coupons if isinstance(coupons, list) else ():
        code = words(coupon, 60) or first_words(
            mapping(coupon), "code", "promo_code", "name", limit=60
        )
        if code:
            yield code


def _line_discounts(told: Mapping[str, object], currency: str) -> Iterator[Charge]:
    for line in objects(told.get("line_items")):
        amount = price_from(line.get("line_discount"), currency)
        if amount:
            title = first_words(line, "description", "title", "name")
            yield Charge(f"Discount: {title}" if title else "Discount", _taken_off(amount))


def _taken_off(amount: Money) -> Money:
    return Money(-abs(amount.amount), amount.currency)


def _sum(charges: tuple[Charge, ...]) -> Decimal:
    return sum((charge.amount.amount for charge in charges), Decimal(0))


def _beyond_total(receipt: Receipt, discounts: tuple[Charge, ...]) -> Decimal | None:
    """Total less all that is named; None where the receipt is not complete."""
    if receipt.total is None or receipt.subtotal is None:
        return None
    parts = (receipt.subtotal, receipt.addons, receipt.shipping, receipt.tax)
    named = sum((part.amount for part in parts if part is not None), Decimal(0))
    return receipt.total.amount - named - _sum(discounts)


def _shipping_label(told: Mapping[str, object]) -> str:
    labels = (_method_label(shipment) for shipment in objects(told.get("shipments")))
    return ", ".join(dict.fromkeys(label for label in labels if label))


def _method_label(shipment: Mapping[str, object]) -> str:
    """The chosen method in words; it can be told by its id alone. Pick-up where that is chosen."""
    method = shipment.get("shipping_method")
    label = first_words(mapping(method), "description", "name")
    chosen = exact(method) or exact(mapping(method).get("id")) or exact(mapping(method).get("sku"))
    if not label and chosen:
        options = objects(shipment.get("shipping_method_options"))
        named = (o for o in options if chosen in (exact(o.get("id")), exact(o.get("sku"))))
        label = next((first_words(option, "description", "name") for option in named), "")
    way = mapping(shipment.get("fulfillment_type"))
    if not label and exact(way.get("id")) != _SHIP:
        label = first_words(way, "name", "description")
    return label


def _card(summary: Mapping[str, object]) -> CardSummary | None:
    last_four = exact(summary.get("last_four"))
    if not re.fullmatch(r"\d{4}", last_four, re.ASCII):
        return None
    scheme = re.sub(r"[^a-z]", "", exact(summary.get("card_type")).casefold())
    return CardSummary(_BRANDS.get(scheme), last_four)


def _notices(told: Mapping[str, object]) -> Iterator[Notice]:
    for name in ("notices", "notice"):
        value = told.get(name)
        for entry in value if isinstance(value, list) else [value]:
            notice = _notice(entry)
            if notice.text:
                yield notice


def _notice(entry: object) -> Notice:
    """v1: words, or a bare code; v2: an object."""
    told = mapping(entry)
    said = plain(entry)
    bare = said if re.fullmatch(r"[A-Z]+(?:_[A-Z]+)+", said) else ""
    code = bare or first_words(told, "code", "id", "type", limit=60)
    text = said or first_words(told, "text", "message", "description", limit=500)
    return Notice(text or code, code)
