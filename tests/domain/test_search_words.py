"""The rules by which a product is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.search_words import (
    Candidate,
    Fit,
    fit,
    fold,
    is_near,
    order_key,
    sku_key,
    slips,
    typed_words,
    words_of,
)


def distance(a: str, b: str) -> int:
    """Damerau-Levenshtein (optimal string alignment), by the textbook."""
    rows = [[i + j if 0 in (i, j) else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            rows[i][j] = min(
                rows[i - 1][j] + 1,
                rows[i][j - 1] + 1,
                rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]),
            )
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


def near_by_the_book(typed: str, word: str) -> bool:
    return any(distance(typed, word[:end]) <= 1 for end in range(len(word) + 1))


WORDS = st.text("abc1", min_size=4, max_size=7)


@given(WORDS, st.text("abc1", max_size=8))
def test_one_slip_is_forgiven_exactly_as_the_distance_says(typed: str, word: str) -> None:
    assert is_near(typed, word) == near_by_the_book(typed, word)


@given(WORDS, st.text("abc1", min_size=1, max_size=8))
def test_the_candidates_are_all_that_is_near(typed: str, word: str) -> None:
    found = word.startswith(typed) or any(word.startswith(begun) for begun in slips(typed))
    assert found == is_near(typed, word)


@pytest.mark.parametrize(
    ("typed", "word"),
    [("radaint", "radiant"), ("radiannt", "radiant"), ("raiant", "radiant"), ("hoddi", "hoodie")],
)
def test_usual_slips(typed: str, word: str) -> None:
    assert is_near(typed, word)


def test_a_short_word_must_be_right() -> None:
    assert not is_near("mig", "mug")
    assert list(slips("mig")) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Crème Brûlée", ("creme", "brulee")),
        ("Straße  11 oz", ("strasse", "11", "oz")),
        ("Men's Ørsted-Łódź", ("mens", "orsted", "lodz")),
        ("湯呑み 山桜 (Yunomi)", ("湯呑み", "山桜", "yunomi")),
        ("ＷＳ１２", ("ws12",)),
        ("%_*\"'", ()),
    ],
)
def test_words(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert words_of(" ".join(words_of(text))) == words_of(text)
    assert fold(fold(text)) == fold(text)


def test_ways_to_write_a_sku() -> None:
    assert sku_key("ws12 xs/orange") == sku_key("WS12-XS-Orange") == "ws12xsorange"


def test_words_typed_twice_count_once() -> None:
    assert typed_words("Tee tee TEE blue") == ("tee", "blue")


def test_any_order_beginnings_and_slips() -> None:
    words = words_of("Radiant Tee in Orange")
    assert fit(("tee", "radiant"), words) is Fit.WORDS
    assert fit(("or", "rad"), words) is Fit.BEGINNINGS
    assert fit(("oragne", "tee"), words) is Fit.SLIPS
    assert fit(("purple",), words) is Fit.NONE


def test_order() -> None:
    typed = typed_words("tee")
    candidates = {
        "sku": Candidate(("x",), sku=True),
        "sold": Candidate(words_of("Alder Teepee"), sold=40),
        "whole": Candidate(words_of("Tee Plain"), 9),
        "later": Candidate(words_of("Alder Tee"), 9),
        "begun": Candidate(words_of("Teepee")),
    }
    keys = {name: order_key(typed, one) for name, one in candidates.items()}
    assert sorted(keys, key=lambda name: keys[name] or ()) == list(candidates)
    assert order_key(typed, Candidate(("mug",), sold=1000)) is None


def test_what_needed_a_slip_stands_behind_what_did_not() -> None:
    typed = typed_words("candle")
    right, wrong = Candidate(("candles",)), Candidate(("cantle",), sold=500, favourite=True)
    first, last = order_key(typed, right), order_key(typed, wrong)
    assert first is not None
    assert last is not None
    assert first < last
