"""Values to rows and back: nothing of an attempt is lost, whatever came in from outside."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.address import Contact, Party, PostalAddress
from pos_app.domain.card import Brand, CardSummary
from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.checkout import (
    Activity,
    BodyBuilt,
    BodyLeaving,
    BodySent,
    CartCreated,
    CartReady,
    CheckoutState,
    Ended,
    ErrorReported,
    Event,
    ItemsAdded,
    OrderReported,
    ShippingUpdated,
    begin,
    step,
)
from pos_app.domain.connection import Connection
from pos_app.domain.draft import KeptDraft, OrderDraft
from pos_app.domain.errors import Code, Problem
from pos_app.domain.money import Money
from pos_app.domain.product import AddToCartRef
from pos_app.domain.receipt import Charge, Notice, Receipt, ReceiptLine
from pos_app.domain.record import DecidedBy, Decision, OrderRecord
from pos_app.services import journal_codec as codec
from pos_app.services import journal_rows as rows
from tests.services.journal_values import NOW, left, placed, record, unknown

TEXT = st.text(max_size=12)
MONEY = st.builds(
    Money,
    st.decimals(allow_nan=False, allow_infinity=False) | st.sampled_from([Decimal("1E+3")]),
    st.sampled_from(("USD", "JPY", "KWD")),
)
CARDS = st.builds(CardSummary, st.none() | st.sampled_from(Brand), st.just("1111"))
RECEIPTS = st.builds(
    Receipt,
    **dict.fromkeys(("cart_id", "order_number", "shipping_label", "merchant_name"), TEXT),
    **{name: st.none() | MONEY for name in ("subtotal", "shipping", "tax", "total")},
    lines=st.lists(
        st.builds(ReceiptLine, TEXT, TEXT, TEXT, st.integers(0, 10**6), st.none() | MONEY),
        max_size=2,
    ).map(tuple),
    discounts=st.lists(st.builds(Charge, TEXT, MONEY), max_size=1).map(tuple),
    card=st.none() | CARDS,
    notices=st.lists(st.builds(Notice, TEXT, TEXT), max_size=1).map(tuple),
)
PROBLEMS = st.builds(
    Problem,
    st.sampled_from(Code),
    text=TEXT,
    error_id=TEXT,
    status=st.none() | st.integers(100, 599),
    retry_after=st.none() | st.integers(0, 10**30),
)
AT = st.floats(0, 1e6)
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(CartReady, AT, RECEIPTS),
    st.builds(BodyBuilt, AT),
    st.builds(BodyLeaving, AT),
    st.builds(BodySent, AT),
    st.builds(CartCreated, AT, st.none() | RECEIPTS),
    st.builds(ItemsAdded, AT, RECEIPTS),
    st.builds(ShippingUpdated, AT, st.none() | RECEIPTS),
    st.builds(OrderReported, AT, RECEIPTS, st.booleans()),
    st.builds(ErrorReported, AT, PROBLEMS),
    st.builds(Activity, AT, TEXT),
    st.builds(Ended, AT, st.none() | PROBLEMS),
)
STATES: st.SearchStrategy[CheckoutState] = st.lists(EVENTS, max_size=6).map(
    lambda events: reduce(step, events, begin("a-1", 2))
)
PARTIES = st.builds(
    Party,
    st.builds(Contact, TEXT, TEXT, TEXT, TEXT),
    st.builds(PostalAddress, st.sampled_from(("US", "JP", "")), TEXT, TEXT, city=TEXT),
)
LINES = st.builds(
    CartLine,
    st.builds(AddToCartRef, TEXT),
    TEXT,
    TEXT,
    TEXT,
    st.integers(1, 999),
    st.none() | MONEY,
)
DRAFTS = st.builds(
    OrderDraft,
    PARTIES,
    st.none() | PARTIES,
    st.builds(Cart, st.lists(LINES, max_size=2).map(tuple)),
    TEXT,
)
TIMES = st.datetimes(
    datetime(1990, 1, 1), datetime(2200, 1, 1),  # noqa: DTZ001 - the zone is drawn, too
    timezones=st.sampled_from((UTC, timezone(timedelta(hours=-8)), timezone(timedelta(hours=9)))),
)  # fmt: skip
DECISIONS = st.builds(Decision, st.booleans(), st.sampled_from(DecidedBy), TIMES, TEXT, TEXT)


@st.composite
def attempts(draw: st.DrawFn) -> OrderRecord:
    """An attempt in any state that events can bring about."""
    prepared = replace(
        record(),
        draft=draw(DRAFTS),
        card=draw(CARDS),
        clerk=draw(TEXT),
        began_at=draw(TIMES),
        quoted=draw(st.none() | MONEY),
    )
    gone = prepared.leaving() if draw(st.booleans()) else prepared
    moved = gone.moved(draw(STATES), draw(TIMES))
    return replace(moved, decision=draw(st.none() | DECISIONS)) if moved.is_open else moved


def stored(attempt: OrderRecord) -> OrderRecord:
    """What comes back from the columns of an attempt."""
    row = rows.record_row(attempt)
    return rows.record_of(tuple(row[name] for name in rows.RECORD_COLUMNS))


@given(attempts())
def test_every_attempt_comes_back_as_it_was(attempt: OrderRecord) -> None:
    assert stored(attempt) == attempt


@given(DRAFTS, st.booleans(), st.integers(0, 99))
def test_every_draft_comes_back_as_it_was(draft: OrderDraft, parked: bool, position: int) -> None:
    kept = KeptDraft("tab", draft, parked, position)
    document = rows.draft_row(kept)["document"]
    assert isinstance(document, str)
    assert codec.read_draft(document) == kept


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("a\ud83db", "a\ufffdb"),
        ("a\ude00", "a\ufffd"),
        ("\ud83d\ude00", "😀"),
        ("\ufeffa", "\ufeffa"),
    ],
)
def test_half_a_surrogate_pair_keeps_nothing_from_being_written(told: str, kept: str) -> None:
    lines = (ReceiptLine(told, "", "", 1, None),)
    attempt = replace(placed(record()), tab=told, draft=OrderDraft(notes=told), clerk=told)
    attempt = replace(
        attempt, state=replace(attempt.state, receipt=replace(attempt.state.receipt, lines=lines))
    )
    back = stored(attempt)
    texts = (back.tab, back.clerk, back.draft.notes, back.state.receipt.lines[0].title)
    assert set(texts) == {kept}
    for value in rows.record_row(attempt).values():
        assert (value or "").encode().decode() == (value or "")


def test_amounts_keep_their_digits_and_are_texts() -> None:
    attempt = replace(record(), quoted=Money(Decimal("68.00"), "USD"))
    document = json.loads(rows.record_row(attempt)["document"] or "")
    assert document["quoted"] == {"amount": "68.00", "currency": "USD"}
    assert str((stored(attempt).quoted or Money.zero("USD")).amount) == "68.00"


def test_nothing_of_the_card_but_its_last_four_and_no_captcha_is_in_a_row() -> None:
    attempt = replace(record(), draft=replace(record().draft, captcha_token="solved-it"))
    row = rows.record_row(attempt)
    assert "solved-it" not in str(row)
    assert json.loads(row["document"] or "")["card"] == {"brand": "visa", "last_four": "1111"}
    assert {field.name for field in fields(attempt.card)} == {"brand", "last_four"}


def test_unknown_members_are_passed_over_and_missing_ones_take_their_defaults() -> None:
    document = json.loads(rows.record_row(record())["document"] or "")
    document["draft"]["gift_wrap"] = True
    del document["draft"]["notes"], document["state"]["last_heard"], document["decision"]
    assert codec.read_record(json.dumps(document)) == record()


def test_an_unreadable_document_leaves_what_the_columns_tell() -> None:
    decision = Decision(True, DecidedBy.PERSON, NOW, "Kim", "confirmation e-mail")
    for attempt in (
        record(), left(record()), unknown(record()), placed(record()),
        unknown(record()).decided(decision),
        replace(record(), connection=Connection("", "", "http://127.0.0.1:9", training=True)),
    ):  # fmt: skip
        row = rows.record_row(attempt) | {"document": '{"attempt_id": '}
        back = rows.record_of(tuple(row[name] for name in rows.RECORD_COLUMNS))
        same = ("attempt_id", "tab", "device_id", "began_at", "ended_at", "phase", "is_open")
        assert [getattr(back, n) for n in same] == [getattr(attempt, n) for n in same]
        assert back.is_placed == attempt.is_placed
        assert back.connection.same_merchant(attempt.connection)
        assert back.state.receipt.order_number == attempt.state.receipt.order_number
        assert back.state.receipt.cart_id == attempt.state.receipt.cart_id
        assert back.state.problem == Problem(Code.JOURNAL_DAMAGED, where="a-1")


def test_times_sort_as_texts() -> None:
    early = datetime(2026, 11, 24, 9, tzinfo=UTC)
    late = datetime(2026, 11, 24, 9, 0, 0, 1, tzinfo=UTC)
    assert rows.time_text(early) < rows.time_text(late)
    assert datetime.fromisoformat(rows.time_text(late)) == late


def test_folding_forgets_case_accents_and_width() -> None:
    assert rows.fold("Straße ÉCOLE ＡＢＣ İ") == rows.fold("STRASSE école abc i")
