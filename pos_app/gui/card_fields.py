"""Line edits for card data: nothing can be copied, cut, dragged or undone out of them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QLineEdit

from pos_app.domain.card import MAX_PAN_LENGTH, group_sizes
from pos_app.gui.fields import LineEdit

_FORBIDDEN = (
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo,
)
_DOT = "•"
# One more than any card has, so that too many are seen instead of cut off.
_MOST_DIGITS = MAX_PAN_LENGTH + 1
_MOST_CODE_DIGITS = 5
_BETWEEN_DIGITS = frozenset(" -\u2010\u2011\u2012\u2013\u00a0\u202f")


class GuardedLine(LineEdit):
    """A line edit that gives nothing away; only pasting into it is allowed."""

    def __init__(self) -> None:
        super().__init__()
        self.setDragEnabled(False)
        self.setAcceptDrops(False)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.has_dropped = False
        """Whether the last edit held characters that have no place in the field."""

    def keep_digits(self, text: str, most: int) -> str:
        """The digits of `text`, in any script; remembers whether anything else was left out."""
        kept = "".join(str(int(char)) for char in text if char.isdecimal())
        self.has_dropped = any(
            not char.isdecimal() and char not in _BETWEEN_DIGITS and char != _DOT for char in text
        )
        return kept[:most]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """All keys but those that would take something out or bring it back."""
        if any(event.matches(key) for key in _FORBIDDEN):
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """No menu: its entries are the forbidden keys."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """No selection may end up in the X11 selection clipboard."""
        self.deselect()
        super().mouseReleaseEvent(event)


class CardNumberField(GuardedLine):
    """A PAN: grouped while it is typed, masked to the last four when the field is left."""

    def __init__(self) -> None:
        super().__init__()
        self.digits = ""
        self.textEdited.connect(self._typed)

    def clear_card(self) -> None:
        """Forget the number."""
        self.digits = ""
        self.setText("")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the digits for correcting."""
        super().focusInEvent(event)
        self._show(len(self.digits))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Mask all but the last four."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            hidden = _DOT * max(0, len(self.digits) - 4) + self.digits[-4:]
            self.setText(_grouped(hidden, self.digits))

    @Slot(str)
    def _typed(self, text: str) -> None:
        before = sum(char.isdigit() for char in text[: self.cursorPosition()])
        self.digits = self.keep_digits(text, _MOST_DIGITS)
        self._show(min(before, len(self.digits)))

    def _show(self, digits_before_cursor: int) -> None:
        text = _grouped(self.digits, self.digits)
        self.setText(text)
        seen = 0
        place = 0
        while seen < digits_before_cursor and place < len(text):
            seen += text[place].isdigit()
            place += 1
        self.setCursorPosition(place)


class SecurityCodeField(GuardedLine):
    """A security code, shown as dots: digits alone."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.textEdited.connect(self._typed)

    @Slot(str)
    def _typed(self, text: str) -> None:
        digits = self.keep_digits(text, _MOST_CODE_DIGITS)
        if digits != text:
            self.setText(digits)


def _grouped(text: str, digits: str) -> str:
    parts = []
    start = 0
    for size in group_sizes(digits):
        parts.append(text[start : start + size])
        start += size
    return " ".join(part for part in parts if part)
