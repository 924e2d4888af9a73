"""What is known, what not to do, and what to do next: a banner, details, and the actions."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QTextOption
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from pos_app.domain.checkout import CheckoutState
from pos_app.gui.announce import announce
from pos_app.gui.attempt import Attempt
from pos_app.gui.outcome_words import Action, Outcome, details_of, outcome_of
from pos_app.gui.widgets import Banner, Button

_DETAILS_HEIGHT = 112
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYS = {
    Action.NEXT_ORDER: "Ctrl N",
    Action.PRINT: "Ctrl P",
    Action.ANOTHER_CARD: "F6",
    Action.PARK: "Ctrl H",
    Action.GO_TO_LINE: "F5",
    Action.GO_TO_CART: "F5",
    Action.CHECK_NOW: "F9",
}


class OutcomePanel(QWidget):
    """The foot of the column while an order is placed and after.

    Signals: one for each action. `go_to_line` carries the row of the cart, or -1 for the cart as
    a whole; `fix_field` a FieldRef, or None when the merchant did not say which field.
    """

    cancel = Signal()
    next_order = Signal()
    print_receipt = Signal()
    save_pdf = Signal()
    another_card = Signal()
    park = Signal()
    try_again = Signal()
    go_to_line = Signal(int)
    fix_field = Signal(object)
    check_now = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outcome: Outcome | None = None
        self._buttons: dict[Action, Button] = {}
        self._banner = Banner()
        self._banner.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._toggle = Button(self.tr("Details"), "link")
        self._toggle.setCheckable(True)
        self._toggle.toggled.connect(self._toggled)
        self._copy = Button(self.tr("Copy details"), "link")
        self._copy.clicked.connect(self._copy_details)
        self._details = _details_box(self.tr("Details"))
        self._links, self._foot = QWidget(), QWidget()
        self._actions = QGridLayout(self._foot)
        self._actions.setContentsMargins(0, 0, 0, 0)
        self._actions.setSpacing(8)
        self._build()

    def _build(self) -> None:
        links = QHBoxLayout(self._links)
        links.setContentsMargins(0, 0, 0, 0)
        links.setSpacing(12)
        links.addWidget(self._toggle)
        links.addWidget(self._copy)
        links.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._banner)
        column.addWidget(self._links)
        column.addWidget(self._details)
        column.addWidget(self._foot)

    @property
    def outcome(self) -> Outcome | None:
        """What is shown."""
        return self._outcome

    def show_state(self, state: CheckoutState, attempt: Attempt) -> None:
        """Show what to say and do about `state`; announced when it changes."""
        details = details_of(state, attempt)
        if details != self._details.toPlainText():  # most events change nothing here
            self._details.setPlainText(details)
        outcome = outcome_of(state, attempt)
        if outcome == self._outcome:
            return
        self._outcome = outcome
        self._banner.say(outcome.headline, outcome.text, outcome.tone)
        words = f"{outcome.headline} {outcome.text}"
        self._banner.setAccessibleName(self.tr("Status"))
        self._banner.setAccessibleDescription(words)
        self._offer(outcome.actions)
        explained = state.problem is not None or outcome.open_details
        self._links.setVisible(state.verdict is not None and explained)
        self._copy.setVisible(Action.COPY not in self._buttons)
        self._toggle.setChecked(outcome.open_details)
        self._details.setVisible(outcome.open_details)
        announce(self._banner, words)

    def primary_action(self) -> Button | None:
        """The button that goes on from here, or None while there is nothing to do but wait."""
        if self._outcome is None or not self._outcome.actions:
            return None
        return self._buttons[self._outcome.actions[0]]

    def button(self, action: Action) -> Button | None:
        """The button of an action, if it is offered."""
        return self._buttons.get(action)

    def take_focus(self) -> None:
        """Put the focus on the primary action, unless the clerk is typing somewhere else."""
        button = self.primary_action()
        if button is None or not self.isVisible() or _typing(self):
            return
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, but never one that may send an order."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER and plain == Qt.KeyboardModifier.NoModifier:
            for action, button in self._buttons.items():
                if button.hasFocus() and action is not Action.TRY_AGAIN:
                    button.click()
            return
        super().keyPressEvent(event)

    def _offer(self, actions: tuple[Action, ...]) -> None:
        """Put up the buttons: two secondary ones side by side over the primary, one under it."""
        for button in self._buttons.values():
            self._actions.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = {
            action: self._made(action, "primary" if i == 0 and action is not Action.CANCEL else "")
            for i, action in enumerate(actions)
        }
        self._foot.setVisible(bool(actions))
        above = len(actions) > 2
        for i, button in enumerate(self._buttons.values()):
            if i == 0:
                self._actions.addWidget(button, 1, 0, 1, 2)
            elif above:
                self._actions.addWidget(button, 0, i - 1)
            else:
                self._actions.addWidget(button, 2, 0, 1, 2)

    def _made(self, action: Action, role: str) -> Button:
        made = Button(self._label(action), role, _KEYS.get(action, ""))
        signal = {
            Action.CANCEL: self.cancel,
            Action.NEXT_ORDER: self.next_order,
            Action.PRINT: self.print_receipt,
            Action.SAVE_PDF: self.save_pdf,
            Action.ANOTHER_CARD: self.another_card,
            Action.PARK: self.park,
            Action.TRY_AGAIN: self.try_again,
            Action.GO_TO_LINE: self._go,
            Action.GO_TO_CART: self._go,
            Action.FIX_FIELD: self._fix,
            Action.CHECK_INPUT: self._fix,
            Action.CHECK_NOW: self.check_now,
            Action.COPY: self._copy_details,
        }[action]
        made.clicked.connect(signal)
        return made

    def _label(self, action: Action) -> str:
        return {
            Action.CANCEL: self.tr("Cancel"),
            Action.NEXT_ORDER: self.tr("Next order"),
            Action.PRINT: self.tr("Print"),
            Action.SAVE_PDF: self.tr("Save PDF"),
            Action.ANOTHER_CARD: self.tr("Take another card"),
            Action.PARK: self.tr("Park this order"),
            Action.TRY_AGAIN: self.tr("Try again"),
            Action.GO_TO_LINE: self.tr("Go to the line"),
            Action.GO_TO_CART: self.tr("Go to the cart"),
            Action.FIX_FIELD: self.tr("Fix it"),
            Action.CHECK_INPUT: self.tr("Back to the order"),
            Action.CHECK_NOW: self.tr("Check now"),
            Action.COPY: self.tr("Copy the details"),
        }[action]

    @Slot()
    def _go(self) -> None:
        row = self._outcome.row if self._outcome else None
        self.go_to_line.emit(-1 if row is None else row)

    @Slot()
    def _fix(self) -> None:
        self.fix_field.emit(self._outcome.field if self._outcome else None)

    @Slot(bool)
    def _toggled(self, on: bool) -> None:  # noqa: FBT001 - Qt's signature
        self._details.setVisible(on)

    @Slot()
    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(self._details.toPlainText())
        announce(self, self.tr("Copied"))


def _details_box(name: str) -> QPlainTextEdit:
    box = QPlainTextEdit()
    box.setReadOnly(True)
    box.setAccessibleName(name)
    box.setTabChangesFocus(True)
    box.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    box.setFixedHeight(_DETAILS_HEIGHT)
    box.hide()
    return box


def _typing(panel: QWidget) -> bool:
    """Whether the clerk is in a field that takes text, outside the panel."""
    focus = QApplication.focusWidget()
    if not isinstance(focus, QLineEdit | QPlainTextEdit) or panel.isAncestorOf(focus):
        return False
    return focus.isEnabled() and not focus.isReadOnly()
