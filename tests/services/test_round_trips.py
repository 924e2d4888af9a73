"""What travels between placing an order and its first event: two requests, once it is warm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from bench_line import CONNECT, Line

from pos_app.domain.checkout import CheckoutState, Step, StepStatus, Verdict
from pos_app.domain.connection import Connection
from pos_app.firmly.http import KEEP_ALIVE_SECONDS
from pos_app.services.register import Register
from pos_app.training import TrainingStore
from tests.services.order_desk import at_register, connection_to, draft_of, order_of

# The card fields empty themselves this long after the last key (`gui.payment_card`).
CARD_SECONDS = 90


@dataclass
class Shop:
    """The training merchant behind two lines that write down what passes."""

    connection: Connection
    lines: tuple[Line, Line]
    passed: list[str] = field(default_factory=list)
    last: str = ""

    def hear(self, state: CheckoutState) -> None:
        """Keep what had passed when the first event was taken in."""
        if not self.passed and state.step_state(Step.CART).status is StepStatus.DONE:
            self.passed = [entry for line in self.lines for entry in line.log]

    async def order(self, register: Register) -> list[str]:
        """Place an order and return what passed before its first event, by host."""
        draft = await draft_of(register)
        await register.warm()
        for line in self.lines:
            line.log.clear()
        self.passed = []
        attempt = register.attempt(1, self.hear)
        await register.place(order_of(draft, despite=self.last), attempt)
        self.last = attempt.state.attempt_id
        assert attempt.state.verdict is Verdict.PLACED
        return self.passed


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


def _expected(shop: Shop) -> list[str]:
    place = f"POST /api/v2/payment/domains/{shop.connection.domain}/place-order"
    return ["GET /api/v1/payment/key", place]


def test_a_warm_order_takes_two_requests_and_no_new_connection(shop: Shop) -> None:
    assert at_register(shop.connection, shop.order) == _expected(shop)


def test_so_does_the_next_order(shop: Shop) -> None:
    async def two(register: Register) -> list[str]:
        await shop.order(register)
        return await shop.order(register)

    assert at_register(shop.connection, two) == _expected(shop)


def test_without_warming_a_connection_comes_on_top(shop: Shop) -> None:
    async def cold(register: Register) -> list[str]:
        draft = await draft_of(register)
        for line in shop.lines:
            line.log.clear()
        await register.place(order_of(draft), register.attempt(1, shop.hear))
        return shop.passed

    # The catalogue has been asked, so that the session stands; the payment host is new.
    assert at_register(shop.connection, cold) == [CONNECT, *_expected(shop)]


def test_a_line_stays_warm_longer_than_a_card_stays_in_the_form() -> None:
    assert KEEP_ALIVE_SECONDS > CARD_SECONDS
