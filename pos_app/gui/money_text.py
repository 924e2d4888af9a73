"""Money as people read it: as the currency is written in a locale, from exact decimals."""

from __future__ import annotations

import re
from functools import lru_cache

from pos_app.domain.money import Money, minor_exponent

NO_AMOUNT = "—"
_MINUS = "\u2212"
# CLDR, currencySpacing: a code of letters is kept apart from the figures beside it.
_LETTER_THEN_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)")
_DIGIT_THEN_LETTER = re.compile(r"(?<=\d)(?=[^\W\d_])")


def money(m: Money | None, locale: str = "en_US") -> str:
    """`m` as its currency is written: $1,234.50, ¥1,234, −$13.20; "—" for None.

    Has the places of ISO 4217, and more only where the amount itself has more: an amount is never
    rounded on its way to the screen. The minus is U+2212. Babel (CLDR) is loaded with the first
    amount, not before: an empty window shows none.
    """
    return NO_AMOUNT if m is None else _written(m, locale)


def money_range(low: Money, high: Money, locale: str = "en_US") -> str:
    """Cheapest to dearest, $22.00–$28.00, or the one price that both are."""
    if low == high:
        return money(low, locale)
    return f"{money(low, locale)}–{money(high, locale)}"


@lru_cache(maxsize=2048)
def _written(m: Money, locale: str) -> str:
    from babel import Locale
    from babel.numbers import parse_pattern

    formats = Locale.parse(locale).currency_formats
    pattern = parse_pattern(formats["standard"].pattern)
    places = _places(m)
    pattern.frac_prec = (places, places)
    text: str = pattern.apply(m.amount, locale, currency=m.currency, currency_digits=False)
    for gap in (_LETTER_THEN_DIGIT, _DIGIT_THEN_LETTER):
        text = gap.sub("\u00a0", text)
    return text.replace("-", _MINUS)


def _places(m: Money) -> int:
    exponent = m.amount.normalize().as_tuple().exponent
    needed = -exponent if isinstance(exponent, int) else 0
    return max(minor_exponent(m.currency), needed)
