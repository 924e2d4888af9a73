"""Text from a server, made fit for people: no mark-up, no control characters, not endless."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from html.parser import HTMLParser

# Tags inside a run of words; any other tag parts the words on its two sides.
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "ins", "mark", "q", "s")
    + ("small", "span", "strong", "sub", "sup", "tt", "u", "wbr")
)
_UNSEEN = frozenset({"script", "style", "template", "noscript"})
# Marks that turn the reading direction, and invisible ones that split words (Unicode, UAX #9).
_TRICKS = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
# What is read of a text beyond the limit: mark-up takes room, and parsing must not take long.
_HEAD = 40


class _Words(HTMLParser):
    """Collects what a browser would show."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        self._part(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)

    def _part(self, tag: str) -> None:
        if tag not in _INLINE:
            self.parts.append(" ")


def plain(text: object, limit: int = 500) -> str:
    """`text` without tags, control characters and direction marks, at most `limit` characters.

    White space is one space; what is cut ends with "…". Anything but a string gives an empty text.
    Show the result as plain text: a "&lt;" in the source is a "<" in it.
    """
    if not isinstance(text, str):
        return ""
    head = text[: limit * _HEAD]
    if _is_plain(head):
        return _cut(" ".join(head.split()), limit)
    shown = _TRICKS.sub("", _without_tags(head) if "<" in head or "&" in head else head)
    tidy = " ".join("".join(map(_printable, shown)).split())
    return _cut(tidy, limit)


def _is_plain(text: str) -> bool:
    """Whether white space is all that may be changed: so it is with nearly all text of a cart."""
    return text.isascii() and text.isprintable() and "<" not in text and "&" not in text


def _cut(tidy: str, limit: int) -> str:
    return tidy if len(tidy) <= limit else tidy[: max(limit - 1, 0)].rstrip() + "…"


def _without_tags(text: str) -> str:
    parser = _Words()
    with suppress(AssertionError):  # html.parser's answer to a malformed "<![": keep what was read
        parser.feed(text)
        parser.close()
    return "".join(parser.parts)


def _printable(char: str) -> str:
    return " " if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} else char
