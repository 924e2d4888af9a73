"""What the history says about each end, and what it keeps of an attempt."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QDate

from pos_app.domain.address import Contact, Party, PostalAddress
from pos_app.domain.card import Brand, CardSummary
from pos_app.domain.errors import Code, Problem
from pos_app.domain.reconcile import placed_by_cart
from pos_app.domain.record import DecidedBy, Decision, OrderRecord, Phase
from pos_app.gui.history_facts import plain_text, sections
from pos_app.gui.history_words import (
    Ending,
    customer_of,
    day_words,
    decided_words,
    ending_of,
    ending_sentence,
    line_below,
    local,
    look_of,
    spoken_row,
    total_of,
    unreadable,
)
from tests.gui.history_records import (
    BEGAN,
    CONNECTION,
    DEVICE,
    decided,
    declined,
    not_sent,
    record,
    unsettled,
)
from tests.gui.placing_support import ADDING, CART_ID, ORDER, SHIPPED, usd

_PREPARED = replace(record(()), phase=Phase.PREPARED)
_BY_CART = placed_by_cart(unsettled(), replace(ORDER, cart_status="submitted"), BEGAN)
_SUBMITTED = placed_by_cart(unsettled(), replace(SHIPPED, cart_status="submitted"), BEGAN)


@pytest.mark.parametrize(
    ("made", "ending", "word"),
    [
        (record(), Ending.PLACED, "Placed"),
        (_BY_CART, Ending.PLACED, "Placed"),
        (_SUBMITTED, Ending.PLACED, "Placed"),
        (declined(), Ending.REFUSED, "Refused, nothing charged"),
        (not_sent(), Ending.NOT_SENT, "Not sent"),
        (unsettled(), Ending.UNSETTLED, "Not settled yet"),
        (record(ADDING), Ending.UNSETTLED, "Not settled yet"),
        (decided(placed=True), Ending.RECORDED_PLACED, "Recorded as placed"),
        (decided(placed=False), Ending.RECORDED_NOT_PLACED, "Recorded as not placed"),
        (_PREPARED, Ending.PREPARED, "Nothing sent yet"),
    ],
)
def test_each_end_has_a_word(made: OrderRecord, ending: Ending, word: str) -> None:
    assert ending_of(made) is ending
    assert look_of(ending).word == word
    assert made.is_open == (ending is Ending.UNSETTLED)
    assert made.is_placed == (ending in (Ending.PLACED, Ending.RECORDED_PLACED))
    assert f"{word}, " in spoken_row(made)
    assert plain_text(made).startswith(f"{word}. {ending_sentence(made)}")


def test_no_two_ends_look_alike() -> None:
    looks = [look_of(ending) for ending in Ending]
    assert len({look.word for look in looks}) == len(looks)


def test_an_unsettled_order_is_never_called_failed_or_refused() -> None:
    words = plain_text(unsettled()).casefold()
    assert not [word for word in ("failed", "error", "declined", "refused") if word in words]
    assert "do not place it again" in words


def test_it_says_who_decided() -> None:
    day = local(BEGAN).toString("d MMM yyyy, HH:mm")
    assert decided_words(record()) == "By the merchant's answer"
    assert decided_words(_BY_CART) == f"By the merchant's cart, {day}"
    assert decided_words(decided(placed=True)) == f"By Ben, {day}"
    assert decided_words(not_sent()) == "By this register: no byte of the order left it"
    assert decided_words(unsettled()) == "Not decided yet"
    nameless = unsettled().decided(Decision(True, DecidedBy.PERSON, BEGAN, "", "seen"))
    assert decided_words(nameless) == f"By a person who gave no name, {day}"


def test_evidence_is_shown_whole_and_first() -> None:
    evidence = "Seen in the back office\n" + "z" * 3_000
    made = decided(placed=True, evidence=evidence)
    first = sections(made)[0]
    assert first.title == "How it ended"
    assert ("Evidence", evidence) in [(fact.name, fact.value) for fact in first.facts]


def test_a_cart_without_a_number_is_a_charged_order_without_a_number() -> None:
    text = plain_text(_SUBMITTED)
    assert "Total charged: $131.94" in text
    assert "Order number" not in text
    assert "Order number: 186872537" in plain_text(_BY_CART)


def test_all_that_is_kept_is_told() -> None:
    text = plain_text(record())
    for words in (
        "2 × Radiant Tee  XS · Orange: $44.00",
        "2 × Radiant Tee, XS · Orange  WS12-XS-Orange: $44.00",
        "Total charged: $131.94",
        "Total quoted to the customer: $131.94",
        "Name: Mara Lindqvist",
        "Phone: +1 206-555-1212",
        "Email: mara@example.com",
        "Address: 123 Main St\nSeattle WA 98101\nUnited States",
        "Address: Same as ship to",
        "Card: Visa ending 1111",
        "Clerk: Ana R.",
        "Request id: attempt-1",
        f"Cart id: {CART_ID}",
        f"Device id: {DEVICE}",
        "Order number: 186872537",
    ):
        assert words in text, words


def test_the_timeline_has_the_time_of_each_step() -> None:
    (timeline,) = [section for section in sections(record()) if section.title == "Timeline"]
    began = local(record().began_at)
    sent, *_, placed = timeline.facts
    assert sent.name == began.addMSecs(200).toString("HH:mm:ss.zzz")
    assert sent.value == "Card encrypted, order sent"
    assert placed.name == began.addMSecs(4_600).toString("HH:mm:ss.zzz")
    assert placed.value == "Order placed"
    (short,) = [section for section in sections(not_sent()) if section.title == "Timeline"]
    assert [fact.value for fact in short.facts] == ["Not sent · Nothing was sent."]


def test_another_billing_address_and_notes_are_told() -> None:
    there = Party(Contact("", "Ole", "Ek"), PostalAddress("SE", "Storgatan 1", city="Malmö"))
    draft = replace(record().draft, billing=there, notes=" Ring\ntwice ")
    text = plain_text(replace(record(), draft=draft))
    assert "Name: Ole Ek" in text
    assert "Storgatan 1\nMalmö\nSweden" in text
    assert "Notes: Ring\ntwice" in text


def test_training_is_marked() -> None:
    made = replace(record(), connection=replace(CONNECTION, training=True))
    assert spoken_row(made).endswith("training order")
    assert "Training order: not a real order" in plain_text(made)
    assert "raining" not in spoken_row(record())


def test_a_row_names_what_there_is() -> None:
    assert line_below(record()) == "Order 1868 72537 · Visa ending 1111 · Ana R."
    bare = replace(unsettled(), clerk="", card=CardSummary(None, "4242"))
    assert line_below(bare) == "Card ending 4242"
    amex = replace(bare, card=CardSummary(Brand.AMEX, "0005"))
    assert line_below(amex) == "American Express ending 0005"
    nobody = replace(not_sent(), draft=replace(not_sent().draft, shipping=Party()))
    assert customer_of(nobody) == "No name"


def test_the_total_is_the_best_known() -> None:
    made = unsettled()
    assert total_of(made) == usd("131.94")
    early = replace(not_sent(), quoted=usd("0.00"))
    assert total_of(early) == usd("0.00")
    assert total_of(replace(early, quoted=None)) == usd("132.00")


def test_days_as_one_says_them() -> None:
    today = QDate(2026, 11, 24)
    days = [day_words(today.addDays(-ago), today) for ago in (0, 1, 2, -1)]
    assert days == ["Today", "Yesterday", "22 Nov 2026", "25 Nov 2026"]
    assert local(BEGAN + timedelta(milliseconds=1)).toMSecsSinceEpoch() == 1795513267115


@pytest.mark.parametrize("code", list(Code))
def test_a_journal_that_cannot_be_read_says_what_to_do(code: Code) -> None:
    headline, sentence = unreadable(Problem(code))
    assert headline
    assert sentence.endswith(".")
    if code.value.startswith(("disk", "journal-busy")):
        assert sentence.endswith("then try again.")
