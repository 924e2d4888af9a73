"""Painting text of any length: broken between words, and inside one only where it must be."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter


def text_height(text: str, font: QFont, width: int) -> int:
    """The height of `text` when it is broken into lines of `width`."""
    metrics = QFontMetrics(font)
    room = QRect(0, 0, width, 100_000)
    return metrics.boundingRect(room, _flags(text, metrics, width), text).height()


def draw_text(painter: QPainter, rect: QRect, text: str, font: QFont, colour: str) -> None:
    """Draw `text` from the top left of `rect` on, in lines no wider than it."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(rect, _flags(text, QFontMetrics(font), rect.width()), text)


def _flags(text: str, metrics: QFontMetrics, width: int) -> int:
    """Qt breaks anywhere, or between words; a word that is wider than the line decides."""
    words = text.split()
    too_wide = any(len(word) > 8 and metrics.horizontalAdvance(word) > width for word in words)
    flag = Qt.TextFlag.TextWrapAnywhere if too_wide else Qt.TextFlag.TextWordWrap
    return int(flag.value)
