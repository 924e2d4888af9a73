"""What the merchant will charge for an order as it stands now: the exact quote (§6).

A quote holds for exactly the address, lines and choices that it was made of (`Basis`), and for
that device's cart (`Receipt.cart_id`) as long as nothing else is put into it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pos_app.domain.blame import LineNames
from pos_app.domain.choices import Choices
from pos_app.domain.ready import ready_to_send
from pos_app.domain.receipt import Receipt

if TYPE_CHECKING:
    from pos_app.domain.address import Party
    from pos_app.domain.cart import Cart, CartLine
    from pos_app.domain.draft import OrderDraft
    from pos_app.domain.errors import Problem
    from pos_app.domain.money import Money
    from pos_app.domain.pickup import PickupStore
    from pos_app.domain.receipt import ReceiptLine

# Prices and stock move: after ten minutes a quote is not read to a customer any more.
MAX_AGE_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class ShippingOption:
    """A way of shipping; `estimate` is the merchant's words for when it arrives ("3–5 days")."""

    option_id: str
    label: str
    price: Money | None = None
    estimate: str = ""


@dataclass(frozen=True, slots=True)
class Fulfillment:
    """A fulfilment type: ship to the address, pick up in a store, or another one."""

    type_id: str
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Shipment:
    """A parcel of the cart: the ways to send it and the one that is chosen, by its id."""

    shipment_id: str
    options: tuple[ShippingOption, ...] = ()
    method: str = ""
    fulfillments: tuple[Fulfillment, ...] = ()
    fulfillment: str = ""

    @property
    def chosen(self) -> ShippingOption | None:
        """The chosen way of shipping, if it is one of the options."""
        return next((o for o in self.options if o.option_id == self.method), None)


@dataclass(frozen=True, slots=True)
class Addon:
    """Something offered beside the goods, such as a warranty."""

    addon_id: str
    label: str
    price: Money | None = None
    line_item_id: str = ""


@dataclass(frozen=True, slots=True)
class MerchantCart:
    """The device's cart as the merchant tells it: what a receipt shows, and what can be chosen."""

    receipt: Receipt
    shipments: tuple[Shipment, ...] = ()
    promo_codes: tuple[str, ...] = ()
    addons: tuple[Addon, ...] = ()

    def has_code(self, code: str) -> bool:
        """Whether a promo code is applied, in whatever letters it was typed."""
        return code.casefold() in {one.casefold() for one in self.promo_codes}


@dataclass(frozen=True, slots=True)
class Basis:
    """All that a quote depends on: where to, which lines, which choices. Equal is still good."""

    party: Party
    lines: tuple[tuple[str, int], ...]
    choices: Choices


def basis_of(draft: OrderDraft) -> Basis:
    """What a quote for this draft depends on; neither the billing address nor notes are in it."""
    lines = tuple((line.ref.json, line.quantity) for line in draft.cart.lines)
    return Basis(ready_to_send(draft.shipping), lines, draft.choices)


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """What the merchant makes of one line of the clerk's cart.

    `price` is the merchant's for the whole line and `more` how much that is over the catalogue's
    (negative: less), None where either is not known. `quantity` is the merchant's, 0 where the
    line is not in its cart, None where its names don't tell.
    """

    price: Money | None = None
    more: Money | None = None
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class CodeRefused:
    """A promo code that is not in force, and why."""

    code: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Quote:
    """An exact quote. `lines` stand in the order of the clerk's cart.

    `default_methods` and `default_fulfillments` are what the merchant chose itself, by shipment.
    `methods_fixed`: this merchant has no call to choose a shipping method. `stores`: where it can
    be picked up, once that is chosen and as far as the merchant tells.
    """

    basis: Basis
    cart: MerchantCart
    lines: tuple[QuotedLine, ...]
    default_methods: tuple[str, ...] = ()
    default_fulfillments: tuple[str, ...] = ()
    refused: tuple[CodeRefused, ...] = ()
    methods_fixed: bool = False
    stores: tuple[PickupStore, ...] = ()

    @property
    def receipt(self) -> Receipt:
        """The amounts: subtotal, discounts, shipping, tax, total; the merchant's notices."""
        return self.cart.receipt

    @property
    def total(self) -> Money | None:
        """What will be charged; None where the merchant did not tell."""
        return self.cart.receipt.total

    @property
    def estimate(self) -> str:
        """When it arrives, in the merchant's words; empty where it does not say."""
        told = (s.chosen.estimate for s in self.cart.shipments if s.chosen is not None)
        return ", ".join(dict.fromkeys(words for words in told if words))

    @property
    def is_blocked(self) -> bool:
        """Whether a notice stops the order: it can't be placed like this (§4)."""
        return any(notice.blocking for notice in self.receipt.notices)

    def holds_for(self, draft: OrderDraft) -> bool:
        """Whether the draft is still the one that was quoted."""
        return self.basis == basis_of(draft)


@dataclass(frozen=True, slots=True)
class QuoteFailed:
    """Why there is no quote; `row` is the line of the clerk's cart that is to blame, if one is."""

    basis: Basis
    problem: Problem
    row: int | None = None


def quoted_lines(cart: Cart, told: Receipt) -> tuple[QuotedLine, ...]:
    """What the merchant makes of each line of the clerk's cart.

    Where its names don't tell which line is meant, nothing is said: a wrong difference would be
    read out.
    """
    names = LineNames(cart.lines)
    rows = [names.row_of(line) for line in told.lines]
    return tuple(
        _quoted(
            line,
            [one for one, place in zip(told.lines, rows, strict=True) if place == row],
            all_known=None not in rows,
        )
        for row, line in enumerate(cart.lines)
    )


def _quoted(line: CartLine, told: list[ReceiptLine], *, all_known: bool) -> QuotedLine:
    if not told:
        return QuotedLine(quantity=0 if all_known else None)
    prices = [one.line_price for one in told if one.line_price is not None]
    complete = len(prices) == len(told) and len({price.currency for price in prices}) == 1
    price = sum(prices[1:], prices[0]) if complete else None
    return QuotedLine(price, _difference(price, line.line_price), sum(o.quantity for o in told))


def _difference(price: Money | None, expected: Money | None) -> Money | None:
    if price is None or expected is None or price.currency != expected.currency:
        return None
    return price - expected


def total_change(quoted: Money | None, now: Money | None) -> Money | None:
    """How much more than quoted it is now (negative: less); None where that can't be said."""
    return _difference(now, quoted)


def with_choices(basis: Basis, choices: Choices) -> Basis:
    """The basis with other choices: those that the merchant could really take."""
    return replace(basis, choices=choices)
