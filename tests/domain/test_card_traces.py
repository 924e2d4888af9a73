"""Card numbers and codes outside the card's fields: none is missed, little else is taken."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.card import luhn_ok
from pos_app.domain.card_traces import (
    holds_card_number,
    holds_security_code,
    is_split_over,
    masked,
    masked_fields,
    may_become_card_number,
)

# Numbers that schemes and processors publish for testing.
CARDS = (
    *("4111111111111111", "4000000000000000006", "5555555555554444", "2223003122003222"),
    *("378282246310005", "6011111111111117", "30569309025904", "3530111333300000"),
    *("6200000000000005", "6304000000000000"),
)
_BETWEEN = ["", " ", "-", ".", " - ", "\u00a0", "\u2009", "\u200b", "\u2011", "\n"]
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def spaced(digits: str, between: str, size: int) -> str:
    return between.join(digits[at : at + size] for at in range(0, len(digits), size))


def digits_in(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


@given(
    st.sampled_from(CARDS),
    st.sampled_from(_BETWEEN),
    st.integers(1, 19),
    st.sampled_from(["", "visa ", "12, ", "no. 7, ", "（", "card:"]),
    st.sampled_from(["", " exp 08/29", ".", "\ufeff"]),
    st.sampled_from([{}, _WIDE, _ARABIC]),
)
def test_a_card_number_is_found_and_masked_however_it_is_written(
    digits: str, between: str, size: int, before: str, after: str, script: dict[int, int]
) -> None:
    text = f"{before}{spaced(digits, between, size).translate(script)}{after}"
    assert holds_card_number(text)
    hidden = masked(text)
    assert len(hidden) == len(text)
    assert hidden.count("*") >= len(digits)
    assert hidden.startswith(before.rstrip("0123456789, "))
    assert not holds_card_number(hidden)
    assert masked(hidden) == hidden


@given(
    st.integers(10**11, 10**18 - 1), st.text("abcXYZ_=/:", max_size=3), st.text("xyz", max_size=3)
)
def test_any_run_with_a_right_check_digit_is_masked(body: int, before: str, after: str) -> None:
    digits = next(f"{body}{check}" for check in "0123456789" if luhn_ok(f"{body}{check}"))
    hidden = digits_in(masked(f"{before}{digits}{after}")) == ""
    assert hidden == (len(digits) >= 13)


@pytest.mark.parametrize("card", CARDS)
def test_a_number_between_other_digits_is_masked(card: str) -> None:
    assert card not in masked(f"12{card}345")
    assert card not in digits_in(masked(f"1{card[:6]} {card[6:]}99"))


@pytest.mark.parametrize(
    "text",
    [
        "cvv 123",
        "CVC2: 1234",
        "cvv2=\u00a0123",
        "security code is 123",
        "Security_Code='123'",
        '{"verification_value": "123"}',
        "card code – 1 2 3",
        "cid:1234,",
        "cvv\uff1a１２３",
        "the card's CSC was 999.",
        "'cvv': b'123'",
        "cvv number: 123",
    ],
)
def test_a_code_behind_its_name_is_masked(text: str) -> None:
    assert digits_in(masked(text)).strip("2") == ""


@pytest.mark.parametrize("text", ["cvv 123", "CVC: 1234", "card code 123", "Security code is 123"])
def test_a_code_in_a_field_is_found(text: str) -> None:
    assert holds_security_code(text)


@pytest.mark.parametrize(
    "text",
    [
        "gate code 1234",
        "security code 4711 at the gate",
        "cvv 12345",
        "cvv",
        "CID 123",
        "suite 123",
    ],
)
def test_other_codes_are_let_through(text: str) -> None:
    assert not holds_security_code(text)


@pytest.mark.parametrize(
    "text",
    [
        *("186872537", "4111 1111 1111 1112", "card ending 1111", "24 Nov 2026, 14:02", "1" * 40),
        *(
            "+49 171 4444 4444 448",
            "425-555-1212, 206-555-1313",
            "400638133393 1",
            "6304 0000 0000",
        ),
        "https://shop.example/tee?variant=4111111111111111",
        "IMEI 352099001761481",
        "1Z999AA10123456784",
    ],
)
def test_other_numbers_are_no_card_numbers(text: str) -> None:
    assert not holds_card_number(text)


def test_phone_numbers_are_hardly_ever_taken_for_cards() -> None:
    draw = random.Random(4)  # noqa: S311 - numbers for a test
    written = [str(draw.randrange(10**7, 10 ** draw.randint(8, 15))) for _ in range(100_000)]
    assert not any(holds_card_number(f"+{digits}") for digits in written)
    bare = sum(holds_card_number(digits) for digits in written)
    assert bare < 100  # one in a thousand: fifteen digits, typed in one go without the "+"


def test_what_clerks_note_is_not_taken_for_cards() -> None:
    draw = random.Random(4)  # noqa: S311 - numbers for a test
    wrong = 0
    for _ in range(20_000):
        area, middle, last = draw.randint(201, 989), draw.randint(200, 999), draw.randint(0, 9999)
        day, hour = draw.randint(1, 28), draw.randint(8, 20)
        number = draw.randrange(10**5, 10**12)
        wrong += any(
            holds_card_number(note)
            for note in (
                f"Call back 11/{day}/2026 {hour}:30 on ({area}) {middle}-{last:04}",
                f"2026-11-{day:02} {hour}:00 {area} {middle} {last:04}",
                f"{area}-{middle}-{last:04}, {middle}-{area}-{last:04}",
                f"Old order #{number}, not #{number + 7}; from {day}.11.2026",
                f"2 x {last:04}-{middle}, ZIP {number % 100_000:05}-{last:04}",
            )
        )
    assert wrong == 0


def test_a_number_spread_over_neighbours_is_found_and_masked() -> None:
    halves = ["Mara 4111 1111", "1111 1111"]
    assert is_split_over(halves)
    assert masked_fields(halves) == ("Mara **** ****", "**** ****")
    assert not is_split_over(["4111 1111 1111 1111", "Lindqvist"])
    assert not is_split_over(["12 Elm St", "Apt 4"])
    assert masked_fields([]) == ()


@given(st.lists(st.text(max_size=40), max_size=5))
def test_masking_keeps_lengths_and_all_but_digits(texts: list[str]) -> None:
    hidden = masked_fields(texts)
    assert [len(text) for text in hidden] == [len(text) for text in texts]
    for before, after in zip(texts, hidden, strict=True):
        assert all(a in (b, "*") for b, a in zip(before, after, strict=True))


def test_tokens_lose_all_but_their_beginning() -> None:
    token = "eyJhbGciOiJSU0EtT0FFUC0yNTYifQ.c2VjcmV0.aXY.Ym9keQ.dGFn"
    assert re.fullmatch(r"sent eyJ\*+ ok", masked(f"sent {token} ok"))


@pytest.mark.parametrize(
    "text",
    [
        "1" * 50_000,
        "1-" * 25_000,
        "cvv " * 10_000,
        "cvv is the " * 5_000,
        "eyJ" * 20_000,
        "-" * 50_000,
    ],
)
def test_long_texts_are_masked_in_one_go(text: str) -> None:
    assert len(masked(text)) == len(text)


@pytest.mark.parametrize("text", ["411111111", "4111 1111 1111 111", "6200 0000 00", "3782-822463"])
def test_the_beginning_of_a_card_number(text: str) -> None:
    assert may_become_card_number(text)


@pytest.mark.parametrize(
    "text", ["41111111", "WS12-41111111111", "9111111111", "4006381, 333931", ""]
)
def test_the_beginning_of_something_else(text: str) -> None:
    assert not may_become_card_number(text)
