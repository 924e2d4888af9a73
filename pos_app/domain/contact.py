"""Phone numbers and e-mail addresses, as people say and type them.

The two libraries behind are slow to import (some 60 and 30 ms), so this module imports them where
they are used, and :func:`warm` imports them ahead of the first use.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from pos_app.domain.field_problem import FormProblem

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

EMAIL_EXAMPLE = "name@example.com"


def warm() -> None:
    """Import the libraries, so that the first field left does not wait for them."""
    import email_validator  # noqa: F401
    import phonenumbers  # noqa: F401


def phone_ok(text: str, country: str) -> bool:
    """Whether a phone number as typed can be dialled, seen from `country` (ISO 3166-1 alpha-2).

    "Can" means a possible number with its area code (right length for its country), not one of a
    range known to be in use: ranges are opened faster than installed software learns of them, and
    a customer with a new number must not be turned away. A number without its area code is no
    number to others than the neighbours, and there is no E.164 for it.
    """
    return _parse(text, country) is not None


def e164(text: str, country: str) -> str | None:
    """The number for the wire by ITU-T E.164 ("+12065551212"), or None if it is none.

    An extension has no place in E.164 and is left out.
    """
    import phonenumbers

    number = _parse(text, country)
    if number is None:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def format_phone(text: str, country: str) -> str:
    """The number in the international format ("+1 206-555-1212"), extension included.

    Text that is not a number in a range known to be in use comes back as it was: grouping digits
    one can't make sense of would only hide a slip.
    """
    import phonenumbers

    number = _parse(text, country)
    if number is None or not phonenumbers.is_valid_number(number):
        return text
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def phone_key(text: str, country: str) -> str:
    """Digits by which the same number is found again in whatever format it was typed.

    Those of E.164 for a whole number, else those that were typed. Empty if there are none.
    """
    whole = e164(text, country)
    if whole is not None:
        return whole.removeprefix("+")
    return "".join(str(unicodedata.decimal(char)) for char in text if char.isdecimal())


def phone_example(country: str) -> str:
    """A number of `country` in the form a clerk would read it, or an empty text."""
    import phonenumbers

    number = phonenumbers.example_number(country)
    if number is None:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def check_email(text: str) -> FormProblem | None:
    """What is wrong with an e-mail address, or None. Syntax only (RFC 5321, 5322, 6531): no DNS.

    Domains reserved for examples and tests (RFC 2606) pass: orders are practised with them.
    """
    if not text.strip():
        return FormProblem.REQUIRED
    return FormProblem.EMAIL_INVALID if _normal_email(text) is None else None


def tidy_email(text: str) -> str:
    """The address without surrounding spaces, its domain in lower case; unchanged if it is none."""
    return _normal_email(text) or text


def _parse(text: str, country: str) -> PhoneNumber | None:
    """The number meant, or None. "00…" stands for "+…" also where people dial another prefix."""
    import phonenumbers

    plain = _without_marks(text).strip()
    attempts = (plain, f"+{plain[2:]}") if plain.startswith("00") else (plain,)
    for attempt in attempts:
        try:
            number = phonenumbers.parse(attempt, country)
        except phonenumbers.NumberParseException:
            continue
        reason = phonenumbers.is_possible_number_with_reason(number)
        if reason == phonenumbers.ValidationResult.IS_POSSIBLE:
            return number
    return None


def _normal_email(text: str) -> str | None:
    import email_validator

    # Japanese keyboards type wide letters, "＠" among them; no mail system has any.
    plain = unicodedata.normalize("NFKC", _without_marks(text)).strip()
    try:
        found = email_validator.validate_email(
            plain, check_deliverability=False, test_environment=True
        )
    except email_validator.EmailNotValidError:
        return None
    # In a test environment the library also takes the bare domain "test": here a slip.
    return found.normalized if "." in found.domain else None


def _without_marks(text: str) -> str:
    """Text without invisible format characters: direction marks come along when one pastes."""
    return "".join(char for char in text if unicodedata.category(char) != "Cf")
