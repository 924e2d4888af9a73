"""JSON in and out, words for people, prices."""

from __future__ import annotations

import json
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.money import Money
from pos_app.firmly import wire

TREES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.floats(allow_nan=False).filter(lambda number: abs(number) != float("inf")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=15,
)


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


@given(TREES)
def test_what_is_written_is_json_of_the_same_value(tree: object) -> None:
    assert json.loads(wire.dumps(tree)) == tree


@pytest.mark.parametrize(
    "text",
    [
        '{"z":1.10,"a":1e5,"m":1E-7,"n":-0.0,"k":22.000}',
        '{"id":123456789012345678901234567890,"d":0.1234567890123456789012345}',
        '{"variant_handles":["b","a"],"variant_id":"1","":null,"t":true,"e":{},"l":[]}',
        '"湯呑み 🍵 \\" \\\\ \\n"',
        '"\\ud83d"',
    ],
)
def test_json_passes_through_unchanged(text: str) -> None:
    assert wire.dumps(wire.loads(text)).decode() == text


def test_reading_keeps_decimals_exact() -> None:
    assert wire.loads("[22.10]") == [Decimal("22.10")]


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf[1]", "\ufeff[1]", b"[1]", " [1]\n"])
def test_a_byte_order_mark_is_no_matter(data: bytes | str) -> None:
    assert wire.loads(data) == [1]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>",
        b'{"a":NaN}',
        b"[Infinity]",
        b"[-Infinity]",
        b"\xff\xfe[\x001\x00]\x00",
        b'"\xff"',
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b"[1e99999999999999999999999]",
        b"1" * 10_000,
        b"[1] [2]",
    ],
)
def test_what_is_not_json_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        wire.loads(data)


def test_what_json_has_no_place_for_is_not_written() -> None:
    with pytest.raises(TypeError):
        wire.dumps({"a": {1, 2}})
    with pytest.raises(TypeError):
        wire.dumps({1: "a"})
    with pytest.raises(ValueError, match="number"):
        wire.dumps([float("nan")])
    with pytest.raises(ValueError, match="number"):
        wire.dumps([Decimal("Infinity")])


def test_endless_nesting_is_not_written() -> None:
    deep: list[object] = []
    for _ in range(50_000):
        deep = [deep]
    with pytest.raises(ValueError, match="deeply"):
        wire.dumps(deep)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Card declined.", "Card declined."),
        ("<p>Your <b>card</b></p><p>was declined</p>", "Your card was declined"),
        ("one<br>two<br/>three", "one two three"),
        ("<script>steal()</script>Sorry<style>p{}</style>", "Sorry"),
        ("Tom &amp; Jerry &lt;3", "Tom & Jerry <3"),
        ("a < b and b > a", "a < b and b > a"),
        ("\u202egnp.exe\u202c \u2066x\u2069\u200f", "gnp.exe x"),
        ("a\x00b\x07\tc\r\n\u2028d", "a b c d"),
        ("\u200bzero\ufeff", "zero"),
        ("👩‍🍳 می‌خواهم", "👩‍🍳 می‌خواهم"),
        ("before <![foo[ after", "before"),
        ("</script>still here", "still here"),
        ("   ", ""),
        (None, ""),
        (12, ""),
        (["x"], ""),
    ],
)
def test_words_for_people(text: object, shown: str) -> None:
    assert wire.plain(text) == shown


def test_long_words_are_cut() -> None:
    assert wire.plain("abcdef", 6) == "abcdef"
    assert wire.plain("abcdefg", 6) == "abcde…"
    assert wire.plain("abcd efg", 6) == "abcd…"
    assert len(wire.plain("<i>x</i>" * 1_000_000)) == 500


@given(st.text() | st.text("<>!/&;[]ab-'\" \u202e\x00="), st.integers(1, 60))
def test_words_are_short_and_harmless(text: str, limit: int) -> None:
    shown = wire.plain(text, limit)
    assert len(shown) <= limit
    assert not any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in shown)
    assert not set(shown) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
    assert shown == " ".join(shown.split())


