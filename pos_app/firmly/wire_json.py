"""JSON as Firmly speaks it: strict reading and writing of text, tolerant reading of values.

Numbers keep their digits: what was read is written again exactly as it was received, so that an
opaque reference passes through unchanged. The small readers below never raise.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from pos_app.firmly.wire_text import plain

# Longer ones are no numbers of a shop; it also keeps conversions cheap.
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_MAX_NUMBER_LENGTH = 60
_WHOLE_LIMIT = 10**15
_FALSE_WORDS = frozenset({"false", "no", "0", "off"})
_SHORTEST = json.JSONEncoder(ensure_ascii=False)
_ESCAPED = json.JSONEncoder(ensure_ascii=True)


class JsonNumber(Decimal):
    """A number with a fraction or an exponent that remembers how it was written."""

    text: str

    def __new__(cls, text: str) -> JsonNumber:
        """The number of a JSON literal; ValueError beyond what Decimal can hold."""
        try:
            number = super().__new__(cls, text)
        except InvalidOperation:
            raise ValueError("a number beyond all measure") from None
        number.text = text
        return number


def loads(data: bytes | str) -> object:
    """The value of a JSON text (RFC 8259), with or without a byte-order mark.

    Numbers with a fraction or an exponent become Decimals.

    Raises:
        ValueError: it is not UTF-8 or not JSON, holds NaN or Infinity, or nests too deeply.
    """
    text = data.decode("utf-8") if isinstance(data, bytes) else data
    try:
        value: object = json.loads(
            text.removeprefix("\ufeff"), parse_float=JsonNumber, parse_constant=_refuse
        )
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return value


def _refuse(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def dumps(value: object) -> bytes:
    """Compact UTF-8 JSON, members in the order they stand in.

    Raises:
        ValueError: it nests too deeply, or holds a NaN or an infinity.
        TypeError: something in it has no place in JSON.
    """
    try:
        return "".join(_written(value)).encode()
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _written(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield _string(value)
    elif isinstance(value, bool | int) or value is None:
        yield json.dumps(value)
    elif isinstance(value, float | Decimal):
        yield _number(value)
    elif isinstance(value, Mapping):
        yield "{"
        for place, (name, member) in enumerate(value.items()):
            yield f"{',' if place else ''}{_string(_name(name))}:"
            yield from _written(member)
        yield "}"
    elif isinstance(value, list | tuple):
        yield "["
        for place, item in enumerate(value):
            if place:
                yield ","
            yield from _written(item)
        yield "]"
    else:
        raise TypeError(f"{type(value).__name__} has no place in JSON")


def _name(name: object) -> str:
    if not isinstance(name, str):
        raise TypeError("a member's name is a string")
    return name


def _string(text: str) -> str:
    """With its characters as they are; a half of a surrogate pair, which has no UTF-8, escaped."""
    return (_SHORTEST if _encodable(text) else _ESCAPED).encode(text)


def _encodable(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _number(value: float | Decimal) -> str:
    if isinstance(value, JsonNumber):
        return value.text
    if not Decimal(value).is_finite():
        raise ValueError("not a JSON number")
    return repr(value) if isinstance(value, float) else str(value)


def mapping(value: object) -> Mapping[str, object]:
    """The object, or an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def objects(value: object) -> list[Mapping[str, object]]:
    """The objects in an array; empty for anything else."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def exact(value: object) -> str:
    """A string as it is, without space around it; a number's digits; else an empty text."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, JsonNumber):
        return value.text
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    return ""


def words(value: object, limit: int = 300) -> str:
    """A string or number as plain text for people; else an empty text."""
    return plain(exact(value), limit)


def first_words(told: Mapping[str, object], *names: str, limit: int = 300) -> str:
    """The first of these members that has words."""
    return next((found for name in names if (found := words(told.get(name), limit))), "")


def decimal(value: object) -> Decimal | None:
    """A finite number, also one in a string; None for anything else, `true` included."""
    if type(value) is int and abs(value) < _WHOLE_LIMIT:
        return Decimal(value)
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    text = repr(value) if isinstance(value, float) else exact(value)
    if len(text) > _MAX_NUMBER_LENGTH or not _NUMBER.fullmatch(text):
        return None
    return Decimal(text)


def whole(value: object) -> int | None:
    """A whole number below 10^15, also one in a string or written as 3.0; else None."""
    if type(value) is int:  # as nearly all are; not bool, which is an int, too
        return value if abs(value) < _WHOLE_LIMIT else None
    number = decimal(value)
    if number is None or abs(number) >= _WHOLE_LIMIT or number != number.to_integral_value():
        return None
    return int(number)


def flag(value: object, *, default: bool) -> bool:
    """A truth value, also one in a string or number; `default` where there is none."""
    if isinstance(value, str):
        return value.strip().casefold() not in _FALSE_WORDS if value.strip() else default
    number = decimal(value)
    if number is not None:
        return number != 0
    return value if isinstance(value, bool) else default


def web_address(value: object) -> str:
    """An http or https URL as it was sent; else an empty text."""
    text = exact(value)
    fit = text.casefold().startswith(("https://", "http://")) and text.isprintable()
    return text if fit and len(text) <= 2_000 and " " not in text else ""


def picture_address(told: Mapping[str, object]) -> str:
    """The first picture of `images` or `image`, which carry `url` or `src`; or an empty text."""
    several = told.get("images")
    for entry in (*(several if isinstance(several, list) else ()), told.get("image")):
        source = mapping(entry)
        found = web_address(source.get("url")) or web_address(source.get("src"))
        found = found or web_address(entry)
        if found:
            return found
    return ""
