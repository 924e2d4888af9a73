"""How a line of secret digits looks: one glyph after the other, so that no text of them is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter

from pos_app.gui import theme

DOT = "•"
_FIGURES = "0123456789"
_CARET_WIDTH = 1.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A digit's glyph, and where it begins and ends, in points from the first."""

    glyph: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Look:
    """What is marked and where the caret stands, by place among the digits; no caret: None."""

    marked: range
    caret: int | None


def cells(digits: memoryview, hidden: int, groups: Sequence[int], font: QFont) -> Iterator[Cell]:
    """The digits one by one: the first `hidden` of them as dots, a gap before each group."""
    metrics = QFontMetricsF(font)
    gap = metrics.horizontalAdvance(" ")
    starts = {sum(groups[:count]) for count in range(1, len(groups))}
    left = 0.0
    for place, octet in enumerate(digits):
        glyph = DOT if place < hidden else _FIGURES[octet - ord("0")]
        left += gap if place in starts else 0.0
        right = left + metrics.horizontalAdvance(glyph)
        yield Cell(glyph, left, right)
        left = right


def caret_at(line: Sequence[Cell], place: int) -> float:
    """Where the caret stands in front of the digit at `place`, or behind the last one."""
    if place < len(line):
        return line[place].left
    return line[-1].right if line else 0.0


def place_at(line: Sequence[Cell], x: float) -> int:
    """The place of the caret that is nearest to a point."""
    return sum(x > (cell.left + cell.right) / 2 for cell in line)


def paint(painter: QPainter, room: QRectF, line: Sequence[Cell], look: Look) -> None:
    """Draw digits, mark and caret inside `room`; `line` is scrolled so that its caret is seen."""
    t = theme.tokens()
    metrics = QFontMetrics(painter.font())
    top = room.top() + (int(room.height()) - metrics.height() + 1) // 2
    painter.save()
    painter.setClipRect(room)
    painter.translate(room.left() - scrolled(line, look, room.width()), top)
    for place, cell in enumerate(line):
        marked = place in look.marked
        if marked:
            begin = line[place - 1].right if place - 1 in look.marked else cell.left
            mark = QRectF(begin, 0, cell.right - begin, metrics.height())
            painter.fillRect(mark, QColor(t.accent))
        painter.setPen(QColor(t.on_accent if marked else t.ink))
        painter.drawText(QPointF(cell.left, metrics.ascent()), cell.glyph)
    if look.caret is not None:
        x = round(caret_at(line, look.caret))
        painter.fillRect(QRectF(x, 0, _CARET_WIDTH, metrics.height()), QColor(t.ink))
    painter.restore()


def scrolled(line: Sequence[Cell], look: Look, width: float) -> float:
    """By how many points the line is moved to the left; without a caret its end is seen."""
    seen = caret_at(line, len(line) if look.caret is None else look.caret)
    return max(0.0, seen + _CARET_WIDTH - width)
