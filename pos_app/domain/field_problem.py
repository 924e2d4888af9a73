"""What is wrong with a field of an order's form."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pos_app.domain.address import FieldRef


class FormProblem(StrEnum):
    """What is wrong with a field of the form; the window has the words."""

    REQUIRED = "required"
    PHONE_INVALID = "phone-invalid"
    EMAIL_INVALID = "email-invalid"
    COUNTRY_UNKNOWN = "country-unknown"
    STATE_UNKNOWN = "state-unknown"
    POSTAL_CODE_INVALID = "postal-code-invalid"
    TOO_LONG = "too-long"
    CARD_NUMBER = "card-number"
    SECURITY_CODE = "security-code"
    CART_EMPTY = "cart-empty"


class CardProblem(StrEnum):
    """What is wrong with a card field; the window has the words."""

    NUMBER_MISSING = "number-missing"
    NUMBER_SHORT = "number-short"
    NUMBER_LONG = "number-long"
    NUMBER_LUHN = "number-luhn"
    EXPIRY_MISSING = "expiry-missing"
    EXPIRY_UNREADABLE = "expiry-unreadable"
    EXPIRY_MONTH = "expiry-month"
    EXPIRY_PAST = "expiry-past"
    EXPIRY_FAR = "expiry-far"
    CODE_MISSING = "code-missing"
    CODE_LENGTH_3 = "code-length-3"
    CODE_LENGTH_4 = "code-length-4"
    NAME_MISSING = "name-missing"


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """Something to put right before the order can be placed.

    `example` is a valid value for the field ("98101") or a limit ("2,000"), if any helps.
    """

    ref: FieldRef
    code: FormProblem | CardProblem
    example: str = ""
