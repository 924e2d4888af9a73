"""The five steps of placing an order, painted by one widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHideEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.domain.checkout import CheckoutState, StepStatus
from pos_app.gui import icons, theme
from pos_app.gui.announce import announce
from pos_app.gui.row_column import RowColumn
from pos_app.gui.step_words import StepRow, silence, step_rows
from pos_app.gui.wrapped import draw_text, text_height

_TICK_MS = 200
_DISC = 24
_INDENT = 40
_ROW_GAP = 9
_SPARE = 4  # of the gap under the last row
_LEAST_ROW = 33
_EDGE = 2  # as far as a row's ring and link reach into the rows over and under it
_TIME_GAP = 8
_ICONS = {StepStatus.DONE: "check", StepStatus.FAILED: "x"}


class Stepper(QWidget):
    """Shows how far an order is; its text is the accessible description.

    The clock runs only while an order is in flight and the widget is in sight.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Order progress"))
        self._column = RowColumn(_measured)
        self._state: CheckoutState | None = None
        self._domain = ""
        self._now: Callable[[], float] | None = None
        self._told: tuple[str, ...] = ()
        self._silent = False
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._ticked)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.state.changed.connect(self.update)

    @property
    def rows(self) -> tuple[StepRow, ...]:
        """What is shown."""
        return self._column.rows

    def is_running(self) -> bool:
        """Whether the clock runs."""
        return self._tick.isActive()

    def show_state(self, state: CheckoutState, *, domain: str, now: Callable[[], float]) -> None:
        """Show `state`. `now` gives seconds since the attempt began, on the events' clock."""
        fresh = self._state is None or self._state.attempt_id != state.attempt_id
        if fresh:
            self._told = ()
        self._state, self._domain, self._now = state, domain, now
        self._refresh()
        self._announce_steps()
        self._run_clock()

    def _refresh(self) -> None:
        if self._state is None or self._now is None:
            return
        rows = step_rows(self._state, self._domain, self._now())
        if rows == self.rows:
            return
        width = self.width()
        before = self.heightForWidth(width)
        top, bottom = self._column.show(rows, width)
        if self.heightForWidth(width) != before:
            self.updateGeometry()
        self.setAccessibleDescription("\n".join(map(self._spoken, rows)))
        self.update(0, top - _EDGE, width, bottom - top + 2 * _EDGE)

    def _spoken(self, row: StepRow) -> str:
        status = {
            StepStatus.TODO: self.tr("to do"),
            StepStatus.ACTIVE: self.tr("in progress"),
            StepStatus.DONE: self.tr("done"),
            StepStatus.FAILED: self.tr("stopped"),
            StepStatus.UNKNOWN: self.tr("not known"),
        }[row.status]
        time = "" if row.status is StepStatus.ACTIVE else row.time
        said = ", ".join(part for part in (row.title, status, time) if part)
        return f"{said}. {row.sub}" if row.sub else said

    def _announce_steps(self) -> None:
        """Say the step that was reached last; once, whatever number of events tells of it."""
        ended = tuple(row.title for row in self.rows if row.status is not StepStatus.TODO)
        if ended and ended != self._told:
            self._told = ended
            announce(self, ended[-1])

    def _run_clock(self) -> None:
        in_flight = self._state is not None and self._state.verdict is None
        if in_flight and self.isVisible():
            self._tick.start()
        else:
            self._tick.stop()

    @Slot()
    def _ticked(self) -> None:
        self._refresh()
        if self._state is None or self._now is None:
            return
        words = silence(self._state, self._now())
        if words and not self._silent:
            announce(self, words)
        self._silent = bool(words)

    def showEvent(self, event: QShowEvent) -> None:
        """Run the clock again, from the right time."""
        super().showEvent(event)
        self._refresh()
        self._run_clock()

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight the clock stands."""
        super().hideEvent(event)
        self._tick.stop()

    def heightForWidth(self, width: int) -> int:
        """The height the five rows take at `width`."""
        return max(0, self._column.at(width).height - _SPARE)

    def sizeHint(self) -> QSize:
        """The height at the width there is now."""
        return QSize(240, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for the smallest window."""
        return QSize(160, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words wrap anew, so the height may change."""
        super().resizeEvent(event)
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew in another font or style."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._column.forget()
            self.updateGeometry()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that are to be painted anew."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        laid, width = self._column.at(self.width()), self.width()
        for i, (row, place) in enumerate(zip(laid.rows, laid.places, strict=True)):
            box = QRect(0, laid.tops[i], width, place.height)
            if not box.adjusted(0, -_EDGE, 0, _EDGE).intersects(event.rect()):
                continue
            if i < len(laid.rows) - 1:
                _paint_link(painter, row, box)
            _paint_disc(painter, row.status, box)
            _paint_words(painter, row, box, place)
        painter.end()


@dataclass(frozen=True, slots=True)
class _Place:
    """What a row takes at a width: of it the words' width and the height of the title."""

    height: int
    words: int
    title: int


def _title_font(row: StepRow) -> QFont:
    quiet = row.status is StepStatus.TODO
    return theme.font(13, QFont.Weight.Normal if quiet else QFont.Weight.DemiBold)


def _words_width(row: StepRow, width: int) -> int:
    time = QFontMetrics(theme.font(13)).horizontalAdvance(row.time) if row.time else 0
    return max(80, width - _INDENT - (time + _TIME_GAP if time else 0))


def _measured(row: StepRow, width: int) -> _Place:
    words = _words_width(row, width)
    title = text_height(row.title, _title_font(row), words)
    height = title + (2 + text_height(row.sub, theme.font(13), words) if row.sub else 0)
    return _Place(max(height + _ROW_GAP, _LEAST_ROW), words, title)


def _paint_link(painter: QPainter, row: StepRow, box: QRect) -> None:
    t = theme.tokens()
    done = row.status is StepStatus.DONE
    painter.setPen(QPen(QColor(t.ok if done else t.border), 2))
    x = box.left() + _DISC / 2
    painter.drawLine(QPointF(x, box.top() + _DISC + 1), QPointF(x, box.bottom() + 1))


def _paint_disc(painter: QPainter, status: StepStatus, box: QRect) -> None:
    t = theme.tokens()
    disc = QRectF(box.left(), box.top(), _DISC, _DISC)
    ring = disc.adjusted(1, 1, -1, -1)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if status is StepStatus.TODO:
        painter.setPen(QPen(QColor(t.field_border), 1.5))
        painter.drawEllipse(ring)
        return
    if status is StepStatus.ACTIVE:
        painter.setPen(QPen(QColor(t.border), 2))
        painter.drawEllipse(ring)
        painter.setPen(QPen(QColor(t.accent), 2.5))
        painter.drawArc(ring, 30 * 16, 290 * 16)
        return
    tone = {StepStatus.DONE: t.ok, StepStatus.FAILED: t.bad}.get(status, t.warn)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tone))
    painter.drawEllipse(disc)
    if status in _ICONS:
        mark = icons.pixmap(_ICONS[status], t.surface, 14)
        painter.drawPixmap(disc.topLeft() + QPointF(5, 5), mark)
        return
    painter.setPen(QColor(t.surface))
    painter.setFont(theme.font(14, QFont.Weight.Bold))
    painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, "?")


def _paint_words(painter: QPainter, row: StepRow, box: QRect, place: _Place) -> None:
    t = theme.tokens()
    title = QRect(box.left() + _INDENT, box.top() + 3, place.words, box.height())
    if not row.sub:
        title.moveTop(box.top() + 4)
    ink = t.muted if row.status is StepStatus.TODO else t.ink
    draw_text(painter, title, row.title, _title_font(row), ink)
    if row.sub:
        draw_text(painter, title.translated(0, place.title + 1), row.sub, theme.font(13), t.muted)
    if row.time:
        painter.setFont(theme.font(13))
        painter.setPen(QColor(t.muted))
        right = QRect(box.left(), title.top(), box.width(), box.height())
        painter.drawText(right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, row.time)
