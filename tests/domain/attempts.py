"""What tests of attempts share: a caller's order, and the record of an attempt to place it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from pos_app.domain import checkout
from pos_app.domain.address import Contact, Party, PostalAddress
from pos_app.domain.card import Brand, CardSummary
from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.checkout import BodyLeaving, CheckoutState, Ended, ItemsAdded, OrderReported
from pos_app.domain.connection import Connection
from pos_app.domain.draft import OrderDraft
from pos_app.domain.errors import Code, Problem
from pos_app.domain.money import Money
from pos_app.domain.product import AddToCartRef
from pos_app.domain.receipt import Receipt, ReceiptLine
from pos_app.domain.record import OrderRecord

NOON = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)
VISA = CardSummary(Brand.VISA, "1111")
CONNECTION = Connection("app", "shop.example", "https://api.example", "https://cc.example")
DEVICE = "device-1"
CART = Receipt(
    cart_id="cart-1",
    cart_status="active",
    lines=(ReceiptLine("Radiant Tee", "", "WS12", 2, Money.of_minor(4400, "USD")),),
)


def line(sku: str = "WS12", quantity: int = 2, cents: int | None = 2200) -> CartLine:
    """A line of the cart; without cents the catalogue gave no price."""
    price = None if cents is None else Money.of_minor(cents, "USD")
    ref = AddToCartRef(f'{{"variant_id": "{sku}"}}')
    return CartLine(ref, sku, "Radiant Tee", "", quantity, price)


def draft(
    *lines: CartLine, phone: str = "(206) 555-1212", email: str = "bo@example.com"
) -> OrderDraft:
    """A caller's order from Seattle; of two tees if no lines are given."""
    buyer = Contact(phone, "Bo", "Li", email)
    home = PostalAddress("US", "1 Pine Street", "", "", "", "Seattle", "WA", "98101")
    return OrderDraft(shipping=Party(buyer, home), cart=Cart(lines or (line(),)))


def unknown_state(attempt_id: str, cart: Receipt = CART) -> CheckoutState:
    """The body left, a cart was told, and then the line dropped."""
    state = checkout.begin(attempt_id, 1)
    for event in (BodyLeaving(0.1), ItemsAdded(0.5, cart), Ended(0.9, Problem(Code.DROPPED))):
        state = checkout.step(state, event)
    return state


def prepared(attempt_id: str = "attempt-1", order: OrderDraft | None = None) -> OrderRecord:
    """An attempt at noon of which nothing has left yet."""
    return OrderRecord(
        attempt_id,
        "tab-1",
        DEVICE,
        CONNECTION,
        order or draft(),
        VISA,
        "Ann",
        NOON,
        checkout.begin(attempt_id, 1),
    )


def unknown(
    attempt_id: str = "attempt-1", order: OrderDraft | None = None, cart: Receipt = CART
) -> OrderRecord:
    """An attempt at noon whose end is not known."""
    record = prepared(attempt_id, order).leaving()
    return record.moved(unknown_state(attempt_id, cart), NOON)


def placed(
    attempt_id: str = "attempt-1", order: OrderDraft | None = None, at: datetime = NOON
) -> OrderRecord:
    """An attempt that was placed at `at`."""
    record = replace(prepared(attempt_id, order).leaving(), began_at=at)
    told = replace(CART, order_number="200000001", cart_status="submitted")
    return record.moved(checkout.step(record.state, OrderReported(2.0, told)), at)
