"""Buffers for digits: edited in place, overwritten, and silent about themselves."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.card import Card, brand_of, check_code, check_number, group_sizes, luhn_ok
from pos_app.domain.secret import (
    Digits,
    SecretBytes,
    SecretDigits,
    SecretText,
    are_digits,
    digit_at,
    joined,
    secret_bytes,
)

MOST = 20
EDITS = st.lists(
    st.tuples(st.booleans(), st.integers(0, MOST), st.integers(0, MOST), st.integers(0, 9))
)


@given(EDITS)
def test_edits_do_what_they_do_to_a_list(edits: list[tuple[bool, int, int, int]]) -> None:
    digits, expected = SecretDigits(MOST), [0] * 0
    for inserting, one, other, value in edits:
        first, last = sorted(min(place, len(expected)) for place in (one, other))
        if not inserting:
            digits.delete(first, last)
            del expected[first:last]
        elif digits.insert(first, value):
            expected.insert(first, value)
        else:
            assert len(expected) == MOST
        assert [digit_at(digits.view(), place) for place in range(len(digits))] == expected


@given(EDITS)
def test_nothing_stands_behind_the_last_digit(edits: list[tuple[bool, int, int, int]]) -> None:
    digits = SecretDigits(MOST)
    whole = digits._buffer
    for inserting, one, other, value in edits:
        first, last = sorted(min(place, len(digits)) for place in (one, other))
        if inserting:
            digits.insert(first, value)
        else:
            digits.delete(first, last)
        assert digits._buffer is whole
        assert not any(whole[len(digits) :])
    digits.wipe()
    assert len(digits) == 0
    assert bytes(whole) == bytes(MOST)


def test_a_buffer_that_is_given_up_is_overwritten_first() -> None:
    class Watched(SecretBytes):
        def wipe(self) -> None:
            super().wipe()
            wiped.append(bytes(self))

    wiped: list[bytes] = []
    buffer = Watched(b"4111")
    del buffer
    assert wiped == [bytes(4)]


def test_a_wiped_card_holds_nothing() -> None:
    typed = SecretBytes(b"4111111111111111")
    card = Card(typed, "Ada Byron", b"123", "08", "2029")
    number, code = card.number, card.verification_value
    card.wipe()
    assert bytes(number) == bytes(16)
    assert bytes(code) == bytes(3)
    assert typed[:4] == b"4111"  # a card has buffers of its own


def test_a_secret_shows_and_gives_away_nothing() -> None:
    buffer, digits = secret_bytes("4111"), SecretDigits(MOST)
    for value in (4, 1, 1, 1):
        digits.insert(len(digits), value)
    for words in (repr(buffer), str(buffer), f"{buffer}", repr(digits), f"{[buffer, digits]}"):
        assert "4" not in words
    for copier in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="never serialised"):
            copier(buffer)
    with pytest.raises(ValueError, match="ASCII"):
        secret_bytes("٤١١١")


@given(st.text("0123456789", max_size=20))
def test_strings_and_buffers_are_judged_alike(text: str) -> None:
    for digits in (text.encode(), bytearray(text.encode()), memoryview(text.encode())):
        assert brand_of(digits) is brand_of(text)
        assert check_number(digits) is check_number(text)
        assert check_code(digits, brand_of(digits)) is check_code(text, brand_of(text))
        assert group_sizes(digits) == group_sizes(text)
        assert luhn_ok(digits) == luhn_ok(text)
        assert are_digits(digits)
        assert bytes(secret_bytes(digits)) == text.encode()


@pytest.mark.parametrize("text", ["4 11", "41x", "/", ":", "4-"])
def test_what_is_no_digit(text: str) -> None:
    assert not are_digits(text)
    assert not are_digits(text.encode())
    with pytest.raises(ValueError, match="not a digit"):
        [digit_at(text.encode(), place) for place in range(len(text))]


def test_parts_stand_behind_one_another_whatever_holds_them() -> None:
    parts: list[Digits] = ["12", b"3", bytearray(b"45"), memoryview(b"6789")[:2], ""]
    whole = joined(parts)
    assert isinstance(whole, SecretBytes)
    assert bytes(whole) == b"1234567"
    with pytest.raises(ValueError, match="not ASCII"):
        joined([b"1", "\u0662"])


@given(st.lists(st.characters(), max_size=MOST))
def test_characters_stand_behind_one_another(chars: list[str]) -> None:
    text = SecretText(MOST)
    encodable = [char for char in chars if not "\ud800" <= char <= "\udfff"]
    assert all(map(text.add, encodable))
    assert str(text.view(), "utf-8") == "".join(encodable)
    before = text.view()
    text.wipe()
    assert not any(before)
    assert len(text.view()) == 0


def test_characters_without_room_are_left_out() -> None:
    text = SecretText(1)
    assert [text.add(char) for char in ("4", "\U0001f4b3", "1")] == [True, False, True]
    assert "4" not in repr(text)
    assert str(text.view(), "ascii") == "41"
