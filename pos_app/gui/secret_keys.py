"""What the keys do in a line of secret digits, and how digits come in from the clipboard."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from enum import Enum, auto
from typing import cast

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

_Key = QKeySequence.StandardKey
_BETWEEN_DIGITS = frozenset(" -\u2010\u2011\u2012\u2013\u00a0\u202f")
_PLAIN = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.KeypadModifier,
)
_MOST_PASTED = 20_000


class Act(Enum):
    """What a key asks for."""

    NOTHING = auto()
    PASTE = auto()
    ALL = auto()
    BACKSPACE = auto()
    DELETE = auto()
    DELETE_BEFORE = auto()
    DELETE_BEHIND = auto()
    LEFT = auto()
    RIGHT = auto()
    HOME = auto()
    END = auto()
    MARK_LEFT = auto()
    MARK_RIGHT = auto()
    MARK_HOME = auto()
    MARK_END = auto()


MARKING = frozenset({Act.MARK_LEFT, Act.MARK_RIGHT, Act.MARK_HOME, Act.MARK_END})

_ACTS = {
    # What would take something out or bring it back does nothing.
    _Key.Copy: Act.NOTHING,
    _Key.Cut: Act.NOTHING,
    _Key.Undo: Act.NOTHING,
    _Key.Redo: Act.NOTHING,
    _Key.Paste: Act.PASTE,
    _Key.SelectAll: Act.ALL,
    _Key.Delete: Act.DELETE,
    _Key.DeleteStartOfWord: Act.DELETE_BEFORE,
    _Key.DeleteEndOfWord: Act.DELETE_BEHIND,
    _Key.MoveToPreviousChar: Act.LEFT,
    _Key.MoveToNextChar: Act.RIGHT,
    _Key.MoveToPreviousWord: Act.HOME,
    _Key.MoveToNextWord: Act.END,
    _Key.MoveToStartOfLine: Act.HOME,
    _Key.MoveToEndOfLine: Act.END,
    _Key.SelectPreviousChar: Act.MARK_LEFT,
    _Key.SelectNextChar: Act.MARK_RIGHT,
    _Key.SelectPreviousWord: Act.MARK_HOME,
    _Key.SelectNextWord: Act.MARK_END,
    _Key.SelectStartOfLine: Act.MARK_HOME,
    _Key.SelectEndOfLine: Act.MARK_END,
}


def act_of(event: QKeyEvent) -> Act | None:
    """What a key asks for, by the bindings of the desktop; None if it is no key that edits."""
    found = next((act for key, act in _ACTS.items() if event.matches(key)), None)
    if found is None and event.key() == Qt.Key.Key_Backspace:
        return Act.BACKSPACE  # a standard key on macOS alone
    return found


def moved(act: Act, caret: int, last: int) -> int:
    """Where the caret goes."""
    match act:
        case Act.LEFT | Act.MARK_LEFT:
            return max(0, caret - 1)
        case Act.RIGHT | Act.MARK_RIGHT:
            return min(last, caret + 1)
        case Act.HOME | Act.MARK_HOME:
            return 0
        case _:
            return last


def is_enter(event: QKeyEvent) -> bool:
    """Whether this is Return or Enter alone."""
    return event.modifiers() in _PLAIN and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def is_typing(event: QKeyEvent) -> bool:
    """Whether a character is typed."""
    commanding = event.modifiers() & (
        Qt.KeyboardModifier.ControlModifier
        | Qt.KeyboardModifier.AltModifier
        | Qt.KeyboardModifier.MetaModifier
    )
    return not commanding and bool(event.text()) and event.text().isprintable()


def stands_between_digits(char: str) -> bool:
    """Whether people write this between the digits of a card number."""
    return char in _BETWEEN_DIGITS


def clipboard_has_text() -> bool:
    """Whether anything can be pasted."""
    # Qt's stubs leave it out: where nothing was ever copied there is no data at all.
    data = cast("QMimeData | None", QGuiApplication.clipboard().mimeData())
    return data is not None and data.hasText()


def clipboard_chars() -> Iterator[str]:
    """What can be pasted, one character at a time; our own copy of it is overwritten."""
    data = QGuiApplication.clipboard().mimeData().data("text/plain")
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    for octet in memoryview(cast("bytes", data))[:_MOST_PASTED]:
        yield from decoder.decode(bytes((octet,)))
    data.fill(0)
