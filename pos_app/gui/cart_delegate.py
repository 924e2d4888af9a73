"""How a line of the cart is drawn, and which parts of it can be clicked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QEvent, QLocale, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from pos_app.domain.cart import MAX_QUANTITY, MIN_QUANTITY
from pos_app.gui import icons, painting, theme
from pos_app.gui.cart_model import LINE_ROLE, NOTE_ROLE, Index
from pos_app.gui.money_text import money

if TYPE_CHECKING:
    from pos_app.domain.cart import CartLine
    from pos_app.gui.pictures import PictureCache
    from pos_app.gui.quote_words import LineNote

PICTURE = 44
ROW_HEIGHT = 64
_GAP = 12
_STEPPER = QSize(92, 30)
_STEP = 28
_PRICE_WIDTH = 84
_NARROW = 420  # below it, the stepper moves under the price


@dataclass(frozen=True, slots=True)
class Areas:
    """Where the parts of a line are."""

    picture: QRect
    text: QRect
    fewer: QRect
    number: QRect
    more: QRect
    price: QRect

    @property
    def stepper(self) -> QRect:
        """The quantity with its two signs."""
        return self.fewer.united(self.more)


def areas(rect: QRect) -> Areas:
    """The parts of a line drawn in `rect`; in a narrow cart price and stepper share a column."""
    picture = QRect(rect.left() + 8, rect.center().y() - PICTURE // 2, PICTURE, PICTURE)
    narrow = rect.width() < _NARROW
    right = rect.right() - 8
    if narrow:
        price = QRect(right - _STEPPER.width(), rect.top() + 6, _STEPPER.width(), 20)
        stepper = QRect(right - _STEPPER.width(), rect.top() + 29, *_STEPPER.toTuple())
    else:
        price = QRect(right - _PRICE_WIDTH, rect.top(), _PRICE_WIDTH, rect.height())
        left = price.left() - _GAP - _STEPPER.width()
        stepper = QRect(left, rect.center().y() - 14, *_STEPPER.toTuple())
    text_left = picture.right() + 1 + _GAP
    text = QRect(text_left, picture.top() + 1, stepper.left() - _GAP - text_left, PICTURE - 2)
    return Areas(
        picture=picture,
        text=text,
        fewer=QRect(stepper.left(), stepper.top(), _STEP, stepper.height()),
        number=stepper.adjusted(_STEP, 0, -_STEP, 0),
        more=QRect(stepper.right() - _STEP + 1, stepper.top(), _STEP, stepper.height()),
        price=price,
    )


class CartDelegate(QStyledItemDelegate):
    """Draws lines; clicks on the signs and numbers typed come out as wishes, not as changes."""

    stepped = Signal(int, int)  # row, by how many
    typed = Signal(int, str)  # row, what was typed as the quantity

    def __init__(self, pictures: PictureCache, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self.locked = False
        self.marked_row = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All lines are as high."""
        return QSize(0, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Picture, title with the stock message, variant and SKU, stepper, price."""
        line: CartLine = index.data(LINE_ROLE)
        rect: QRect = option.rect
        parts = areas(rect)
        painter.save()
        self._ground(painter, option, index.row())
        painting.picture(painter, parts.picture, self._pictures.get(line.image_url, PICTURE))
        self._words(painter, parts.text, line)
        self._stepper(painter, parts, line.quantity)
        self._price(painter, parts.price, line, index.data(NOTE_ROLE))
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, row: int) -> None:
        t = theme.tokens()
        rect: QRect = option.rect
        from PySide6.QtWidgets import QStyle  # some twenty enums, wanted with the first line

        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QPen(QColor(t.border), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(0, 2, 0, -3)
        if row == self.marked_row or selected:
            edge = t.accent if focused or row == self.marked_row else t.accent_soft
            painting.box(painter, inner, edge, t.accent_soft, 2)

    def _words(self, painter: QPainter, rect: QRect, line: CartLine) -> None:
        t = theme.tokens()
        half = rect.height() // 2
        top = QRect(rect.left(), rect.top(), rect.width(), half)
        room = top
        if line.remark:
            wanted = min(painting.pill_width(line.remark), rect.width() // 2)
            room = top.adjusted(0, 0, -wanted - 6, 0)
        used = painting.line(
            painter, room, line.title, theme.font(13, QFont.Weight.DemiBold), t.ink
        )
        if line.remark:
            left = top.left() + used + 6
            pill = QRect(left, top.center().y() - 8, wanted, painting.PILL_HEIGHT)
            painting.pill(painter, pill, line.remark, t.warn, t.warn_soft)
        below = QRect(rect.left(), top.bottom() + 1, rect.width(), half)
        painting.line(painter, below, detail_in(line, below.width()), theme.font(13), t.muted)

    def _stepper(self, painter: QPainter, parts: Areas, quantity: int) -> None:
        t = theme.tokens()
        ink = t.muted if self.locked else t.ink
        ground = t.locked if self.locked else t.surface
        painting.box(painter, parts.stepper, t.border if self.locked else t.field_border, ground)
        painter.setPen(QPen(QColor(t.border), 1))
        for x in (parts.number.left(), parts.number.right()):
            painter.drawLine(x, parts.number.top() + 6, x, parts.number.bottom() - 6)
        for name, rect in (("minus", parts.fewer), ("plus", parts.more)):
            corner = rect.center() - QRect(0, 0, 14, 14).center()
            painter.drawPixmap(corner, icons.pixmap(name, ink, 14))
        bold = theme.font(13, QFont.Weight.DemiBold)
        centre = Qt.AlignmentFlag.AlignHCenter
        painting.line(painter, parts.number, str(quantity), bold, ink, centre)

    def _price(self, painter: QPainter, rect: QRect, line: CartLine, note: LineNote | None) -> None:
        """The catalogue's price, or the quote's; under it what the merchant makes of the line."""
        t = theme.tokens()
        right = Qt.AlignmentFlag.AlignRight
        told = note.price if note is not None else None
        price = told if told is not None else line.line_price
        ink = t.warn if note is not None and note.words else t.ink
        if note is not None and note.words and rect.height() >= ROW_HEIGHT // 2:
            below = QRect(rect.left(), rect.center().y() + 1, rect.width(), 18)
            painting.line(painter, below, note.words, theme.font(11), t.warn, right)
            rect = rect.adjusted(0, 0, 0, -18)
        if price is not None:
            font = theme.font(13, QFont.Weight.DemiBold)
            painting.line(painter, rect, money(price), font, ink, right)
            return
        words = self.tr("from the merchant")
        painting.line(painter, rect, words, theme.font(10, QFont.Weight.Medium), t.muted, right)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """A click on a sign of the stepper."""
        if (
            not isinstance(event, QMouseEvent)
            or event.type() != QEvent.Type.MouseButtonRelease
            or event.button() != Qt.MouseButton.LeftButton
            or self.locked
        ):
            return super().editorEvent(event, model, option, index)
        parts = areas(option.rect)
        point = event.position().toPoint()
        for rect, by in ((parts.fewer, -1), (parts.more, 1)):
            if rect.contains(point):
                self.stepped.emit(index.row(), by)
                return True
        return super().editorEvent(event, model, option, index)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A field over the quantity. Takes any text: what can't be is answered in words."""
        editor = QLineEdit(parent)
        editor.setObjectName("quantity")
        editor.setAccessibleName(self.tr("Quantity"))
        editor.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        editor.setMaxLength(64)
        editor.setFrame(False)
        editor.setTextMargins(-6, 0, -6, 0)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Starts with the quantity as it is; a line repainted meanwhile does not disturb typing."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(index.data(Qt.ItemDataRole.EditRole))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Pass on what was typed, if anything was."""
        if isinstance(editor, QLineEdit) and editor.isModified():
            self.typed.emit(index.row(), editor.text())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Ctrl+Enter places the order with the quantity as typed, if it is one.

        If it is none the key ends the editing alone, and what is wrong is said.
        """
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and isinstance(editor, QLineEdit)
        ):
            if MIN_QUANTITY <= (quantity_from(editor.text()) or 0) <= MAX_QUANTITY:
                self.commitData.emit(editor)
            else:
                event.accept()
                return True
        return super().eventFilter(editor, event)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Over the whole stepper: three figures need room."""
        editor.setGeometry(areas(option.rect).stepper.adjusted(0, -2, 0, 2))


def detail_in(line: CartLine, width: int) -> str:
    """Variant and SKU in `width` points: the variant is cut short before the SKU is."""
    sku, variant = painting.one_line(line.sku), painting.one_line(line.variant_title)
    if not sku or not variant:
        return sku or variant
    metrics = QFontMetrics(theme.font(13))
    room = width - metrics.horizontalAdvance(f" · {sku}")
    shown = metrics.elidedText(variant, Qt.TextElideMode.ElideRight, max(room, 0))
    return sku if shown in ("", "…") else f"{shown} · {sku}"


def quantity_from(text: str) -> int | None:
    """The whole number people mean by `text` ("12", " 1,000 ", "−1"), or None if there is none."""
    cleaned = text.strip().replace("\u2212", "-").replace(",", "").replace("\u00a0", "")
    value, good = QLocale.c().toInt(cleaned)
    return value if good else None
