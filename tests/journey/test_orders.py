"""Orders from empty to their end, by keyboard, against the real worker and training store."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from pos_app.domain.checkout import Verdict
from pos_app.domain.refusal import Refusal
from tests.journey.conftest import Clerk


def test_an_order_from_empty_to_order_number_by_keyboard(clerk: Clerk) -> None:
    clerk.type_order()
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.PLACED
    state = clerk.page.state
    assert state is not None
    assert state.receipt.order_number
    assert state.receipt.total is not None
    assert clerk.ledger_size() == 1
    assert clerk.page.payment.number_field.is_empty
    assert clerk.page.payment.code_field.is_empty


def test_three_orders_in_a_row(clerk: Clerk) -> None:
    for count, phone in enumerate(("2065551212", "2065551213", "2065551214"), start=1):
        clerk.type_order(phone=phone)
        clerk.place()
        assert clerk.wait_for_verdict() is Verdict.PLACED
        assert clerk.ledger_size() == count
        clerk.key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize(
    ("scenario", "refusal"),
    [
        ("decline", Refusal.DECLINED),
        ("json-error", Refusal.DECLINED),
        ("no-stock", Refusal.NO_STOCK),
        ("product-gone", Refusal.PRODUCT_GONE),
        ("invalid-input", Refusal.INVALID_INPUT),
        ("captcha-required", Refusal.CAPTCHA),
        ("notice", Refusal.CART_CHANGED),
    ],
)
def test_a_refusal_keeps_all_but_the_card(clerk: Clerk, scenario: str, refusal: Refusal) -> None:
    clerk.type_order()
    before = clerk.page.draft()
    clerk.training.set_next(scenario)
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.REFUSED
    assert clerk.page.state is not None
    assert clerk.page.state.refusal is refusal
    assert clerk.ledger_size() == 0
    assert clerk.page.draft() == before
    assert clerk.page.payment.number_field.is_empty


def test_another_card_after_a_decline(clerk: Clerk) -> None:
    clerk.type_order("4000000000000002")
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.REFUSED
    clerk.type_card("4111111111111111")
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.PLACED
    assert clerk.ledger_size() == 1


def test_a_captcha_token_is_asked_for_and_sent(clerk: Clerk) -> None:
    clerk.type_order()
    clerk.training.set_next("captcha-required")
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.REFUSED
    clerk.training.set_next("captcha-required")
    action = clerk.page.placing.primary_action()
    assert action is not None
    action.click()
    clerk.write("a-token-of-the-page")
    clerk.type_card("4111111111111111")
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.PLACED
    assert clerk.ledger_size() == 1


@pytest.mark.parametrize(
    "scenario",
    ["drop-after-sent", "drop-after-shipping", "lost-answer", "unreadable", "server-error"]
    + ["server-error-html", "store-unavailable", "redirect", "bad-json", "drop-mid-event"],
)
def test_an_unknown_outcome_can_not_be_sent_again(clerk: Clerk, scenario: str) -> None:
    clerk.type_order()
    clerk.training.set_next(scenario)
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.UNKNOWN
    accepted = clerk.ledger_size()
    for _ in range(50):
        clerk.place()
    clerk.key(Qt.Key.Key_F6)
    # The register asks the merchant meanwhile, and may have found out.
    assert clerk.page.is_unknown or clerk.page.is_placed
    assert not clerk.page.is_editing
    assert clerk.ledger_size() == accepted


@pytest.mark.parametrize(
    "scenario", ["json-answer", "old-names", "unknown-events", "one-byte", "huge-event"]
)
def test_odd_but_allowed_answers_are_orders(clerk: Clerk, scenario: str) -> None:
    clerk.type_order()
    clerk.training.set_next(scenario)
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.PLACED
    assert clerk.ledger_size() == 1


def test_fifty_presses_place_one_order(clerk: Clerk) -> None:
    clerk.type_order()
    for _ in range(50):
        clerk.place()
    assert clerk.wait_for_verdict() is Verdict.PLACED
    assert clerk.ledger_size() == 1


def test_closing_waits_for_the_answer(clerk: Clerk) -> None:
    clerk.type_order()
    clerk.place()
    assert not clerk.window.close()
    assert clerk.window.isVisible()
    assert clerk.wait_for_verdict() is Verdict.PLACED


def test_the_place_key_leads_to_the_first_thing_missing(clerk: Clerk) -> None:
    clerk.place()
    assert clerk.page.is_editing
    assert clerk.page.party.customer.isAncestorOf(clerk.window.focusWidget())


def test_a_card_that_is_read_again_takes_the_place_of_the_first(clerk: Clerk) -> None:
    clerk.type_order("4000000000000002")
    clerk.key(Qt.Key.Key_F6)
    clerk.type_card("4111111111111111")
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.PLACED
