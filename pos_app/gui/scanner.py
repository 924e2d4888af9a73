"""A barcode scanner works from anywhere in the window, whatever has the focus.

Keys are looked at where the window gets them, before any field does. Of keys that come faster than
fingers, all but the first are kept back until it is clear whether a scanner sends them; the first
one goes where it belongs and is taken back afterwards. A field for card data, and what is no plain
field at all, does not even get that one. What they say is in a buffer that is overwritten: only a
code becomes a text, never what is left to a field for card data.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from pos_app.domain import scan_burst
from pos_app.domain.card import brand_of, check_number
from pos_app.domain.scan_burst import LONGEST_CODE, Act, Burst, Judged
from pos_app.domain.secret import SecretText, are_digits
from pos_app.gui.secret_line import SecretLine

_MODIFIERS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_NO_MODIFIER = Qt.KeyboardModifier.NoModifier
_SPACES, _DIGITS = frozenset(b" "), frozenset(b"0123456789")  # of what is printable
_LONGEST_GTIN = 14  # digits (GS1 General Specifications, 3.3.2)

_LOOKED_AT = (
    QEvent.Type.KeyPress,
    QEvent.Type.ShortcutOverride,  # comes before a shortcut acts, and instead of its key
    QEvent.Type.MouseButtonPress,
)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
# Scanners press these for capitals: no key of their own.
_HELD_DOWN = (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock)


class Scanner(QObject):
    """Watches a window. `wanted` says whether a scan has a place to go to right now."""

    scanned = Signal(str)

    def __init__(self, wanted: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = wanted
        self._burst = Burst()
        self._said = SecretText(LONGEST_CODE)
        self._held: deque[QKeyEvent] = deque()
        self._window: QWindow | None = None
        self._field: QLineEdit | None = None
        self._target: QWidget | None = None
        self._before = ""
        self._releasing = False
        self._late = QTimer(self, singleShot=True, interval=scan_burst.GAP_MS)
        self._late.timeout.connect(self._is_late)

    def watch(self, window: QWindow) -> None:
        """Look at the keys of a window from now on."""
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep back what a scanner sends; True for a key that nobody else shall see."""
        kind = event.type()
        if self._releasing or kind not in _LOOKED_AT:
            return False
        if kind == QEvent.Type.MouseButtonPress:
            self._let_through()
        elif isinstance(event, QKeyEvent) and event.key() not in _HELD_DOWN:
            if kind == QEvent.Type.KeyPress:
                return self._wanted() and self._take(event)
            if not _may_be_scanned(event):
                self._let_through()
        return False

    def _let_through(self) -> None:
        """A shortcut or a click comes, and moves the focus: what was typed before goes before."""
        if self._held:
            self._late.stop()
            self._is_late()

    def _take(self, event: QKeyEvent) -> bool:
        focus = QApplication.focusWidget()
        takes_text = isinstance(focus, QLineEdit | QPlainTextEdit | SecretLine)
        gap = scan_burst.FIELD_GAP_MS if takes_text else scan_burst.GAP_MS
        if event.modifiers() & ~_MODIFIERS or event.isAutoRepeat():
            judged = scan_burst.other(self._burst)
        elif event.key() in _ENTER:
            judged = scan_burst.enter(self._burst, event.timestamp(), gap=gap)
            if judged.act is Act.SCAN and not _is_code(self._said.view(), focus):
                judged = scan_burst.other(self._burst)
        elif len(event.text()) == 1 and event.text().isprintable():
            hold = not isinstance(focus, QLineEdit) or focus.hasSelectedText()
            judged = scan_burst.key(self._burst, event.timestamp(), hold_first=hold, gap=gap)
            if judged.burst.size == 1:
                self._said.wipe()
            self._said.add(event.text())
        else:
            judged = scan_burst.other(self._burst)
        self._late.setInterval(gap)
        return self._follow(judged, event, focus)

    def _follow(self, judged: Judged, event: QKeyEvent, focus: QWidget | None) -> bool:
        self._release(judged.release)
        self._burst = judged.burst
        self._late.stop()
        if judged.act is Act.SCAN:
            self._scan(judged.typed)
            return True
        if judged.burst.size:
            self._late.start()
        else:
            self._said.wipe()
        if judged.act is Act.HOLD:
            self._held.append(event.clone())
            self._target = focus
            return True
        self._field = focus if isinstance(focus, QLineEdit) else None
        self._before = self._field.text() if self._field is not None else ""
        return False

    def _scan(self, typed: int) -> None:
        code = self._said.view().tobytes().decode()
        self._said.wipe()
        self._held.clear()
        if typed and self._field is not None:
            self._take_back(self._field)
        self.scanned.emit(code)

    def _is_late(self) -> None:
        judged = scan_burst.late(self._burst)
        self._said.wipe()
        self._release(judged.release)
        self._burst = judged.burst

    def _release(self, count: int) -> None:
        """Let held keys through to where they were typed, wherever the focus is by now."""
        self._releasing = True
        try:
            for _ in range(min(count, len(self._held))):
                event = self._held.popleft()
                there = self._target if self._target and isValid(self._target) else None
                # The window hands it to whatever has the focus.
                to = self._window if there in (None, QApplication.focusWidget()) else there
                if to is not None:
                    QApplication.sendEvent(to, event)
        finally:
            self._releasing = False

    def _take_back(self, field: QLineEdit) -> None:
        """Undo the one key that got into a field, if it did: by a key, so that it can be redone."""
        if len(field.text()) == len(self._before) + 1:
            back = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Backspace, _NO_MODIFIER)
            QApplication.sendEvent(field, back)


def _may_be_scanned(event: QKeyEvent) -> bool:
    if event.modifiers() & ~_MODIFIERS:
        return False
    text = event.text()
    return event.key() in _ENTER or (len(text) == 1 and text.isprintable())


def _is_code(said: memoryview, focus: QWidget | None) -> bool:
    """Whether it is what scanners send: no spaces, at least one digit.

    What goes into a field for card data and is a card number, even a mistyped one, is meant for it.
    """
    if isinstance(focus, SecretLine) and _is_for_card(said):
        return False
    octets = frozenset(said)
    return not octets & _SPACES and bool(octets & _DIGITS)


def _is_for_card(said: memoryview) -> bool:
    if not are_digits(said):
        return False
    whole = brand_of(said) is not None and check_number(said) is None
    return whole or len(said) > _LONGEST_GTIN
