"""How an attempt is drawn in the history."""

from __future__ import annotations

from PySide6.QtCore import QDate, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from pos_app.domain.record import OrderRecord
from pos_app.gui import icons, painting, theme
from pos_app.gui.cart_model import Index
from pos_app.gui.history_model import RECORD_ROLE
from pos_app.gui.history_words import (
    customer_of,
    day_words,
    ending_of,
    line_below,
    local,
    look_of,
    total_of,
)
from pos_app.gui.money_text import money

ROW_HEIGHT = 56
_SIDE = 16
_GAP = 12
_TIME_WIDTH = 78
_ICON = 14


class HistoryDelegate(QStyledItemDelegate):
    """Time and day, customer and total, and below them how it ended, number, card, clerk."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are as high."""
        return QSize(0, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Two lines over a thin rule."""
        record: OrderRecord = index.data(RECORD_ROLE)
        rect: QRect = option.rect
        painter.save()
        _ground(painter, rect, option.state)
        top = QRect(rect.left() + _SIDE, rect.top() + 8, rect.width() - 2 * _SIDE, 20)
        below = top.translated(0, 20)
        _time(painter, top, below, record)
        words = QRect(top)
        words.setLeft(top.left() + _TIME_WIDTH + _GAP)
        self._first(painter, words, record)
        _second(painter, words.translated(0, 20), record)
        painter.restore()

    def _first(self, painter: QPainter, rect: QRect, record: OrderRecord) -> None:
        """Customer, a pill on a training order, and the total at the right."""
        t = theme.tokens()
        bold = theme.font(13, QFont.Weight.DemiBold)
        amount = money(total_of(record))
        width = min(QFontMetrics(bold).horizontalAdvance(amount) + 2, rect.width() // 2)
        side = QRect(rect.right() + 1 - width, rect.top(), width, rect.height())
        painting.line(painter, side, amount, bold, t.ink, Qt.AlignmentFlag.AlignRight)
        room = QRect(rect.left(), rect.top(), side.left() - _GAP - rect.left(), rect.height())
        training = self.tr("TRAINING") if record.connection.training else ""
        pill = painting.pill_width(training) if training else 0
        name = room.adjusted(0, 0, -(pill + 8) if pill else 0, 0)
        taken = painting.line(painter, name, customer_of(record), bold, t.ink)
        if pill:
            left = room.left() + taken + 8
            middle = room.center().y() - painting.PILL_HEIGHT // 2 + 1
            place = QRect(left, middle, pill, painting.PILL_HEIGHT)
            painting.pill(painter, place, training, t.warn, t.warn_soft)


def _ground(painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
    t = theme.tokens()
    if state & QStyle.StateFlag.State_Selected:
        width = 2 if state & QStyle.StateFlag.State_HasFocus else 1
        painting.box(painter, rect.adjusted(4, 1, -4, -2), t.accent, t.accent_soft, width)
    else:
        line = QRect(rect.left() + _SIDE, rect.bottom(), rect.width() - 2 * _SIDE, 1)
        painter.fillRect(line, QColor(t.border))


def _time(painter: QPainter, top: QRect, below: QRect, record: OrderRecord) -> None:
    t = theme.tokens()
    moment = local(record.began_at)
    day = day_words(moment.date(), QDate.currentDate())
    clock = moment.time().toString("HH:mm")
    for place, words, font, ink in (
        (top, clock, theme.font(13), t.ink),
        (below, day, theme.font(11), t.muted),
    ):
        column = QRect(place.left(), place.top(), _TIME_WIDTH, place.height())
        painting.line(painter, column, words, font, ink)


def _second(painter: QPainter, rect: QRect, record: OrderRecord) -> None:
    """The ending as icon and word, then order number, card and clerk."""
    t = theme.tokens()
    look = look_of(ending_of(record))
    ink = getattr(t, look.ink)
    glyph = QRect(rect.left(), rect.center().y() - _ICON // 2 + 1, _ICON, _ICON)
    painter.drawPixmap(glyph, icons.pixmap(look.icon, ink, _ICON))
    words = rect.adjusted(_ICON + 6, 0, 0, 0)
    taken = painting.line(painter, words, look.word, theme.font(12, QFont.Weight.DemiBold), ink)
    rest = words.adjusted(taken + _GAP, 0, 0, 0)
    if rest.width() > 0:
        painting.line(painter, rest, line_below(record), theme.font(12), t.muted)
