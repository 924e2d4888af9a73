"""Bringing the window to the front when somebody has started the app once more."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QWidget


class Raiser(QObject):
    """Raises one window, whose child it is."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    @Slot()
    def bring_to_front(self) -> None:
        """Show the window above the others, as large as it was before it was minimised.

        A desktop may refuse to take the keyboard away from another program: the entry in the
        task bar then asks for attention (without effect on a window that is active).
        """
        window = self._window
        if window.isMinimized():
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        QApplication.alert(window)
