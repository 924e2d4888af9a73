"""The fields for card data: nothing can be copied, cut, dragged or undone out of them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import (
    QClipboard,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)

from pos_app.domain.card import MAX_PAN_LENGTH, group_sizes
from pos_app.gui.fields import LineEdit
from pos_app.gui.secret_line import SecretLine

_FORBIDDEN = (
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo,
)
# One more than any card has, so that too many are seen instead of cut off.
_MOST_DIGITS = MAX_PAN_LENGTH + 1
_MOST_CODE_DIGITS = 5
# From this length on, the last four are not most of the number.
_SHORTEST_PAN = 12


class GuardedLine(LineEdit):
    """A line edit for what is no secret, the expiry; only pasting into it is allowed."""

    def __init__(self) -> None:
        super().__init__()
        self.setDragEnabled(False)
        self.setAcceptDrops(False)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.selectionChanged.connect(self._keep_to_itself)

    @Slot()
    def _keep_to_itself(self) -> None:
        """On X11 what is marked, by keys too, can be pasted elsewhere with the middle button."""
        clipboard = QGuiApplication.clipboard()
        if clipboard.ownsSelection():
            clipboard.clear(QClipboard.Mode.Selection)

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


class CardNumberField(SecretLine):
    """A PAN: grouped while it is typed, masked to the last four when the field is left."""

    takes_paste = True
    is_veiled = False

    def __init__(self) -> None:
        super().__init__(_MOST_DIGITS)

    @property
    def last_four(self) -> str:
        """What may be shown of a whole number; empty as long as it is shorter than any."""
        if self.count < _SHORTEST_PAN:
            return ""
        return bytes(self.digits()[-4:]).decode()

    def spoken(self) -> str:
        """For assistive technology: the last four, as they are seen once the field is left."""
        return self.tr("ending %1").replace("%1", self.last_four) if self.last_four else ""

    def groups(self) -> tuple[int, ...]:
        """As printed on the card."""
        return group_sizes(self.digits())

    def hidden_count(self) -> int:
        """All but the last four, unless the number is being typed."""
        return 0 if self.hasFocus() else max(0, self.count - 4)


class SecurityCodeField(SecretLine):
    """A security code, shown as dots; it is typed, never pasted."""

    def __init__(self) -> None:
        super().__init__(_MOST_CODE_DIGITS)
