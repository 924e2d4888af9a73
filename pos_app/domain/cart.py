"""The clerk's cart: lines chosen from the catalogue, before any merchant's cart exists."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pos_app.domain.money import Money
    from pos_app.domain.product import AddToCartRef, Product, Variant

MIN_QUANTITY = 1
MAX_QUANTITY = 999


@dataclass(frozen=True, slots=True)
class CartLine:
    """A variant and how many of it (1 to 999). `unit_price` is the catalogue's, in major units.

    `note` is what the clerk should know of it, such as that its price has changed.
    """

    ref: AddToCartRef
    sku: str
    title: str
    variant_title: str
    quantity: int
    unit_price: Money | None
    image_url: str = ""
    stock_message: str = ""
    product_handle: str = ""
    note: str = ""

    @property
    def remark(self) -> str:
        """What is to be said of the line, in few words: its note, else its stock; or nothing."""
        return self.note or self.stock_message

    @property
    def line_price(self) -> Money | None:
        """Unit price × quantity, or None when the catalogue gave no price."""
        return None if self.unit_price is None else self.unit_price * self.quantity


def line_for(product: Product, variant: Variant, quantity: int = 1) -> CartLine:
    """A new line for a variant.

    Raises:
        ValueError: the variant has no reference to order it by, or the quantity is out of range.
    """
    if variant.ref is None:
        raise ValueError("this variant can't be ordered")
    return CartLine(
        ref=variant.ref,
        sku=variant.sku or product.base_sku,
        title=product.title,
        variant_title=variant.title if variant.title != product.title else "",
        quantity=check_quantity(quantity),
        unit_price=variant.price,
        image_url=variant.image_url or product.image_url,
        stock_message=variant.stock_message,
        product_handle=product.handle,
    )


def check_quantity(quantity: int) -> int:
    """`quantity` itself.

    Raises:
        ValueError: it is not between 1 and 999.
    """
    if not MIN_QUANTITY <= quantity <= MAX_QUANTITY:
        raise ValueError(f"a quantity is {MIN_QUANTITY} to {MAX_QUANTITY}")
    return quantity


@dataclass(frozen=True, slots=True)
class Cart:
    """Lines in the order they were added; one line per `add_to_cart_ref`."""

    lines: tuple[CartLine, ...] = ()

    @property
    def item_count(self) -> int:
        """Sum of the quantities."""
        return sum(line.quantity for line in self.lines)

    @property
    def subtotal(self) -> Money | None:
        """Sum by catalogue prices; None if empty, a price is missing, or currencies differ."""
        prices = [line.line_price for line in self.lines]
        known = [price for price in prices if price is not None]
        if not known or len(known) < len(prices) or len({p.currency for p in known}) > 1:
            return None
        return sum(known[1:], known[0])

    def index_of(self, ref: AddToCartRef) -> int | None:
        """The row of the line with this reference, or None."""
        return next((i for i, line in enumerate(self.lines) if line.ref == ref), None)

    def added(self, line: CartLine) -> Cart:
        """With `line` added, or its quantity added to the line of the same variant (at most 999).

        The newer line's price and stock message win: they were read later.
        """
        row = self.index_of(line.ref)
        if row is None:
            return Cart((*self.lines, line))
        quantity = min(MAX_QUANTITY, self.lines[row].quantity + line.quantity)
        return self._with(row, replace(line, quantity=quantity))

    def with_quantity(self, row: int, quantity: int) -> Cart:
        """With another quantity in `row`; ValueError unless 1 to 999."""
        return self._with(row, replace(self.lines[row], quantity=check_quantity(quantity)))

    def removed(self, row: int) -> Cart:
        """Without the line in `row`."""
        return Cart(self.lines[:row] + self.lines[row + 1 :])

    def inserted(self, row: int, line: CartLine) -> Cart:
        """With `line` put at `row`: taking a removal back."""
        return Cart((*self.lines[:row], line, *self.lines[row:]))

    def _with(self, row: int, line: CartLine) -> Cart:
        return Cart((*self.lines[:row], line, *self.lines[row + 1 :]))
