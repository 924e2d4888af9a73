"""Card numbers and security codes where they do not belong: found in fields, masked in logs.

Two answers to "is this a card number", for two mistakes that cost differently. In a log a number
too many hidden is harmless, so :func:`masked` hides every run of 13 to 19 digits with a right
check digit (ISO/IEC 7812-1, annex B). In a field a customer's order number or a foreign phone
number must not be refused, so :func:`holds_card_number` also wants a known brand's prefix and
length, written as people write cards: in one run, in even groups, or 4-6-5 and 4-6-4.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pos_app.domain.card import Brand, brand_of, lengths_of

HIDDEN = "*"
_SHORTEST, _LONGEST = 13, 19
_MAY_BE_SEEN = 8
# Below these the brand issues next to nothing, and other numbers abound: EAN-13 bar codes that
# begin with 4, Indonesian and German phone numbers, parcels.
_SHORTEST_IN_FIELD = {Brand.VISA: 16, Brand.MAESTRO: 16, Brand.UNIONPAY: 16}
_PRINTED_GROUPS = ((4, 6, 5), (4, 6, 4))

# Digits with at most so much between them. Letters end a run; in a field, so do signs that part
# one number from the next. A number in a link is a product's.
_IN_LOG = re.compile(r"[0-9](?:[^A-Za-z0-9]{0,8}?[0-9])+")
_IN_FIELD = re.compile(r"[0-9](?:[^\w+,;:#()]{0,3}[0-9])*")
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_LONGEST_PHONE = 15  # digits behind the "+" (ITU-T E.164, 6.1)

_CODE_WORDS = (
    r"cvv2?|cvc2?|cvn2?|cav2?|csc|cid"
    r"|security[\W_]{0,2}(?:code|number)|verification[\W_]{0,2}(?:code|value|number)"
    r"|card[\W_]{0,2}(?:security|verification)?[\W_]{0,2}code"
)
_BETWEEN = r"(?:[\W_]|is|was|are|code|number|no|of|the|card|value|str|int|b){0,12}?"
_CODE_IN_LOG = re.compile(
    rf"(?:{_CODE_WORDS}){_BETWEEN}(?P<code>[0-9](?:[\s.,-]{{0,2}}[0-9]){{2,3}})(?![0-9])",
    re.IGNORECASE,
)
# "Security code 4711" opens a gate as often as it pays; three digits after it do not.
_CODE_IN_FIELD = re.compile(
    r"\b(?:cvv2?|cvc2?|card[ -]?(?:security[ -]|verification[ -])?code)"
    r"[\s:=#.-]*(?:is\s+|was\s+)?[0-9]{3,4}(?![0-9])"
    r"|\bsecurity[ -]code[\s:=#.-]*(?:is\s+|was\s+)?[0-9]{3}(?![0-9])",
    re.IGNORECASE,
)
# JOSE, compact (RFC 7515, 7516): an encrypted card, a key's or a session's token.
_JOSE = re.compile(r"(?<![\w-])eyJ[\w-]{8,}(?:\.[\w-]*){1,4}")
_NEXT_FIELD = "\n"


def holds_card_number(text: str) -> bool:
    """Whether a card number stands in `text`, as somebody would type or paste it."""
    plain = _LINK.sub(" ", _plain(text))
    return any(
        run.is_card(start, end)
        for match in _IN_FIELD.finditer(plain)
        if (run := _Run.of(plain, match)).could_hold and not _is_phone(plain, run)
        for start, end in run.windows()
        if run.starts_group(start) and run.ends_group(end)
    )


def may_become_card_number(text: str) -> bool:
    """Whether `text` is nothing but the beginning of a card number, too long for one to share.

    PCI DSS 3.4.1 lets eight digits of a beginning be seen.
    """
    plain = _plain(text).strip()
    digits = "".join(char for char in plain if char.isdigit())
    alone = _IN_FIELD.fullmatch(plain) is not None
    known = digits.startswith("6") or brand_of(digits) is not None
    return alone and known and _MAY_BE_SEEN < len(digits) <= _LONGEST


def holds_security_code(text: str) -> bool:
    """Whether three or four digits stand behind words that make a card's security code of them."""
    return _CODE_IN_FIELD.search(_plain(text)) is not None


def is_split_over(texts: Sequence[str]) -> bool:
    """Whether a card number begins in one of some adjacent fields and goes on in the next."""
    whole = holds_card_number(_NEXT_FIELD.join(texts))
    return whole and not any(holds_card_number(text) for text in texts)


