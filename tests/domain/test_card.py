"""Cards as typed: brands, lengths, check digit, expiry, code. Test cards only."""

from __future__ import annotations

import copy
import pickle
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pos_app.domain import card
from pos_app.domain.card import Brand, Card, CardSummary, Expiry
from pos_app.domain.field_problem import CardProblem

TODAY = date(2026, 2, 28)
DIGITS = st.text("0123456789", min_size=1, max_size=19)

# The test numbers that the schemes and payment processors publish.
KNOWN = (
    ("4111111111111111", Brand.VISA),
    ("4222222222222", Brand.VISA),
    ("5555555555554444", Brand.MASTERCARD),
    ("2223003122003222", Brand.MASTERCARD),
    ("378282246310005", Brand.AMEX),
    ("371449635398431", Brand.AMEX),
    ("6011111111111117", Brand.DISCOVER),
    ("6500000000000002", Brand.DISCOVER),
    ("30569309025904", Brand.DINERS),
    ("38520000023237", Brand.DINERS),
    ("36227206271667", Brand.DINERS),
    ("3530111333300000", Brand.JCB),
    ("6200000000000005", Brand.UNIONPAY),
    ("6759649826438453", Brand.MAESTRO),
)


def check_digit(body: str) -> str:
    """The digit by which the sum of ISO/IEC 7812-1 comes out, found by trying."""
    doubled = "0246813579"
    for last in "0123456789":
        backwards = (body + last)[::-1]
        ones = sum(map(int, backwards[0::2]))
        if (ones + sum(int(doubled[int(char)]) for char in backwards[1::2])) % 10 == 0:
            return last
    raise AssertionError(body)


def scheme_by_the_sheet(digits: str) -> Brand | None:
    """Section 8 of the API sheet read a second time, for a number with six digits or more."""
    six = int(digits[:6])
    spans = (
        (400000, 499999, Brand.VISA),
        (510000, 559999, Brand.MASTERCARD),
        (222100, 272099, Brand.MASTERCARD),
        (340000, 349999, Brand.AMEX),
        (370000, 379999, Brand.AMEX),
        (601100, 601199, Brand.DISCOVER),
        (644000, 659999, Brand.DISCOVER),
        (300000, 305999, Brand.DINERS),
        (360000, 369999, Brand.DINERS),
        (380000, 399999, Brand.DINERS),
        (352800, 358999, Brand.JCB),
        (620000, 629999, Brand.UNIONPAY),
        (500000, 509999, Brand.MAESTRO),
        (560000, 589999, Brand.MAESTRO),
        (600000, 699999, Brand.MAESTRO),
    )
    return next((brand for low, high, brand in spans if low <= six <= high), None)


@pytest.mark.parametrize(("digits", "brand"), KNOWN)
def test_published_test_cards(digits: str, brand: Brand) -> None:
    assert card.brand_of(digits) is brand
    assert card.check_number(digits) is None
    wrong = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    assert card.check_number(wrong) is CardProblem.NUMBER_LUHN


@given(st.text("0123456789", min_size=6, max_size=19))
def test_brands_follow_the_sheet(digits: str) -> None:
    assert card.brand_of(digits) is scheme_by_the_sheet(digits)


@pytest.mark.parametrize(
    "first", ["2220", "2221", "2720", "2721", "3527", "3528", "3589", "3590", "300", "305", "306"]
)
def test_brands_at_the_ends_of_ranges(first: str) -> None:
    digits = first.ljust(16, "0")
    assert card.brand_of(digits) is scheme_by_the_sheet(digits)


@given(DIGITS)
def test_a_brand_once_told_never_changes(digits: str) -> None:
    told = [card.brand_of(digits[:size]) for size in range(len(digits) + 1)]
    known = [brand for brand in told if brand is not None]
    assert len(set(known)) <= 1
    assert not known or told[-1] is known[0]


@pytest.mark.parametrize("digits", ["", "2", "22", "222", "3", "35", "30", "6", "60", "64", "601"])
def test_undecided_while_typing(digits: str) -> None:
    assert card.brand_of(digits) is None


@given(st.sampled_from(list(Brand)), st.data())
def test_each_length_of_a_brand(brand: Brand, data: st.DataObject) -> None:
    first = {known: digits[:6] for digits, known in KNOWN}[brand]
    size = data.draw(st.integers(7, 22))
    middle = data.draw(st.text("0123456789", min_size=size - 7, max_size=size - 7))
    body = first + middle
    problem = card.check_number(body + check_digit(body))
    lengths = card.lengths_of(brand)
    if size in lengths:
        assert problem is None
    elif size > max(lengths):
        assert problem is CardProblem.NUMBER_LONG
    else:
        assert problem is CardProblem.NUMBER_SHORT


