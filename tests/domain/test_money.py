"""Exact money."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.core import get_global
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.money import CurrencyMismatchError, Money, minor_exponent

MINOR = st.integers(-(10**15), 10**15)
CURRENCIES = st.sampled_from(["USD", "JPY", "KWD", "CLF"])

# Where the CLDR tells how people write amounts today, not what ISO 4217 divides the currency into.
WRITTEN_WITHOUT_PLACES = frozenset(
    ("ADP", "AFN", "ALL", "BYR", "ESP", "IQD", "IRR", "ITL", "KPW", "LAK", "LBP", "LUF", "MGA")
    + ("MGF", "MMK", "MRO", "RSD", "SLL", "SOS", "STD", "SYP", "TMM", "TRL", "YER", "ZMK", "ZWD")
)


def test_places_are_those_of_the_cldr() -> None:
    """Apart from currencies that people write shorter than ISO 4217 divides them."""
    fractions = get_global("currency_fractions")
    differing = {
        code: fraction[0]
        for code, fraction in fractions.items()
        if code != "DEFAULT" and fraction[0] != minor_exponent(code)
    }
    assert set(differing) <= WRITTEN_WITHOUT_PLACES
    assert set(differing.values()) <= {0}


@pytest.mark.parametrize(
    ("currency", "exponent"),
    [("USD", 2), ("EUR", 2), ("JPY", 0), ("KRW", 0), ("CLP", 0), ("KWD", 3), ("CLF", 4)]
    + [("UYW", 4), ("XXX", 2), ("", 2), ("IQD", 3), ("HUF", 2), ("ISK", 0), ("MGA", 2)],
)
def test_places(currency: str, exponent: int) -> None:
    assert minor_exponent(currency) == exponent


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [(2200, "USD", "22.00"), (5, "USD", "0.05"), (-1, "USD", "-0.01"), (22, "JPY", "22")]
    + [(1, "KWD", "0.001"), (0, "USD", "0.00")],
)
def test_minor_units(minor: int, currency: str, text: str) -> None:
    assert str(Money.of_minor(minor, currency).amount) == text


@given(st.integers(), CURRENCIES)
def test_no_digit_of_minor_units_is_lost(minor: int, currency: str) -> None:
    amount = Money.of_minor(minor, currency).amount
    sign, digits, exponent = amount.as_tuple()
    assert exponent == -minor_exponent(currency)
    assert int("".join(map(str, digits))) * (-1 if sign else 1) == minor


@given(MINOR, MINOR, CURRENCIES)
def test_sums_are_those_of_the_minor_units(one: int, other: int, currency: str) -> None:
    a, b = Money.of_minor(one, currency), Money.of_minor(other, currency)
    assert a + b == b + a == Money.of_minor(one + other, currency)
    assert a - b == Money.of_minor(one - other, currency) == -(b - a)
    assert hash(a + b) == hash(Money.of_minor(one + other, currency))


@given(MINOR, st.integers(-999, 999), CURRENCIES)
def test_multiples(minor: int, factor: int, currency: str) -> None:
    assert Money.of_minor(minor, currency) * factor == Money.of_minor(minor * factor, currency)


def test_trailing_zeros_make_no_difference() -> None:
    assert Money(Decimal("22"), "USD") == Money(Decimal("22.00"), "USD")
    assert Money(Decimal("22"), "USD") != Money(Decimal("22"), "CAD")


def test_only_nothing_is_false() -> None:
    assert not Money.zero("USD")
    assert Money(Decimal("-0.01"), "USD")


def test_currencies_do_not_mix() -> None:
    with pytest.raises(CurrencyMismatchError):
        Money.zero("USD") + Money.zero("EUR")
    with pytest.raises(CurrencyMismatchError):
        Money.zero("USD") - Money.zero("EUR")
