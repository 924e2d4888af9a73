"""What an order of before comes to today: each line read anew, and what is otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from pos_app.domain.cart import CartLine, line_for

if TYPE_CHECKING:
    from pos_app.domain.money import Money
    from pos_app.domain.product import PriceRange, Product, Variant


class Change(StrEnum):
    """What became of a line since it was last sold or shown."""

    NONE = "none"
    PRICE = "price"
    SOLD_OUT = "sold-out"
    GONE = "gone"
    UNREAD = "unread"  # the merchant did not answer: nobody knows


@dataclass(frozen=True, slots=True)
class Again:
    """A line of before, and what it is today: None if it can't be ordered."""

    before: CartLine
    today: CartLine | None
    change: Change


def again(line: CartLine, product: Product | None) -> Again:
    """A line of before, with the product as it was read just now; None for one that is gone."""
    variant = _same_variant(line, product) if product is not None else None
    if product is None or variant is None or variant.ref is None:
        return Again(line, None, Change.GONE)
    if not variant.available:
        return Again(line, None, Change.SOLD_OUT)
    today = line_for(product, variant, line.quantity)
    moved = line.unit_price is not None and today.unit_price not in (None, line.unit_price)
    return Again(line, today, Change.PRICE if moved else Change.NONE)


def price_before(shown: PriceRange | None, price: Money | None) -> Money | None:
    """The price that was shown, if the one read just now is another; None if nothing is to be said.

    A range leaves open what a variant costs: only a price outside of it is a change.
    """
    if shown is None or price is None or price.currency != shown.low.currency:
        return None
    if price.amount < shown.low.amount:
        return shown.low
    return shown.high if price.amount > shown.high.amount else None


def noted(line: CartLine, words: str) -> CartLine:
    """A line with what is to be said of it."""
    return replace(line, note=words)


def _same_variant(line: CartLine, product: Product) -> Variant | None:
    by_ref = next((one for one in product.variants if one.ref == line.ref), None)
    return by_ref or (product.variant_by_sku(line.sku) if line.sku else None)
