"""What the merchant says is in the cart or order: the receipt that fills as events arrive (§4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pos_app.domain.card import CardSummary
    from pos_app.domain.money import Money


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A line item of the merchant's cart or order; prices in major units."""

    title: str
    variant_title: str
    sku: str
    quantity: int
    line_price: Money | None


@dataclass(frozen=True, slots=True)
class Charge:
    """A named amount under the lines: a discount (negative), an addon, a tax."""

    label: str
    amount: Money


# Notices that stop an order; the others (a promotion ended, a price rose) only inform.
_BLOCKING = frozenset({"ITEM_NOT_SHIPPABLE", "ITEM_OUT_OF_STOCK", "SHIPPING_NOT_AVAILABLE"})


@dataclass(frozen=True, slots=True)
class Notice:
    """A merchant's remark on a cart: a code (v2; empty in v1) and words."""

    text: str
    code: str = ""

    @property
    def blocking(self) -> bool:
        """Whether a cart with this notice can't become an order (§4)."""
        return self.code in _BLOCKING


@dataclass(frozen=True, slots=True)
class Receipt:
    """A cart or order as the merchant last told it. What it has not told yet is None or empty.

    `order_number` is the merchant's `platform_order_number`; without it nothing is proved placed.
    `submitted_at` is the merchant's ISO 8601 time as sent.
    """

    cart_id: str = ""
    order_number: str = ""
    lines: tuple[ReceiptLine, ...] = ()
    subtotal: Money | None = None
    discounts: tuple[Charge, ...] = ()
    addons: Money | None = None
    shipping: Money | None = None
    shipping_label: str = ""
    tax: Money | None = None
    total: Money | None = None
    card: CardSummary | None = None
    card_holder: str = ""
    submitted_at: str = ""
    merchant_name: str = ""
    thank_you_url: str = ""
    cart_status: str = ""
    notices: tuple[Notice, ...] = ()

    @property
    def item_count(self) -> int:
        """Sum of the quantities."""
        return sum(line.quantity for line in self.lines)

    def merged_over(self, earlier: Receipt) -> Receipt:
        """This one, with what it leaves out filled in from an earlier one of the same order.

        The final `order-placed` may be shorter than the cart before it, and "absent beats null".
        """
        kept = {
            name: getattr(earlier, name)
            for name in self.__slots__
            if getattr(self, name) in (None, "", ()) and name != "order_number"
        }
        return Receipt(**{name: getattr(self, name) for name in self.__slots__} | kept)


def grouped(number: str) -> str:
    """An order number grouped for reading aloud, in fours from the left: "1868 72537".

    The last group takes a single left-over digit ("72537") rather than leave it alone. Numbers
    that hold anything but digits, and short ones, stay as they are.
    """
    if not number.isdecimal() or len(number) <= 5:
        return number
    groups = [number[i : i + 4] for i in range(0, len(number), 4)]
    if len(groups[-1]) == 1:
        groups[-2:] = [groups[-2] + groups[-1]]
    return " ".join(groups)
