"""Name and PIN: to sign in, to come back after a lock, and for a supervisor who approves."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.domain.clerks import Clerk
from pos_app.domain.countries import Choice
from pos_app.gui.announce import announce
from pos_app.gui.fields import FieldBox
from pos_app.gui.pin_field import PinEdit
from pos_app.gui.type_ahead import TypeAhead

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _LastPin(PinEdit):
    """The PIN at the end of a form: Enter is for the form."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, once, ends the form."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER and plain == Qt.KeyboardModifier.NoModifier:
            if not event.isAutoRepeat():
                self.entered.emit()
            return
        super().keyPressEvent(event)


class SignInForm(QWidget):
    """`entered` when Enter is pressed in the PIN. The PIN is handed out once and is gone then.

    `beside`: both in one row, where there is little height.
    """

    entered = Signal()

    def __init__(self, prefix: str = "", *, beside: bool = False) -> None:
        super().__init__()
        self._names = TypeAhead()
        self.name = FieldBox(self.tr("Name"), self._names, prefix)
        pin = self._pin = _LastPin()
        self.pin = FieldBox(self.tr("PIN"), pin, prefix)
        pin.entered.connect(self.entered)
        self.pin.edited.connect(self._edited)
        self.name.edited.connect(self._edited)
        layout = QHBoxLayout(self) if beside else QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.name, 1)
        layout.addWidget(self.pin, 1)

    def set_clerks(self, clerks: tuple[Clerk, ...]) -> None:
        """Who can be chosen."""
        self._names.set_choices(tuple(Choice(one.name, one.name) for one in clerks))

    def begin(self, name: str = "") -> None:
        """Empty, or with somebody's name; the focus goes to what is to be typed."""
        self._pin.take()
        self.say("")
        self._names.set_code(name)
        self.take_focus()

    def take_focus(self) -> None:
        """Put the focus on what is to be typed."""
        line = self.pin.line if self._names.text() else self.name.line
        line.setFocus(Qt.FocusReason.OtherFocusReason)

    def taken(self) -> tuple[str, str] | None:
        """Name and PIN, once both are there; else the focus goes to what is missing."""
        self._names.settle()
        name = self._names.text().strip()
        if not name or not self.pin.line.text():
            missing = self.tr("Enter your PIN.") if name else ""
            self.say(missing)
            self.name.say("" if name else self.tr("Enter a name."))
            self.take_focus()
            return None
        return name, self._pin.take()

    def say(self, message: str) -> None:
        """Show why it did not work; said aloud too."""
        self.name.say("")
        self.pin.say(message)
        announce(self.pin.line, message)

    @Slot()
    def _edited(self) -> None:
        if self.pin.message or self.name.message:
            self.pin.say("")
            self.name.say("")
