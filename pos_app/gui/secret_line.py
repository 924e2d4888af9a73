"""A field for digits that must leave no trace: they live in one buffer and are painted from there.

Not a QLineEdit, which keeps what was typed in texts, undo steps and layouts that stay behind in
memory. Nothing can be copied, cut, dragged or undone out of this field, no input method sees or
learns it, and assistive technology is told a masked value.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStyle, QStyleOption, QWidget

from pos_app.domain.secret import SecretDigits
from pos_app.gui import secret_glyphs as glyphs
from pos_app.gui import secret_keys as keys
from pos_app.gui.secret_keys import Act
from pos_app.gui.theme import FIELD_HEIGHT

_SIDE = 13  # points from the edge to the text, as in the fields of the style sheet
_HINT_WIDTH, _LEAST_WIDTH = 160, 60
_GAP = 8


class SecretLine(QWidget):
    """Up to `most` digits. `edited` comes with each change, `refused` where nothing is pasted."""

    edited = Signal()
    refused = Signal()

    takes_paste = False
    is_veiled = True

    def __init__(self, most: int) -> None:
        super().__init__()
        self._digits = SecretDigits(most)
        self._caret = self._anchor = 0
        self._caret_shown = False
        self._trailing: QWidget | None = None
        self._blink = QTimer(self)
        self._blink.timeout.connect(self._blinked)
        self.has_dropped = False
        """Whether the last edit held characters that have no place in the field."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhDigitsOnly
        )
        self.setFixedHeight(FIELD_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        from pos_app.gui.secret_access import install

        install()

    # ---- the digits --------------------------------------------------------------------------

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed."""
        return not len(self._digits)

    @property
    def count(self) -> int:
        """How many digits are typed."""
        return len(self._digits)

    def digits(self) -> memoryview:
        """The digits as ASCII, to be read at once and not kept."""
        return self._digits.view()

    def spoken(self) -> str:
        """The value for assistive technology."""
        return "" if self.is_empty else self.tr("hidden")

    def wipe(self) -> None:
        """Overwrite all digits; no signal."""
        self._digits.wipe()
        self._caret = self._anchor = 0
        self.update()

    def replace(self, chars: Iterable[str]) -> None:
        """Type over whatever stands in the field."""
        self._select(0, self.count)
        self._type(chars)

    def mark_all(self) -> None:
        """Mark all digits, so that typing replaces them."""
        self._select(0, self.count)

    def groups(self) -> tuple[int, ...]:
        """How many digits stand together."""
        return (self.count,)

    def hidden_count(self) -> int:
        """How many of the first digits are shown as dots."""
        return self.count

    def set_trailing(self, widget: QWidget) -> None:
        """Put a small widget at the end of the field."""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, _GAP, 0)
        row.addStretch(1)
        row.addWidget(widget)
        self._trailing = widget

    # ---- editing -----------------------------------------------------------------------------

    def _type(self, chars: Iterable[str]) -> None:
        """Put characters in at the caret; what is no digit is left out and remembered."""
        self._delete_marked()
        self.has_dropped = False
        for char in chars:
            if char.isdecimal():
                if self._digits.insert(self._caret, int(char)):
                    self._caret += 1
            elif not keys.stands_between_digits(char):
                self.has_dropped = True
        self._anchor = self._caret
        self._changed()

    def _paste(self) -> None:
        if not self.takes_paste:
            self.refused.emit()
        elif keys.clipboard_has_text():
            self._type(keys.clipboard_chars())

    def _delete(self, start: int, end: int) -> None:
        if self._marked():
            self._delete_marked()
        elif start < end:
            self._digits.delete(start, end)
            self._caret = self._anchor = start
        else:
            return
        self.has_dropped = False
        self._changed()

    def _delete_marked(self) -> None:
        marked = self._marked()
        if marked:
            self._digits.delete(marked.start, marked.stop)
            self._caret = self._anchor = marked.start

    def _marked(self) -> range:
        return range(min(self._caret, self._anchor), max(self._caret, self._anchor))

    def _select(self, anchor: int, caret: int) -> None:
        self._anchor, self._caret = anchor, caret
        self._show_caret()

    def _changed(self) -> None:
        self._show_caret()
        self.edited.emit()

    # ---- keys and mouse ----------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keys that edit are this field's, not a shortcut's."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (keys.act_of(event) is not None or keys.is_typing(event))
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return and Enter go to the next field; all else is typing, or goes to the window."""
        act = keys.act_of(event)
        if keys.is_enter(event):
            self.focusNextChild()
        elif act is not None:
            self._do(act)
        elif keys.is_typing(event):
            self._type(event.text())
        else:
            super().keyPressEvent(event)

    def _do(self, act: Act) -> None:
        caret, marked, last = self._caret, self._marked(), self.count
        match act:
            case Act.NOTHING:
                return
            case Act.PASTE:
                self._paste()
            case Act.ALL:
                self._select(0, last)
            case Act.BACKSPACE:
                self._delete(max(0, caret - 1), caret)
            case Act.DELETE:
                self._delete(caret, min(last, caret + 1))
            case Act.DELETE_BEFORE:
                self._delete(0, caret)
            case Act.DELETE_BEHIND:
                self._delete(caret, last)
            case Act.LEFT | Act.RIGHT if marked:
                place = marked.start if act is Act.LEFT else marked.stop
                self._select(place, place)
            case _:
                place = keys.moved(act, caret, last)
                self._select(self._anchor if act in keys.MARKING else place, place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the caret where it was clicked; with Shift, mark up to there."""
        if event.button() is Qt.MouseButton.LeftButton:
            place = self._place_at(event.position().x())
            marking = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._select(self._anchor if marking else place, place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark up to where the mouse was dragged; nothing is copied by that."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._select(self._anchor, self._place_at(event.position().x()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Mark all."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._select(0, self.count)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """No menu: there is nothing to take out."""
        event.accept()

    # ---- focus and look ----------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the caret; coming by Tab or Enter marks all, so that typing replaces it."""
        by_key = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._select(0 if by_key else self.count, self.count)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide caret and mark."""
        self._blink.stop()
        self._caret_shown = False
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._anchor = self._caret
        super().focusOutEvent(event)

    def _show_caret(self) -> None:
        """After each key the caret is seen, and blinks from then on."""
        self._caret_shown = self.hasFocus()
        period = QGuiApplication.styleHints().cursorFlashTime() // 2
        if self.hasFocus() and period > 0:
            self._blink.start(period)
        self.update()

    @Slot()
    def _blinked(self) -> None:
        self._caret_shown = not self._caret_shown
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The box is the style sheet's, the digits are painted one by one."""
        painter, option = QPainter(self), QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        glyphs.paint(painter, self._room(), self._cells(), self._look())

    def _look(self) -> glyphs.Look:
        caret = self._caret if self._caret_shown and not self._marked() else None
        return glyphs.Look(self._marked() if self.hasFocus() else range(0), caret)

    def _cells(self) -> list[glyphs.Cell]:
        digits = self._digits.view()
        return list(glyphs.cells(digits, self.hidden_count(), self.groups(), self.font()))

    def _room(self) -> QRectF:
        right = self.width() - _SIDE
        if self._trailing is not None and self._trailing.isVisible():
            right = self._trailing.x() - _GAP
        return QRectF(_SIDE, 0, max(0, right - _SIDE), self.height())

    def _place_at(self, x: float) -> int:
        line, room = self._cells(), self._room()
        shift = glyphs.scrolled(line, self._look(), room.width())
        return glyphs.place_at(line, x - room.left() + shift)

    def sizeHint(self) -> QSize:
        """As wide as any field."""
        return QSize(_HINT_WIDTH, FIELD_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Room for a few digits."""
        return QSize(_LEAST_WIDTH, FIELD_HEIGHT)
