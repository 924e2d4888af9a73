"""The search field itself: which keys it takes, and its icon."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from pos_app.gui import icons, theme
from pos_app.gui.fields import MAX_TYPED


class SearchField(QLineEdit):
    """A line to type, scan or paste into. Tells what keys mean; does nothing about it."""

    entered = Signal()
    escaped = Signal()
    stepped = Signal(int)  # ↑ is −1, ↓ is 1
    undo_wanted = Signal()  # Ctrl+Z where there is nothing typed to undo
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(MAX_TYPED)
        self.setAccessibleName(self.tr("Search products"))
        self.setPlaceholderText(self.tr("Search products, scan a barcode, or paste a product link"))
        self._glass = QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        theme.state.changed.connect(self._draw)
        self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Escape and ↑↓ are signals; the rest is typing."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if _plain(event):
                self.entered.emit()
            case Qt.Key.Key_Escape:
                self.escaped.emit()
            case Qt.Key.Key_Up:
                self.stepped.emit(-1)
            case Qt.Key.Key_Down:
                self.stepped.emit(1)
            case _ if event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable():
                self.undo_wanted.emit()
            case _:
                super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the clerk went elsewhere (not that a menu came up)."""
        super().focusOutEvent(event)
        if event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self.left.emit()

    def _draw(self) -> None:
        self._glass.setIcon(icons.icon("search", theme.tokens().muted))


def _plain(event: QKeyEvent) -> bool:
    return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
