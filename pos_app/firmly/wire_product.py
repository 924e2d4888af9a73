"""Products, search results and listings of the catalogue (§5). Nothing here raises.

Prices without a currency take that of the product's other prices: a currency is never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

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
from pos_app.firmly.wire_json import (
    dumps,
    exact,
    first_words,
    flag,
    mapping,
    objects,
    picture_address,
    web_address,
    whole,
    words,
)
from pos_app.firmly.wire_options import chosen_values
from pos_app.firmly.wire_price import currency_in, first_currency, minor_price_from, price_from
from pos_app.firmly.wire_text import plain

_DESCRIPTION = 2_000
_KINDS = {"stock": MessageKind.STOCK, "promotion": MessageKind.PROMOTION}


def product_from(data: object) -> Product | None:
    """A product, or None where there is neither a handle nor a variant to be read."""
    told = mapping(data)
    handle = exact(told.get("handle"))
    variants = objects(told.get("variants"))
    if not handle and not variants:
        return None
    options = tuple(_options(told))
    currency = _currency(told)
    title = first_words(told, "title", "display_name", "base_sku", "handle")
    return Product(
        handle=handle,
        base_sku=words(told.get("base_sku"), 100),
        title=title,
        description=plain(told.get("description"), _DESCRIPTION),
        image_url=picture_address(told),
        options=options,
        variants=tuple(_variant(variant, options, currency, title) for variant in variants),
    )


def hit_from(data: object, query: str = "") -> ProductHit | None:
    """A search result, or None without a handle or title to know it by.

    `product` is filled where the result brings references to order by. `query` is compared with
    the SKUs of the variants, letter case aside.
    """
    told = mapping(data)
    handle = exact(told.get("handle"))
    title = first_words(told, "title", "display_name", "base_sku", "handle")
    if not title or not (handle or web_address(told.get("pdp_url"))):
        return None
    product = product_from(told)
    variants = product.variants if product else ()
    picture = picture_address(told)
    return ProductHit(
        handle=handle,
        title=title,
        image_url=picture or next((v.image_url for v in variants if v.image_url), ""),
        pdp_url=web_address(told.get("pdp_url")),
        price_range=_price_range(told, variants),
        available=flag(
            told.get("has_available_variants"),
            default=not variants or any(variant.available for variant in variants),
        ),
        product=product if any(variant.ref for variant in variants) else None,
        matched_sku=_matched_sku(variants, query),
    )


def listing_from(data: object) -> tuple[ProductHit, ...] | None:
    """A page of the list of all products (`loc, handle, title, image`); None if it is no array."""
    if not isinstance(data, list):
        return None
    return tuple(hit for entry in objects(data) if (hit := _listed(entry)) is not None)


def _listed(told: Mapping[str, object]) -> ProductHit | None:
    """An entry of the list: there are many, and what they do not hold is not looked for."""
    if "variants" in told or "price_range" in told:
        return hit_from({"pdp_url": told.get("loc"), **told})
    handle, page = exact(told.get("handle")), web_address(told.get("pdp_url", told.get("loc")))
    title = first_words(told, "title", "display_name", "base_sku", "handle")
    if not title or not (handle or page):
        return None
    available = flag(told.get("has_available_variants"), default=True)
    return ProductHit(handle, title, picture_address(told), page, available=available)


def _matched_sku(variants: tuple[Variant, ...], query: str) -> str:
    wanted = query.strip().casefold()
    skus = (variant.sku for variant in variants)
    return next((sku for sku in skus if wanted and sku.casefold() == wanted), "")


def _currency(told: Mapping[str, object]) -> str:
    variants = objects(told.get("variants"))
    prices = (variant.get(name) for variant in variants for name in ("price", "msrp"))
    return (
        currency_in(told)
        or currency_in(mapping(told.get("price_range")))
        or first_currency((told.get("price"), *prices))
    )


def _price_range(told: Mapping[str, object], variants: tuple[Variant, ...]) -> PriceRange | None:
    """As told in minor units, else by the prices of the variants."""
    bounds = mapping(told.get("price_range"))
    currency = _currency(told)
    low = minor_price_from(bounds.get("min"), currency)
    high = minor_price_from(bounds.get("max"), currency)
    if low is not None and high is not None:
        return PriceRange(low, high) if low.amount <= high.amount else PriceRange(high, low)
    prices = [variant.price for variant in variants if variant.price is not None]
    if not prices or len({price.currency for price in prices}) > 1:
        return None
    return PriceRange(min(prices, key=_amount), max(prices, key=_amount))


def _amount(price: Money) -> Decimal:
    return price.amount


def _options(told: Mapping[str, object]) -> Iterator[ProductOption]:
    """The axes by their `position` where each has one, else as they stand."""
    axes = objects(told.get("variant_option_values"))
    places = [whole(axis.get("position")) for axis in axes]
    numbered = [place for place in places if place is not None]
    if len(numbered) == len(axes):
        axes = [axis for _, axis in sorted(zip(numbered, axes, strict=True), key=lambda p: p[0])]
    for axis in axes:
        name = first_words(axis, "display_name", "name", "property_accessor", limit=100)
        values = axis.get("option_values")
        listed = {
            value.value: value
            for entry in (values if isinstance(values, list) else ())
            if (value := _option_value(entry)).value
        }
        if name and listed:
            accessor = exact(axis.get("property_accessor")) or name
            yield ProductOption(name, accessor, tuple(listed.values()))


def _option_value(entry: object) -> OptionValue:
    told = mapping(entry)
    value = exact(entry) or exact(told.get("value")) or exact(told.get("display_name"))
    shown = words(told.get("display_name"), 100) or words(value, 100)
    return OptionValue(value, shown, words(told.get("swatch"), 60))


def _variant(
    told: Mapping[str, object], options: tuple[ProductOption, ...], currency: str, title: str
) -> Variant:
    chosen = chosen_values(told.get("variant_option_list"), options)
    return Variant(
        handle=exact(told.get("handle")),
        sku=words(told.get("sku"), 100),
        title=_variant_title(told, options, chosen) or title,
        ref=_ref(told.get("add_to_cart_ref")),
        price=price_from(told.get("price"), currency),
        msrp=price_from(told.get("msrp"), currency),
        available=flag(told.get("available"), default=True),
        options=chosen,
        image_url=picture_address(told),
        messages=tuple(_messages(told.get("messages"))),
    )


def _variant_title(
    told: Mapping[str, object], options: tuple[ProductOption, ...], chosen: tuple[str, ...]
) -> str:
    """The values that the clerk chooses by where all are known, else the merchant's words."""
    shown = [
        entry.display_name
        for option, value in zip(options, chosen, strict=True)
        for entry in option.values
        if entry.value == value
    ]
    if shown and len(shown) == len(options):
        return " · ".join(shown)
    return first_words(told, "display_name", "title")


def _ref(value: object) -> AddToCartRef | None:
    """The reference as JSON text, each member and number as received; None where there is none."""
    if not isinstance(value, dict) or not value:
        return None
    try:
        return AddToCartRef(dumps(value).decode())
    except (TypeError, ValueError):
        return None


def _messages(value: object) -> Iterator[VariantMessage]:
    for entry in value if isinstance(value, list) else ():
        told = mapping(entry)
        text = words(entry) or first_words(told, "text", "message", "description")
        if text:
            kind = exact(told.get("type")).casefold()
            yield VariantMessage(_KINDS.get(kind, MessageKind.OTHER), text)
