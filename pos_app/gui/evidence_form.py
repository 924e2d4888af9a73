"""What a person's verdict on an unknown outcome rests on: asked in place, never in a dialog."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from pos_app.domain.card_traces import holds_card_number, holds_security_code
from pos_app.gui import approval
from pos_app.gui.announce import announce
from pos_app.gui.fields import FieldBox
from pos_app.gui.sign_in_form import SignInForm
from pos_app.gui.widgets import Button, label

MAX_EVIDENCE = 300
_LEAST = 3
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NUMBER = QT_TRANSLATE_NOOP("Evidence", "Merchant order number")
_CHOICES = {
    True: (
        QT_TRANSLATE_NOOP("Evidence", "Confirmation e-mail"),
        _NUMBER,
        QT_TRANSLATE_NOOP("Evidence", "Merchant's back office"),
        QT_TRANSLATE_NOOP("Evidence", "Customer's bank statement"),
    ),
    False: (
        QT_TRANSLATE_NOOP("Evidence", "Merchant's back office"),
        QT_TRANSLATE_NOOP("Evidence", "Merchant said so on the phone"),
        QT_TRANSLATE_NOOP("Evidence", "Customer's bank statement"),
    ),
}


def _tr(text: object) -> str:
    # The mark for translation hands its text back; only its type is lost on the way.
    return QCoreApplication.translate("Evidence", str(text))


def choices(*, placed: bool) -> tuple[str, ...]:
    """What people usually have to show for it."""
    return tuple(_tr(choice) for choice in _CHOICES[placed])


def evidence_problem(text: str) -> str:
    """What to do about a text that is no evidence, or nothing."""
    if holds_card_number(text):
        return _tr("This looks like a card number. Leave it out: the last four digits will do.")
    if holds_security_code(text):
        return _tr("This looks like a security code. Leave it out: it must never be written down.")
    number = _tr(_NUMBER)
    said = text.strip()
    if said.casefold().startswith(number.casefold()):
        rest = said[len(number) :]
        return "" if any(map(str.isalnum, rest)) else _tr("Add the order number itself.")
    visible = sum(not char.isspace() and char.isprintable() for char in said)
    return "" if visible >= _LEAST else _tr("Say what you saw, in a few words.")


class EvidenceForm(QWidget):
    """Asks what proves that an order was placed, or that it was not.

    Signals: `recorded(placed, evidence)` once, until :meth:`refuse` says that it was not kept;
    `back` when the clerk thinks again. What was typed stays, for each question its own. A clerk
    who may not decide has a supervisor sign in below, whose name is then recorded.
    """

    recorded = Signal(bool, str)
    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._placed = True
        self._typed = {True: "", False: ""}
        self._waiting = False
        self._question = label("", "title", wrap=True)
        self._choice = QComboBox()
        self._choice.setPlaceholderText(self.tr("Choose, or type below"))
        self._choice.activated.connect(self._chosen)
        self._evidence = FieldBox(self.tr("Evidence"), QLineEdit())
        self._evidence.line.setMaxLength(MAX_EVIDENCE)
        self._evidence.line.returnPressed.connect(self._record_it)
        self._evidence.edited.connect(self._edited)
        self.supervisor = SignInForm(self.tr("Supervisor") + " ", beside=True)
        self.supervisor.entered.connect(self._record_it)
        self._approval = label(self.tr("A supervisor approves this"), "title", wrap=True)
        approval.state.refused.connect(self._not_approved)
        self._effect = label("", "muted", wrap=True)
        self._record = Button(self.tr("Record it"), "primary")
        self._record.clicked.connect(self._record_it)
        self._back = Button(self.tr("Back"), key="Esc")
        self._back.clicked.connect(self._go_back)
        self._build()

    def _build(self) -> None:
        buttons = QGridLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._record, 0, 0)
        buttons.addWidget(self._back, 1, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._question)
        column.addWidget(FieldBox(self.tr("What do you have?"), self._choice))
        column.addWidget(self._evidence)
        column.addWidget(self._approval)
        column.addWidget(self.supervisor)
        column.addWidget(self._effect)
        column.addLayout(buttons)

    @property
    def text(self) -> str:
        """The evidence as typed."""
        return self._evidence.line.text()

    @property
    def message(self) -> str:
        """What the form says is to be put right."""
        return self._evidence.message

    def ask(self, *, placed: bool) -> None:
        """Ask for the proof that the order was placed, or that it was not; focus in the field."""
        self._keep()
        self._placed, self._waiting = placed, False
        if placed:
            question = self.tr("How do you know that it was placed?")
            effect = self._recorded_words()
        else:
            question = self.tr("How do you know that it was not placed?")
            again = self.tr("The order can then be placed again, with the card read anew.")
            effect = f"{again} {self._recorded_words()}"
        self._question.setText(question)
        self._effect.setText(effect)
        self._record.setAccessibleDescription(effect)
        self._choice.clear()
        self._choice.addItems(choices(placed=placed))
        self._choice.setCurrentIndex(-1)
        self._evidence.line.setText(self._typed[placed])
        self._evidence.say("")
        self._ask_supervisor()
        self._evidence.line.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, question)

    def _ask_supervisor(self) -> None:
        approvers = approval.state.approvers
        self._approval.setVisible(bool(approvers))
        self.supervisor.setVisible(bool(approvers))
        self.supervisor.set_clerks(approvers)
        if approvers:
            self.supervisor.begin(approvers[0].name if len(approvers) == 1 else "")

    def _recorded_words(self) -> str:
        if approval.state.approvers:
            return self.tr("It is recorded with the supervisor's name, yours and the time.")
        return self.tr("It is recorded with your name and the time.")

    @Slot(str)
    def _not_approved(self, words: str) -> None:
        """The supervisor was not let in; what was typed as evidence stands."""
        if self._waiting:
            self._waiting = False
            self.supervisor.say(words)
            self.supervisor.take_focus()

    def refuse(self, words: str) -> None:
        """It was not kept: say why. What was typed stands, and can be recorded again."""
        self._waiting = False
        self._evidence.say(words)
        announce(self, words)

    def forget(self) -> None:
        """Another attempt: nothing is typed about it yet."""
        self._typed = {True: "", False: ""}
        self._evidence.line.clear()
        self._waiting = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back; Enter presses the button that has the focus, once.

        In the field Enter records: an order never goes out by it.
        """
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain != Qt.KeyboardModifier.NoModifier:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self._go_back()
        elif event.key() in _ENTER:
            for button in (self._record, self._back):
                if button.hasFocus() and not event.isAutoRepeat():
                    button.click()
        else:
            super().keyPressEvent(event)

    def _keep(self) -> None:
        self._typed[self._placed] = self.text

    @Slot()
    def _go_back(self) -> None:
        self._keep()
        self.back.emit()

    @Slot(int)
    def _chosen(self, index: int) -> None:
        """Begin the text with the choice, in place of another one; what was added to it stays."""
        rest = self.text.strip()
        for choice in choices(placed=self._placed):
            if rest.casefold().startswith(choice.casefold()):
                rest = rest[len(choice) :].strip()
                break
        begun = self._choice.itemText(index)
        self._evidence.line.setText(f"{begun} {rest}")
        self._evidence.say("")
        self._evidence.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._evidence.line.end(False)  # noqa: FBT003 - Qt's own

    @Slot()
    def _edited(self) -> None:
        """Once something was wrong the message follows what is typed."""
        if self.message:
            self._evidence.say(evidence_problem(self.text))

    @Slot()
    def _record_it(self) -> None:
        if self._waiting:
            return
        problem = evidence_problem(self.text)
        self._evidence.say(problem)
        if problem:
            self._evidence.line.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self, problem)
            return
        if approval.state.approvers:
            typed = self.supervisor.taken()
            if typed is None:
                return
            approval.state.offer(*typed)
        self._waiting = True
        self.recorded.emit(self._placed, self.text.strip())
