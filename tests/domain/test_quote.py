"""The exact quote as a value: what it depends on, and what it says about each line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.domain import checkout
from pos_app.domain.checkout import BodyLeaving, BodySent, CartReady, Ended, Step, StepStatus
from pos_app.domain.choices import MAX_PROMO_CODES, Choices, at_place
from pos_app.domain.errors import Code, Problem
from pos_app.domain.money import Money
from pos_app.domain.quote import (
    MerchantCart,
    Quote,
    QuotedLine,
    Shipment,
    ShippingOption,
    basis_of,
    quoted_lines,
    total_change,
)
from pos_app.domain.receipt import Notice, Receipt, ReceiptLine
from tests.domain.attempts import draft, line


def usd(cents: int) -> Money:
    return Money.of_minor(cents, "USD")


def told(sku: str, quantity: int, cents: int | None, title: str = "") -> ReceiptLine:
    return ReceiptLine(title, "", sku, quantity, None if cents is None else usd(cents))


def test_choices_are_equal_whatever_way_they_were_come_by() -> None:
    chosen = Choices().with_method(1, "express").with_promo_code(" WELCOME10 ")
    assert (chosen.methods, chosen.promo_codes) == (("", "express"), ("WELCOME10",))
    assert not chosen.is_default
    back = chosen.with_method(1, "").without_promo_code("welcome10")
    assert back == Choices()
    assert back.is_default
    assert at_place(chosen.methods, 1) == "express"
    assert at_place(chosen.methods, 2) == ""


def test_a_promo_code_counts_once_and_there_are_at_most_ten() -> None:
    chosen = Choices()
    for code in ("A1", "a1", "  ", *(f"C{i}" for i in range(20))):
        chosen = chosen.with_promo_code(code)
    assert len(chosen.promo_codes) == MAX_PROMO_CODES
    assert chosen.promo_codes[:2] == ("A1", "C0")


def test_another_way_of_delivery_has_methods_of_its_own() -> None:
    chosen = Choices().with_method(0, "express").with_fulfillment(0, "IN_STORE_PICKUP")
    assert (chosen.methods, chosen.fulfillments) == ((), ("IN_STORE_PICKUP",))
    extra = chosen.with_addon("care", wanted=True).with_addon("care", wanted=True)
    assert extra.addons == ("care",)
    assert extra.with_addon("care", wanted=False) == chosen


def test_a_quote_holds_until_address_lines_or_choices_change() -> None:
    order = draft()
    quote = Quote(basis_of(order), MerchantCart(Receipt()), ())
    party = order.shipping
    same = (
        replace(order, notes="gift", captcha_token="token", billing=party),
        replace(order, cart=replace(order.cart, lines=(line(cents=9900),))),  # a newer price
        replace(
            order, shipping=replace(party, address=replace(party.address, postal_code="98101 "))
        ),
    )
    assert all(quote.holds_for(one) for one in same)
    other = (
        replace(order, shipping=replace(party, address=replace(party.address, city="Tacoma"))),
        replace(order, cart=order.cart.with_quantity(0, 3)),
        replace(order, choices=Choices(promo_codes=("WELCOME10",))),
    )
    assert not any(quote.holds_for(one) for one in other)


def test_each_line_shows_how_far_the_merchant_is_from_the_catalogue() -> None:
    cart = draft(line("A"), line("B", 1), line("C", 1), line("D", cents=None)).cart
    merchant = Receipt(lines=(told("D", 2, 900), told("B", 1, 2300), told("a", 2, 4400)))
    assert quoted_lines(cart, merchant) == (
        QuotedLine(usd(4400), usd(0), 2),
        QuotedLine(usd(2300), usd(100), 1),
        QuotedLine(quantity=0),
        QuotedLine(usd(900), None, 2),
    )


def test_nothing_is_said_of_a_line_where_the_merchant_uses_other_names() -> None:
    cart = draft(line("A"), line("B", 1)).cart
    merchant = Receipt(lines=(told("A", 1, 2200), told("X-1", 1, 2300, "Something else")))
    assert quoted_lines(cart, merchant)[1] == QuotedLine()


def test_a_line_in_two_parts_is_added_up_unless_a_price_is_missing() -> None:
    cart = draft(line("A", 3)).cart
    parts = (told("A", 1, 2200), told("A", 2, 4000))
    assert quoted_lines(cart, Receipt(lines=parts)) == (QuotedLine(usd(6200), usd(-400), 3),)
    (shown,) = quoted_lines(cart, Receipt(lines=(*parts[:1], told("A", 2, None))))
    assert (shown.price, shown.quantity) == (None, 3)


def test_a_quote_tells_the_estimate_and_what_stops_it() -> None:
    options = (ShippingOption("std", "Standard", usd(595), "3–5 days"), ShippingOption("x", "Fast"))
    stop = Notice("Not shippable", "ITEM_NOT_SHIPPABLE")
    cart = MerchantCart(
        Receipt(total=usd(5000), notices=(stop,)), (Shipment("s", options, "std"),), ("Welcome10",)
    )
    quote = Quote(basis_of(draft()), cart, ())
    assert (quote.total, quote.estimate, quote.is_blocked) == (usd(5000), "3–5 days", True)
    assert cart.has_code("WELCOME10")
    assert not cart.has_code("OTHER")


@pytest.mark.parametrize(
    ("quoted", "now", "more"),
    [
        (usd(5000), usd(5200), usd(200)),
        (usd(5000), usd(5000), usd(0)),
        (None, usd(5000), None),
        (usd(5000), Money.of_minor(5000, "EUR"), None),
    ],
)
def test_a_change_of_the_total(quoted: Money | None, now: Money, more: Money | None) -> None:
    assert total_change(quoted, now) == more


def test_a_prepared_cart_is_known_before_anything_leaves_and_spares_its_steps() -> None:
    cart = Receipt(cart_id="cart-1", total=usd(5000))
    state = checkout.step(checkout.begin("a", 1), CartReady(0.1, cart))
    assert state.receipt == cart
    assert state.can_cancel
    kinds = [row.status for row in state.steps]
    done = StepStatus.DONE
    assert kinds == [StepStatus.ACTIVE, done, done, done, StepStatus.TODO]
    stopped = checkout.step(state, Ended(0.2, Problem(Code.PRICE_CHANGED)))
    assert stopped.verdict is checkout.Verdict.NOT_SENT
    state = checkout.step(checkout.step(state, BodyLeaving(0.3)), BodySent(0.4))
    assert state.step_state(Step.SHIPPING).status is StepStatus.DONE
    assert state.step_state(Step.PLACED).status is StepStatus.ACTIVE
    lost = checkout.step(state, Ended(0.5, Problem(Code.DROPPED)))
    assert lost.is_unknown
    assert lost.receipt.cart_id == "cart-1"
