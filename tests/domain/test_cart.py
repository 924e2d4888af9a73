"""The clerk's cart."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.cart import MAX_QUANTITY, Cart, CartLine, check_quantity, line_for
from pos_app.domain.money import Money
from pos_app.domain.product import (
    AddToCartRef,
    MessageKind,
    Product,
    Variant,
    VariantMessage,
)


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def line(name: str, quantity: int = 1, price: Money | None = None, stock: str = "") -> CartLine:
    ref = AddToCartRef(f'{{"variant_id":"{name}"}}')
    return CartLine(ref, name, f"Title {name}", "", quantity, price, stock_message=stock)


NAMES = st.sampled_from("abc")
QUANTITIES = st.integers(1, MAX_QUANTITY)
LINES = st.builds(line, NAMES, QUANTITIES)


@pytest.mark.parametrize("quantity", [0, -1, 1000, 10_000])
def test_quantities_out_of_range(quantity: int) -> None:
    cart = Cart((line("a"),))
    with pytest.raises(ValueError, match="1 to 999"):
        check_quantity(quantity)
    with pytest.raises(ValueError, match="1 to 999"):
        cart.with_quantity(0, quantity)


@given(QUANTITIES)
def test_quantities_in_range(quantity: int) -> None:
    assert Cart((line("a"),)).with_quantity(0, quantity).item_count == quantity


@given(st.lists(LINES, max_size=12))
def test_adding_keeps_one_line_for_each_reference(added: list[CartLine]) -> None:
    cart = Cart()
    for each in added:
        cart = cart.added(each)
    totals: dict[AddToCartRef, int] = {}
    for each in added:
        totals[each.ref] = min(MAX_QUANTITY, totals.get(each.ref, 0) + each.quantity)
    assert {each.ref: each.quantity for each in cart.lines} == totals
    assert [each.ref for each in cart.lines] == list(totals)
    assert cart.item_count == sum(totals.values())


def test_the_newer_line_wins() -> None:
    cart = Cart((line("a", 2, usd("5"), "9 left"), line("b")))
    again = cart.added(line("a", 1, usd("6"), "3 left"))
    assert again.lines == (line("a", 3, usd("6"), "3 left"), line("b"))


@given(st.lists(NAMES, min_size=1, unique=True), st.data())
def test_a_removal_can_be_taken_back(names: list[str], data: st.DataObject) -> None:
    cart = Cart(tuple(map(line, names)))
    row = data.draw(st.integers(0, len(names) - 1))
    without = cart.removed(row)
    assert len(without.lines) == len(names) - 1
    assert without.index_of(cart.lines[row].ref) is None
    assert without.inserted(row, cart.lines[row]) == cart


@pytest.mark.parametrize(
    ("lines", "subtotal"),
    [
        ((), None),
        ((line("a", 3, usd("1.10")),), usd("3.30")),
        ((line("a", 3, usd("1.10")), line("b", 1, usd("0.01"))), usd("3.31")),
        ((line("a", 1, usd("5")), line("b", 2, usd("0"))), usd("5")),
        ((line("a", 2, usd("0")),), usd("0")),
        ((line("a", 1, usd("5")), line("b")), None),
        ((line("a", 1, usd("5")), line("b", 1, Money(Decimal(5), "EUR"))), None),
    ],
)
def test_subtotal(lines: tuple[CartLine, ...], subtotal: Money | None) -> None:
    assert Cart(lines).subtotal == subtotal


def test_a_line_that_is_free_has_a_price() -> None:
    assert line("a", 2, usd("0")).line_price == usd("0")
    assert line("a", 2).line_price is None


REF = AddToCartRef('{"variant_id":"1"}')


def test_a_line_for_a_variant() -> None:
    variant = Variant(
        handle="v",
        sku="A-M",
        title="M",
        ref=REF,
        price=usd("5"),
        image_url="https://x/v.png",
        messages=(
            VariantMessage(MessageKind.PROMOTION, "2 for 1"),
            VariantMessage(MessageKind.STOCK, "3 left"),
        ),
    )
    product = Product("p", "A", "Shirt", image_url="https://x/p.png", variants=(variant,))
    assert line_for(product, variant, 2) == CartLine(
        REF, "A-M", "Shirt", "M", 2, usd("5"), "https://x/v.png", "3 left", "p"
    )


def test_a_line_for_an_only_variant_takes_from_the_product() -> None:
    variant = Variant("v", "", "Shirt", REF, None)
    made = line_for(Product("p", "A", "Shirt", image_url="https://x/p.png"), variant)
    assert made == CartLine(REF, "A", "Shirt", "", 1, None, "https://x/p.png", "", "p")


def test_what_can_not_be_a_line() -> None:
    product = Product("p", "A", "Shirt")
    with pytest.raises(ValueError, match="ordered"):
        line_for(product, Variant("v", "A", "M", None, usd("5")))
    with pytest.raises(ValueError, match="1 to 999"):
        line_for(product, Variant("v", "A", "M", REF, usd("5")), 0)


def test_variants_are_found_by_sku_and_by_options() -> None:
    unnamed = Variant("u", "", "U", REF, None, options=("s",))
    named = Variant("n", "Ab-1", "N", REF, None, options=("m",))
    product = Product("p", "A", "Shirt", variants=(unnamed, named))
    assert product.variant_by_sku("aB-1") is named
    assert product.variant_by_sku("Ab-") is None
    assert product.variant_by_sku("") is None
    assert product.variant_with(("m",)) is named
    assert product.variant_with(("l",)) is None
