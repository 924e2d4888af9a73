"""Payment cards as a clerk types them: brand, length, Luhn, expiry, security code.

Prefixes and lengths follow section 8 of the API sheet; the check digit is ISO/IEC 7812-1 annex B.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from pos_app.domain.field_problem import CardProblem
from pos_app.domain.secret import Digits, SecretBytes, digit_at, secret_bytes


class Brand(StrEnum):
    """A card scheme, by the value that payment pages commonly use for it."""

    VISA = "visa"
    MASTERCARD = "mastercard"
    AMEX = "amex"
    DISCOVER = "discover"
    DINERS = "diners"
    JCB = "jcb"
    UNIONPAY = "unionpay"
    MAESTRO = "maestro"

    @property
    def display_name(self) -> str:
        """The scheme's name as printed on its cards; a proper noun, never translated."""
        return _TITLES[self]


_TITLES = {
    Brand.VISA: "Visa",
    Brand.MASTERCARD: "Mastercard",
    Brand.AMEX: "American Express",
    Brand.DISCOVER: "Discover",
    Brand.DINERS: "Diners Club",
    Brand.JCB: "JCB",
    Brand.UNIONPAY: "UnionPay",
    Brand.MAESTRO: "Maestro",
}


@dataclass(frozen=True, slots=True)
class _Range:
    """All PANs whose first `size` digits, read as a number, lie between `low` and `high`."""

    low: int
    high: int
    size: int
    brand: Brand

    def matches(self, digits: Digits) -> bool:
        """Whether `digits` is long enough to tell and lies in the range."""
        if len(digits) < self.size:
            return False
        return self.low <= _head(digits, self.size) <= self.high

    def may_match(self, digits: Digits) -> bool:
        """Whether more digits could still bring a too short `digits` into the range."""
        missing = self.size - len(digits)
        if missing <= 0:
            return False
        rest: int = 10**missing
        return self.low // rest <= _head(digits, len(digits)) <= self.high // rest


def _head(digits: Digits, size: int) -> int:
    """The first digits as a number; -1, which is in no range, if there is something else."""
    number = 0
    for place in range(size):
        try:
            number = number * 10 + digit_at(digits, place)
        except ValueError:
            return -1
    return number


_RANGES = tuple(
    _Range(int(low), int(high), len(low), brand)
    for brand, spans in (
        (Brand.VISA, ("4-4",)),
        (Brand.MASTERCARD, ("51-55", "2221-2720")),
        (Brand.AMEX, ("34-34", "37-37")),
        (Brand.DISCOVER, ("6011-6011", "644-649", "65-65")),
        (Brand.DINERS, ("300-305", "36-36", "38-39")),
        (Brand.JCB, ("3528-3589",)),
        (Brand.UNIONPAY, ("62-62",)),
        (Brand.MAESTRO, ("50-50", "56-58", "6-6")),
    )
    for low, high in (span.split("-") for span in spans)
)

_LENGTHS: dict[Brand, frozenset[int]] = {
    Brand.VISA: frozenset({13, 16, 18, 19}),
    Brand.MASTERCARD: frozenset({16}),
    Brand.AMEX: frozenset({15}),
    Brand.DISCOVER: frozenset({16, 19}),
    Brand.DINERS: frozenset({14, 16, 19}),
    Brand.JCB: frozenset(range(16, 20)),
    Brand.UNIONPAY: frozenset(range(14, 20)),
    Brand.MAESTRO: frozenset(range(12, 20)),
}
_ANY_LENGTH = frozenset(range(12, 20))
MAX_PAN_LENGTH = 19
_EXPIRY = re.compile(r"(?P<month>\d{1,2})\s*[/\-. ]\s*(?P<year>\d{4}|\d{2})|(?P<run>\d{3,6})")
_MAX_YEARS_AHEAD = 25


def brand_of(digits: Digits) -> Brand | None:
    """The brand of the PAN that starts with `digits`, or None while undecided or unknown.

    Works as one types: "6" may still become Discover, UnionPay or Maestro, so it has no brand yet.
    The longest matching prefix wins.
    """
    longest = max((r for r in _RANGES if r.matches(digits)), key=lambda r: r.size, default=None)
    rivals = {r.brand for r in _RANGES if r.may_match(digits)}
    if longest is None or rivals - {longest.brand}:
        return None
    return longest.brand


def lengths_of(brand: Brand | None) -> frozenset[int]:
    """The PAN lengths a brand issues; 12 to 19 where the brand is unknown."""
    return _LENGTHS[brand] if brand else _ANY_LENGTH


def code_length_of(brand: Brand | None) -> int:
    """How many digits the security code has: 4 on American Express, else 3."""
    return 4 if brand is Brand.AMEX else 3


