"""The status bar: keys on the left, what the clerk should know on the right."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from pos_app.bridge.messages import TokensKept
from pos_app.gui.widgets import keycap, label, set_look


class StatusLine(QFrame):
    """One line at the bottom of the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusBar")
        self.setFixedHeight(28)
        self._message, self._tokens, self._orders = label(), label(), label()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(keycap("F1"))
        row.addWidget(label(self.tr("Keys")))
        row.addStretch(1)
        for part in (self._message, self._tokens, self._orders):
            row.addWidget(part)

    def say(self, text: str, tone: str) -> None:
        """Show a sentence that the clerk should read; `tone` is warn or bad."""
        self._message.setText(text)
        set_look(self._message, "tone", tone)

    def show_tokens(self, report: TokensKept) -> None:
        """Say where the session's token is kept, plainly, when it is not in the keyring."""
        if report.safe:
            self._tokens.setText("")
            return
        words = {
            "locked": self.tr("The keyring is locked: the session is kept in memory only."),
            "no_backend": self.tr("No keyring here: the session is kept in memory only."),
        }
        plain = self.tr("The keyring can’t be used: the session is kept in memory only.")
        self._tokens.setText(words.get(report.reason, plain))
        set_look(self._tokens, "tone", "warn")

    def show_orders(self, in_flight: int) -> None:
        """How many orders are being placed right now."""
        words = self.tr("%n order(s) being placed", "", in_flight) if in_flight else ""
        self._orders.setText(words)
        if not in_flight:
            self._message.setText("")
