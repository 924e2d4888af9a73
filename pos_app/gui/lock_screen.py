"""The window while nobody is signed in: no customer is to be seen, and no order is lost."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.domain.clerks import Clerk
from pos_app.gui.announce import announce
from pos_app.gui.icons import IconLabel
from pos_app.gui.sign_in_form import SignInForm
from pos_app.gui.widgets import Button, Card, label

_WIDTH = 380
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LockScreen(QWidget):
    """Asks who is there. Signals: `sign_in(name, pin)`; `go_on` where there are no PINs."""

    sign_in = Signal(str, str)
    go_on = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._waiting = False
        self._title = label("", "heading", wrap=True)
        self._words = label("", "muted", wrap=True)
        self.form = SignInForm()
        self.form.entered.connect(self._enter)
        self.button = Button("", "primary")
        self.button.clicked.connect(self._enter)
        self._build()

    def _build(self) -> None:
        card = Card()
        card.setFixedWidth(_WIDTH)
        card.body.setContentsMargins(24, 24, 24, 24)
        card.body.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(IconLabel("lock"))
        head.addWidget(self._title, 1)
        card.body.addLayout(head)
        for part in (self._words, self.form, self.button):
            card.body.addWidget(part)
        row = QHBoxLayout()  # in a row, not aligned: then its words get the height that they need
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addLayout(row)
        whole.addStretch(3)

    def set_clerks(self, clerks: tuple[Clerk, ...]) -> None:
        """Who can sign in."""
        self.form.set_clerks(tuple(clerk for clerk in clerks if not clerk.disabled))

    def ask(self, locked_by: Clerk | None, orders: int) -> None:
        """Nobody is signed in; `locked_by` was until now, with so many orders open."""
        self._waiting = False
        alone = locked_by is not None and not locked_by.clerk_id
        self._title.setText(self.tr("Locked") if locked_by is not None else self.tr("Sign in"))
        self._words.setText(self._explained(locked_by, orders))
        self.form.setVisible(not alone)
        action = self.tr("Go on") if alone else self.tr("Sign in")
        self.button.setText(action)
        self.button.setAccessibleName(action)
        if alone:
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form.begin(locked_by.name if locked_by is not None else "")
        announce(self, f"{self._title.text()}. {self._words.text()}")

    def refuse(self, words: str) -> None:
        """Nobody was let in: say why."""
        self._waiting = False
        self.form.say(words)
        self.form.take_focus()

    def say(self, words: str) -> None:
        """Something that keeps everybody from signing in."""
        self._words.setText(words)
        announce(self, words)

    def take_focus(self) -> None:
        """Put the focus where somebody goes on."""
        if self.form.isHidden():
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, once."""
        if event.key() in _ENTER and self.button.hasFocus() and not event.isAutoRepeat():
            self.button.click()
            return
        super().keyPressEvent(event)

    def _explained(self, locked_by: Clerk | None, orders: int) -> str:
        if locked_by is None:
            return self.tr("Choose your name and enter your PIN.")
        kept = self.tr("1 order is kept as it is") if orders == 1 else ""
        kept = kept or self.tr("{0} orders are kept as they are").format(orders)
        card = self.tr("a card that was typed has been cleared.")
        if not locked_by.name:
            return f"{kept}; {card}"
        return self.tr("{0} is working here. {1}; {2}").format(locked_by.name, kept, card)

    @Slot()
    def _enter(self) -> None:
        if self.form.isHidden():
            self.go_on.emit()
            return
        if self._waiting:
            return
        typed = self.form.taken()
        if typed is not None:
            self._waiting = True
            self.sign_in.emit(*typed)
