"""A labelled field: the label above, the editor, and under it what to put right.

The message appears on leaving the field, is kept up to date while typing once the field was
wrong, and goes as soon as the field is right. Nothing typed is ever changed by a message.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from pos_app.gui.widgets import label, set_look

# Longer pastes are kept (the check says "too long"); this only bounds what a paste can cost.
MAX_TYPED = 20_000


class LineEdit(QLineEdit):
    """A line of text in which Enter moves on to the next field, as a till's keyboard does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(MAX_TYPED)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return and Enter go to the next field; all else is typing."""
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
            return
        super().keyPressEvent(event)


class FieldBox(QWidget):
    """A label, an editor and a message line, kept together.

    Signals: `edited` on each change by the clerk, `left` when the focus leaves the editor.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, name: str, editor: QWidget, prefix: str = "") -> None:
        super().__init__()
        self.editor = editor
        self._prefix = prefix
        self._label = label("", "label")
        self._label.setBuddy(editor)
        self._message = label("", "problem", wrap=True)
        self._message.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self._label, editor, self._message):
            column.addWidget(part)
        column.addStretch(1)
        self.set_name(name)
        editor.installEventFilter(self)
        if isinstance(editor, QLineEdit):
            editor.textEdited.connect(self.edited)

    def set_name(self, name: str) -> None:
        """Change the visible label; the accessible name follows, after the block's prefix."""
        self._label.setText(name)
        self.editor.setAccessibleName(f"{self._prefix}{name}")

    @property
    def name(self) -> str:
        """The visible label."""
        return self._label.text()

    @property
    def line(self) -> QLineEdit:
        """The editor as a line edit."""
        return cast("QLineEdit", self.editor)

    @property
    def message(self) -> str:
        """What the field says is wrong, or an empty text."""
        return self._message.text()

    @property
    def message_label(self) -> QLabel:
        """The line under the editor, for hints that are not problems."""
        return self._message

    def say(self, message: str, role: str = "problem") -> None:
        """Show what to do about the field, or nothing. `role` "hint" does not mark it wrong."""
        self._message.setText(message)
        set_look(self._message, "role", role)
        self._message.setVisible(bool(message))
        set_look(self.editor, "wrong", "true" if message and role == "problem" else "false")
        self.editor.setAccessibleDescription(message)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell when the clerk leaves the editor (not when a menu pops up over it)."""
        gone = watched is self.editor and isinstance(event, QFocusEvent) and event.lostFocus()
        if gone and cast("QFocusEvent", event).reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()
        return super().eventFilter(watched, event)
