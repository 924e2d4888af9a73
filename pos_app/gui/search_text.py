"""What the clerk typed into the search field, and what to say when it leads to nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from pos_app.domain.card_traces import holds_card_number, may_become_card_number
from pos_app.domain.errors import Code, Problem

LONGEST_WORDS = 200
LONGEST_LINK = 4_000
_SHOWN = 60

_NOT_SAFE = frozenset(
    {Code.TLS_UNTRUSTED, Code.TLS_EXPIRED, Code.TLS_WRONG_NAME, Code.TLS_FAILED, Code.TLS_OLD}
)

# The gap behind the sign tells a quantity ("2x radiant") from a SKU ("2XL-TEE").
_QUANTITY = re.compile(r"(?P<count>[+\-−]?\d{1,9})\s*[x×*]\s+(?P<words>\S.*)", re.I | re.S)
_BARE_QUANTITY = re.compile(r"(?P<count>\d{1,9})\s*[x×*]", re.I)
_LINK = re.compile(r"https?://\S", re.I)


@dataclass(frozen=True, slots=True)
class Typed:
    """Words, a SKU or a link, and how many are wanted (any whole number; 1 if not said)."""

    words: str
    quantity: int = 1

    @property
    def is_link(self) -> bool:
        """Whether it looks like the address of a product page."""
        return _LINK.match(self.words) is not None

    @property
    def too_long(self) -> bool:
        """Whether nobody can have meant it as a search."""
        return len(self.words) > (LONGEST_LINK if self.is_link else LONGEST_WORDS)

    @property
    def card(self) -> bool:
        """Whether it is a card number: the merchant's catalogue is not asked for that."""
        return not self.is_link and holds_card_number(self.words)

    @property
    def withheld(self) -> bool:
        """Whether the catalogue is not asked before Enter: it may be a card number half typed."""
        return self.card or may_become_card_number(self.words)


def parse(text: str) -> Typed:
    """Read "2 x WS12-XS-Orange" as two of that; anything else is one of what it says.

    "2x" alone is two of nothing yet: of what is scanned next, or taken by its digit.
    """
    text = text.strip()
    if (bare := _BARE_QUANTITY.fullmatch(text)) is not None:
        return Typed("", int(bare["count"]))
    found = _QUANTITY.fullmatch(text) if len(text) <= LONGEST_LINK else None
    if found is None:
        return Typed(text)
    return Typed(found["words"].strip(), int(found["count"].replace("−", "-")))


def scanned(code: str) -> Typed:
    """What a scanner read; a code that looks like a quantity alone is a code."""
    typed = parse(code)
    return typed if typed.words else Typed(code.strip())


def counted(typed: Typed, before: str) -> Typed:
    """As many of it as stood alone in the field before: "2x", then a scan."""
    count = parse(before)
    return replace(typed, quantity=count.quantity * typed.quantity) if not count.words else typed


def quoted(text: str) -> str:
    """`text` in quotation marks, cut to what a line can show."""
    shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
    return f"“{shown}”"


def nothing_matches(text: str) -> str:
    """The sentence for a search without hits."""
    words = QCoreApplication.translate(
        "SearchText", "No product matches {text}. Check the spelling or paste its link."
    )
    return words.replace("{text}", quoted(text))


def too_long() -> str:
    """The sentence for a text that is no search."""
    return QCoreApplication.translate(
        "SearchText", "This is too long for a search. Type a few words, a SKU, or one product link."
    )


def withheld(words: str) -> str:
    """The sentence for digits that are not sent to the merchant while they are typed."""
    if holds_card_number(words):
        return QCoreApplication.translate(
            "SearchText",
            "This looks like a card number. It was not sent. Clear it here, and press F6 to enter "
            "it under Payment.",
        )
    return QCoreApplication.translate("SearchText", "Press Enter to look for this number.")


def problem_words(problem: Problem) -> str:
    """What kept the catalogue from answering, in a sentence."""
    match problem.code:
        case Code.DNS | Code.REFUSED | Code.TIMEOUT | Code.DROPPED | Code.PROXY:
            return QCoreApplication.translate(
                "SearchText", "The merchant can't be reached. Check this computer's connection."
            )
        case code if code in _NOT_SAFE:
            return QCoreApplication.translate(
                "SearchText",
                "The connection to the merchant is not secure, so nothing was asked. Tell whoever "
                "looks after this register.",
            )
        case Code.INVALID_APP_ID | Code.SESSION | Code.FORBIDDEN:
            return QCoreApplication.translate(
                "SearchText", "The merchant did not let this register in. Look at Settings."
            )
        case Code.RATE_LIMITED:
            return _slow_down(problem.retry_after)
        case Code.NOT_OFFERED:
            return QCoreApplication.translate(
                "SearchText",
                "This merchant does not offer that. Try the product's name or its SKU.",
            )
        case Code.BAD_URL | Code.BAD_DOMAIN:
            return QCoreApplication.translate(
                "SearchText", "This link does not lead to a product page of this merchant."
            )
        case Code.SERVER | Code.STORE_UNAVAILABLE:
            return QCoreApplication.translate(
                "SearchText", "The merchant's catalogue is not available at the moment."
            )
        case _:
            return _no_answer(problem.code)


def _no_answer(code: Code) -> str:
    if code in (Code.TLS_CLOCK, Code.TLS_TOO_EARLY):
        return QCoreApplication.translate(
            "SearchText", "This computer's clock is off. Set date and time, then try again."
        )
    if code is Code.HTML:
        return QCoreApplication.translate(
            "SearchText",
            "A web page came instead of the merchant's answer. Check whether this network "
            "asks you to sign in.",
        )
    if code in (Code.BAD_JSON, Code.BAD_SHAPE, Code.TOO_LARGE):
        return QCoreApplication.translate("SearchText", "The merchant's answer could not be read.")
    return QCoreApplication.translate(
        "SearchText", "The merchant's catalogue did not take this search."
    )


def _slow_down(seconds: int | None) -> str:
    if seconds is None:
        return QCoreApplication.translate(
            "SearchText", "The merchant asks to search more slowly. Wait a moment."
        )
    words = QCoreApplication.translate(
        "SearchText", "The merchant asks to search more slowly. Wait {n} seconds."
    )
    return words.replace("{n}", str(seconds))
