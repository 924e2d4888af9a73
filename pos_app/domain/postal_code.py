"""Postal codes: written the country's way, and checked by the country's pattern."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import takewhile

from pos_app.domain.address_data import country_data

# NFKC turns only some dashes into "-"; a Japanese keyboard's dash can be the long-vowel mark.
_DASHES = re.compile("[\u2010-\u2015\u2212\u30fc]")
_SPACES = re.compile(r"\s+")
_SEPARATORS = re.compile(r"[\s.\-]")
_MAX_LENGTH = 40  # nobody's postal code: not worth trying forms of


def tidy_postal_code(text: str, country: str) -> str:
    """The code in the country's form: "９８１０１" → "98101", "h3z2y7" → "H3Z 2Y7" in Canada.

    Takes wide digits, missing or other separators, and a prefix such as "SE-" put on or left off.
    What does not become a code of the country that way comes back with only its ends trimmed.
    """
    if len(text) > _MAX_LENGTH:
        return text.strip()
    typed = _plain(text)
    return next((form for form in _forms(typed, country) if _matches(form, country)), text.strip())


def postal_code_ok(text: str, country: str) -> bool:
    """Whether the code, once tidied, has the country's form; anything goes where none is known."""
    return _matches(tidy_postal_code(text, country), country)


def _plain(text: str) -> str:
    """Capitals, plain digits of any script, one kind of dash, single spaces, no invisible marks."""
    folded = unicodedata.normalize("NFKC", text).upper().replace("〒", "")
    digits = (str(unicodedata.decimal(char, char)) for char in folded)
    visible = "".join(char for char in digits if unicodedata.category(char) != "Cf")
    return _SPACES.sub(" ", _DASHES.sub("-", visible)).strip()


def _forms(typed: str, country: str) -> Iterator[str]:
    """Ways to write it: separated as in the country's examples, as typed, without separators."""
    bodies = _bodies(typed, country)
    for body in bodies:
        for example in country_data(country).postal_examples:
            if _SEPARATORS.search(example) and len(_bare(example)) == len(body):
                yield _shaped(body, example)
    yield typed
    yield from bodies


def _bodies(typed: str, country: str) -> tuple[str, ...]:
    """The code without separators: as typed, without the country's prefix, and with it."""
    data = country_data(country)
    body = _bare(typed)
    starts = {_leading_letters(example) for example in data.postal_examples}
    in_all = starts.pop() if len(starts) == 1 else ""  # "LV" is a part of each Latvian code
    prefixed = in_all + body if body[:1].isdigit() else body
    return tuple(dict.fromkeys((body, body.removeprefix(_bare(data.postal_prefix)), prefixed)))


def _bare(text: str) -> str:
    return _SEPARATORS.sub("", text)


def _leading_letters(example: str) -> str:
    return "".join(takewhile(str.isalpha, example))


def _shaped(body: str, example: str) -> str:
    """`body` with the separators of `example` at the same places; both are equally long."""
    chars = iter(body)
    return "".join(char if _SEPARATORS.match(char) else next(chars) for char in example)


def _matches(code: str, country: str) -> bool:
    patterns = country_data(country).postal_patterns
    return all(pattern.fullmatch(code) for pattern in patterns)
