"""The receipt that fills as the merchant confirms each step.

The rows are painted by one widget, however many there are; "TRAINING" stands behind them.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.domain.checkout import CheckoutState, Verdict
from pos_app.domain.receipt import grouped
from pos_app.gui import theme
from pos_app.gui.attempt import Attempt
from pos_app.gui.receipt_rows import Row, RowKind, header, receipt_rows
from pos_app.gui.row_column import RowColumn
from pos_app.gui.spoken import spoken
from pos_app.gui.widgets import Card, label
from pos_app.gui.wrapped import draw_text, is_even, line_height, surely_fits, text_height

_GAP = 12
_WATERMARK_STEP = 240
_WATERMARK_ANGLE = -24.0
_WATERMARK_ALPHA = {"light": 34, "dark": 46}
_KNOWN_ROWS = 200
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
    """What a row takes at a width; `left` is the width that its words have.

    `detail_fits`: it stands behind the words; `short`: those are known to stand on one line.
    """

    height: int
    left: int
    detail_fits: bool
    short: bool = False


class ReceiptView(Card):
    """A card with the order number, once there is one, over the receipt's rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        self._training = False
        self._told: str | None = None
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
        another = attempt.training is not self._training
        if another:
            self._training = attempt.training
            self.update()
        self._header.setText(header(state))
        self._show_number(state.receipt.order_number if state.verdict is Verdict.PLACED else "")
        if self._rows.show_rows(receipt_rows(state, attempt)) or another:
            words = [row.text for row in self._rows.rows if row.text]
            training = [self.tr("Training, not a real order.")] if attempt.training else []
            self._rows.setAccessibleDescription("\n".join([*training, *words]))

    def _show_number(self, number: str) -> None:
        if number == self._told:
            return
        self._told = number
        self._number.setText(grouped(number))
        self._number.setAccessibleDescription(number)
        self._spoken.setText(self.tr("Read it as “{0}”").format(spoken(number)))
        self._number.setVisible(bool(number))
        self._spoken.setVisible(bool(number))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """It grows with each line, and looks different at its foot alone."""
        super().resizeEvent(event)
        before, now = event.oldSize(), event.size()
        foot = min(before.height(), now.height()) - _WATERMARK_STEP
        if before.width() != now.width() or foot < 0:
            self.update()
        else:
            self.update(0, foot, now.width(), now.height() - foot)

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
    """Paints the rows. As high as they need at the width it has.

    With an event of an order only what it changed is measured and painted: the rest of 50 lines
    would hold up the window each time.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)  # another height moves no row
        self._ruler = _Ruler()
        self._column = RowColumn(self._ruler.measured)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._column.rows

    def show_rows(self, rows: tuple[Row, ...]) -> bool:
        """Show these rows; whether they are others than before."""
        if rows == self.rows:
            return False
        width = self.width()
        height = self.heightForWidth(width)
        top, bottom = self._column.show(rows, width)
        if self.heightForWidth(width) != height:
            self.updateGeometry()
        self.update(0, top, width, bottom - top)
        return True

    def heightForWidth(self, width: int) -> int:
        """The height the rows take at `width`."""
        return self._column.at(width).height

    def sizeHint(self) -> QSize:
        """The height at the width there is now."""
        return QSize(240, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for the smallest window."""
        return QSize(160, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """At another width each row looks different."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew in another font or style."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._ruler.forget()
            self._column.forget()
            self.updateGeometry()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that are in sight."""
        painter = QPainter(self)
        laid, seen, width = self._column.at(self.width()), event.rect(), self.width()
        for row, place, top in zip(laid.rows, laid.places, laid.tops, strict=False):
            if top > seen.bottom():
                break
            if top + place.height > seen.top():
                _paint_row(painter, row, QRect(0, top, width, place.height), place)
        painter.end()


def _fonts(row: Row) -> tuple[QFont, QFont]:
    """The fonts of the words and of the amount."""
    if row.kind is RowKind.TOTAL:
        return theme.font(13, QFont.Weight.DemiBold), theme.font(22, QFont.Weight.Bold)
    if row.kind is RowKind.WARNING:
        return theme.font(13, QFont.Weight.Medium), theme.font(13)
    return theme.font(13), theme.font(13)


@dataclass(frozen=True, slots=True)
class _Widths:
    """How wide the words of a row are, each on one line, and how high the row then is.

    `low` is None where only laying it out tells: something in it comes from another font.
    """

    left: int
    detail: int
    right: int
    low: int | None


class _Ruler:
    """Measures rows. What does not depend on the width is measured once."""

    def __init__(self) -> None:
        self._known: dict[Row, _Widths] = {}

    def forget(self) -> None:
        """Measure in other fonts from now on."""
        self._known.clear()

    def measured(self, row: Row, width: int) -> _Place:
        """What the row takes at `width`."""
        padding = 2 * _PADDING[row.kind]
        if row.kind is RowKind.RULE:
            return _Place(padding + 1, width, detail_fits=True)
        wide = self._widths(row)
        left = max(60, width - wide.right - _GAP) if row.right else width
        fits = wide.left + 5 + wide.detail <= left
        if wide.low is not None and fits and surely_fits(wide.left, left):
            return _Place(wide.low, left, detail_fits=True, short=True)
        words, amount = _fonts(row)
        height = text_height(row.left, words, left, wide.left)
        if row.detail and not fits:
            height += 1 + text_height(row.detail, theme.font(11), left, wide.detail)
        height = padding + max(height, QFontMetrics(amount).height() if row.right else 0)
        return _Place(height, left, fits)

    def _widths(self, row: Row) -> _Widths:
        known = self._known.get(row)
        if known is None:
            if len(self._known) >= _KNOWN_ROWS:
                self._known.clear()
            fonts = _fonts(row)
            words, amount = map(QFontMetrics, fonts)
            small = QFontMetrics(theme.font(11))
            line = line_height(fonts[0]) if is_even(row.left) else None
            high = amount.height() if row.right else 0
            known = self._known[row] = _Widths(
                words.horizontalAdvance(row.left),
                small.horizontalAdvance(row.detail),
                amount.horizontalAdvance(row.right),
                None if line is None else 2 * _PADDING[row.kind] + max(line, high),
            )
        return known


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
    draw_text(painter, left, row.left, words, ink, short=place.short)
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
