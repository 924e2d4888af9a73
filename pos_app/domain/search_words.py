"""How a product is found by what a clerk types: words in any order, beginnings, one slip forgiven.

Only the rules; where the products are kept is another's affair. Texts are compared *folded*:
without letter case and accents, cut into words of letters and digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

# In shorter words a slip can't be told from another word.
SHORTEST_FORGIVEN = 4
LONGEST_FORGIVEN = 24
_MOST_WORDS = 12
_WORD = re.compile(r"[^\W_]+")
# Letters that Unicode does not take apart, as they are typed on a keyboard without them.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "'": None}
    | {"’": None, "ʼ": None}
)
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz0123456789",
    "абвгдежзиклмнопрстуфхцчшщъыьэюяєіїґ",
    "αβγδεζηθικλμνξοπρστυφχψω",
)


def fold(text: str) -> str:
    """`text` in lower case without accents: "Crème Brûlée" is "creme brulee" (Unicode, NFKD)."""
    if text.isascii():
        return text.lower().replace("'", "")
    # Folding the case of a compatibility letter needs the plain letter first (Unicode, D146).
    whole = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = whole.translate(_PLAIN)
    return "".join(char for char in plain if not unicodedata.combining(char))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, folded: what stands between anything but letters and digits."""
    return tuple(_WORD.findall(fold(text)))


def typed_words(text: str) -> tuple[str, ...]:
    """The words that a clerk typed: each once, twelve at most."""
    return tuple(dict.fromkeys(words_of(text)))[:_MOST_WORDS]


def sku_key(text: str) -> str:
    """What two ways to write one SKU have in common: "ws12 xs-orange" and "WS12-XS-Orange"."""
    return "".join(words_of(text))


def is_near(typed: str, word: str) -> bool:
    """Whether `word` begins with `typed`, but for one letter too many, too few, wrong or swapped.

    That is a Damerau-Levenshtein distance of at most 1 to some beginning of `word`. The two are
    folded. Words of fewer than four letters must be typed right.
    """
    if word.startswith(typed):
        return True
    length = len(typed)
    if not SHORTEST_FORGIVEN <= length <= LONGEST_FORGIVEN:
        return False
    same = next((i for i, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), None)
    if same is None:  # the word ends before what was typed does
        return length - len(word) == 1
    rest, other = typed[same:], word[same:]
    return (
        other.startswith(rest[1:])  # one too many
        or other[1:].startswith(rest)  # one too few
        or other[1:].startswith(rest[1:])  # a wrong one
        or (rest[:2] == other[1::-1] and other[2:].startswith(rest[2:]))  # two swapped
    )


def slips(typed: str) -> Iterator[str]:
    """Beginnings of words that `typed` may stand for when one letter went wrong.

    Candidates only, some of them twice; those of fewer than four letters have none. Alphabets are
    the Latin, Cyrillic and Greek ones, as far as `typed` uses them.
    """
    if not SHORTEST_FORGIVEN <= len(typed) <= LONGEST_FORGIVEN:
        return
    letters = "".join(alphabet for alphabet in _ALPHABETS if set(alphabet) & set(typed))
    cuts = [(typed[:i], typed[i:]) for i in range(len(typed) + 1)]
    yield from (left + right[1:] for left, right in cuts[:-1])
    yield from (left + right[1] + right[0] + right[2:] for left, right in cuts[:-2])
    yield from (left + letter + right[1:] for left, right in cuts[:-1] for letter in letters)
    yield from (left + letter + right for left, right in cuts[:-1] for letter in letters)


class Fit(IntEnum):
    """How well a product's words fit what was typed, best first."""

    WORDS = 0  # each is a whole word of the product
    BEGINNINGS = 1  # each is the beginning of one
    SLIPS = 2  # with a letter gone wrong
    NONE = 3


def fit(typed: Sequence[str], words: Sequence[str]) -> Fit:
    """How well the folded words of a product fit the folded words typed, in any order."""
    if all(word in words for word in typed):
        return Fit.WORDS
    if all(any(word.startswith(begun) for word in words) for begun in typed):
        return Fit.BEGINNINGS
    if all(any(is_near(begun, word) for word in words) for begun in typed):
        return Fit.SLIPS
    return Fit.NONE


@dataclass(frozen=True, slots=True)
class Candidate:
    """A product that may be meant: its folded words, and how often this register sold it.

    `length` is that of its title, in letters. `sku` says that what was typed is exactly the SKU of
    one of its variants; `favourite`, that a clerk keeps it at hand.
    """

    words: tuple[str, ...]
    length: int = 0
    sold: int = 0
    favourite: bool = False
    sku: bool = False


def order_key(typed: Sequence[str], one: Candidate) -> tuple[int, ...] | None:
    """Sorts candidates, best first; None for one that does not fit.

    An exact SKU stands before all. What needs a slip forgiven stands last. Between them: what this
    register sells most, whole words, titles that begin with what was typed, short titles.
    """
    fits = fit(typed, one.words)
    if one.sku:
        return (0, 0, 0, 0, 0)
    if fits is Fit.NONE:
        return None
    popular = -(one.sold.bit_length() + 2 * one.favourite)
    begins = one.words[:1] != () and one.words[0].startswith(typed[0]) if typed else False
    return (1 + (fits is Fit.SLIPS), popular, int(fits), 0 if begins else 1, one.length)
