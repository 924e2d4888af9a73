"""The clerks of this register, in the settings: add, change the role, shut out, give a new PIN."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Slot,
)
from PySide6.QtWidgets import QComboBox, QGridLayout, QListView, QVBoxLayout, QWidget

from pos_app.bridge import messages as m
from pos_app.domain.clerks import Clerk, check_name
from pos_app.domain.rights import Right, Role
from pos_app.gui.announce import announce
from pos_app.gui.fields import FieldBox, LineEdit
from pos_app.gui.first_clerk import NewPin
from pos_app.gui.ports import Post, next_ticket
from pos_app.gui.problem_words import problem_sentence
from pos_app.gui.staff_words import clerk_problem, role_name
from pos_app.gui.widgets import Button, Card, label, set_look

_ROWS_SHOWN = 6
_ROW_HEIGHT = 30


class ClerkModel(QAbstractListModel):
    """A row per clerk: the name, what they are, whether they are shut out."""

    def __init__(self) -> None:
        super().__init__()
        self.clerks: tuple[Clerk, ...] = ()

    def set_clerks(self, clerks: tuple[Clerk, ...]) -> None:
        """Show another list."""
        self.beginResetModel()
        self.clerks = clerks
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """How many there are."""
        return 0 if parent is not None and parent.isValid() else len(self.clerks)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """The words of a row, and how high it is."""
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, _ROW_HEIGHT)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        clerk = self.clerks[index.row()]
        parts = [clerk.name, role_name(clerk.role)]
        if clerk.disabled:
            parts.append(self.tr("shut out"))
        return " · ".join(parts)


class StaffCard(Card):
    """For the administrator; anybody else sees who works here and whom to ask."""

    def __init__(self, post: Post, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("StaffCard", "Clerks"), parent=parent)
        self._post, self._ticket, self._may = post, 0, False
        self._asked = ""
        self.model = ClerkModel()
        self.list = QListView()
        self.list.setAccessibleName(self.tr("Clerks"))
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.selectionModel().currentChanged.connect(self._show_selected)
        self._words = label("", "muted", wrap=True)
        self.role = FieldBox(self.tr("Role"), QComboBox())
        self._roles = QComboBox()
        self.name = FieldBox(self.tr("Name of the new clerk"), LineEdit())
        self.new_role = FieldBox(self.tr("Role of the new clerk"), self._roles)
        self.pins = NewPin()
        for box in (self.role, self.new_role):
            for role in Role:
                self._combo(box).addItem(role_name(role), role.value)
        self.add_button = Button(self.tr("Add the clerk"))
        self.role_button = Button(self.tr("Change the role"))
        self.shut_button = Button(self.tr("Shut out"))
        self.pin_button = Button(self.tr("Give the new PIN"))
        self._answer = label("", "muted", wrap=True)
        self._answer.setAccessibleName(self.tr("Status"))
        self._build()
        self.set_staff((), None)

    def _build(self) -> None:
        self.add_button.clicked.connect(self._add)
        self.role_button.clicked.connect(self._change_role)
        self.shut_button.clicked.connect(self._shut_out)
        self.pin_button.clicked.connect(self._reset_pin)
        self._change, self._new = QWidget(), QWidget()
        change = QGridLayout(self._change)
        change.setContentsMargins(0, 0, 0, 0)
        change.setSpacing(8)
        change.addWidget(self.role, 0, 0, 1, 2)
        change.addWidget(self.role_button, 1, 0)
        change.addWidget(self.shut_button, 1, 1)
        new = QVBoxLayout(self._new)
        new.setContentsMargins(0, 0, 0, 0)
        new.setSpacing(8)
        self._pin_words = label("", "muted", wrap=True)
        for field in (self.name, self.new_role, self._pin_words, self.pins, self.add_button):
            new.addWidget(field)
        new.addWidget(self.pin_button)
        for part in (self._words, self.list, self._change, self._new, self._answer):
            self.body.addWidget(part)
        self._answer.hide()

    def set_staff(self, clerks: tuple[Clerk, ...], who: Clerk | None) -> None:
        """Who works here, and who is looking."""
        self._may = who is None or who.may(Right.CLERKS)
        selected = self._current()
        self.model.set_clerks(clerks)
        self.list.setVisible(bool(clerks))
        self.list.setFixedHeight(min(max(len(clerks), 1), _ROWS_SHOWN) * _ROW_HEIGHT + 4)
        self._new.setVisible(self._may)
        self.new_role.setVisible(bool(clerks))
        self.pin_button.setVisible(bool(clerks))
        self._words.setText(self._explained(clerks))
        self._pin_words.setText(
            self.tr("A PIN of 6 digits or more, for the new clerk or the one chosen above.")
            if clerks
            else self.tr("A PIN of 6 digits or more.")
        )
        again = next(
            (row for row, c in enumerate(clerks) if selected and c.name == selected.name), 0
        )
        if clerks:
            self.list.setCurrentIndex(self.model.index(again))
        self._show_selected()

    def _explained(self, clerks: tuple[Clerk, ...]) -> str:
        if not clerks:
            return self.tr(
                "One clerk, no PIN. Add a clerk to have everybody sign in; the first one is the "
                "administrator."
            )
        if not self._may:
            return self.tr("The administrator adds and changes clerks.")
        return self.tr("Each signs in by name and PIN. Ctrl+L locks; so do 10 idle minutes.")

    def receive(self, report: m.Report) -> None:
        """Take the worker's answer to what was asked here."""
        if not isinstance(report, m.ClerkAnswered) or report.ticket != self._ticket:
            return
        if report.problem is not None:
            self._refuse(problem_sentence(report.problem))
        elif report.refusal is not None:
            self._refuse(clerk_problem(report.refusal))
        else:
            self._say(self.tr("Done. It is in the audit log."), good=True)

    def _refuse(self, words: str) -> None:
        """Say why; the name comes back, unless another one has been typed meanwhile."""
        if not self.name.line.text():
            self.name.line.setText(self._asked)
        self._say(words, good=False)

    def _current(self) -> Clerk | None:
        row = self.list.currentIndex().row()
        return self.model.clerks[row] if 0 <= row < len(self.model.clerks) else None

    @Slot()
    def _show_selected(self) -> None:
        clerk = self._current()
        self._change.setVisible(self._may and clerk is not None)
        if clerk is None:
            return
        combo = self._combo(self.role)
        combo.setCurrentIndex(combo.findData(clerk.role.value))
        self.role.set_name(self.tr("Role of {0}").format(clerk.name))
        text = self.tr("Let back in") if clerk.disabled else self.tr("Shut out")
        self.shut_button.setText(text)
        self.shut_button.setAccessibleName(text)

    @Slot()
    def _add(self) -> None:
        problem = check_name(self.name.line.text(), self.model.clerks)
        self.name.say(clerk_problem(problem) if problem is not None else "")
        if problem is not None:
            self.name.line.setFocus()
            announce(self.name.line, self.name.message)
        elif self.pins.is_right():
            role = Role(self._roles.currentData())
            name = self.name.line.text().strip()
            self.name.line.setText("")
            self._ask(m.AddClerk(next_ticket(), name, role, self.pins.take()), name)

    @Slot()
    def _change_role(self) -> None:
        clerk = self._current()
        if clerk is not None:
            role = Role(self._combo(self.role).currentData())
            self._ask(m.ChangeClerk(next_ticket(), clerk.clerk_id, role=role))

    @Slot()
    def _shut_out(self) -> None:
        clerk = self._current()
        if clerk is not None:
            disabled = not clerk.disabled
            self._ask(m.ChangeClerk(next_ticket(), clerk.clerk_id, disabled=disabled))

    @Slot()
    def _reset_pin(self) -> None:
        clerk = self._current()
        if clerk is not None and self.pins.is_right():
            self._ask(m.ResetPin(next_ticket(), clerk.clerk_id, self.pins.take()))

    def _ask(self, request: m.AddClerk | m.ChangeClerk | m.ResetPin, name: str = "") -> None:
        self._ticket, self._asked = request.ticket, name
        self._say("", good=True)
        self._post(request)

    def _say(self, words: str, *, good: bool) -> None:
        self._answer.setText(words)
        self._answer.setVisible(bool(words))
        set_look(self._answer, "role", "muted" if good else "problem")
        announce(self._answer, words)

    @staticmethod
    def _combo(box: FieldBox) -> QComboBox:
        editor = box.editor
        if not isinstance(editor, QComboBox):
            raise TypeError("not a list to choose from")
        return editor
