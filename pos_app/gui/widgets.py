"""Small parts that every room of the window is built from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_KEY_GAP = 8
_BLANK = "\u00a0"
_LONG_WORD = re.compile(r"\S{20}(?=\S)")
_BREAK = "\u200b"


def set_look(widget: QWidget, name: str, value: str) -> None:
    """Set a style-sheet property and have the style look at the widget again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A plain-text label (server text never becomes markup) in one of the theme's roles."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


def keycap(text: str) -> QLabel:
    """A key as printed on the keyboard. Left out for assistive technology: the action says it."""
    made = label(text, "keycap")
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    made.setAccessibleName(" ")
    return made


def pill(text: str, tone: str) -> QLabel:
    """A small coloured word; `tone` is ok, warn, bad, info or plain."""
    made = label(text)
    made.setProperty("pill", tone)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def rule() -> QFrame:
    """A thin line between parts of a card."""
    made = QFrame()
    made.setProperty("role", "line")
    return made


class Card(QFrame):
    """A white box with a title row and a body; `body` is its vertical layout."""

    def __init__(self, title: str = "", key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 12, 16, 16)
        self.body.setSpacing(8)
        self.header = QHBoxLayout()
        self.header.setSpacing(8)
        self.title = label(title, "title")
        if title:
            self.header.addWidget(self.title)
            self.header.addStretch(1)
            if key:
                self.header.addWidget(keycap(key))
            self.body.addLayout(self.header)
        else:
            self.title.setParent(self)
            self.title.hide()

    def add_to_header(self, widget: QWidget) -> None:
        """Put a pill or a word beside the title."""
        self.header.insertWidget(
            self.header.count() - (2 if self.header.count() > 2 else 1), widget
        )


class Button(QPushButton):
    """A push button that may show its key ("Ctrl+Enter") in a keycap behind its text.

    Text and keycap stand in the middle together. Is no default button: Enter never places an order.
    """

    def __init__(self, text: str, role: str = "", key: str = "") -> None:
        super().__init__(text)
        self.setAutoDefault(False)
        self.setAccessibleName(text)
        self._key = keycap(key) if key else None
        if role:
            self.setProperty("role", role)
        if self._key is not None:
            self._key.setParent(self)
            self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """Room for the keycap behind the text."""
        hint = super().sizeHint()
        if self._key is not None:
            hint.setWidth(hint.width() + self._key.sizeHint().width() + _KEY_GAP)
        return hint

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """Draw the text with blanks behind it as wide as the keycap, which stands upon them."""
        super().initStyleOption(option)
        if self._key is not None and not self._key.isHidden():
            blank = max(1, self.fontMetrics().horizontalAdvance(_BLANK))
            option.text += _BLANK * round((self._key.width() + _KEY_GAP) / blank)

    def minimumSizeHint(self) -> QSize:
        """As small as the text allows; the keycap is hidden where there is no room for it."""
        return super().minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the keycap right behind the text."""
        super().resizeEvent(event)
        self.place_key()

    def setText(self, text: str) -> None:
        """Change the words; the keycap moves along."""
        super().setText(text)
        self.place_key()

    def place_key(self) -> None:
        """Put the keycap behind the text, or hide it where it does not fit."""
        if self._key is None:
            return
        size = self._key.sizeHint()
        text = self.fontMetrics().horizontalAdvance(self.text())
        left = (self.width() - text - _KEY_GAP - size.width()) // 2 + text + _KEY_GAP
        self._key.setGeometry(
            left, (self.height() - size.height()) // 2, size.width(), size.height()
        )
        self._key.setVisible(left + size.width() <= self.width())


class Banner(QLabel):
    """A sentence that matters: a bold headline, then what follows from it."""

    def __init__(self, tone: str = "info") -> None:
        super().__init__()
        self.setProperty("banner", tone)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)

    def say(self, headline: str, text: str, tone: str) -> None:
        """Show a headline and a text in the colour of `tone`. Both are escaped."""
        set_look(self, "banner", tone)
        self.setAccessibleName(f"{headline} {text}")
        self.show_words(headline, text)

    def show_words(self, headline: str, text: str) -> None:
        """Change the words that are seen, not those that a screen reader knows: for a countdown."""
        told = f"<b>{_plain(headline)}</b> {_plain(text)}"
        if told != self.text():
            self.setText(told)


def _plain(text: str) -> str:
    """`text` as rich text that looks the same. The html module reads all its entities first."""
    escaped = _breakable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace('"', "&quot;")


def _breakable(text: str) -> str:
    """`text` with places to break the line in words that are wider than the banner may be."""
    return _LONG_WORD.sub(f"\\g<0>{_BREAK}", text)
