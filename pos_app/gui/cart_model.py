"""The cart's lines as an item model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Slot,
)

from pos_app.domain.cart import Cart, CartLine
from pos_app.gui.money_text import money
from pos_app.gui.plain_text import tip

if TYPE_CHECKING:
    from pos_app.gui.quote_words import LineNote

Index: TypeAlias = QModelIndex | QPersistentModelIndex
LINE_ROLE = Qt.ItemDataRole.UserRole + 1
NOTE_ROLE = Qt.ItemDataRole.UserRole + 2


class CartModel(QAbstractListModel):
    """Lines in the order they were added. Rows move as little as possible, so the choice stays."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cart = Cart()
        self._notes: Mapping[int, LineNote] = {}

    @property
    def cart(self) -> Cart:
        """The cart shown."""
        return self._cart

    def rowCount(self, parent: Index | None = None) -> int:
        """Lines of the cart; a line has nothing below it."""
        return 0 if parent is not None and parent.isValid() else len(self._cart.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The line itself, its words, and its quantity for the editor."""
        if not index.isValid() or index.row() >= len(self._cart.lines):
            return None
        line = self._cart.lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.title
            case Qt.ItemDataRole.EditRole:
                return str(line.quantity)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(line, self._notes.get(index.row()))
            case Qt.ItemDataRole.ToolTipRole:
                titles = (line.title, line.variant_title)
                return tip("\n".join(part[:400] for part in titles if part))
            case _ if role == NOTE_ROLE:
                return self._notes.get(index.row())
            case _:
                return line if role == LINE_ROLE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every line can be chosen, and its quantity edited."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def line(self, row: int) -> CartLine:
        """The line in `row`."""
        return self._cart.lines[row]

    def show(self, cart: Cart) -> None:
        """Show another state of the cart."""
        old, new = self._cart.lines, cart.lines
        if len(new) == len(old) + 1 and (row := _odd_one_out(new, old)) is not None:
            self.beginInsertRows(QModelIndex(), row, row)
            self._cart = cart
            self.endInsertRows()
        elif len(old) == len(new) + 1 and (row := _odd_one_out(old, new)) is not None:
            self.beginRemoveRows(QModelIndex(), row, row)
            self._cart = cart
            self.endRemoveRows()
        elif old and len(old) == len(new):
            self._cart = cart
            self.dataChanged.emit(self.index(0), self.index(len(new) - 1))
        else:
            self.beginResetModel()
            self._cart = cart
            self.endResetModel()

    def show_notes(self, notes: Mapping[int, LineNote]) -> None:
        """What the merchant's quote makes of lines, by row."""
        if notes != self._notes:
            self._notes = dict(notes)
            if self._cart.lines:
                self.dataChanged.emit(self.index(0), self.index(len(self._cart.lines) - 1))

    @Slot(str)
    def repaint_picture(self, url: str) -> None:
        """A picture came: draw the lines that show it."""
        for row, line in enumerate(self._cart.lines):
            if line.image_url == url:
                index = self.index(row)
                self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])

    def _spoken(self, line: CartLine, note: LineNote | None) -> str:
        price = note.price if note is not None and note.price is not None else line.line_price
        parts = (
            line.title,
            line.variant_title,
            line.sku,
            line.note,
            line.stock_message,
            self.tr("quantity {n}").replace("{n}", str(line.quantity)),
            self.tr("price from the merchant") if price is None else money(price),
            note.words if note is not None else "",
        )
        return ", ".join(part for part in parts if part)


def _odd_one_out(longer: tuple[CartLine, ...], shorter: tuple[CartLine, ...]) -> int | None:
    """The row of `longer` without which it is `shorter`, or None if there is no such row."""
    row = next(
        (i for i, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), len(shorter)
    )
    return row if longer[:row] + longer[row + 1 :] == shorter else None