def test_an_unknown_brand_is_let_through() -> None:
    body = "90000000000"
    assert card.brand_of(body) is None
    assert card.check_number(body + check_digit(body)) is None
    assert card.check_number("") is CardProblem.NUMBER_MISSING
    assert card.check_number("9" * 11) is CardProblem.NUMBER_SHORT
    assert card.check_number("9" * 20) is CardProblem.NUMBER_LONG


@given(st.text("0123456789", min_size=1, max_size=18), st.data())
def test_the_check_digit_finds_each_wrong_digit(body: str, data: st.DataObject) -> None:
    whole = body + check_digit(body)
    assert card.luhn_ok(whole)
    place = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.sampled_from("0123456789"))
    assume(other != whole[place])
    assert not card.luhn_ok(whole[:place] + other + whole[place + 1 :])


@given(DIGITS)
def test_groups_hold_the_longest_number(digits: str) -> None:
    assert sum(card.group_sizes(digits)) >= min(
        len(digits), max(card.lengths_of(card.brand_of(digits)))
    )


@given(st.integers(1, 12), st.integers(2000, 2099), st.sampled_from("/-. "))
def test_expiry_in_each_way_of_writing(month: int, year: int, mark: str) -> None:
    short = year % 100
    ways = {
        f"{month:02}{mark}{short:02}",
        f"{month}{mark}{short:02}",
        f"{month:02}{mark}{year}",
        f"{month:02} {mark} {year}",
        f" {month:02}{short:02} ",
        f"{month:02}{year}",
        f"{month}{short:02}",
        f"{month}{year}",
    }
    assert {card.parse_expiry(way) for way in ways} == {Expiry(month, year)}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", CardProblem.EXPIRY_MISSING),
        ("  ", CardProblem.EXPIRY_MISSING),
        ("soon", CardProblem.EXPIRY_UNREADABLE),
        ("8", CardProblem.EXPIRY_UNREADABLE),
        ("8/2", CardProblem.EXPIRY_UNREADABLE),
        ("8/029", CardProblem.EXPIRY_UNREADABLE),
        ("08//29", CardProblem.EXPIRY_UNREADABLE),
        ("1234567", CardProblem.EXPIRY_UNREADABLE),
        ("13/29", CardProblem.EXPIRY_MONTH),
        ("00/29", CardProblem.EXPIRY_MONTH),
        ("01/26", CardProblem.EXPIRY_PAST),
        ("12/1999", CardProblem.EXPIRY_PAST),
        ("02/26", None),
        ("12/51", None),
        ("01/52", CardProblem.EXPIRY_FAR),
        ("8/" + "9" * 10_000, CardProblem.EXPIRY_UNREADABLE),
    ],
)
def test_expiry(text: str, problem: CardProblem | None) -> None:
    assert card.check_expiry(text, TODAY) is problem


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_a_card_is_good_through_the_last_day_of_its_month(day: date) -> None:
    expiry = Expiry(day.month, day.year)
    assert expiry.good_on(day)
    next_month = day.replace(day=28) + timedelta(days=4)
    assert not expiry.good_on(next_month.replace(day=1))


@given(st.text(), st.dates())
def test_any_text_for_an_expiry_is_judged(text: str, day: date) -> None:
    problem = card.check_expiry(text, day)
    assert problem is not None or card.parse_expiry(text) is not None


@pytest.mark.parametrize(
    ("digits", "brand", "problem"),
    [
        ("", Brand.VISA, CardProblem.CODE_MISSING),
        ("123", Brand.VISA, None),
        ("1234", Brand.VISA, CardProblem.CODE_LENGTH_3),
        ("12", Brand.MAESTRO, CardProblem.CODE_LENGTH_3),
        ("123", Brand.AMEX, CardProblem.CODE_LENGTH_4),
        ("1234", Brand.AMEX, None),
        ("123", None, None),
        ("1234", None, None),
        ("12345", None, CardProblem.CODE_LENGTH_3),
    ],
)
def test_codes(digits: str, brand: Brand | None, problem: CardProblem | None) -> None:
    assert card.check_code(digits, brand) is problem


def test_a_card_shows_and_gives_away_nothing() -> None:
    whole = Card("4111111111111111", "Ada Byron", "123", "08", "2029")
    for words in (repr(whole), str(whole), f"{whole}", repr([whole]), repr({"card": whole})):
        assert not any(secret in words for secret in ("4111", "Ada", "123", "2029"))
    for copier in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="never serialised"):
            copier(whole)
    assert whole != Card("4111111111111111", "Ada Byron", "123", "08", "2029")
    assert whole.summary() == CardSummary(Brand.VISA, "1111")


def test_each_brand_has_a_name_and_lengths() -> None:
    assert len({brand.display_name for brand in Brand}) == len(Brand)
    assert all(card.lengths_of(brand) <= frozenset(range(12, 20)) for brand in Brand)
    assert {brand for brand in Brand if card.code_length_of(brand) == 4} == {Brand.AMEX}
