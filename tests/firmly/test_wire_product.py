"""Products, search results and listings of the catalogue."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.cart import line_for
from pos_app.domain.money import Money
from pos_app.domain.product import (
    AddToCartRef,
    MessageKind,
    OptionValue,
    PriceRange,
    Product,
    ProductHit,
    ProductOption,
    Variant,
    VariantMessage,
)
from pos_app.firmly import wire

REF = '{"variant_id":"42","product_id":"7","variant_handles":["m","green"],"x":1.10,"y":[null]}'


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def axis(name: str, *values: str, **more: object) -> dict[str, object]:
    listed = [{"display_name": value.title(), "value": value} for value in values]
    return {"display_name": name, "property_accessor": name.lower(), "option_values": listed} | more


def product(**changes: object) -> dict[str, Any]:
    variant = {
        "handle": "hoodie-m-green",
        "sku": "WH09-M",
        "title": "Hero Hoodie",
        "display_name": "M / Green",
        "add_to_cart_ref": wire.loads(REF),
        "price": {"currency": "USD", "value": 54},
        "msrp": {"currency": "USD", "value": 60},
        "available": True,
        "variant_option_list": [
            {"display_name": "Colour", "property_accessor": "colour", "value": "green"},
            {"display_name": "Size", "property_accessor": "size", "value": "m"},
        ],
        "images": [{"src": "https://x/m.png"}],
        "messages": [{"type": "stock", "text": "3 left"}, {"type": "promotion", "text": "2 for 1"}],
    }
    return {
        "base_sku": "WH09",
        "title": "Hero <i>Hoodie</i>",
        "handle": "tops/hero-hoodie",
        "description": "<p>Warm.</p><p>Soft.</p>",
        "images": [{"url": ""}, {"url": "https://x/1.png", "alt": "x"}],
        "variant_option_values": [
            axis("Size", "s", "m", position=2),
            axis("Colour", "green", position=1),
        ],
        "variants": [variant | changes],
    }


def variant_of(**changes: object) -> Variant:
    read = wire.product_from(product(**changes))
    assert read is not None
    return read.variants[0]


def test_a_whole_product() -> None:
    assert wire.product_from(product()) == Product(
        handle="tops/hero-hoodie",
        base_sku="WH09",
        title="Hero Hoodie",
        description="Warm. Soft.",
        image_url="https://x/1.png",
        options=(
            ProductOption("Colour", "colour", (OptionValue("green", "Green"),)),
            ProductOption("Size", "size", (OptionValue("s", "S"), OptionValue("m", "M"))),
        ),
        variants=(
            Variant(
                handle="hoodie-m-green",
                sku="WH09-M",
                title="Green · M",
                ref=AddToCartRef(REF),
                price=usd("54"),
                msrp=usd("60"),
                options=("green", "m"),
                image_url="https://x/m.png",
                messages=(
                    VariantMessage(MessageKind.STOCK, "3 left"),
                    VariantMessage(MessageKind.PROMOTION, "2 for 1"),
                ),
            ),
        ),
    )


@pytest.mark.parametrize(
    "told",
    [
        [{"name": "size", "value": "m"}, {"name": "colour", "value": "green"}],
        [
            {"property_accessor": "size", "display_name": "M"},
            {"property_accessor": "colour", "display_name": "Green"},
        ],
        [{"display_name": "Size", "value": {"value": "m"}}, {"name": "COLOUR", "value": "Green"}],
        [{"value": "green"}, {"value": "m"}],
        [{"value": "m"}, {"value": "green"}],
        ["green", "m"],
        ["m", "Green"],
        {"size": "m", "colour": "green"},
        {"Size": "M", "Colour": {"value": "green"}},
    ],
)
def test_shapes_of_the_option_list(told: object) -> None:
    assert variant_of(variant_option_list=told).options == ("green", "m")


@pytest.mark.parametrize(
    ("told", "options"),
    [
        (None, ("", "")),
        ("green", ("", "")),
        ([], ("", "")),
        ([{"name": "size", "value": "xxl"}, 7, None], ("", "")),
        ([{"name": "size", "value": "m"}], ("", "m")),
    ],
)
def test_options_that_are_not_told(told: object, options: tuple[str, ...]) -> None:
    variant = variant_of(variant_option_list=told)
    assert (variant.options, variant.title) == (options, "M / Green")


def test_positional_values_that_two_axes_share() -> None:
    told = product(variant_option_list=["m", "s"])
    told["variant_option_values"] = [axis("Top", "s", "m"), axis("Bottom", "s", "m")]
    read = wire.product_from(told)
    assert read is not None
    assert read.variants[0].options == ("m", "s")


@pytest.mark.parametrize("told", [None, "", "42", [], {}, 7])
def test_without_a_reference_it_can_not_be_ordered(told: object) -> None:
    variant = variant_of(add_to_cart_ref=told)
    assert variant.ref is None
    assert not variant.orderable


@pytest.mark.parametrize(
    ("told", "available"),
    [(False, False), ("false", False), (0, False), (True, True), ("true", True), (None, True)],
)
def test_availability(told: object, *, available: bool) -> None:
    assert variant_of(available=told).available is available


def test_a_variant_without_price() -> None:
    assert variant_of(price=None, msrp=None).price is None


def test_a_bare_price_takes_the_currency_of_another() -> None:
    assert variant_of(price="54.00").price == usd("54")


def test_a_product_without_variants() -> None:
    read = wire.product_from({"handle": "h", "title": "T"})
    assert read == Product("h", "", "T")


@pytest.mark.parametrize("told", [None, [], {}, "x", {"title": "no handle"}, {"handle": None}])
def test_what_is_no_product(told: object) -> None:
    assert wire.product_from(told) is None


def hit(**changes: object) -> dict[str, Any]:
    told = {
        "domain": "staging.luma.gift",
        "pdp_url": "https://staging.luma.gift/hero",
        "price_range": {"min": 5400, "max": 5900},
        "has_available_variants": True,
    }
    return product() | told | changes


def test_a_search_result() -> None:
    assert wire.hit_from(hit(), " wh09-m ") == ProductHit(
        handle="tops/hero-hoodie",
        title="Hero Hoodie",
        image_url="https://x/1.png",
        pdp_url="https://staging.luma.gift/hero",
        price_range=PriceRange(usd("54"), usd("59")),
        available=True,
        product=wire.product_from(product()),
        matched_sku="WH09-M",
    )


@pytest.mark.parametrize("query", ["", "hoodie", "WH09", "WH09-M-"])
def test_only_a_whole_sku_matches(query: str) -> None:
    found = wire.hit_from(hit(), query)
    assert found is not None
    assert found.matched_sku == ""


def test_results_without_variants_have_no_product_and_no_guessed_currency() -> None:
    found = wire.hit_from(hit(variants=None, has_available_variants=None))
    assert found is not None
    assert (found.product, found.price_range, found.available) == (None, None, True)
    euro = wire.hit_from(hit(variants=[], price_range={"min": 1, "max": "2", "currency": "EUR"}))
    assert euro is not None
    assert euro.price_range == PriceRange(Money.of_minor(1, "EUR"), Money.of_minor(2, "EUR"))


@pytest.mark.parametrize("told", [None, {}, {"min": 1}, {"min": "a", "max": True}, [1, 2]])
def test_the_range_of_prices_by_the_variants(told: object) -> None:
    found = wire.hit_from(hit(price_range=told))
    assert found is not None
    assert found.price_range == PriceRange(usd("54"), usd("54"))


def test_nothing_in_stock() -> None:
    told = hit(has_available_variants=None)
    told["variants"][0]["available"] = False
    found = wire.hit_from(told)
    assert found is not None
    assert not found.available


def test_a_listing() -> None:
    entries = [
        {"loc": "https://x/a", "handle": "a", "title": "A", "image": {"url": "https://x/a.png"}},
        {"handle": "b"},
        {"title": "neither handle nor address"},
        None,
    ]
    assert wire.listing_from(entries) == (
        ProductHit("a", "A", "https://x/a.png", "https://x/a"),
        ProductHit("b", "b"),
    )
    assert wire.listing_from({"products": []}) is None


NAMES = [*hit(), *product()["variants"][0], "value", "name", "number", "currency", "min", "max"]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=4)
    | st.decimals()
    | st.sampled_from(["USD", "m", "green", "https://x/y.png"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(NAMES), JSON) | JSON, st.text(max_size=4))
def test_no_shape_is_too_odd(data: object, query: str) -> None:
    wire.hit_from(data, query)
    wire.listing_from([data])
    read = wire.product_from(data)
    for variant in read.variants if read else ():
        assert len(variant.options) == len(read.options if read else ())
        for value, option in zip(variant.options, read.options if read else (), strict=True):
            assert value in {"", *(listed.value for listed in option.values)}


NUMBERS = st.from_regex(
    r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?", fullmatch=True
)


@given(st.dictionaries(st.text(), NUMBERS, min_size=1), st.text())
def test_a_reference_comes_out_as_it_came_in(numbers: dict[str, str], text: str) -> None:
    members = [(wire.dumps(name).decode(), number) for name, number in numbers.items()]
    members = [(name, number) for name, number in members if number != "-0"]
    listed = ",".join(f"{name}:{number}" for name, number in members)
    ref = f'{{"n":{{{listed}}},"t":{wire.dumps(text).decode()}}}'
    read = wire.product_from(product(add_to_cart_ref=wire.loads(ref)))
    assert read is not None
    line = line_for(read, read.variants[0], 2)
    assert line.ref.json == ref
    assert wire.dumps(wire.item_json(line)).decode() == f'{{"add_to_cart_ref":{ref},"quantity":2}}'
