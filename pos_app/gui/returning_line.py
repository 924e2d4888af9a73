"""Below the phone: where a customer's last order went, what it came to, and a link to repeat it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from pos_app.gui import theme
from pos_app.gui.widgets import Button, label

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_GAP = 4


class ReturningLine(QWidget):
    """A muted line; the link stands below it where both do not fit side by side.

    Tab comes to the link from behind, with Shift+Tab from the phone: it appears while somebody is
    typing, and must not come between a field and the next one that Enter or Tab goes to.
    """

    def __init__(self) -> None:
        super().__init__()
        self._words, self._dash = label("", "small", wrap=True), label("—", "small")
        self._words.setMinimumWidth(1)  # or the column could not become narrower again
        self._dash.setAccessibleName(" ")
        self.repeat = Button(self.tr("Repeat it"), "link", "Ctrl R")
        self.repeat.setFont(theme.font(11))
        self.repeat.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.repeat.setAccessibleDescription(
            self.tr("Puts the items of the last order into the cart, as Ctrl+R does.")
        )
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)
        link = QHBoxLayout()
        link.setSpacing(_GAP)
        link.addWidget(self._dash)
        link.addWidget(self.repeat)
        link.addStretch(1)
        self._row.addWidget(self._words)
        self._row.addLayout(link, 1)

    @property
    def words(self) -> str:
        """What is said of the last order."""
        return self._words.text()

    def say(self, words: str) -> None:
        """Show other words."""
        self._words.setText(words)
        self._arrange()

    def stand_before(self, field: QWidget) -> None:
        """Have Shift+Tab come from `field` to the link, and Tab from the link to `field`."""
        before = field.previousInFocusChain()
        while before is not None and before is not field:
            if before.focusPolicy() & Qt.FocusPolicy.TabFocus and not before.isWindow():
                QWidget.setTabOrder(before, self.repeat)
                return
            before = before.previousInFocusChain()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side, or the link below."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        text = self._words.fontMetrics().horizontalAdvance(self._words.text())
        dash = self._dash.sizeHint().width()
        needed = text + dash + self.repeat.sizeHint().width() + 3 * _GAP
        fits = needed <= self.width()
        self._dash.setVisible(fits)
        self._words.setWordWrap(not fits)
        side, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(side if fits else below)
