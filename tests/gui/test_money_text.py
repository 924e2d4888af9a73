from __future__ import annotations

from decimal import Decimal

import pytest
from babel import Locale
from babel.numbers import get_currency_precision

from pos_app.domain.money import Money, minor_exponent
from pos_app.gui.money_text import money, money_range

# CLDR's places are those of everyday use, ISO 4217's those of the minor unit. They differ where
# coins went out of use; amounts on the wire count minor units, so the domain follows ISO 4217.
_CUSTOM_IS_WITHOUT_COINS = {
    *("AFN", "ALL", "IRR", "KPW", "LAK", "LBP", "MGA", "MMK", "RSD", "SOS", "SYP", "YER"),
    # No longer in use; ISO 4217 lists them without places or with those they once had.
    *("ADP", "BYR", "ESP", "ITL", "LUF", "MGF", "MRO", "SLL", "STD", "TMM", "TRL", "ZMK", "ZWD"),
}


def test_places_agree_with_cldr_but_for_currencies_whose_coins_went_out_of_use() -> None:
    codes = set(Locale.parse("en").currencies)
    assert len(codes) > 250
    different = {code for code in codes if get_currency_precision(code) != minor_exponent(code)}
    assert different == {*_CUSTOM_IS_WITHOUT_COINS, "IQD"}
    assert all(get_currency_precision(code) == 0 for code in different)
    assert (minor_exponent("IQD"), minor_exponent("LBP")) == (3, 2)


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("1234.5", "USD", "$1,234.50"),
        ("1234", "JPY", "¥1,234"),
        ("-13.20", "USD", "−$13.20"),
        ("0", "USD", "$0.00"),
        ("1E+3", "USD", "$1,000.00"),
        ("3", "KWD", "KWD\u00a03.000"),
        ("12.5", "CHF", "CHF\u00a012.50"),
        ("0.005", "USD", "$0.005"),
        ("1234.5", "JPY", "¥1,234.5"),
        ("12345678901234567890.12", "USD", "$12,345,678,901,234,567,890.12"),
    ],
)
def test_an_amount_is_written_as_its_currency_is(amount: str, currency: str, text: str) -> None:
    assert money(Money(Decimal(amount), currency)) == text


def test_another_locale_has_its_own_order_and_marks() -> None:
    assert money(Money(Decimal("-1234.5"), "EUR"), "de_DE") == "−1.234,50\u00a0€"


def test_no_amount_is_a_dash() -> None:
    assert money(None) == "—"


def test_a_range_of_one_price_is_that_price() -> None:
    low, high = Money(Decimal(22), "USD"), Money(Decimal(28), "USD")
    assert money_range(low, high) == "$22.00–$28.00"
    assert money_range(low, low) == "$22.00"
