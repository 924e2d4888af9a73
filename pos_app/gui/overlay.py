"""A panel that lies over the window below a field, as its child: never a window of its own."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Signal
from PySide6.QtWidgets import QFrame, QWidget

_MARGIN = 8
_GAP = 4


class Overlay(QFrame):
    """Opens under `anchor`, as wide as it, inside the window that `anchor` is in by then.

    `closed` when it was open and is not any more.
    """

    closed = Signal()

    def __init__(self, anchor: QWidget) -> None:
        super().__init__(anchor)
        self._anchor = anchor
        self.setObjectName("overlay")
        self.hide()
        # Once open it is the window's child; it must not outlive the field it belongs to.
        anchor.destroyed.connect(self.deleteLater)

    def wanted_height(self, width: int) -> int:
        """Points it would like to be high at a width."""
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            return layout.totalHeightForWidth(width)
        return self.sizeHint().height()

    def open(self) -> None:
        """Show it over everything else in the window."""
        window = self._anchor.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        window.installEventFilter(self)
        self._anchor.installEventFilter(self)
        self.place()
        self.show()
        self.raise_()

    def close_up(self) -> None:
        """Hide it; nothing is chosen."""
        was_open = not self.isHidden()
        self._anchor.window().removeEventFilter(self)
        self._anchor.removeEventFilter(self)
        self.hide()
        if was_open:
            self.closed.emit()

    def place(self) -> None:
        """Under the field; as high as wanted and the window allows."""
        window = self._anchor.window()
        corner = self._anchor.mapTo(window, QPoint(0, self._anchor.height() + _GAP))
        width = self._anchor.width()
        room = window.height() - corner.y() - _MARGIN
        height = max(min(self.wanted_height(width), room), 0)
        self.setGeometry(QRect(corner.x(), corner.y(), width, height))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the field when the window changes."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)
