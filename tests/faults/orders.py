"""The orders of a run: each is of a customer of its own, so that none looks like another."""

from __future__ import annotations

from decimal import Decimal

from pos_app.domain.address import Contact, Party, PostalAddress
from pos_app.domain.card import Card
from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.choices import Choices
from pos_app.domain.draft import KeptDraft, OrderDraft
from pos_app.domain.money import Money
from pos_app.domain.product import AddToCartRef

APP_ID = "fault-register"
DOMAIN = "faults.example"
CODE = "737"
NUMBER = "4111111111111111"
PROMO = "FAULT10"


def email(number: int) -> str:
    """The e-mail address of a customer."""
    return f"customer{number}@example.com"


def draft(number: int, *, completes: bool = False) -> OrderDraft:
    """The order of a customer; no two subtotals are the same. `completes`: with a promo code."""
    price = Money(Decimal(1000 + number) / 100, "USD")
    ref = AddToCartRef(f'{{"variant_id":"v-{number}"}}')
    line = CartLine(ref, "FAULT-1", "Tank", "", 1, price)
    phone = f"(206) {230 + number // 10_000} {number % 10_000:04}"
    place = PostalAddress(
        country="US",
        address1="1 Pine Street",
        city="Seattle",
        state_or_province="WA",
        postal_code="98101",
    )
    party = Party(Contact(phone, "Bo", "Li", email(number)), place)
    choices = Choices(promo_codes=(PROMO,)) if completes else Choices()
    return OrderDraft(party, cart=Cart((line,)), choices=choices)


def kept(number: int, *, completes: bool = False) -> KeptDraft:
    """The same as it is kept while it is typed."""
    return KeptDraft(tab(number), draft(number, completes=completes))


def tab(number: int) -> str:
    """The key of its draft."""
    return f"tab-{number}"


def card() -> Card:
    """A fresh test card."""
    return Card(NUMBER, "Bo Li", CODE, "08", "2031")
