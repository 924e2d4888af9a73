"""How long a call has taken, per order."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from pytestqt.qtbot import QtBot

from pos_app.bridge.messages import CheckoutMoved, Request
from pos_app.domain import checkout
from pos_app.domain.address import Contact, Party, PostalAddress
from pos_app.domain.draft import OrderDraft
from pos_app.gui.call_clock import CallClock
from pos_app.gui.order_page import OrderPage


@dataclass
class Hands:
    """A clock's hands, moved by the test."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


def nobody(_request: Request) -> None:
    """Takes requests."""


@pytest.fixture
def page(qtbot: QtBot) -> OrderPage:
    made = OrderPage(1, "US", nobody)
    made.fill()
    qtbot.addWidget(made)
    return made


def test_it_runs_from_the_first_key_to_the_end(qtbot: QtBot, page: OrderPage) -> None:
    hands = Hands()
    clock = CallClock(hands)
    qtbot.addWidget(clock)
    clock.watch(lambda: page)
    clock.tick()
    assert not clock.text()
    typed = OrderDraft(Party(Contact("2065551212"), PostalAddress("US")))
    page.set_draft(typed)
    for seconds, words in ((0, "00:00"), (65, "01:05"), (3600, "61:05")):
        hands.now += seconds
        clock.tick()
        assert clock.text().endswith(words)
    begun = checkout.begin("id", 1)
    ended = checkout.step(begun, checkout.Ended(1.0))
    page.receive(CheckoutMoved(1, ended))
    page._right.setCurrentWidget(page.placing)
    hands.now += 500
    clock.tick()
    assert clock.text().endswith("61:05")