def masked(text: str) -> str:
    """`text` with a star for each digit of a card number or security code; as long as it was.

    Encrypted cards and tokens lose all but their beginning. Text without any comes back as it is.
    """
    return _hide(text, _traces(text))


def masked_fields(texts: Sequence[str]) -> tuple[str, ...]:
    """Each text masked, with what begins in one of them and goes on in the next."""
    joined = masked(_NEXT_FIELD.join(texts))
    ends = [0]
    for text in texts:
        ends.append(ends[-1] + len(text) + len(_NEXT_FIELD))
    return tuple(joined[ends[i] : ends[i] + len(text)] for i, text in enumerate(texts))


def _is_phone(text: str, run: _Run) -> bool:
    first = run.places[0]
    return text[first - 1 : first] == "+" and len(run.digits) <= _LONGEST_PHONE


def _plain(text: str) -> str:
    """The text with an ASCII digit for each digit of whatever script or style, as long as it was.

    Invisible characters (direction marks, joiners) stay: they stand between, as spaces do.
    """
    if text.isascii():
        return text
    return "".join(_ascii_digit(char) for char in text)


def _ascii_digit(char: str) -> str:
    return char if char.isascii() else str(unicodedata.digit(char, char))


def _traces(text: str) -> Iterator[int]:
    """Places in the text that are to be hidden."""
    plain = _plain(text)
    for match in _IN_LOG.finditer(plain):
        run = _Run.of(plain, match)
        if run.could_hold:
            for start, end in run.windows():
                if (run.starts_group(start) and run.ends_group(end)) or run.is_brands(start, end):
                    yield from run.places[start:end]
    for found in _CODE_IN_LOG.finditer(plain):
        yield from (at for at in range(*found.span("code")) if plain[at].isdigit())
    for token in _JOSE.finditer(plain):
        yield from range(token.start() + 3, token.end())


def _hide(text: str, places: Iterator[int]) -> str:
    hidden = set(places)
    if not hidden:
        return text
    return "".join(HIDDEN if at in hidden else char for at, char in enumerate(text))


@dataclass(frozen=True)
class _Run:
    """Digits that stand together, with the places where they stand in the text."""

    digits: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str, match: re.Match[str]) -> _Run:
        places = tuple(at for at in range(*match.span()) if text[at].isdigit())
        return cls("".join(text[at] for at in places), places)

    @property
    def could_hold(self) -> bool:
        return len(self.digits) >= _SHORTEST

    @cached_property
    def _sums(self) -> tuple[list[int], list[int]]:
        """Sums up to each place, with the digits at odd places doubled; the same for even ones."""
        sums = ([0], [0])
        for place, char in enumerate(self.digits):
            value = int(char)
            twice = 2 * value - 9 if value > 4 else 2 * value
            for doubled, row in enumerate(sums, start=1):
                row.append(row[-1] + (twice if place % 2 == doubled % 2 else value))
        return sums

    def windows(self) -> Iterator[tuple[int, int]]:
        """Start and end of each stretch of 13 to 19 digits with a right check digit."""
        size = len(self.digits)
        for start in range(size - _SHORTEST + 1):
            for end in range(start + _SHORTEST, min(start + _LONGEST, size) + 1):
                # The last digit of a card number is not doubled, the one before is.
                row = self._sums[0 if (end - 1) % 2 == 0 else 1]
                if (row[end] - row[start]) % 10 == 0:
                    yield start, end

    def starts_group(self, at: int) -> bool:
        return at == 0 or self.places[at] - self.places[at - 1] > 1

    def ends_group(self, at: int) -> bool:
        return at == len(self.digits) or self.starts_group(at)

    def is_brands(self, start: int, end: int) -> bool:
        """Whether a brand issues numbers of that beginning and length."""
        digits = self.digits[start:end]
        brand = brand_of(digits)
        return brand is not None and len(digits) in lengths_of(brand)

    def is_card(self, start: int, end: int) -> bool:
        """Whether it is a brand's number, written as cards are."""
        brand = brand_of(self.digits[start:end])
        least = _SHORTEST_IN_FIELD.get(brand, _SHORTEST) if brand else _LONGEST + 1
        return end - start >= least and self.is_brands(start, end) and self._is_even(start, end)

    def _is_even(self, start: int, end: int) -> bool:
        """Whether its groups are equally long (the last may be shorter), or as some are printed."""
        starts = [at for at in range(start, end) if at == start or self.starts_group(at)]
        sizes = tuple(b - a for a, b in zip(starts, [*starts[1:], end], strict=True))
        even = all(size == sizes[0] for size in sizes[:-1]) and sizes[-1] <= sizes[0]
        return even or sizes in _PRINTED_GROUPS
