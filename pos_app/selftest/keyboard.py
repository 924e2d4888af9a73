"""Keys pressed in a window from inside the program, the way Qt itself hands them on.

A key goes to the widget with the focus as a question (ShortcutOverride), then to a shortcut of
the window that has it, else to the widget. Keys of the operating system take the same way.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShortcutEvent
from PySide6.QtWidgets import QApplication, QWidget

_NONE = Qt.KeyboardModifier.NoModifier


class Keyboard:
    """The keys of one window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE, text: str = "") -> None:
        """One key, down and up."""
        target = QApplication.focusWidget() or self._window
        asking = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers, text)
        asking.ignore()
        QCoreApplication.sendEvent(target, asking)
        shortcut = None if asking.isAccepted() else self._shortcut(key, modifiers)
        if shortcut is not None:
            QCoreApplication.sendEvent(shortcut, QShortcutEvent(shortcut.key(), shortcut))
            return
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(target, QKeyEvent(kind, key, modifiers, text))

    def write(self, text: str) -> None:
        """A text, one character after the other."""
        for char in text:
            upper = char.isalpha() and char.isupper()
            modifiers = Qt.KeyboardModifier.ShiftModifier if upper else _NONE
            self.press(Qt.Key(ord(char.upper())), modifiers, char)

    def field(self, text: str) -> None:
        """A text, and Enter to go on to the next field."""
        self.write(text)
        self.press(Qt.Key.Key_Return, text="\r")

    def _shortcut(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> QShortcut | None:
        wanted = QKeySequence(QKeyCombination(modifiers, key))
        for shortcut in self._window.findChildren(QShortcut):
            if shortcut.key() == wanted and shortcut.isEnabled():
                return shortcut
        return None
