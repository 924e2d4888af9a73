"""The stepper: words and times of each step, and a clock that runs only when it must."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pytestqt.qtbot import QtBot

from pos_app.domain.checkout import BodyLeaving, CartReady, Event, Step, StepStatus
from pos_app.domain.errors import Code
from pos_app.domain.receipt import Receipt
from pos_app.gui.step_words import StepRow, step_rows
from pos_app.gui.stepper import Stepper
from tests.gui.placing_support import (
    ADDING,
    DOMAIN,
    PAYING,
    PLACED,
    SENT,
    after,
    ended,
    refused,
)


class Clock:
    """Seconds since the attempt began, set by the test."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __call__(self) -> float:
        return self.seconds


def rows(events: Sequence[Event], now: float = 1.6) -> tuple[StepRow, ...]:
    return step_rows(after(events), DOMAIN, now)


def test_while_nothing_has_left_the_clerk_is_told_that_cancelling_is_safe() -> None:
    first = rows(())[0]
    assert first == StepRow(
        StepStatus.ACTIVE, "Encrypting the card", "You can still cancel", "1.6 s"
    )
    leaving = rows((BodyLeaving(0.1),))[0]
    assert (leaving.title, leaving.sub) == ("Sending the order", "The order can't be changed now")


def test_a_cart_that_was_quoted_is_there_before_anything_is_sent() -> None:
    cart = Receipt(cart_id="cart-1")
    filling = (CartReady(0.2, cart, Step.CART), CartReady(0.4, cart, Step.ITEMS))
    titles = [(row.status, row.title) for row in rows(filling)]
    assert titles[0] == (StepStatus.ACTIVE, "Filling the quoted cart")
    assert [status for status, _ in titles[1:]] == [
        StepStatus.DONE,
        StepStatus.DONE,
        StepStatus.TODO,
        StepStatus.TODO,
    ]
    ready = rows((*filling, CartReady(0.5, cart)))
    assert (ready[0].title, ready[3].status) == ("Encrypting the card", StepStatus.DONE)
    assert [row.time for row in ready[1:4]] == ["0.2 s", "0.4 s", "0.5 s"]


def test_items_are_counted_from_the_cart() -> None:
    sent, cart, items, shipping, placed = rows(ADDING)
    assert sent.time == "0.2 s"
    assert (cart.sub, cart.time) == (f"at {DOMAIN}", "0.9 s")
    assert (items.title, items.sub, items.time) == ("Adding items", "2 of 3 · Hero Hoodie", "1.6 s")
    assert (shipping.status, placed.status) == (StepStatus.TODO, StepStatus.TODO)


def test_a_placed_order_has_all_steps_done_with_their_times() -> None:
    titles = [(row.title, row.time) for row in rows(PLACED)]
    assert titles == [
        ("Card encrypted, order sent", "0.2 s"),
        ("Cart created", "0.9 s"),
        ("3 items added", "2.4 s"),
        ("Shipping and tax", "3.1 s"),
        ("Order placed", "4.6 s"),
    ]
    assert rows(PLACED)[3].sub == "Standard · $5.95, tax $7.19"
    assert {row.status for row in rows(PLACED)} == {StepStatus.DONE}


def test_after_ten_seconds_of_silence_it_says_so() -> None:
    assert "Still working" not in rows(ADDING, now=11.0)[2].sub
    assert rows(ADDING, now=13.4)[2].sub.endswith("Still working: last answer 12 s ago")
    assert rows(SENT, now=13.4)[1].sub.endswith("Still working: no answer yet, 13 s")


@pytest.mark.parametrize(
    ("events", "row", "title"),
    [
        (refused("ErrorPaymentDeclined"), 4, "Payment declined"),
        (refused("ErrorNotEnoughStock", before=ADDING), 2, "Not enough stock"),
        (refused("ErrorProductNotFound", before=ADDING), 2, "Product no longer sold"),
        (refused("ErrorInvalidInputBody", before=SENT), 1, "Something typed was not accepted"),
        (ended(Code.DNS), 0, "Not sent"),
        (ended(Code.CANCELLED), 0, "Cancelled"),
    ],
)
def test_the_step_that_stopped_says_why(events: Sequence[Event], row: int, title: str) -> None:
    found = rows(events)[row]
    assert (found.status, found.title) == (StepStatus.FAILED, title)
    assert "Nothing was" in found.sub


@pytest.mark.parametrize("code", [Code.DROPPED, Code.TIMEOUT, Code.SERVER, Code.HTML])
def test_an_unknown_outcome_is_never_called_failed(code: Code) -> None:
    found = rows(ended(code, before=PAYING))
    assert found[4].status is StepStatus.UNKNOWN
    words = " ".join(f"{row.title} {row.sub}" for row in found).casefold()
    assert not any(word in words for word in ("fail", "error", "declined", "nothing was"))


def test_it_tells_assistive_technology_all_steps(qtbot: QtBot) -> None:
    stepper = Stepper()
    qtbot.addWidget(stepper)
    stepper.show_state(after(ADDING), domain=DOMAIN, now=Clock(1.6))
    assert stepper.accessibleName() == "Order progress"
    told = stepper.accessibleDescription().splitlines()
    assert (
        told[0] == "Card encrypted, order sent, done, 0.2 s. Card details cleared from this screen"
    )
    assert told[2] == "Adding items, in progress. 2 of 3 · Hero Hoodie"
    assert told[4] == "Order placed, to do"


def test_the_clock_runs_in_flight_and_in_sight_only(qtbot: QtBot) -> None:
    stepper, clock = Stepper(), Clock(1.0)
    qtbot.addWidget(stepper)
    stepper.show_state(after(ADDING), domain=DOMAIN, now=clock)
    assert not stepper.is_running()
    stepper.show()
    assert stepper.is_running()
    clock.seconds = 2.5
    qtbot.waitUntil(lambda: stepper.rows[2].time == "2.5 s")
    stepper.hide()
    assert not stepper.is_running()
    stepper.show()
    stepper.show_state(after(PLACED), domain=DOMAIN, now=clock)
    assert not stepper.is_running()


def test_it_grows_with_its_words(qtbot: QtBot) -> None:
    stepper = Stepper()
    qtbot.addWidget(stepper)
    stepper.show_state(after(PLACED), domain=DOMAIN, now=Clock(5))
    assert stepper.heightForWidth(180) > stepper.heightForWidth(340)
