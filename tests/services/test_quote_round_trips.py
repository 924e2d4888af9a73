"""What travels for a quote, and for the order after it: one call for each thing, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from bench_line import Line

from pos_app.domain.checkout import Verdict
from pos_app.domain.choices import Choices
from pos_app.domain.connection import Connection
from pos_app.domain.quote import Quote
from pos_app.services.orders import Order
from pos_app.services.register import Register
from pos_app.training import TrainingStore
from tests.services.order_desk import Told, a_card, at_register, connection_to, draft_of

CART = "/api/v2/domains/training.example/cart"
PAY = "/api/v2/payment/domains/training.example"
KEY = "GET /api/v1/payment/key"
QUOTE = [f"POST {CART}/line-items", f"POST {CART}/shipping-info"]


@dataclass
class Shop:
    """The training merchant behind two lines that write down what passes."""

    connection: Connection
    lines: tuple[Line, Line]

    def passed(self) -> list[str]:
        """What has passed since the last time, by host."""
        entries = [entry for line in self.lines for entry in line.log]
        for line in self.lines:
            line.log.clear()
        return entries

    def quote_and_order(self, choices: Choices) -> tuple[list[str], list[str]]:
        """What passes for a quote of one line, and then for its order; both are warm."""

        async def work(register: Register) -> tuple[list[str], list[str]]:
            draft = replace(await draft_of(register), choices=choices)
            await register.warm()
            self.passed()
            quote = await register.quotes.quote(draft)
            assert isinstance(quote, Quote)
            for_quote = self.passed()
            told = Told()
            attempt = register.attempt(1, told.hear)
            await register.place(Order(draft, a_card(), quoted=quote.total), attempt)
            assert told.verdict is Verdict.PLACED
            return for_quote, self.passed()

        return at_register(self.connection, work)


@pytest.fixture
def shop() -> Iterator[Shop]:
    store = TrainingStore(pace=0)
    at = store.start()
    try:
        with Line(at.api_url) as api, Line(at.payment_url) as payment:
            connection = connection_to(at, api_url=api.url, payment_url=payment.url)
            yield Shop(connection, (api, payment))
    finally:
        store.stop()


def test_a_quote_is_a_call_for_each_line_and_one_for_the_address(shop: Shop) -> None:
    for_quote, for_order = shop.quote_and_order(Choices())
    assert for_quote == QUOTE
    assert for_order == [f"DELETE {CART}/line-items", KEY, f"POST {PAY}/place-order"]


def test_each_choice_is_a_call_and_the_cart_is_read_before_it_is_charged(shop: Shop) -> None:
    choices = Choices(promo_codes=("WELCOME10",), methods=("express",))
    for_quote, for_order = shop.quote_and_order(choices)
    chosen = [f"POST {CART}/promo-codes", f"POST {CART}/shipments/shipping-method"]
    assert for_quote == [*QUOTE, *chosen]
    assert for_order == [f"GET {CART}", KEY, f"POST {PAY}/complete-order"]


def test_pick_up_takes_one_call_more_for_the_store(shop: Shop) -> None:
    for_quote, _ = shop.quote_and_order(Choices(fulfillments=("IN_STORE_PICKUP",)))
    chosen = [f"POST {CART}/shipments/{name}" for name in ("fulfillment-type", "get-availability")]
    assert for_quote == [*QUOTE, *chosen]
