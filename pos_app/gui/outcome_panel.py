"""What is known, what not to do, and what to do next: a banner, details, and the actions."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent, QShowEvent, QTextOption
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from pos_app.domain.checkout import CheckoutState, Verdict
from pos_app.domain.errors import Problem
from pos_app.domain.reconcile import Checking
from pos_app.domain.record import OrderRecord
from pos_app.gui.announce import announce
from pos_app.gui.attempt import Attempt
from pos_app.gui.countdown import Countdown
from pos_app.gui.evidence_form import EvidenceForm
from pos_app.gui.outcome_model import ACTION_KEYS, Action, Outcome, action_label
from pos_app.gui.outcome_words import details_of, outcome_of
from pos_app.gui.secret_line import SecretLine
from pos_app.gui.unknown_words import disk_words, settled_outcome, unknown_outcome
from pos_app.gui.widgets import Banner, Button

_DETAILS_HEIGHT = 112
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class OutcomePanel(QWidget):
    """The foot of the column while an order is placed and after.

    Signals: one for each action. `go_to_line` carries the row of the cart, or -1 for the cart as
    a whole; `fix_field` a FieldRef, or None when the merchant did not say which field; `decided`
    what a person says of an unknown outcome: whether it was placed, and the evidence for it.
    `clock` counts seconds.
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
    decided = Signal(bool, str)

    def __init__(
        self, parent: QWidget | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._attempt_id = ""
        self._outcome: Outcome | None = None
        self._checking: Checking | None = None
        self._countdown = Countdown(clock, self)
        self._countdown.ticked.connect(self._count)
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
        self._form = EvidenceForm()
        self._form.recorded.connect(self.decided)
        self._form.back.connect(self._close_form)
        self._form.hide()
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
        column.addWidget(self._form)

    @property
    def outcome(self) -> Outcome | None:
        """What is shown."""
        return self._outcome

    @property
    def is_counting(self) -> bool:
        """Whether the seconds to the next check are counted on the screen."""
        return self._countdown.is_running

    def show_state(self, state: CheckoutState, attempt: Attempt) -> None:
        """Show what to say and do about `state`; announced when it changes."""
        self._begin(state.attempt_id)
        if state.verdict is not None:  # until then there are no details to open
            self._details.setPlainText(details_of(state, attempt))
        unknown = state.verdict is Verdict.UNKNOWN
        if not unknown:
            self._stop_counting()
        outcome = unknown_outcome(self._checking) if unknown else outcome_of(state, attempt)
        explained = state.problem is not None or outcome.open_details or unknown
        self._say(outcome, explained=state.verdict is not None and explained)

    def show_checking(self, checking: Checking) -> None:
        """Show how far the merchant is asked about the unknown outcome that is shown.

        The seconds go on by themselves. Neither the focus nor what is typed is touched.
        """
        self._checking = checking
        self._countdown.begin(checking.next_in)
        self._say(unknown_outcome(checking), explained=True)
        self._count()
        self._countdown.run(on=self.isVisible())

    def show_record(self, record: OrderRecord, attempt: Attempt) -> None:
        """Show an attempt as the journal keeps it: how it ended, or how it was settled since."""
        if record.decision is None:
            self.show_state(record.state, attempt)
            return
        self._begin(record.attempt_id)
        self._stop_counting()
        self._details.setPlainText(details_of(record.state, attempt))
        self._say(settled_outcome(record, record.decision), explained=True)

    def show_decision_refused(self, problem: Problem) -> None:
        """A person's verdict was not kept, so it does not stand: say why beside what they typed."""
        words = self.tr("Not recorded: {0}. Put that right, then record it again.")
        self._form.refuse(words.format(disk_words(problem)))

    def _begin(self, attempt_id: str) -> None:
        """What is known of another attempt, and what was typed about it, is not for this one."""
        if attempt_id == self._attempt_id:
            return
        self._attempt_id = attempt_id
        self._details.clear()
        self._stop_counting()
        self._form.forget()
        self._form.hide()

    def _stop_counting(self) -> None:
        self._checking = None
        self._countdown.begin(None)

    def _say(self, outcome: Outcome, *, explained: bool) -> None:
        before, self._outcome = self._outcome, outcome
        if outcome == before:
            return
        self._banner.say(outcome.headline, outcome.text, outcome.tone)
        words = f"{outcome.headline} {outcome.text}"
        self._banner.setAccessibleName(self.tr("Status"))
        self._banner.setAccessibleDescription(words)
        if before is None or before.actions != outcome.actions:
            self._offer(outcome.actions)
        self._links.setVisible(explained)
        known = before is not None and before.headline == outcome.headline
        if not known or (outcome.open_details and not (before and before.open_details)):
            self._toggle.setChecked(outcome.open_details)
            self._details.setVisible(outcome.open_details)
        announce(self._banner, outcome.news if known and outcome.news else words)

    def primary_action(self) -> Button | None:
        """The button that goes on from here, or None while there is none."""
        if self._outcome is None or not self._outcome.actions or not self._form.isHidden():
            return None
        return self._buttons[self._outcome.actions[0]]

    def button(self, action: Action) -> Button | None:
        """The button of an action, if it is offered."""
        return self._buttons.get(action)

    def take_focus(self) -> None:
        """Put the focus on the primary action, unless the clerk is typing or was a moment ago."""
        button = self.primary_action()
        was_typing = _typing(self) or self.hasFocus()
        if button is None or not self.isVisible() or was_typing:
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

    def showEvent(self, event: QShowEvent) -> None:
        """The seconds are right again from the first look on."""
        super().showEvent(event)
        self._count()
        self._countdown.run(on=bool(self._countdown.left))

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight nothing ticks."""
        super().hideEvent(event)
        self._countdown.run(on=False)

    def _offer(self, actions: tuple[Action, ...]) -> None:
        """Put up the buttons, and take an open form away: its question is not open any more.

        Two secondary ones stand side by side over the primary; one, or long ones, under it.
        """
        self._leave_form()
        self._foot.hide()
        for button in self._buttons.values():
            self._actions.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = {
            action: self._made(action, "primary" if i == 0 and action is not Action.CANCEL else "")
            for i, action in enumerate(actions)
        }
        above = len(actions) > 2 and Action.PROOF_PLACED not in actions
        for i, button in enumerate(self._buttons.values()):
            if i == 0:
                self._actions.addWidget(button, 1, 0, 1, 2)
            elif above:
                self._actions.addWidget(button, 0, i - 1)
            else:
                self._actions.addWidget(button, 1 + i, 0, 1, 2)
        self._foot.setVisible(bool(actions))  # all at once, and now, or none could take the focus

    def _leave_form(self) -> None:
        """Close the form. An Enter on its way to a field must not press what comes instead."""
        if self._form.isHidden():
            return
        focus = QApplication.focusWidget()
        if focus is not None and self._form.isAncestorOf(focus):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._form.hide()

    def _ask(self, *, placed: bool) -> None:
        self._toggle.setChecked(False)
        self._form.show()
        self._form.ask(placed=placed)
        self._foot.hide()

    @Slot()
    def _ask_placed(self) -> None:
        self._ask(placed=True)

    @Slot()
    def _ask_not_placed(self) -> None:
        self._ask(placed=False)

    @Slot()
    def _close_form(self) -> None:
        self._foot.show()
        self._form.hide()
        button = self.primary_action()
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _count(self) -> None:
        """The seconds that are seen. A screen reader is told of the checks, not of each second."""
        left, checking = self._countdown.left, self._checking
        if checking is None or left is None:
            return
        seen = unknown_outcome(checking, left)
        self._banner.show_words(seen.headline, seen.text)
        if not left:
            self._countdown.run(on=False)

    def _made(self, action: Action, role: str) -> Button:
        made = Button(action_label(action), role, ACTION_KEYS.get(action, ""))
        signal = {
            Action.CANCEL: self.cancel,
            Action.NEXT_ORDER: self.next_order,
            Action.PRINT: self.print_receipt,
            Action.SAVE_PDF: self.save_pdf,
            Action.ANOTHER_CARD: self.another_card,
            Action.BACK_TO_ORDER: self.another_card,
            Action.PARK: self.park,
            Action.TRY_AGAIN: self.try_again,
            Action.GO_TO_LINE: self._go,
            Action.GO_TO_CART: self._go,
            Action.FIX_FIELD: self._fix,
            Action.CHECK_INPUT: self._fix,
            Action.CHECK_NOW: self.check_now,
            Action.PROOF_PLACED: self._ask_placed,
            Action.PROOF_NOT_PLACED: self._ask_not_placed,
        }[action]
        made.clicked.connect(signal)
        return made

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
    if isinstance(focus, SecretLine):
        return True
    if not isinstance(focus, QLineEdit | QPlainTextEdit) or panel.isAncestorOf(focus):
        return False
    return focus.isEnabled() and not focus.isReadOnly()