@pytest.mark.parametrize(
    ("told", "price"),
    [
        ({"currency": "USD", "value": Decimal("22.0"), "number": 2200, "symbol": "$"}, "22"),
        ({"currency": "USD", "value": Decimal("22.10")}, "22.10"),
        ({"currency": "usd", "number": 2210}, "22.10"),
        ({"currency": "USD", "value": "22.10", "number": "2210"}, "22.10"),
        ({"currency": "USD", "value": 22.1}, "22.10"),
        ({"currency": "USD", "value": Decimal("65.97999999999999")}, "65.98"),
        ({"currency": "USD", "value": Decimal("22.004"), "number": 2200}, "22.00"),
        ({"currency": "USD", "value": Decimal("0.0125")}, "0.0125"),
        ({"currency": "USD", "value": 22, "number": 22}, "22"),
        ({"currency": "USD", "value": 22, "number": True}, "22"),
        ({"currency": "USD", "value": 22, "number": 22.5}, "22"),
        ({"currency": "USD", "value": 0, "number": 0}, "0"),
        ({"currency": "USD", "value": -5, "number": -500}, "-5"),
        ({"currency": "USD", "value": 22, "number": 10**30}, "22"),
        ({"value": 22}, "22"),
        ({"currency": "dollars", "value": 22}, "22"),
        (22, "22"),
        ("22.50", "22.50"),
        (Decimal("0.1"), "0.1"),
    ],
)
def test_prices(told: object, price: str) -> None:
    assert wire.price_from(told, "USD") == usd(price)


def test_a_merchant_that_counts_hundredths_in_each_currency() -> None:
    told = {"currency": "JPY", "value": 1234, "number": 123400}
    assert wire.price_from(told) == Money(Decimal(1234), "JPY")
    kwd = {"currency": "KWD", "value": Decimal("1.5"), "number": 150}
    assert wire.price_from(kwd) == Money(Decimal("1.5"), "KWD")


@pytest.mark.parametrize("currency", ["JPY", "USD", "KWD"])
def test_minor_units_follow_the_currency(currency: str) -> None:
    expected = Money.of_minor(1500, currency)
    assert wire.price_from({"currency": currency, "number": 1500}) == expected


@pytest.mark.parametrize(
    "told",
    [
        None,
        True,
        "",
        "free",
        "1,234.50",
        "NaN",
        "1e400",
        "1_000",
        "９",
        [],
        {},
        {"currency": "USD"},
        {"currency": "USD", "value": True},
        {"currency": "USD", "value": float("nan")},
        {"currency": "USD", "value": Decimal("Infinity")},
        {"currency": "USD", "value": 10**13},
        {"currency": "USD", "value": {"value": 1}},
        {"currency": "USD", "number": "22.5"},
    ],
)
def test_what_is_no_price(told: object) -> None:
    assert wire.price_from(told, "USD") is None


def test_a_price_of_no_currency_is_none() -> None:
    assert wire.price_from(22) is None
    assert wire.price_from({"value": 22, "number": 2200}) is None


@given(st.integers(-(10**12), 10**12), st.sampled_from(["USD", "JPY", "KWD", "CLF"]))
def test_value_and_number_agree(minor: int, currency: str) -> None:
    money = Money.of_minor(minor, currency)
    assert wire.price_from({"currency": currency, "number": minor}) == money
    assert wire.price_from({"currency": currency, "value": money.amount}) == money
    both = {"currency": currency, "value": str(money.amount), "number": minor}
    assert wire.price_from(both) == money


@given(st.text(st.characters(max_codepoint=0x7F), max_size=60), st.integers(1, 70))
def test_plain_words_need_no_care_and_come_out_as_with_it(text: str, limit: int) -> None:
    careful = wire.plain(f"\u200b{text}", limit)  # an invisible mark, which is taken out
    assert wire.plain(text, limit) == careful


@given(st.integers(), st.integers())
def test_numbers_are_prices_however_they_are_written(value: int, number: int) -> None:
    for currency in ("USD", "JPY", "KWD"):
        bare = {"value": value, "number": number, "currency": currency}
        quoted = {"value": str(value), "number": str(number), "currency": currency}
        assert repr(wire.price_from(bare)) == repr(wire.price_from(quoted))
