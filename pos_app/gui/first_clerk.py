"""Who works here, asked at the first start: one clerk without a PIN, or several with one each."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from pos_app.bridge import messages as m
from pos_app.domain.clerks import ClerkProblem, check_name, check_pin
from pos_app.domain.rights import Role
from pos_app.gui.announce import announce
from pos_app.gui.fields import FieldBox, LineEdit
from pos_app.gui.pin_field import PinEdit
from pos_app.gui.ports import Post, next_ticket
from pos_app.gui.problem_words import problem_sentence
from pos_app.gui.staff_words import clerk_problem
from pos_app.gui.widgets import Card, label

_OF_THE_NAME = frozenset(
    {
        ClerkProblem.NAME_MISSING,
        ClerkProblem.NAME_TOO_LONG,
        ClerkProblem.NAME_TAKEN,
        ClerkProblem.NAME_IS_CARD,
    }
)


class NewPin(QWidget):
    """A new PIN, typed twice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pins = (PinEdit(), PinEdit())
        self.pin = FieldBox(self.tr("New PIN"), self._pins[0])
        self.again = FieldBox(self.tr("The same PIN again"), self._pins[1])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.pin)
        column.addWidget(self.again)

    def is_right(self) -> bool:
        """Whether both are there and the same; else the first thing to put right is shown."""
        problem = check_pin(self.pin.line.text())
        self.pin.say(clerk_problem(problem) if problem is not None else "")
        same = self.pin.line.text() == self.again.line.text()
        self.again.say("" if same or problem else self.tr("The two PINs are not the same."))
        wrong = self.pin if problem is not None else self.again if not same else None
        if wrong is not None:
            wrong.line.setFocus()
            announce(wrong.line, wrong.message)
        return wrong is None

    def take(self) -> str:
        """The PIN; both fields are empty then."""
        self._pins[1].take()
        return self._pins[0].take()

    def clear(self) -> None:
        """Forget what was typed."""
        self.take()
        self.pin.say("")
        self.again.say("")


class FirstClerkCard(Card):
    """`ready` when whoever was typed in has been added and is signed in."""

    ready = Signal()

    def __init__(self, post: Post, parent: QWidget | None = None) -> None:
        title = QCoreApplication.translate("FirstClerkCard", "Who works here?")
        super().__init__(title, parent=parent)
        self._post, self._ticket = post, 0
        self.one = QRadioButton(self.tr("One clerk, no PIN"))
        self.several = QRadioButton(self.tr("Several clerks with PIN"))
        self.one.setChecked(True)
        group = QButtonGroup(self)
        group.addButton(self.one)
        group.addButton(self.several)
        self.several.toggled.connect(self._show_fields)
        self.name = FieldBox(self.tr("Your name"), LineEdit())
        self.pins = NewPin()
        words = self.tr(
            "You are the administrator and add the others in the settings. Without your PIN "
            "nobody can do that: keep it where you will find it."
        )
        self._fields = QWidget()
        column = QVBoxLayout(self._fields)
        column.setContentsMargins(24, 4, 0, 0)
        column.setSpacing(8)
        for field in (label(words, "muted", wrap=True), self.name, self.pins):
            column.addWidget(field)
        for part in (self.one, self.several, self._fields):
            self.body.addWidget(part)
        self._fields.hide()

    @Slot(bool)
    def _show_fields(self, on: bool) -> None:  # noqa: FBT001 - Qt's signature
        self._fields.setVisible(on)

    def begin(self) -> bool:
        """True if there is nobody to add; else they are added, or the clerk is told what to fix."""
        if self.one.isChecked():
            return True
        problem = check_name(self.name.line.text())
        self.name.say(clerk_problem(problem) if problem is not None else "")
        if problem is not None:
            self.name.line.setFocus()
            announce(self.name.line, self.name.message)
        elif self.pins.is_right():
            self._ticket = next_ticket()
            name, pin = self.name.line.text().strip(), self.pins.take()
            self._post(m.AddClerk(self._ticket, name, Role.ADMIN, pin))
        return False

    def receive(self, report: m.Report) -> None:
        """Take the worker's answer."""
        if not isinstance(report, m.ClerkAnswered) or report.ticket != self._ticket:
            return
        if report.problem is not None:
            self.name.say(problem_sentence(report.problem))
        elif report.refusal is not None:
            box = self.name if report.refusal in _OF_THE_NAME else self.pins.pin
            box.say(clerk_problem(report.refusal))
        else:
            self.ready.emit()
