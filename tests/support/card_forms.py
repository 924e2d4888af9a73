"""The byte forms in which a card would be found where it must not be; and counting them.

Only counts and names of forms leave this module: what is looked for is in no `repr`.
"""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

ENCODINGS = ("ascii", "utf-16-le", "utf-16-be", "utf-32-le")
_DIGIT = re.compile(rb"[0-9]")
# A compact JWE (RFC 7516, 3.1): header, key, 96 bits of nonce, ciphertext, 128 bits of tag.
_JWE = re.compile(
    rb"eyJ[\w-]{16,}\.[\w-]{256,}\.[\w-]{16}\.[\w-]{64,}\.[\w-]{22}(?![\w.-])", re.ASCII
)


@dataclass(frozen=True, slots=True)
class TypedCard:
    """Number and code of a card that was typed."""

    number: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which a card may stand in memory or in a file."""

    name: str
    octets: bytes = field(repr=False)


def forms_of(card: TypedCard) -> Iterator[Form]:
    """All forms of one card. The code counts only behind its name: three digits are anywhere."""
    number, code = card.number, card.code
    groups = [number[at : at + 4] for at in range(0, len(number), 4)]
    texts = {
        "number": number,
        "number, first twelve digits": number[:12],
        "number, last twelve digits": number[-12:],
        "number, spaced": " ".join(groups),
        "number, dashed": "-".join(groups),
        "number, reversed": number[::-1],
        "number, JSON": f'"number":"{number}"',
        "number, JSON spaced": f'"number": "{number}"',
        "code, JSON": f'"verification_value":"{code}"',
        "code, JSON spaced": f'"verification_value": "{code}"',
        "code behind number": f"{number}{code}",
    }
    for name, text in texts.items():
        for encoding in ENCODINGS:
            yield Form(f"{name}, {encoding}", text.encode(encoding))
    yield Form("number, hexadecimal", number.encode().hex().encode())
    for name in ("number", "code, JSON"):
        for offset in range(3):
            yield Form(f"{name}, base64 at {offset}", _in_base64(texts[name].encode(), offset))


def _in_base64(octets: bytes, offset: int) -> bytes:
    """What stands for `octets` alone when base64 of more begins `offset` bytes before them."""
    whole = base64.b64encode(bytes(offset) + octets)
    first = -(-offset * 8 // 6)  # the character that holds bits of what stands in front is not ours
    return whole[first : (offset + len(octets)) * 8 // 6]


class CardSearch:
    """Looks for many cards at once.

    All cards of a form have something in common at one end, its anchor: a search for that, which
    several forms may share, and a look at what stands around it are enough for all of them.
    """

    def __init__(self, cards: Iterable[TypedCard]) -> None:
        forms: dict[str, set[bytes]] = {}
        for card in cards:
            for form in forms_of(card):
                forms.setdefault(form.name, set()).add(form.octets)
        self._groups: dict[bytes, list[_Group]] = {}
        for name, wanted in sorted(forms.items(), key=lambda one: min(map(len, one[1]))):
            anchor, lead = _anchor(wanted, self._groups)
            size = len(next(iter(wanted)))
            self._groups.setdefault(anchor, []).append(_Group(name, wanted, lead, size))

    def places(self, data: bytes) -> Iterator[tuple[str, int]]:
        """The name of each form that is found, and where it begins."""
        for anchor, groups in self._groups.items():
            at = data.find(anchor)
            while at >= 0:
                for group in groups:
                    start = at - group.lead
                    if start >= 0 and data[start : start + group.size] in group.wanted:
                        yield group.name, start
                at = data.find(anchor, at + 1)

    def count(self, data: bytes) -> Counter[str]:
        """How often each form is there."""
        return Counter(name for name, _ in self.places(data))


@dataclass(frozen=True, slots=True)
class _Group:
    """One form of all cards; `lead` bytes of it stand in front of its anchor."""

    name: str
    wanted: set[bytes] = field(repr=False)
    lead: int
    size: int


def _anchor(wanted: Iterable[bytes], known: Iterable[bytes]) -> tuple[bytes, int]:
    """What all have in common, and how far from their beginning; one that is known if possible."""
    forms = list(wanted)
    head = _common_head(forms)
    for anchor in known:
        if anchor in head:
            return anchor, head.index(anchor)
    tail = _common_head([each[::-1] for each in forms])[::-1]
    return (head, 0) if len(head) >= len(tail) else (tail, len(forms[0]) - len(tail))


def _common_head(forms: Iterable[bytes]) -> bytes:
    ordered = sorted(forms)
    first, last = ordered[0], ordered[-1]
    size = next((at for at in range(len(first)) if first[at] != last[at]), len(first))
    return first[:size]


def count_jwe(data: bytes) -> int:
    """How many encrypted cards, whole ones, are there."""
    return sum(1 for _ in _JWE.finditer(data))


def around(data: bytes, at: int, reach: int = 64) -> str:
    """What stands around a place, with each digit masked: to find out who left it there."""
    return repr(_DIGIT.sub(b"*", data[max(0, at - reach) : at + reach]))
