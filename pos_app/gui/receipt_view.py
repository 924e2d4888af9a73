"""The receipt that fills as the merchant confirms each step.

The rows are painted by one widget, however many there are; "TRAINING" stands behind them.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.domain.checkout import CheckoutState, Verdict
from pos_app.domain.receipt import grouped
from pos_app.gui import theme
from pos_app.gui.attempt import Attempt
from pos_app.gui.receipt_rows import Row, RowKind, header, receipt_rows
from pos_app.gui.spoken import spoken
from pos_app.gui.widgets import Card, label
from pos_app.gui.wrapped import draw_text, text_height

_GAP = 12
_WATERMARK_STEP = 240
_WATERMARK_ANGLE = -24.0
_WATERMARK_ALPHA = {"light": 34, "dark": 46}
_PADDING = {
    RowKind.RULE: 6,
    RowKind.LINE: 4,
    RowKind.AMOUNT: 3,
    RowKind.TOTAL: 2,
    RowKind.NOTE: 4,
    RowKind.WARNING: 4,
}


@dataclass(frozen=True, slots=True)
class _Place:
    """What a row takes at a width; `left` is the width that its words have."""

    height: int
    left: int
    detail_fits: bool


class ReceiptView(Card):
    """A card with the order number, once there is one, over the receipt's rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._training = False
        self._header = label("", "muted", wrap=True)
        self._number = label("", "number", wrap=True)
        self._number.setAccessibleName(self.tr("Order number"))
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._number.setCursor(Qt.CursorShape.IBeamCursor)
        self._spoken = label("", "muted", wrap=True)
        self._rows = ReceiptRows()
        self._rows.setAccessibleName(self.tr("Receipt"))
        self.body.setSpacing(4)
        for part in (self._header, self._number, self._spoken, self._rows):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self._show_number("")
        theme.state.changed.connect(self.update)

    def show_state(self, state: CheckoutState, attempt: Attempt) -> None:
        """Show what the merchant has confirmed so far, and the order number if it is proved."""
        if attempt.training is not self._training:
            self._training = attempt.training
            self.update()
        self._header.setText(header(state))
        self._show_number(state.receipt.order_number if state.verdict is Verdict.PLACED else "")
        self._rows.show_rows(receipt_rows(state, attempt))
        words = [row.text for row in self._rows.rows if row.text]
        training = [self.tr("Training, not a real order.")] if attempt.training else []
        self._rows.setAccessibleDescription("\n".join([*training, *words]))

    def _show_number(self, number: str) -> None:
        self._number.setText(grouped(number))
        self._number.setAccessibleDescription(number)
        self._spoken.setText(self.tr("Read it as “{0}”").format(spoken(number)))
        self._number.setVisible(bool(number))
        self._spoken.setVisible(bool(number))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card, with TRAINING behind its words."""
        super().paintEvent(event)
        if self._training:
            painter = QPainter(self)
            painter.setClipRect(self.rect().adjusted(2, 2, -2, -2))
            paint_watermark(painter, QRectF(self.rect()), self.tr("TRAINING"))
            painter.end()


def paint_watermark(painter: QPainter, area: QRectF, word: str) -> None:
    """The word across `area`, diagonal and translucent, again and again down a long one."""
    size = max(30, min(64, round(area.width() / 6)))
    colour = QColor(theme.tokens().warn)
    colour.setAlpha(_WATERMARK_ALPHA[theme.tokens().name])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font(size, QFont.Weight.Bold))
    painter.setPen(colour)
    width = area.width()
    top = area.top() + min(area.height(), _WATERMARK_STEP) / 2
    while top < area.bottom():
        painter.save()
        painter.translate(QPointF(area.center().x(), top))
        painter.rotate(_WATERMARK_ANGLE)
        box = QRectF(-width, -size, 2 * width, 2 * size)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
        painter.restore()
        top += _WATERMARK_STEP


class ReceiptRows(QWidget):
    """Paints the rows. As high as they need at the width it has."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()
        self._boxes: list[QRect] = []
        # Each event brings all lines again and layouts ask for many widths: what a row takes is
        # measured once, or an order of 50 lines would hold up the window.
        self._places: dict[tuple[Row, int], _Place] = {}
        self._totals: dict[int, int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show these rows instead of the ones before."""
        if rows == self.rows:
            return
        self.rows = rows
        self._totals.clear()
        self._boxes = self._lay_out(self.width())
        self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        """The height the rows take at `width`."""
        if width not in self._totals:
            self._totals[width] = sum(self._place(row, width).height for row in self.rows)
        return self._totals[width]

    def sizeHint(self) -> QSize:
        """The height at the width there is now."""
        return QSize(240, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for the smallest window."""
        return QSize(160, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        super().resizeEvent(event)
        self._boxes = self._lay_out(self.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that are in sight."""
        painter = QPainter(self)
        for row, box in zip(self.rows, self._boxes, strict=True):
            if box.intersects(event.rect()):
                _paint_row(painter, row, box, self._place(row, box.width()))
        painter.end()

    def _lay_out(self, width: int) -> list[QRect]:
        boxes: list[QRect] = []
        top = 0
        for row in self.rows:
            height = self._place(row, width).height
            boxes.append(QRect(0, top, width, height))
            top += height
        return boxes

    def _place(self, row: Row, width: int) -> _Place:
        place = self._places.get((row, width))
        if place is None:
            place = self._places[row, width] = _measured(row, width)
        return place


def _fonts(row: Row) -> tuple[QFont, QFont]:
    """The fonts of the words and of the amount."""
    if row.kind is RowKind.TOTAL:
        return theme.font(13, QFont.Weight.DemiBold), theme.font(22, QFont.Weight.Bold)
    if row.kind is RowKind.WARNING:
        return theme.font(13, QFont.Weight.Medium), theme.font(13)
    return theme.font(13), theme.font(13)


def _left_width(row: Row, width: int) -> int:
    if not row.right:
        return width
    return max(60, width - QFontMetrics(_fonts(row)[1]).horizontalAdvance(row.right) - _GAP)


def _detail_fits(row: Row, width: int) -> bool:
    """Whether the detail stands behind the words, or under them."""
    words = QFontMetrics(_fonts(row)[0]).horizontalAdvance(row.left)
    detail = QFontMetrics(theme.font(11)).horizontalAdvance(row.detail)
    return words + 5 + detail <= _left_width(row, width)


def _measured(row: Row, width: int) -> _Place:
    left = _left_width(row, width)
    fits = _detail_fits(row, width)
    padding = 2 * _PADDING[row.kind]
    if row.kind is RowKind.RULE:
        return _Place(padding + 1, left, fits)
    words, amount = _fonts(row)
    height = text_height(row.left, words, left)
    if row.detail and not fits:
        height += 1 + text_height(row.detail, theme.font(11), left)
    height = padding + max(height, QFontMetrics(amount).height() if row.right else 0)
    return _Place(height, left, fits)


def _paint_row(painter: QPainter, row: Row, box: QRect, place: _Place) -> None:
    t = theme.tokens()
    inner = box.adjusted(0, _PADDING[row.kind], 0, -_PADDING[row.kind])
    if row.kind is RowKind.RULE:
        pen = QPen(QColor(t.field_border), 1, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.drawLine(inner.left(), inner.top(), inner.right(), inner.top())
        return
    words, amount = _fonts(row)
    quiet = row.kind in (RowKind.AMOUNT, RowKind.NOTE)
    ink = t.warn if row.kind is RowKind.WARNING else t.muted if quiet else t.ink
    left = QRect(inner)
    left.setWidth(place.left)
    draw_text(painter, left, row.left, words, ink)
    if row.detail:
        _paint_detail(painter, row, left, fits=place.detail_fits)
    painter.setFont(amount)
    painter.setPen(QColor(t.ink))
    painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, row.right)


def _paint_detail(painter: QPainter, row: Row, left: QRect, *, fits: bool) -> None:
    font = _fonts(row)[0]
    words, small = QFontMetrics(font), QFontMetrics(theme.font(11))
    place = QRect(left)
    if fits:
        place.translate(words.horizontalAdvance(row.left) + 5, words.ascent() - small.ascent())
    else:
        place.setTop(left.top() + text_height(row.left, font, left.width()) + 1)
    draw_text(painter, place, row.detail, theme.font(11), theme.tokens().muted)
