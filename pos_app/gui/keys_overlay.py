"""F1: the keys, over the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from pos_app.gui.widgets import keycap, label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_ROWS = 10


class KeysOverlay(QFrame):
    """A table of keys; F1 or Escape closes it. What stands in it comes when it is first opened."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("role", "card")
        self.setAccessibleName(self.tr("Keys"))
        self.hide()

    def _fill(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(24, 20, 24, 20)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.addWidget(label(self.tr("Keys"), "heading"), 0, 0, 1, 4)
        keys = (
            ("F1", self.tr("This list")),
            ("F2", self.tr("Customer")),
            ("F3", self.tr("Ship to")),
            ("F4", self.tr("Bill to the same address")),
            ("F5", self.tr("Cart search")),
            ("F6", self.tr("Payment")),
            ("F7", self.tr("Exact quote")),
            ("F9", self.tr("Check an unknown outcome now")),
            ("Ctrl+Enter", self.tr("Place the order")),
            ("Ctrl+N", self.tr("New order")),
            ("Ctrl+Tab", self.tr("Next tab")),
            ("Ctrl+H", self.tr("Park the order")),
            ("Ctrl+P", self.tr("Print the receipt")),
            ("Ctrl+F", self.tr("Search the history")),
            ("Ctrl+L", self.tr("Lock")),
            ("Ctrl+R", self.tr("Repeat the customer’s last order")),
            ("Ctrl+Shift+R", self.tr("Repeat items of it")),
            ("Ctrl+1…9", self.tr("Add a favourite")),
            ("Ctrl+Shift+1…9", self.tr("Keep a favourite")),
        )
        for index, (key, words) in enumerate(keys):
            row, column = 1 + index % _ROWS, 2 * (index // _ROWS)
            grid.addWidget(keycap(key), row, column)
            grid.addWidget(label(words), row, column + 1)

    @Slot()
    def toggle(self) -> None:
        """Open or close."""
        if self.isVisible():
            self.hide()
            return
        if self.layout() is None:
            self._fill()
        self.adjustSize()
        parent = self.parentWidget()
        if parent is not None:
            middle = parent.rect().center()
            self.move(middle.x() - self.width() // 2, middle.y() - self.height() // 2)
        self.show()
        self.raise_()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)
