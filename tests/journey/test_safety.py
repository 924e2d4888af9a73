"""Orders that nobody knows the end of, twins, and what a start brings back: in the real window."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt

from pos_app.domain.checkout import Verdict
from pos_app.domain.reconcile import Finding
from pos_app.domain.record import DecidedBy
from pos_app.gui.order_page import OrderPage
from pos_app.gui.outcome_words import Action
from tests.journey.conftest import Clerk, Shopfront

CONTROL = Qt.KeyboardModifier.ControlModifier
OTHER_CARD = "5555555555554444"


@pytest.fixture
def kept_session(keyring_session: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The device's token outlives the program, as only it can ask about the device's cart."""
    name = "DBUS_SESSION_BUS_ADDRESS"
    monkeypatch.setenv(name, keyring_session[name])


def leave_unknown(clerk: Clerk, scenario: str) -> None:
    """Type an order and place it; the line drops."""
    clerk.type_order()
    clerk.training.set_next(scenario)
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.UNKNOWN


def until_restored(clerk: Clerk) -> OrderPage:
    """Wait for the order of the last start to come to the front."""
    clerk.until(lambda: clerk.page.state is not None)
    return clerk.page


@pytest.mark.usefixtures("kept_session")
def test_an_unknown_order_comes_back_and_stays_unknown(shopfront: Shopfront) -> None:
    """The line dropped before the merchant took the order: its cart is no proof of anything."""
    with shopfront.till() as clerk:
        leave_unknown(clerk, "drop-after-shipping")
        draft, state = clerk.page.draft(), clerk.page.state
    with shopfront.till() as clerk:
        page = until_restored(clerk)
        assert page.state is not None
        assert state is not None
        assert page.state.attempt_id == state.attempt_id
        assert page.state.receipt == state.receipt
        assert not page.is_editing
        assert page.draft() == draft
        clerk.key(Qt.Key.Key_F9)
        clerk.until(lambda: page.checking is not None and page.checking.finding is not None)
        assert page.checking is not None
        assert page.checking.finding is Finding.NOT_YET
        assert page.is_unknown
        assert clerk.ledger_size() == 0


@pytest.mark.usefixtures("kept_session")
def test_an_order_that_went_through_late_is_found_in_the_cart(shopfront: Shopfront) -> None:
    with shopfront.till() as clerk:
        leave_unknown(clerk, "late")
        assert clerk.ledger_size() == 0
    with shopfront.till() as clerk:
        page = until_restored(clerk)
        clerk.until(lambda: page.is_placed, 60_000)
        assert clerk.ledger_size() == 1


@pytest.mark.usefixtures("kept_session")
def test_a_lost_answer_is_found_after_a_restart(shopfront: Shopfront) -> None:
    with shopfront.till() as clerk:
        leave_unknown(clerk, "lost-answer")
        assert clerk.ledger_size() == 1
    with shopfront.till() as clerk:
        page = until_restored(clerk)
        clerk.key(Qt.Key.Key_F9)
        clerk.until(lambda: page.is_placed)
        assert page.record is not None
        assert page.record.decision is not None
        assert page.record.decision.by is DecidedBy.CART
        assert clerk.ledger_size() == 1
    with shopfront.till() as clerk:
        clerk.until(lambda: not clerk.window.orders.unknown)
        assert clerk.page.is_blank


@pytest.mark.parametrize("placed", [True, False])
def test_a_person_decides_with_evidence_and_it_stays_so(shopfront: Shopfront, placed: bool) -> None:
    with shopfront.till() as clerk:
        leave_unknown(clerk, "unreadable")
    with shopfront.till() as clerk:
        page = until_restored(clerk)
        action = Action.PROOF_PLACED if placed else Action.PROOF_NOT_PLACED
        button = page.placing.outcome.button(action)
        assert button is not None
        button.click()
        clerk.write("order 1001 in the confirmation e-mail")
        clerk.key(Qt.Key.Key_Return)
        clerk.until(lambda: page.record is not None)
        assert page.is_placed is placed
    with shopfront.till() as clerk:
        clerk.key(Qt.Key.Key_F, CONTROL)
        history = clerk.window._history_page()
        clerk.until(lambda: history.model.rowCount() == 1)
        (shown,) = history.model.records
        assert shown.decision is not None
        assert shown.decision.evidence == "order 1001 in the confirmation e-mail"
        assert shown.decision.placed is placed


def test_a_twin_asks_first_whatever_is_pressed(clerk: Clerk) -> None:
    clerk.type_order()
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.PLACED
    clerk.key(Qt.Key.Key_N, CONTROL)
    clerk.type_order()
    for _ in range(50):
        clerk.place()
    clerk.until(clerk.page.pay.hold.isVisible)
    for _ in range(50):
        clerk.place()
        clerk.key(Qt.Key.Key_Return)
    assert clerk.ledger_size() == 1
    assert not clerk.page.payment.number_field.is_empty
    # Enter alone took the way back each time; the key that places has asked again.
    clerk.until(clerk.page.pay.hold.isVisible)
    clerk.until(lambda: not clerk.page.pay.reading)
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.PLACED
    assert clerk.ledger_size() == 2


def test_an_unknown_order_stands_in_its_customers_way_only(clerk: Clerk) -> None:
    leave_unknown(clerk, "server-error")
    unknown = clerk.page
    clerk.key(Qt.Key.Key_N, CONTROL)
    clerk.type_order()
    clerk.place()
    clerk.until(clerk.page.pay.hold.isVisible)
    clerk.place()
    assert not clerk.page.in_flight or clerk.page is not unknown
    clerk.key(Qt.Key.Key_N, CONTROL)
    clerk.type_order(OTHER_CARD, phone="5035550100")
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.PLACED
    assert clerk.ledger_size() == 1


def test_what_was_typed_comes_back_tab_by_tab(shopfront: Shopfront) -> None:
    with shopfront.till() as clerk:
        clerk.type_order()
        first = clerk.page.draft()
        clerk.key(Qt.Key.Key_N, CONTROL)
        clerk.key(Qt.Key.Key_F2)
        clerk.field("5035550100")
        second = clerk.page.draft()
        clerk.key(Qt.Key.Key_N, CONTROL)
        clerk.key(Qt.Key.Key_F2)
        clerk.field("4255550111")
        clerk.key(Qt.Key.Key_H, CONTROL)
        clerk.until(lambda: not clerk.window.orders.keeping)
    with shopfront.till() as clerk:
        orders = clerk.window.orders
        clerk.until(lambda: len(orders.pages) == 2)
        assert [page.draft() for page in orders.pages] == [first, second]
        assert all(page.payment.is_empty for page in orders.pages)
        assert clerk.window.parked.list.count() == 1


def test_a_placed_order_does_not_come_back_as_a_draft(shopfront: Shopfront) -> None:
    with shopfront.till() as clerk:
        clerk.type_order()
        clerk.until(lambda: not clerk.window.orders.keeping)
        clerk.place()
        assert clerk.wait_for_verdict() is Verdict.PLACED
    with shopfront.till() as clerk:
        clerk.until(lambda: clerk.window.orders.restored)
        assert clerk.page.is_blank
        assert len(clerk.window.orders.pages) == 1


def test_leaving_an_unsettled_order_takes_two_tries(clerk: Clerk) -> None:
    leave_unknown(clerk, "server-error")
    assert not clerk.window.close()
    assert clerk.window.isVisible()
    assert clerk.window.close()
