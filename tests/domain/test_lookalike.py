"""Orders that are held back: like one whose end is unknown, or like one that was just placed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.card import Brand, CardSummary
from pos_app.domain.draft import OrderDraft
from pos_app.domain.lookalike import Hold, HoldKind, hold_for
from pos_app.domain.record import DecidedBy, Decision, OrderRecord
from tests.domain.attempts import NOON, VISA, draft, line, placed, prepared, unknown

OTHER_CARD = CardSummary(Brand.VISA, "4242")
STRANGER = draft(line("MH07", 1, 4900), phone="206 555 9999", email="jo@example.com")


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def held_by(order: OrderDraft, *records: OrderRecord, card: CardSummary = VISA) -> Hold | None:
    return hold_for(order, card, records, NOON)


def test_nothing_holds_an_order_where_nothing_was_tried() -> None:
    assert held_by(draft()) is None


@pytest.mark.parametrize(
    "order",
    [
        pytest.param(draft(), id="the same order"),
        pytest.param(draft(line("MH07", 1, 4900), email="jo@example.com"), id="the same phone"),
        pytest.param(
            draft(line("MH07", 1, 4900), phone="+1 206.555.1212", email=""),
            id="the same phone typed another way",
        ),
        pytest.param(
            draft(line("MH07", 1, 4900), phone="206 555 9999", email=" BO@Example.COM"),
            id="the same e-mail in other letters",
        ),
    ],
)
def test_the_same_customer_is_held_while_an_attempt_is_open(order: OrderDraft) -> None:
    record = unknown()
    assert held_by(order, record, card=OTHER_CARD) == Hold(HoldKind.UNSETTLED, record)


def test_the_same_card_ending_and_total_is_held_whoever_calls() -> None:
    record = unknown()
    dear = draft(line("MH07", 1, 4400), phone="206 555 9999", email="jo@example.com")
    assert held_by(dear, record) == Hold(HoldKind.UNSETTLED, record)
    assert held_by(dear, record, card=OTHER_CARD) is None


def test_without_prices_the_lines_stand_for_the_total() -> None:
    record = unknown(order=draft(line(cents=None)))
    same = draft(line(cents=None), phone="206 555 9999", email="jo@example.com")
    assert held_by(same, record) == Hold(HoldKind.UNSETTLED, record)
    assert held_by(STRANGER, record) is None


def test_other_callers_are_not_held() -> None:
    assert held_by(STRANGER, unknown(), placed("attempt-2")) is None


def test_nobody_is_known_again_by_what_is_missing() -> None:
    nameless = draft(line("A", 1, 100), phone="", email="")
    assert held_by(draft(line("B", 1, 200), phone=" ", email=" "), unknown(order=nameless)) is None
    no_ending = replace(unknown(order=nameless), card=CardSummary(None, ""))
    assert held_by(nameless, no_ending, card=CardSummary(None, "")) is None


def test_a_number_without_its_area_code_is_nobody_s() -> None:
    short = draft(line("A", 1, 100), phone="5551212", email="")
    assert held_by(draft(line("B"), phone="5551212", email=""), unknown(order=short)) is None


def test_what_is_settled_or_never_left_holds_nothing_open() -> None:
    refused = Decision(
        placed=False, by=DecidedBy.PERSON, at=NOON, clerk="Ann", evidence="no order in their list"
    )
    assert held_by(draft(), prepared()) is None
    assert held_by(draft(), unknown().decided(refused)) is None


def test_an_attempt_under_way_holds_its_like() -> None:
    under_way = prepared().leaving()
    assert held_by(draft(), under_way) == Hold(HoldKind.UNSETTLED, under_way)


@pytest.mark.parametrize("ago", [0, 1, 20, -1, -600])
def test_the_same_order_again_within_20_minutes_asks(ago: float) -> None:
    """Also when the clock was set back since, so that it was placed in the future."""
    record = placed(at=NOON - minutes(ago))
    assert held_by(draft(), record) == Hold(HoldKind.DUPLICATE, record)


def test_after_20_minutes_it_does_not_ask() -> None:
    assert held_by(draft(), placed(at=NOON - minutes(20) - timedelta(microseconds=1))) is None


def test_the_order_of_the_lines_does_not_matter() -> None:
    record = placed(order=draft(line("A", 1, 100), line("B", 2, 300)))
    again = draft(line("B", 2, 300), line("A", 1, 100))
    assert held_by(again, record) == Hold(HoldKind.DUPLICATE, record)


@pytest.mark.parametrize(
    ("order", "card"),
    [
        pytest.param(draft(line(quantity=3)), VISA, id="another quantity"),
        pytest.param(draft(line("WS13")), VISA, id="another variant"),
        pytest.param(draft(line(cents=2300)), VISA, id="another total"),
        pytest.param(draft(line(), line("B", 1, 0)), VISA, id="one line more"),
        pytest.param(draft(), OTHER_CARD, id="another card"),
        pytest.param(
            draft(phone="206 555 9999", email="jo@example.com"), VISA, id="another customer"
        ),
    ],
)
def test_an_order_that_differs_is_no_twin(order: OrderDraft, card: CardSummary) -> None:
    assert held_by(order, placed(), card=card) is None


def test_a_clerk_who_was_asked_is_let_through_until_another_twin_is_placed() -> None:
    first, second = placed("first", at=NOON - minutes(5)), placed("second", at=NOON - minutes(1))
    assert hold_for(draft(), VISA, [first], NOON, despite="first") is None
    assert hold_for(draft(), VISA, [first, second], NOON, despite="first") == Hold(
        HoldKind.DUPLICATE, second
    )
    assert hold_for(draft(), VISA, [first, second], NOON, despite="second") is None


def test_an_unknown_twin_wins_and_can_t_be_confirmed_away() -> None:
    done, lost = placed("done"), unknown("lost")
    for despite in ("", "done", "lost"):
        found = hold_for(draft(), VISA, [done, lost], NOON, despite)
        assert found == Hold(HoldKind.UNSETTLED, lost)


def test_an_order_placed_by_a_person_s_word_counts_as_placed() -> None:
    decision = Decision(True, DecidedBy.PERSON, NOON, "Ann", "confirmation e-mail")
    record = unknown().decided(decision)
    assert held_by(draft(), record) == Hold(HoldKind.DUPLICATE, record)


def test_an_order_that_was_long_unknown_asks_from_when_it_is_known() -> None:
    """Its customer may call again just because nobody could say."""
    began = NOON - minutes(45)
    lost = replace(unknown(), began_at=began, ended_at=began)
    record = lost.decided(Decision(True, DecidedBy.CART, NOON - minutes(20)))
    assert held_by(draft(), record) == Hold(HoldKind.DUPLICATE, record)
    older = lost.decided(Decision(True, DecidedBy.CART, NOON - minutes(21)))
    assert held_by(draft(), older) is None


NAMES, ORDERS = st.sampled_from("abc"), st.sampled_from([draft(), STRANGER])
RECORDS = st.lists(
    st.builds(unknown, NAMES, ORDERS)
    | st.builds(placed, NAMES, ORDERS)
    | st.builds(prepared, NAMES, ORDERS),
    max_size=5,
)


@given(RECORDS, st.sampled_from(["", "a", "b", "c"]))
def test_an_open_like_always_holds(records: list[OrderRecord], despite: str) -> None:
    found = hold_for(draft(), VISA, records, NOON, despite)
    open_likes = [r for r in records if r.is_open and r.draft == draft()]
    assert (found is not None and found.kind is HoldKind.UNSETTLED) == bool(open_likes)


@given(RECORDS)
def test_whoever_confirms_what_is_asked_is_not_asked_again(records: list[OrderRecord]) -> None:
    found = hold_for(draft(), VISA, records, NOON)
    if found is not None and found.kind is HoldKind.DUPLICATE:
        assert hold_for(draft(), VISA, records, NOON, found.record.attempt_id) is None
