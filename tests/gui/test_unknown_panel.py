"""An unknown outcome: how far the checks are, what a person says, and how it was settled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from pos_app.domain.errors import Code, Problem
from pos_app.domain.reconcile import Checking, Finding, placed_by_cart
from pos_app.domain.record import OrderRecord
from pos_app.gui.attempt import Attempt, local, when
from pos_app.gui.outcome_model import Action
from pos_app.gui.placing_panel import PlacingPanel
from pos_app.gui.receipt_document import receipt_document
from pos_app.gui.unknown_words import unknown_outcome
from tests.gui.placing_support import (
    CARD,
    DOMAIN,
    DRAFT,
    ORDER,
    PLACED,
    REQUEST_ID,
    SENT,
    SHIPPED,
    after,
)
from tests.gui.unknown_support import (
    BEGAN,
    DECIDED,
    RECORD,
    UNKNOWN,
    Seconds,
    by_person,
    checking,
    named,
    status,
)

_BY_CART = placed_by_cart(RECORD, replace(ORDER, cart_status="submitted"), DECIDED)
_WITHOUT_NUMBER = placed_by_cart(RECORD, replace(SHIPPED, cart_status="submitted"), DECIDED)
# "Place it again" is what must never be said, but for the headline that says not to.
_NEVER = re.compile(r"fail|error|declin|said no|nothing was|not charged|place the order|try again")


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
def panel(qtbot: QtBot, clock: Seconds) -> PlacingPanel:
    made = PlacingPanel(clock=clock)
    qtbot.addWidget(made)
    made.resize(290, 600)
    made.show()
    made.begin(DRAFT, CARD, DOMAIN, training=True)
    made.show_state(UNKNOWN)
    return made


def seen(panel: PlacingPanel) -> str:
    banner = named(panel, "Status")
    assert isinstance(banner, QLabel)
    return unescape(re.sub("<[^>]*>|\u200b", "", banner.text()))


def offered(panel: PlacingPanel) -> set[Action]:
    return {action for action in Action if panel.outcome.button(action) is not None}


@given(
    st.builds(
        Checking,
        st.just(REQUEST_ID),
        st.integers(0, 6),
        st.just(6),
        st.none() | st.floats(0, 200),
        st.none() | st.sampled_from(Finding),
        st.none() | st.builds(Problem, st.sampled_from(Code), text=st.just("Error: declined")),
        st.booleans(),
    ),
    st.none() | st.floats(-5, 200),
)
def test_nothing_about_an_unknown_outcome_says_that_it_failed(
    checks: Checking, left: float | None
) -> None:
    outcome = unknown_outcome(checks, left)
    words = f"{outcome.headline} {outcome.text} {outcome.news}".casefold()
    assert words.startswith("do not place it again yet.")
    assert not _NEVER.findall(words)
    assert "placed so far" not in words
    assert outcome.actions[0] is Action.CHECK_NOW
    assert not {Action.TRY_AGAIN, Action.ANOTHER_CARD, Action.BACK_TO_ORDER} & set(outcome.actions)


@pytest.mark.parametrize(
    ("checks", "words"),
    [
        (checking(0, 2), "We are asking the merchant: first check in 2 s."),
        (checking(1, asking=True), "check 1 of 6, asking now."),
        (checking(2, 5.2, Finding.NOTHING), "check 2 of 6, next in 6 s. The last check tells noth"),
        (checking(2, 6, Finding.NOT_YET), "Not yet: so far the cart is still open."),
        (checking(2, 6, None, Code.DROPPED), "No answer to the last check: the line dropped."),
        (checking(2, 6, None, Code.HTML), "The last check brought no answer that tells anything."),
        (checking(6, None, Finding.NOTHING), "The merchant's cart does not tell. Look it up:"),
        (
            checking(4, 6, Finding.PLACED, Code.DISK_FULL),
            "could not write that down: the disk is full. Put that right, then check again.",
        ),
    ],
)
def test_the_checks_are_told_in_plain_words(
    panel: PlacingPanel, checks: Checking, words: str
) -> None:
    panel.show_checking(checks)
    assert words in seen(panel)


def test_the_seconds_go_on_by_themselves_for_the_eye_alone(
    qtbot: QtBot, panel: PlacingPanel, clock: Seconds
) -> None:
    panel.show_checking(checking(2, 6, Finding.NOTHING))
    told = status(panel)
    assert "next in 6 s" in seen(panel)
    clock.now += 3
    qtbot.waitUntil(lambda: "next in 3 s" in seen(panel))
    assert status(panel) == told
    assert "check 2 of 6" in told
    assert "next in" not in told
    clock.now += 3
    qtbot.waitUntil(lambda: "next one now" in seen(panel))
    assert not panel.outcome.is_counting


def test_out_of_sight_nothing_ticks(qtbot: QtBot, panel: PlacingPanel, clock: Seconds) -> None:
    panel.show_checking(checking(2, 100))
    counting = [panel.outcome.is_counting]
    panel.hide()
    counting.append(panel.outcome.is_counting)
    assert counting == [True, False]
    clock.now += 40
    panel.show()
    qtbot.waitUntil(lambda: "next in 60 s" in seen(panel))
    panel.show_record(_BY_CART)
    assert not panel.outcome.is_counting


def test_checks_leave_focus_buttons_and_details_alone(qtbot: QtBot, panel: PlacingPanel) -> None:
    panel.show_checking(checking(1, 5, Finding.NOTHING))
    button = panel.outcome.button(Action.PROOF_PLACED)
    assert button is not None
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    details = panel.findChildren(QPlainTextEdit)[0]
    named(panel, "Details").click()  # type: ignore[attr-defined]
    for checks in (checking(2, asking=True), checking(2, 10, Finding.NOT_YET), checking(6)):
        panel.show_checking(checks)
        assert panel.outcome.button(Action.PROOF_PLACED) is button
        assert button.hasFocus()
        assert not details.isHidden()


def test_what_to_look_up_is_shown_once_a_person_must_decide(panel: PlacingPanel) -> None:
    panel.show_checking(checking(5, 120, Finding.NOTHING))
    details = panel.findChildren(QPlainTextEdit)[0]
    assert details.isHidden()
    panel.show_checking(checking(6, None, Finding.NOTHING))
    assert not details.isHidden()
    assert "Customer: Mara Lindqvist" in details.toPlainText()
    assert "Amount: $131.94" in details.toPlainText()


def test_the_merchant_is_asked_at_once_on_demand(qtbot: QtBot, panel: PlacingPanel) -> None:
    panel.show_checking(checking(6))
    button = panel.primary_action()
    assert button is not None
    qtbot.waitUntil(button.hasFocus)
    with qtbot.waitSignal(panel.check_now):
        QTest.keyClick(button, Qt.Key.Key_Return)


def test_what_is_told_of_another_attempt_or_after_the_end_is_ignored(panel: PlacingPanel) -> None:
    before = seen(panel)
    panel.show_checking(checking(2, 6, attempt_id="another"))
    panel.show_record(replace(by_person("seen it", placed=True), attempt_id="another"))
    assert seen(panel) == before
    panel.show_record(_BY_CART)
    settled = seen(panel)
    panel.show_checking(checking(3, 6))
    assert seen(panel) == settled


def test_once_settled_it_is_not_unknown_again(panel: PlacingPanel) -> None:
    panel.show_record(by_person("Merchant's back office", placed=False))
    panel.show_state(UNKNOWN)
    assert seen(panel).startswith("Recorded as not placed.")
    panel.show_state(after(PLACED))
    assert seen(panel).startswith("The order is placed.")


def test_a_persons_word_is_asked_in_place_and_passed_on(qtbot: QtBot, panel: PlacingPanel) -> None:
    panel.show_checking(checking(2, 6, Finding.NOTHING))
    button = panel.outcome.button(Action.PROOF_PLACED)
    assert button is not None
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    QTest.keyClick(button, Qt.Key.Key_Return)
    field = named(panel, "Evidence")
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "confirmation e-mail")
    panel.show_checking(checking(3, asking=True))
    assert field.hasFocus()
    assert "check 3 of 6" in seen(panel)
    with qtbot.waitSignal(panel.decided) as said:
        named(panel, "Record it").click()  # type: ignore[attr-defined]
    assert said.args == [True, "confirmation e-mail"]
    panel.show_decision_refused(Problem(Code.DISK_FULL))
    assert field.isVisible()
    assert isinstance(field, QLineEdit)
    assert field.text() == "confirmation e-mail"
    assert "Not recorded: the disk is full." in field.accessibleDescription()
    assert not _NEVER.findall(field.accessibleDescription().casefold())
    with qtbot.waitSignal(panel.decided):
        named(panel, "Record it").click()  # type: ignore[attr-defined]


def test_escape_goes_back_and_keeps_what_was_typed(qtbot: QtBot, panel: PlacingPanel) -> None:
    button = panel.outcome.button(Action.PROOF_NOT_PLACED)
    assert button is not None
    button.click()
    field = named(panel, "Evidence")
    QTest.keyClicks(field, "not in the back office")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.isHidden() or not field.isVisible()
    check = panel.primary_action()
    assert check is not None
    qtbot.waitUntil(check.hasFocus)
    button.click()
    assert isinstance(field, QLineEdit)
    assert field.text() == "not in the back office"


def test_an_enter_on_its_way_to_the_form_presses_nothing_else(
    qtbot: QtBot, panel: PlacingPanel
) -> None:
    button = panel.outcome.button(Action.PROOF_PLACED)
    assert button is not None
    button.click()
    qtbot.waitUntil(named(panel, "Evidence").hasFocus)
    panel.show_record(_BY_CART)
    following = panel.primary_action()
    assert following is not None
    assert not following.hasFocus()
    assert not named(panel, "Status").isHidden()


@pytest.mark.parametrize(
    ("record", "headline", "words", "actions"),
    [
        (
            _BY_CART,
            "The order is placed.",
            "Found in the merchant's cart",
            {Action.NEXT_ORDER, Action.PRINT, Action.SAVE_PDF},
        ),
        (
            _WITHOUT_NUMBER,
            "It was placed.",
            "The merchant's cart is submitted; the order number comes by e-mail.",
            {Action.NEXT_ORDER, Action.PRINT, Action.SAVE_PDF},
        ),
        (
            by_person("confirmation e-mail", placed=True),
            "Recorded as placed.",
            ": confirmation e-mail.",
            {Action.NEXT_ORDER, Action.PRINT, Action.SAVE_PDF},
        ),
        (
            by_person("Merchant's back office", placed=False),
            "Recorded as not placed.",
            "It can be placed again now, with the card read anew.",
            {Action.BACK_TO_ORDER, Action.PARK},
        ),
    ],
)
def test_how_it_was_settled_is_told_and_what_comes_next(
    panel: PlacingPanel, record: OrderRecord, headline: str, words: str, actions: set[Action]
) -> None:
    panel.show_record(record)
    assert seen(panel).startswith(headline)
    assert words in seen(panel)
    assert offered(panel) == actions
    assert status(panel) == seen(panel)


def test_a_persons_word_names_who_when_and_why(panel: PlacingPanel) -> None:
    panel.show_record(by_person("confirmation e-mail", placed=True))
    moment = local(DECIDED).toString("d MMM HH:mm")
    assert f"Dana, {moment}: confirmation e-mail" in seen(panel)


def test_a_cart_that_told_today_is_told_with_the_time_alone(panel: PlacingPanel) -> None:
    now = datetime.now(UTC)
    panel.show_record(placed_by_cart(RECORD, replace(ORDER, cart_status="submitted"), now))
    assert f"Found in the merchant's cart at {local(now).toString('HH:mm')}." in seen(panel)


def test_the_number_that_the_cart_told_is_shown(panel: PlacingPanel) -> None:
    panel.show_record(_BY_CART)
    assert named(panel, "Order number").accessibleDescription() == ORDER.order_number


def test_it_can_be_placed_again_once_a_person_says_that_it_was_not(
    qtbot: QtBot, panel: PlacingPanel
) -> None:
    panel.show_record(by_person("Merchant's back office", placed=False))
    button = panel.primary_action()
    assert button is not None
    assert button.text() == "Back to the order"
    with qtbot.waitSignal(panel.another_card):
        button.click()


def receipts() -> Iterator[tuple[OrderRecord, str]]:
    moment = when(local(DECIDED))
    yield _BY_CART, f"Found in the merchant's cart on {moment}"
    yield _WITHOUT_NUMBER, f"Found in the merchant's cart on {moment}"
    person = by_person("confirmation e-mail", placed=True)
    yield person, f"Recorded as placed. Dana, {moment}: confirmation e-mail"
    yield person, "Recorded as placed: not confirmed by the merchant"


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("record", "words"), list(receipts()))
def test_the_receipt_on_paper_says_how_it_was_settled(record: OrderRecord, words: str) -> None:
    assert words in receipt_document(record.state, Attempt.of(record)).toPlainText()


@pytest.mark.usefixtures("qapp")
def test_a_receipt_that_a_person_vouches_for_has_no_order_number() -> None:
    record = by_person("confirmation e-mail", placed=True)
    text = receipt_document(record.state, Attempt.of(record)).toPlainText()
    assert "No order number" in text
    assert "Visa ending 1111" in text


def test_an_attempt_comes_back_after_a_restart(qtbot: QtBot) -> None:
    panel = PlacingPanel()
    qtbot.addWidget(panel)
    panel.show()
    panel.restore(RECORD)
    words = f"From before the app was restarted: {when(local(BEGAN))}"
    assert words in [part.text() for part in shown_labels(panel)]
    assert seen(panel).startswith("Do not place it again yet.")
    assert not panel.stepper.is_running()
    assert panel.stepper.rows[-1].time == "12.0 s"
    panel.show_checking(checking(0, 2))
    assert "first check in 2 s" in seen(panel)
    panel.begin(DRAFT, CARD, DOMAIN, training=True)
    panel.show_state(after(SENT))
    assert not any("restarted" in part.text() for part in shown_labels(panel))


def shown_labels(panel: PlacingPanel) -> list[QLabel]:
    return [part for part in panel.findChildren(QLabel) if part.isVisible()]


@pytest.mark.parametrize("width", [290, 372])
def test_form_and_actions_stay_in_sight(qtbot: QtBot, panel: PlacingPanel, width: int) -> None:
    panel.setFixedSize(width, 600)  # as in the smallest window, which does not grow with it
    panel.show_checking(checking(6, None, Finding.NOTHING))
    button = panel.outcome.button(Action.PROOF_NOT_PLACED)
    assert button is not None
    button.click()
    panel.show_decision_refused(Problem(Code.DISK_READ_ONLY, where="journal.db"))
    parts = [named(panel, name) for name in ("Status", "Evidence", "Record it", "Back")]

    def in_sight() -> bool:
        corners = [part.mapTo(panel, part.rect().bottomRight()) for part in parts]
        return all(panel.rect().contains(corner) for corner in corners)

    qtbot.waitUntil(in_sight)
