"""Request bodies, checked field by field as the API sheet §3 and §6 describe them.

Each function raises ApiError ``ErrorInvalidInputBody`` with a description that names the field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pos_app.training.places import COUNTRIES, US_STATES
from pos_app.training.wire import ApiError, Json

Address = Mapping[str, str]

_REQUIRED = (
    "first_name",
    "last_name",
    "email",
    "phone",
    "address1",
    "city",
    "state_or_province",
    "country",
    "postal_code",
)
_OPTIONAL = ("address2", "company")
_MAX_QUANTITY = 9_999


@dataclass(frozen=True, slots=True)
class Item:
    """A line of an order as the client sent it; the reference is not looked into here."""

    ref: Json
    quantity: int


def invalid(description: str) -> ApiError:
    """The error for a request body that breaks a rule."""
    return ApiError("ErrorInvalidInputBody", description)


def text_at(body: Json, name: str) -> str:
    """A string that must be there and not be empty."""
    value = body.get(name)
    if not isinstance(value, str) or not value.strip():
        raise invalid(f"{name}: a string is required.")
    return value


def object_at(body: Json, name: str) -> Json:
    """An object that must be there."""
    value = body.get(name)
    if not isinstance(value, dict):
        raise invalid(f"{name}: an object is required.")
    return value


def captcha_at(body: Json) -> str:
    """The captcha token, or an empty string when there is none."""
    value = body.get("captcha_token", "")
    if not isinstance(value, str):
        raise invalid("captcha_token: must be a string.")
    return value


def address(value: Json, where: str) -> Address:
    """An address; also raises ApiError ``ErrorCountryNotSupported``."""
    known: dict[str, str] = {}
    for name in _REQUIRED:
        known[name] = _field(value, name, where)
    for name in _OPTIONAL:
        optional = value.get(name, "")
        if not isinstance(optional, str):
            raise invalid(f"{where}.{name}: must be a string.")
        if optional:
            known[name] = optional
    _check_formats(known, where)
    return known


def _field(value: Json, name: str, where: str) -> str:
    text = value.get(name)
    if not isinstance(text, str) or not text.strip():
        raise invalid(f"{where}.{name}: a string is required.")
    return text


def _check_formats(known: Address, where: str) -> None:
    if known["country"] not in COUNTRIES:
        raise ApiError(
            "ErrorCountryNotSupported", f"{where}.country: must be an ISO 3166-1 alpha-2 code."
        )
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", known["email"]):
        raise invalid(f"{where}.email: is not an e-mail address.")
    if not re.fullmatch(r"\+[1-9][0-9]{5,14}|[0-9]{10}", known["phone"]):
        raise invalid(f"{where}.phone: must be E.164 or ten digits.")
    if known["country"] != "US":
        return
    if known["state_or_province"] not in US_STATES:
        raise invalid(f"{where}.state_or_province: must be a state’s two-letter code.")
    if not re.fullmatch(r"[0-9]{5}(-[0-9]{4})?", known["postal_code"]):
        raise invalid(f"{where}.postal_code: must be a ZIP code of 5 or 5+4 digits.")


def items(body: Json) -> tuple[Item, ...]:
    """The items of an order: at least one."""
    value = body.get("items")
    if not isinstance(value, list) or not value:
        raise invalid("items: a list of at least one item is required.")
    return tuple(_item(entry, f"items[{index}]") for index, entry in enumerate(value))


def _item(entry: object, where: str) -> Item:
    if not isinstance(entry, dict):
        raise invalid(f"{where}: must be an object.")
    return Item(ref(entry, f"{where}."), quantity(entry, f"{where}.", least=1))


def ref(entry: Json, where: str = "") -> Json:
    """An ``add_to_cart_ref`` of the right types; whether it is genuine the catalogue knows."""
    value = entry.get("add_to_cart_ref")
    if not isinstance(value, dict):
        raise invalid(f"{where}add_to_cart_ref: an object is required.")
    if not isinstance(value.get("variant_id"), str) or not value["variant_id"]:
        raise invalid(f"{where}add_to_cart_ref.variant_id: a string is required.")
    return value


def quantity(entry: Json, where: str = "", *, least: int) -> int:
    """A whole number of pieces, `least` to 9,999."""
    value = entry.get("quantity")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise invalid(f"{where}quantity: must be a number.")
    if isinstance(value, float) and not value.is_integer():
        raise invalid(f"{where}quantity: must be a whole number.")
    if not least <= value <= _MAX_QUANTITY:
        raise invalid(f"{where}quantity: must be {least} to {_MAX_QUANTITY}.")
    return int(value)


def promo_codes(body: Json) -> tuple[str, ...]:
    """One to ten promo codes, in capitals."""
    value = body.get("promo_codes")
    if not isinstance(value, list) or not 1 <= len(value) <= 10:
        raise invalid("promo_codes: a list of 1 to 10 codes is required.")
    if not all(isinstance(code, str) and code.strip() for code in value):
        raise invalid("promo_codes: every code must be a string.")
    return tuple(code.strip().upper() for code in value)


def selections(body: Json) -> tuple[str, ...]:
    """The ids of the add-ons that are chosen, bare or in objects; the API names no shape."""
    value = body.get("selections", body.get("addons", []))
    if not isinstance(value, list):
        raise invalid("selections: a list is required.")
    return tuple(e if isinstance(e, str) else text_at(_object(e), "id") for e in value)


def _object(value: object) -> Json:
    if not isinstance(value, dict):
        raise invalid("selections: every entry must be an object.")
    return value
