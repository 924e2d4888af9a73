"""Which line or field an error is about, and how the merchant's lines differ from those ordered."""

from __future__ import annotations

import pytest

from pos_app.domain.address import Block, Field, FieldRef
from pos_app.domain.blame import blamed_field, blamed_line, compare
from pos_app.domain.cart import CartLine
from pos_app.domain.product import AddToCartRef
from pos_app.domain.receipt import ReceiptLine


def ordered(title: str, variant: str, sku: str, quantity: int = 1, ref: str = "{}") -> CartLine:
    return CartLine(AddToCartRef(ref), sku, title, variant, quantity, None)


def told(line: CartLine, quantity: int | None = None) -> ReceiptLine:
    count = line.quantity if quantity is None else quantity
    return ReceiptLine(line.title, line.variant_title, line.sku, count, None)


TEE = ordered("Radiant Tee", "XS · Orange", "WS12-XS-Orange", 2, '{"variant_id": "4711"}')
HOODIE = ordered("Hero Hoodie", "XS · Gray", "MH07-XS-Gray")
TANK = ordered("Breathe-Easy Tank", "S · Blue", "WT09-S-Blue", 1, '{"variant_id": 815}')
LINES = (TEE, HOODIE, TANK)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("MH07-XS-GRAY is not available", 1),
        ("Variant 4711: only 1 left", 0),
        ("variant_id=815 not found", 2),
        ("Not enough stock for Hero Hoodie.", 1),
        ("Breathe-Easy Tank is sold out", 2),
    ],
)
def test_a_name_in_the_text_decides(text: str, row: int) -> None:
    assert blamed_line(LINES, (), text) == row


def test_part_of_a_sku_is_not_the_sku() -> None:
    long = ordered("Tee", "M", "WS12-XS")
    short = ordered("Cap", "", "WS12")
    assert blamed_line((short, long), (), "WS12-XS is gone") == 1


def test_two_variants_of_one_product_are_told_apart_by_their_whole_title() -> None:
    small = ordered("Hero Hoodie", "S · Gray", "A")
    large = ordered("Hero Hoodie", "L · Gray", "B")
    assert blamed_line((small, large), (), "Hero Hoodie L · Gray is out of stock") == 1
    assert blamed_line((small, large), (), "Hero Hoodie is out of stock") is None


def test_without_a_name_it_is_the_first_line_missing_from_the_merchants_cart() -> None:
    assert blamed_line(LINES, (told(TEE),), "Not enough stock") == 1
    assert blamed_line(LINES, (told(TEE), told(HOODIE)), "Not enough stock") == 2
    assert blamed_line(LINES, (told(TANK), told(TEE)), "Not enough stock") == 1
    assert blamed_line((TEE,), (), "Not enough stock") == 0


def test_it_says_nothing_where_that_would_be_a_guess() -> None:
    assert blamed_line(LINES, (), "Not enough stock") is None
    assert blamed_line(LINES, tuple(map(told, LINES)), "Not enough stock") is None
    assert blamed_line(LINES, (told(TANK),), "Not enough stock") is None
    stranger = ReceiptLine("Gift wrap", "", "GW", 1, None)
    assert blamed_line(LINES, (told(TEE), told(HOODIE), stranger), "Not enough stock") is None


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("shipping_info.postal_code is invalid", (Block.SHIPPING, Field.POSTAL_CODE)),
        ("billing_info.phone: required", (Block.BILLING, Field.PHONE)),
        ('{"shippingInfo.firstName": ["is too short"]}', (Block.SHIPPING, Field.FIRST_NAME)),
        ("body/shipping_info/state_or_province must be a code", (Block.SHIPPING, Field.STATE)),
        ("items[0].quantity must be >= 1", (Block.CART, Field.CART)),
        ("items[1].add_to_cart_ref.variant_id", (Block.CART, Field.CART)),
        ("Invalid ZIP code", (Block.SHIPPING, Field.POSTAL_CODE)),
        ("The billing email address is not valid", (Block.BILLING, Field.EMAIL)),
        ("address2 is too long", (Block.SHIPPING, Field.ADDRESS2)),
        ("Unknown shipping address", (Block.SHIPPING, Field.ADDRESS1)),
        ("verification_value must have 4 digits", (Block.CARD, Field.SECURITY_CODE)),
        ("Card number is invalid", (Block.CARD, Field.CARD_NUMBER)),
        ("captcha_token is required", (Block.CARD, Field.CAPTCHA)),
    ],
)
def test_a_field_is_found_by_its_wire_name_or_by_plain_words(
    text: str, ref: tuple[Block, Field]
) -> None:
    assert blamed_field(text) == FieldRef(*ref)


@pytest.mark.parametrize("text", ["", "Bad request", "The request body is invalid", "capacity"])
def test_no_field_is_better_than_a_wrong_one(text: str) -> None:
    assert blamed_field(text) is None


def test_lines_as_ordered_have_no_changes() -> None:
    assert compare(LINES, tuple(map(told, LINES))).changes == ()
    assert compare(LINES, tuple(told(line) for line in reversed(LINES))).changes == ()
    split = (told(TEE, 1), told(TEE, 1), told(HOODIE), told(TANK))
    assert compare(LINES, split).changes == ()


def test_a_smaller_quantity_and_a_missing_line_are_found() -> None:
    changes = compare(LINES, (told(TEE, 1), told(TANK))).changes
    assert [(change.row, change.quantity) for change in changes] == [(0, 1), (1, 0)]


def test_a_line_is_not_called_missing_while_another_goes_by_an_unknown_name() -> None:
    renamed = ReceiptLine("Hoodie, gray", "", "", 1, None)
    found = compare(LINES, (told(TEE, 1), renamed, told(TANK)))
    assert [change.row for change in found.changes] == [0]
    assert found.unmatched


def test_titles_match_where_the_merchant_gives_no_sku() -> None:
    lines = tuple(ReceiptLine(line.title, "", "", line.quantity, None) for line in LINES)
    assert compare(LINES, lines) == compare(LINES, tuple(map(told, LINES)))


def test_a_sku_of_two_lines_leaves_it_to_title_and_variant() -> None:
    grey, blue = ordered("Cap", "Gray", "CAP", 1), ordered("Cap", "Blue", "CAP", 2)
    assert compare((grey, blue), (told(blue), told(grey))).changes == ()
    nameless = ReceiptLine("Cap", "", "CAP", 3, None)
    assert compare((grey, blue), (nameless,)).unmatched
