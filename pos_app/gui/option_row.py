"""One option of a product, such as its size: all values in a row that wraps, one of them chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.gui import painting, theme
from pos_app.gui.variant_choices import Standing

if TYPE_CHECKING:
    from pos_app.domain.product import OptionValue, ProductOption

_CHIP_HEIGHT = 30
_GAP = 6
_SIDE = 10
_DOT = 14
_LABEL_HEIGHT = 18


@dataclass(frozen=True, slots=True)
class _Chip:
    rect: QRect
    text: str
    note: str
    swatch: QColor | None


class OptionRow(QWidget):
    """A control named by its option; its description is the chosen value and its standing."""

    picked = Signal(int, int)  # axis, value

    def __init__(self, axis: int, option: ProductOption) -> None:
        super().__init__()
        self._axis, self._option = axis, option
        self._current = 0
        self._standings = (Standing.FREE,) * len(option.values)
        self.setAccessibleName(option.name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def current(self) -> int:
        """The index of the chosen value."""
        return self._current

    def show_state(self, current: int, standings: tuple[Standing, ...]) -> None:
        """Show which value is chosen and what each would lead to."""
        self._current, self._standings = current, standings
        count = self.tr("{i} of {n}").replace("{i}", str(current + 1))
        parts = [
            self._option.values[current].display_name,
            count.replace("{n}", str(len(standings))),
            self._note(current),
        ]
        self.setAccessibleDescription(", ".join(part for part in parts if part))
        self.updateGeometry()
        self.update()

    def index_of(self, letters: str) -> int | None:
        """The first value that begins with `letters`, or None."""
        wanted = letters.casefold()
        names = (value.display_name.casefold() for value in self._option.values)
        return next((i for i, name in enumerate(names) if name.startswith(wanted)), None)

    def hasHeightForWidth(self) -> bool:
        """Values wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The name and as many rows of values as are needed."""
        return self._chips(width)[-1].rect.bottom() + 5

    def sizeHint(self) -> QSize:
        """At an ordinary width."""
        return QSize(320, self.heightForWidth(max(self.width(), 320)))

    def minimumSizeHint(self) -> QSize:
        """Any width will do; the values wrap."""
        return QSize(120, _LABEL_HEIGHT + _CHIP_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """←→ go between values, Home and End to the ends; other keys are the panel's."""
        last = len(self._option.values) - 1
        ahead = 1 if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else -1
        match event.key():
            case Qt.Key.Key_Right:
                self._pick(max(0, min(last, self._current + ahead)))
            case Qt.Key.Key_Left:
                self._pick(max(0, min(last, self._current - ahead)))
            case Qt.Key.Key_Home:
                self._pick(0)
            case Qt.Key.Key_End:
                self._pick(last)
            case _:
                event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses a value."""
        point = event.position().toPoint()
        for i, chip in enumerate(self._chips(self.width())):
            if chip.rect.contains(point):
                self._pick(i)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The option's name, then its values."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = theme.tokens()
        name = QRect(0, 0, self.width(), _LABEL_HEIGHT)
        painting.line(
            painter, name, self._option.name, theme.font(11, QFont.Weight.Medium), t.muted
        )
        for i, chip in enumerate(self._chips(self.width())):
            self._paint_chip(painter, i, chip)

    def _paint_chip(self, painter: QPainter, i: int, chip: _Chip) -> None:
        t = theme.tokens()
        chosen, standing = i == self._current, self._standings[i]
        edge = t.accent if chosen else t.field_border
        pen = QPen(QColor(edge), 2 if chosen else 1)
        if standing is Standing.NO_SUCH:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(t.accent_soft if chosen else t.surface))
        painter.drawRoundedRect(QRectF(chip.rect).adjusted(1, 1, -1, -1), 8, 8)
        if chosen and self.hasFocus():
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(chip.rect).adjusted(-2, -2, 2, 2), 10, 10)
        inner = chip.rect.adjusted(_SIDE, 0, -_SIDE + 1, 0)
        if chip.swatch is not None:
            painter.setPen(QPen(QColor(t.field_border), 1))
            painter.setBrush(chip.swatch)
            painter.drawEllipse(QRect(inner.left(), inner.center().y() - _DOT // 2 + 1, _DOT, _DOT))
            inner.setLeft(inner.left() + _DOT + 6)
        font = theme.font(13, QFont.Weight.DemiBold if chosen else QFont.Weight.Normal)
        font.setStrikeOut(standing is not Standing.FREE)
        used = painting.line(
            painter, inner, chip.text, font, t.ink if standing is Standing.FREE else t.muted
        )
        if chip.note:
            inner.setLeft(inner.left() + used + 6)
            painting.line(painter, inner, chip.note, theme.font(11), t.muted)

    def _chips(self, width: int) -> list[_Chip]:
        metrics = QFontMetrics(theme.font(13, QFont.Weight.DemiBold))
        small = QFontMetrics(theme.font(11))
        x, y, made = 2, _LABEL_HEIGHT + 3, []
        for i, value in enumerate(self._option.values):
            text, note = painting.one_line(value.display_name), self._note(i)
            swatch = _swatch(value)
            wanted = metrics.horizontalAdvance(text) + 2 * _SIDE + (_DOT + 6 if swatch else 0)
            wanted += small.horizontalAdvance(note) + 6 if note else 0
            wanted = min(max(wanted, 40), max(width - 4, 40))
            if x > 2 and x + wanted > width - 2:
                x, y = 2, y + _CHIP_HEIGHT + _GAP
            made.append(_Chip(QRect(x, y, wanted, _CHIP_HEIGHT), text, note, swatch))
            x += wanted + _GAP
        return made

    def _note(self, i: int) -> str:
        match self._standings[i]:
            case Standing.SOLD_OUT:
                return self.tr("sold out")
            case Standing.NO_SUCH:
                return self.tr("doesn't exist")
            case Standing.FREE:
                return ""

    def _pick(self, value: int) -> None:
        self.picked.emit(self._axis, value)


def _swatch(value: OptionValue) -> QColor | None:
    colour = QColor.fromString(value.swatch) if value.swatch.startswith("#") else QColor()
    return colour if colour.isValid() else None
