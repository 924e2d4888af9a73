"""Where the focus was before it came to a widget that may go away under it."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QWidget


class CameFrom(QObject):
    """Remembers it for one widget, from when it is made on."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._before: QWidget | None = None
        QApplication.instance().focusChanged.connect(self._remember)  # type: ignore[union-attr]

    @Slot(QWidget, QWidget)
    def _remember(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is self._widget and old is not None:  # None: another program was in front
            self._before = old

    def give_back(self) -> bool:
        """Put the focus back, if the widget has it. False where there is no place to put it."""
        if self._widget.window().focusWidget() is not self._widget:
            return True
        before, self._before = self._before, None
        if before is None or not shiboken6.isValid(before):
            return False
        if not before.isVisible() or not before.isEnabled():
            return False
        before.setFocus(Qt.FocusReason.OtherFocusReason)
        return True
