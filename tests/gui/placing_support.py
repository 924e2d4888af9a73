"""Orders and answers that the tests of the right column share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pos_app.domain.address import Contact, Party, PostalAddress
from pos_app.domain.card import Brand, CardSummary
from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.checkout import (
    BodyBuilt,
    BodyLeaving,
    BodySent,
    CartCreated,
    CheckoutState,
    Ended,
    ErrorReported,
    Event,
    ItemsAdded,
    OrderReported,
    ShippingUpdated,
    begin,
    step,
)
from pos_app.domain.draft import OrderDraft
from pos_app.domain.errors import Code, Problem
from pos_app.domain.money import Money
from pos_app.domain.product import AddToCartRef
from pos_app.domain.receipt import Charge, Receipt, ReceiptLine

REQUEST_ID = "5e0f7c9b-2d4e-4e0b-8a51-6d2b3f1a9c77"
CART_ID = "0d9c1d1e-83b5-4c58-9d8e-0f4b8c2f9a11"
DOMAIN = "staging.luma.gift"
CARD = CardSummary(Brand.VISA, "1111")


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


ORDERED = tuple(
    CartLine(AddToCartRef("{}"), sku, title, variant, quantity, usd(price))
    for title, variant, sku, quantity, price in (
        ("Radiant Tee", "XS · Orange", "WS12-XS-Orange", 2, "22.00"),
        ("Hero Hoodie", "XS · Gray", "MH07-XS-Gray", 1, "54.00"),
        ("Breathe-Easy Tank", "S · Blue", "WT09-S-Blue", 1, "34.00"),
    )
)
LINES = tuple(
    ReceiptLine(line.title, line.variant_title, line.sku, line.quantity, line.line_price)
    for line in ORDERED
)
DRAFT = OrderDraft(
    shipping=Party(
        Contact("+1 206-555-1212", "Mara", "Lindqvist", "mara@example.com"),
        PostalAddress(
            address1="123 Main St", city="Seattle", state_or_province="WA", postal_code="98101"
        ),
    ),
    cart=Cart(ORDERED),
)
TWO = Receipt(cart_id=CART_ID, lines=LINES[:2], subtotal=usd("98.00"))
THREE = Receipt(cart_id=CART_ID, lines=LINES, subtotal=usd("132.00"))
SHIPPED = replace(
    THREE,
    discounts=(Charge("Discount WELCOME10", usd("-13.20")),),
    shipping=usd("5.95"),
    shipping_label="Standard",
    tax=usd("7.19"),
    total=usd("131.94"),
)
ORDER = replace(SHIPPED, order_number="186872537", merchant_name="Luma")

SENT: tuple[Event, ...] = (BodyBuilt(0.1), BodyLeaving(0.1), BodySent(0.2))
ADDING: tuple[Event, ...] = (*SENT, CartCreated(0.9), ItemsAdded(1.4, TWO))
PAYING: tuple[Event, ...] = (
    *SENT,
    CartCreated(0.9),
    ItemsAdded(2.4, THREE),
    ShippingUpdated(3.1, SHIPPED),
)
PLACED: tuple[Event, ...] = (*PAYING, OrderReported(4.6, ORDER))


def refused(error_id: str, text: str = "", before: Sequence[Event] = PAYING) -> tuple[Event, ...]:
    problem = Problem(Code.OTHER, error_id=error_id, text=text, request_id="req-77")
    return (*before, ErrorReported(4.0, problem), Ended(4.1))


def ended(code: Code, before: Sequence[Event] = ()) -> tuple[Event, ...]:
    return (*before, Ended(12.0, Problem(code, where="cc.firmly.work")))


def after(events: Sequence[Event]) -> CheckoutState:
    state = begin(REQUEST_ID, len(ORDERED))
    for event in events:
        state = step(state, event)
    return state