def luhn_ok(digits: Digits) -> bool:
    """Whether the check digit is right (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place in range(len(digits)):
        value = digit_at(digits, -1 - place) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def check_number(digits: Digits) -> CardProblem | None:
    """What is wrong with a PAN, or None. `digits` holds digits only."""
    if not digits:
        return CardProblem.NUMBER_MISSING
    lengths = lengths_of(brand_of(digits))
    if len(digits) > max(lengths):
        return CardProblem.NUMBER_LONG
    if len(digits) not in lengths:
        return CardProblem.NUMBER_SHORT
    return None if luhn_ok(digits) else CardProblem.NUMBER_LUHN


def group_sizes(digits: Digits) -> tuple[int, ...]:
    """How the digits are grouped on the card: 4-6-5 for American Express, 4-6-4 for Diners."""
    brand = brand_of(digits)
    if brand is Brand.AMEX:
        return (4, 6, 5)
    if brand is Brand.DINERS and len(digits) <= 14:
        return (4, 6, 4)
    return (4, 4, 4, 4, 3)


@dataclass(frozen=True, slots=True)
class Expiry:
    """Month (1–12) and four-digit year printed on a card."""

    month: int
    year: int

    def good_on(self, day: date) -> bool:
        """A card is good through the last day of its month."""
        return (self.year, self.month) >= (day.year, day.month)


def parse_expiry(text: str) -> Expiry | None:
    """Month and year from "8/29", "0829", "829", "08/2029", "082029", "8-29"; None if unreadable.

    The month is not checked: "13/29" is readable, and :func:`check_expiry` says what is wrong.
    """
    match = _EXPIRY.fullmatch(text.strip())
    if not match:
        return None
    run = match["run"]
    if run:
        month, year = (run[:-4], run[-4:]) if len(run) >= 5 else (run[:-2], run[-2:])
    else:
        month, year = match["month"], match["year"]
    return Expiry(int(month), int(year) + (2000 if len(year) == 2 else 0))


def check_expiry(text: str, today: date) -> CardProblem | None:
    """What is wrong with an expiry as typed, seen on `today`, or None."""
    if not text.strip():
        return CardProblem.EXPIRY_MISSING
    expiry = parse_expiry(text)
    if expiry is None:
        return CardProblem.EXPIRY_UNREADABLE
    if not 1 <= expiry.month <= 12:
        return CardProblem.EXPIRY_MONTH
    if not expiry.good_on(today):
        return CardProblem.EXPIRY_PAST
    if expiry.year > today.year + _MAX_YEARS_AHEAD:
        return CardProblem.EXPIRY_FAR
    return None


def check_code(digits: Digits, brand: Brand | None) -> CardProblem | None:
    """What is wrong with a security code for `brand`, or None; unknown brands take 3 or 4."""
    if not digits:
        return CardProblem.CODE_MISSING
    if brand is None and len(digits) in (3, 4):
        return None
    wanted = code_length_of(brand)
    if len(digits) == wanted:
        return None
    return CardProblem.CODE_LENGTH_4 if wanted == 4 else CardProblem.CODE_LENGTH_3


@dataclass(frozen=True, slots=True)
class CardSummary:
    """All that may be kept of a card: brand and the last four digits (PCI DSS 3.4.1)."""

    brand: Brand | None
    last_four: str


class Card:
    """A whole card, fresh for one order, on its way to be encrypted.

    Number and security code are ASCII digits in buffers of its own, which are overwritten by
    `wipe` or else with the card's end. Has no readable `repr`, does not compare, can't be pickled:
    it goes to the encryption and nowhere else. Month ("08") and year ("2029") are strings, as the
    JWE's plaintext wants them (§2).

    Raises:
        ValueError: number or code hold something else than ASCII.
    """

    __slots__ = ("month", "name", "number", "verification_value", "year")

    def __init__(
        self, number: Digits, name: str, verification_value: Digits, month: str, year: str
    ) -> None:
        self.number: Final[SecretBytes] = secret_bytes(number)
        self.name: Final = name
        self.verification_value: Final[SecretBytes] = secret_bytes(verification_value)
        self.month: Final = month
        self.year: Final = year

    def __repr__(self) -> str:
        return "Card(hidden)"

    def __reduce__(self) -> str:
        raise TypeError("a card is never serialised")

    def wipe(self) -> None:
        """Overwrite number and code: the card can't be used again, whoever else holds it."""
        self.number.wipe()
        self.verification_value.wipe()

    def summary(self) -> CardSummary:
        """Brand and last four, for receipts; to be asked for before the card is wiped."""
        return CardSummary(brand_of(self.number), self.number[-4:].decode())
