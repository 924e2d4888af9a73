"""Carts and orders as receipts, in the shapes the sheet names and in any other."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.card import Brand, CardSummary
from pos_app.domain.money import Money
from pos_app.domain.receipt import Charge, Notice, Receipt, ReceiptLine
from pos_app.firmly import wire


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def price(amount: str) -> dict[str, object]:
    return {"currency": "USD", "value": Decimal(amount)}


V2: dict[str, Any] = {
    "schema_version": "2.0",
    "cart_id": "c-1",
    "cart_status": "submitted",
    "platform_id": "shopify",
    "display_name": "Luma Gifts",
    "platform_order_number": "186872537",
    "submitted_at": "2026-03-05T10:11:12Z",
    "urls": {"thank_you_page": "https://staging.luma.gift/thanks/1"},
    "line_items": [
        {
            "sku": "WH09-M",
            "base_sku": "WH09",
            "description": "Hero Hoodie",
            "variant_description": "M / Green",
            "quantity": 2,
            "price": price("54"),
            "line_price": {**price("108"), "number": 10800},
            "image": {"src": "https://x/y.png"},
        },
        {"sku": "M1", "description": "Mug", "quantity": "3", "price": price("4.50")},
    ],
    "shipments": [
        {
            "shipment_id": "s",
            "fulfillment_type": {"id": "SHIP_TO_ADDRESS", "name": "Ship"},
            "shipping_method": {"id": "std", "description": "Standard, 3–5 days"},
        }
    ],
    "sub_total": price("121.50"),
    "shipping_total": price("5"),
    "addon_total": price("0"),
    "tax_total": price("10.20"),
    "cart_discount": price("10"),
    "coupons": [{"code": "SAVE10"}, "VIP"],
    "total": price("126.70"),
    "notices": [{"code": "PRICE_INCREASED", "message": "The <b>price</b> rose"}],
    "payment_summary": {
        "card_holder_name": "Ada Byron",
        "bin": "411111",
        "last_four": "1111",
        "month": 8,
        "year": 2029,
        "card_type": "VISA",
    },
    "handle": "secret-handle",
    "session": {"token": "secret-session"},
    "shop_properties": {"key": "secret-property"},
    "payment_handle": "secret-payment",
}
EXPECTED = Receipt(
    cart_id="c-1",
    order_number="186872537",
    lines=(
        ReceiptLine("Hero Hoodie", "M / Green", "WH09-M", 2, usd("108")),
        ReceiptLine("Mug", "", "M1", 3, usd("13.50")),
    ),
    subtotal=usd("121.50"),
    discounts=(Charge("Discount (SAVE10, VIP)", usd("-10")),),
    addons=usd("0"),
    shipping=usd("5"),
    shipping_label="Standard, 3–5 days",
    tax=usd("10.20"),
    total=usd("126.70"),
    card=CardSummary(Brand.VISA, "1111"),
    card_holder="Ada Byron",
    submitted_at="2026-03-05T10:11:12Z",
    merchant_name="Luma Gifts",
    thank_you_url="https://staging.luma.gift/thanks/1",
    cart_status="submitted",
    notices=(Notice("The price rose", "PRICE_INCREASED"),),
)


@pytest.mark.parametrize("told", [V2, {"order": V2}, {"cart": V2}, {"order": None, **V2}])
def test_a_whole_order(told: object) -> None:
    assert wire.receipt_from(told) == EXPECTED


def test_secrets_and_the_bin_are_not_kept() -> None:
    kept = repr(wire.receipt_from(V2))
    assert "secret" not in kept
    assert "411111" not in kept


def test_v1() -> None:
    receipt = wire.receipt_from(
        {
            "cart": {
                "cart_id": 17,
                "tax": price("1.25"),
                "total": price("21.25"),
                "notice": ["Something changed", "ITEM_OUT_OF_STOCK"],
                "shipments": [
                    {
                        "shipping_method": "EXP",
                        "shipping_method_options": [
                            {"sku": "STD", "description": "Standard"},
                            {"sku": "EXP", "description": "Express"},
                        ],
                    }
                ],
            }
        }
    )
    assert receipt == Receipt(
        cart_id="17",
        tax=usd("1.25"),
        total=usd("21.25"),
        shipping_label="Express",
        notices=(
            Notice("Something changed"),
            Notice("ITEM_OUT_OF_STOCK", "ITEM_OUT_OF_STOCK"),
        ),
    )
    assert receipt.notices[1].blocking


def test_an_order_told_beside_its_cart() -> None:
    told = {"cart_id": "c", "order": {"platform_order_number": "5"}, "cart": {"cart_id": "d"}}
    receipt = wire.receipt_from(told)
    assert (receipt.order_number, receipt.cart_id) == ("5", "d")


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("186872537", "186872537"),
        (186872537, "186872537"),
        (" #1001 ", "#1001"),
        (0, ""),
        ("0", ""),
        ("", ""),
        ("  ", ""),
        (None, ""),
        (True, ""),
        (-1, ""),
        ({}, ""),
        ("null", ""),
        ("\u202e", ""),
    ],
)
def test_order_numbers(told: object, number: str) -> None:
    assert wire.receipt_from({"platform_order_number": told}).order_number == number


@pytest.mark.parametrize(
    ("told", "quantity"), [("2", 2), (Decimal("3.0"), 3), (None, 1), (-4, 0), (10**12, 1_000_000)]
)
def test_quantities(told: object, quantity: int) -> None:
    (line,) = wire.receipt_from({"line_items": [{"quantity": told}]}).lines
    assert line.quantity == quantity


def test_prices_without_currency_take_the_carts() -> None:
    told = {"sub_total": 20, "total": {"value": 21}, "line_items": [{"price": price("20")}]}
    receipt = wire.receipt_from(told)
    assert (receipt.subtotal, receipt.total) == (usd("20"), usd("21"))


@pytest.mark.parametrize(("total", "named"), [("16", True), ("20", False), ("15", False)])
def test_discounts_of_lines_are_named_where_the_sum_says_so(total: str, *, named: bool) -> None:
    told = {
        "line_items": [
            {"description": "Mug", "line_price": price("20"), "line_discount": price("4")}
        ],
        "sub_total": price("20"),
        "total": price(total),
    }
    discounts = wire.receipt_from(told).discounts
    assert discounts == ((Charge("Discount: Mug", usd("-4")),) if named else ())


@pytest.mark.parametrize("amount", ["10", "-10"])
def test_a_discount_is_negative_whatever_its_sign(amount: str) -> None:
    (charge,) = wire.receipt_from({"cart_discount": price(amount)}).discounts
    assert charge == Charge("Discount", usd("-10"))


def test_no_discount_of_nothing() -> None:
    assert wire.receipt_from({"cart_discount": price("0")}).discounts == ()


def test_pick_up_stands_for_a_shipping_method() -> None:
    way = {"id": "IN_STORE_PICKUP", "name": "Pick up", "description": "today"}
    receipt = wire.receipt_from({"shipments": [{"fulfillment_type": way}]})
    assert receipt.shipping_label == "Pick up"


@pytest.mark.parametrize(
    ("scheme", "brand"),
    [
        ("Visa", Brand.VISA),
        ("MASTER_CARD", Brand.MASTERCARD),
        ("American Express", Brand.AMEX),
        ("amex", Brand.AMEX),
        ("Diners Club", Brand.DINERS),
        ("China UnionPay", Brand.UNIONPAY),
        ("Store card", None),
        (7, None),
    ],
)
def test_card_types(scheme: object, brand: Brand | None) -> None:
    told = {"payment_summary": {"last_four": "4242", "card_type": scheme}}
    assert wire.receipt_from(told).card == CardSummary(brand, "4242")


@pytest.mark.parametrize("last_four", ["42", "42424", "4111111111111111", "４２４２", "abcd", None])
def test_nothing_but_four_digits_of_a_card(last_four: object) -> None:
    told = {"payment_summary": {"last_four": last_four, "card_type": "visa"}}
    assert wire.receipt_from(told).card is None


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "https://a b", 5])
def test_only_web_addresses(url: object) -> None:
    assert wire.receipt_from({"urls": {"thank_you_page": url}}).thank_you_url == ""


NAMES = [*V2, "order", "cart", "tax", "notice", "quantity", "value", "number", "currency", "code"]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.decimals()
    | st.sampled_from(["USD", "1111", "12.5"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6)
    ),
    max_leaves=20,
)


@given(JSON)
def test_no_shape_is_too_odd(data: object) -> None:
    receipt = wire.receipt_from(data)
    assert receipt.item_count >= 0
    assert all(charge.amount.amount < 0 for charge in receipt.discounts)
    assert all(notice.text for notice in receipt.notices)


@given(st.dictionaries(st.sampled_from(NAMES), JSON))
def test_a_wrapper_changes_nothing(data: dict[str, object]) -> None:
    bare = {name: value for name, value in data.items() if name not in ("order", "cart")}
    assert wire.receipt_from({"order": bare}) == wire.receipt_from(bare)
