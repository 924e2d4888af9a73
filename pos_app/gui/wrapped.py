"""Painting text of any length: broken between words, and inside one only where it must be."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

_BY_WORDS: int = Qt.TextFlag.TextWordWrap.value
_HIGHEST = 100_000
_DOUBT = 8  # a line is broken a few pixels before or after its rounded width
_BEYOND_LATIN = "\u0250"  # the first letter that another font may have to write


def text_height(text: str, font: QFont, width: int, advance: int | None = None) -> int:
    """The height of `text` when it is broken into lines of `width`.

    `advance` is the width that it takes on one line, where that is known.
    """
    metrics = QFontMetrics(font)
    wide = metrics.horizontalAdvance(text) if advance is None else advance
    if surely_fits(wide, width) and is_even(text):
        return line_height(font)
    room = QRect(0, 0, width, _HIGHEST)
    return metrics.boundingRect(room, _flags(text, metrics, width), text).height()


def surely_fits(advance: int, width: int) -> bool:
    """Whether words of this rounded width stand on a line of `width`: near it, nobody knows."""
    return advance + _DOUBT <= width


def is_even(text: str) -> bool:
    """Whether all of it stands on one line and in one font, so that any letter is as high."""
    return text != "" and text.isprintable() and max(text) < _BEYOND_LATIN


def line_height(font: QFont) -> int:
    """The height of a line that is written in no other font."""
    return _line_height(QFont(font))  # a copy: what is remembered must not change


@lru_cache(maxsize=32)
def _line_height(font: QFont) -> int:
    room = QRect(0, 0, _HIGHEST, _HIGHEST)
    return QFontMetrics(font).boundingRect(room, _BY_WORDS, "x").height()


def draw_text(  # noqa: PLR0913 - what QPainter.drawText takes, and the look
    painter: QPainter,
    rect: QRect,
    text: str,
    font: QFont,
    colour: str,
    *,
    short: bool = False,
) -> None:
    """Draw `text` from the top left of `rect` on, in lines no wider than it.

    `short`: it is known to stand on one line.
    """
    painter.setFont(font)
    painter.setPen(QColor(colour))
    flags = _BY_WORDS if short else _flags(text, QFontMetrics(font), rect.width())
    painter.drawText(rect, flags, text)


def _flags(text: str, metrics: QFontMetrics, width: int) -> int:
    """Qt breaks anywhere, or between words; a word that is wider than the line decides."""
    words = text.split()
    too_wide = any(len(word) > 8 and metrics.horizontalAdvance(word) > width for word in words)
    return Qt.TextFlag.TextWrapAnywhere.value if too_wide else _BY_WORDS
