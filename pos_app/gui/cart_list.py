"""The list of cart lines and its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QVBoxLayout, QWidget

from pos_app.gui.cart_delegate import CartDelegate, areas
from pos_app.gui.icons import IconLabel
from pos_app.gui.widgets import label

if TYPE_CHECKING:
    from pos_app.gui.cart_model import CartModel

_MORE = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
_FEWER = (Qt.Key.Key_Minus, Qt.Key.Key_Underscore)
_REMOVE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class CartList(QListView):
    """↑↓ choose, + and − change the quantity, digits type it, Del removes, letters search.

    It asks for changes by signals; the cart's owner makes them.
    """

    stepped = Signal(int, int)  # row, by how many
    removal_wanted = Signal(int)  # row
    undo_wanted = Signal()
    text_typed = Signal(str)  # letters meant for the search field
    left_above = Signal()  # ↑ on the first line

    def __init__(self, model: CartModel, delegate: CartDelegate) -> None:
        super().__init__()
        self._lines = model
        self._delegate = delegate
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setAccessibleName(self.tr("Cart"))
        self.setObjectName("cartList")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("#cartList { border: none; background: transparent; }")
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed)
        self.setMinimumHeight(96)
        # A viewport of our own: for one that Qt made, its type is looked for among all widgets.
        self._paper = QWidget()
        self.setViewport(self._paper)
        self._hint = self._empty_hint()
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._show_hint)

    def choose(self, row: int) -> None:
        """Select a line and bring it into view."""
        index = self._lines.index(row)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)

    def set_locked(self, *, locked: bool) -> None:
        """Lines can be read and chosen, not changed."""
        editor = self.findChild(QWidget, "quantity")
        if locked and editor is not None:
            self.closePersistentEditor(self.currentIndex())
            self.setFocus()
        self._delegate.locked = locked
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The list's own keys first; the rest moves, or is typing for the search field."""
        row = self.currentIndex().row()
        if self.state() == QAbstractItemView.State.EditingState:
            event.accept()  # left over by the quantity's editor, which acts on it by itself
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undo_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and _plain(event):
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up and row <= 0:
            self.left_above.emit()
        elif row >= 0 and _plain(event) and self._line_key(event, row):
            event.accept()
        elif _is_typing(event):
            self.text_typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def _line_key(self, event: QKeyEvent, row: int) -> bool:
        """Whether the key was one that changes the line in `row`, if it may be changed."""
        key, text = event.key(), event.text()
        if key in _MORE or text in {"+", "="}:
            self.stepped.emit(row, 1)
        elif key in _FEWER or text in {"-", "\u2212"}:
            self.stepped.emit(row, -1)
        elif key in _REMOVE:
            self.removal_wanted.emit(row)
        elif text.isdecimal() and not self._delegate.locked:
            trigger = QAbstractItemView.EditTrigger.AnyKeyPressed
            self.edit(self.currentIndex(), trigger, event)
        else:
            return text.isdecimal()
        return True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the number itself opens its editor."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or self._delegate.locked:
            return
        if areas(self.visualRect(index)).number.contains(event.position().toPoint()):
            self.edit(index)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming by keyboard, a line is chosen: it shows where the keys will work."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._lines.rowCount():
            self.choose(0)

    def _empty_hint(self) -> QWidget:
        """What to do, in the middle of an empty list."""
        hint = QWidget(self._paper)
        column = QVBoxLayout(hint)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(IconLabel("shopping-cart", "muted", 32), 0, Qt.AlignmentFlag.AlignHCenter)
        first = label(self.tr("Nothing in the cart yet"), "title")
        second = label(
            self.tr("Type to search, scan a barcode, or paste a product link"), "muted", wrap=True
        )
        for line in (first, second):
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(line)
        column.addStretch(1)
        outer = QVBoxLayout(self._paper)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(hint)
        return hint

    def _show_hint(self) -> None:
        self._hint.setVisible(self._lines.rowCount(QModelIndex()) == 0)


def _plain(event: QKeyEvent) -> bool:
    held = event.modifiers()
    allowed = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
    return not held & ~allowed


def _is_typing(event: QKeyEvent) -> bool:
    """Whether the key writes something. AltGr (Ctrl+Alt) writes too, Ctrl alone does not."""
    return (
        event.text().isprintable()
        and event.text().strip() != ""
        and (_plain(event) or event.modifiers() == Qt.KeyboardModifier.GroupSwitchModifier)
    )
