"""Prices on the wire: `{"currency": "USD", "value": 22.0, "number": 2200, "symbol": "$"}` (§4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from pos_app.domain.money import Money, minor_exponent
from pos_app.firmly.wire_json import decimal, exact, mapping, whole

_CURRENCY = re.compile(r"[A-Za-z]{3}")
_LIMIT = Decimal(10) ** 12
# What binary floating point leaves of a price: 65.97999999999999 is 65.98.
_NOISE = Decimal("0.000001")


def price_from(data: object, currency: str = "") -> Money | None:
    """A price, or None where there is none to be read.

    `currency` (ISO 4217) is for prices that do not name their own: without any there is no price.
    `number` counts minor units and is preferred, except where it differs from `value` by a power
    of ten: some merchants count hundredths in every currency. Amounts of a trillion and more are
    mistakes, not prices.
    """
    if data is None:
        return None
    told = mapping(data)
    code = currency_in(told) or currency.upper()
    if not code:
        return None
    value = decimal(told.get("value") if told else data)
    by_number = _of_minor(told.get("number"), code)
    if by_number is not None and by_number == value:
        return Money(by_number, code)
    by_value = _tidy(value, code)
    if by_number is None or (by_value is not None and _off_by_tens(by_number, by_value)):
        amount = by_value
    else:
        amount = by_number
    return None if amount is None else Money(amount, code)


def minor_price_from(data: object, currency: str) -> Money | None:
    """A bare number of minor units, as search results have them; None if it is none."""
    amount = _of_minor(data, currency) if currency else None
    return None if amount is None else Money(amount, currency)


def currency_in(told: Mapping[str, object]) -> str:
    """The ISO 4217 code under `currency`, or an empty text."""
    code = exact(told.get("currency"))
    return code.upper() if _CURRENCY.fullmatch(code) else ""


def first_currency(prices: Iterable[object]) -> str:
    """The currency of the first price that names one, or an empty text."""
    return next((code for price in prices if (code := currency_in(mapping(price)))), "")


def _of_minor(value: object, currency: str) -> Decimal | None:
    minor = whole(value)
    amount = None if minor is None else Money.of_minor(minor, currency).amount
    return amount if amount is not None and abs(amount) <= _LIMIT else None


def _tidy(value: Decimal | None, currency: str) -> Decimal | None:
    """Rounded to the currency's places where only noise is lost, else to six places."""
    if value is None or abs(value) > _LIMIT:
        return None
    rounded = value.quantize(Decimal(1).scaleb(-minor_exponent(currency)))
    return rounded if abs(rounded - value) < _NOISE else value.quantize(_NOISE)


def _off_by_tens(number: Decimal, value: Decimal) -> bool:
    if not number or not value or number == value:
        return False
    ratio = (number / value).normalize().as_tuple()
    return ratio.sign == 0 and ratio.digits == (1,)
