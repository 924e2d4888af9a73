"""The decrypted card: checked, reduced to what may be kept, and forgotten.

Nothing here keeps, logs or shows a card number: `read_card` gives a summary without it.
"""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from pos_app.training.scenarios import MAGIC_CARDS
from pos_app.training.wire import ApiError

_FIELDS = ("number", "name", "verification_value", "month", "year")
_BRANDS: tuple[tuple[str, str], ...] = (
    (r"4", "visa"),
    (r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720", "mastercard"),
    (r"3[47]", "american_express"),
    (r"6011|64[4-9]|65", "discover"),
    (r"30[0-5]|3[689]", "diners_club"),
    (r"352[89]|35[3-8]", "jcb"),
    (r"62", "unionpay"),
    (r"50|5[6-8]|6", "maestro"),
)


@dataclass(frozen=True, slots=True)
class CardSummary:
    """What a merchant may keep of a card, and the scenario that the number asks for."""

    brand: str
    bin: str
    last_four: str
    holder: str
    month: int
    year: int
    scenario: str = "approve"


def read_card(plaintext: bytes, now: float) -> CardSummary:
    """Checks a decrypted card (API sheet §2); `now` is in unix seconds.

    Raises ApiError ``ErrorInvalidInputBody``; the description never quotes what was sent.
    """
    card = _strings(plaintext)
    number = card["number"]
    if not re.fullmatch(r"[0-9]{12,19}", number) or not _luhn(number):
        raise _wrong("number is not a card number")
    if not card["name"].strip():
        raise _wrong("name is empty")
    brand = _brand(number)
    digits = 4 if brand == "american_express" else 3
    if not re.fullmatch(f"[0-9]{{{digits}}}", card["verification_value"]):
        raise _wrong(f"verification_value must have {digits} digits")
    month, year = _expiry(card["month"], card["year"], now)
    scenario = MAGIC_CARDS.get(number, "approve")
    return CardSummary(brand, number[:6], number[-4:], card["name"], month, year, scenario)


def _strings(plaintext: bytes) -> Mapping[str, str]:
    try:
        card = json.loads(plaintext)
    except (ValueError, RecursionError):
        raise _wrong("the plaintext is not JSON") from None
    if not isinstance(card, dict):
        raise _wrong("the plaintext is not a JSON object")
    for name in _FIELDS:
        if not isinstance(card.get(name), str):
            raise _wrong(f"{name} must be a string")
    return card


def _expiry(month: str, year: str, now: float) -> tuple[int, int]:
    if not re.fullmatch(r"0[1-9]|1[0-2]", month) or not re.fullmatch(r"20[0-9]{2}", year):
        raise _wrong("month must be 01 to 12, and year must have four digits")
    last_day = calendar.monthrange(int(year), int(month))[1]
    # Good through the last day of the month wherever on earth that day ends last: UTC−12.
    end = datetime(int(year), int(month), last_day, tzinfo=UTC).timestamp() + 36 * 3600
    if now >= end:
        raise _wrong("the card has expired")
    return int(month), int(year)


def _brand(number: str) -> str:
    return next((brand for prefix, brand in _BRANDS if re.match(prefix, number)), "unknown")


def _luhn(number: str) -> bool:
    """The check digit of ISO/IEC 7812-1, annex B."""
    total = 0
    for place, character in enumerate(reversed(number)):
        digit = int(character) * (1 + place % 2)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0


def _wrong(what: str) -> ApiError:
    return ApiError("ErrorInvalidInputBody", f"encrypted_card: {what}.")
