"""Exact money: a decimal amount in major units of one ISO 4217 currency.

Formatting for people is the window's affair; this module only counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

# ISO 4217 minor units where they are not 2 (a test compares this table with the CLDR's).
_ZERO_PLACES = (
    ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG")
    + ("RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF")
)  # fmt: skip
_THREE_PLACES = ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")
_FOUR_PLACES = ("CLF", "UYW")
_EXPONENTS = (
    dict.fromkeys(_ZERO_PLACES, 0)
    | dict.fromkeys(_THREE_PLACES, 3)
    | dict.fromkeys(_FOUR_PLACES, 4)
)


class CurrencyMismatchError(ValueError):
    """Two amounts of different currencies were to be added or compared."""


def minor_exponent(currency: str) -> int:
    """The number of decimal places of an ISO 4217 currency: 2 for USD, 0 for JPY, 3 for KWD."""
    return _EXPONENTS.get(currency, 2)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in **major** units (dollars, not cents) of `currency`, an ISO 4217 code."""

    amount: Decimal
    currency: str

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in `currency`."""
        return cls(Decimal(0), currency)

    @classmethod
    def of_minor(cls, minor: int, currency: str) -> Money:
        """The amount given in **minor** units (cents): ``of_minor(2200, "USD")`` is $22.00."""
        return cls(Decimal(f"{minor}E-{minor_exponent(currency)}"), currency)

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __mul__(self, factor: int) -> Money:
        return Money(self.amount * factor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def _same(self, other: Money) -> Decimal:
        if other.currency != self.currency:
            raise CurrencyMismatchError(f"{self.currency} and {other.currency} do not add up")
        return other.amount
