"""The cards of the left column below the customer: ship to, bill to, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QMimeData, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from pos_app.domain.address import Block, Field, FieldRef, Party
from pos_app.domain.address_check import check_notes
from pos_app.gui.address_form import AddressForm
from pos_app.gui.contact_form import ContactForm
from pos_app.gui.field_labels import field_label
from pos_app.gui.fields import MAX_TYPED
from pos_app.gui.party_editor import PartyEditor
from pos_app.gui.widgets import Card, keycap, label, set_look
from pos_app.gui.words import field_problem

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from pos_app.domain.field_problem import FieldProblem

_NOTES_HEIGHT = 60
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ShipToCard(Card):
    """Where it goes."""

    def __init__(self, country: str = "US") -> None:
        super().__init__(QCoreApplication.translate("ShipToCard", "Ship to"), "F3")
        self.form = AddressForm(country=country)
        self.body.addWidget(self.form)


class CheckBox(QCheckBox):
    """A check box in which Enter moves on, as in the other fields; Space checks it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next field."""
        if event.key() in _ENTER and _is_plain(event):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)


class BillToCard(Card):
    """Who pays. Folded while it is the same as shipping; what was typed outlives the folding.

    `unfolding` comes before the fields are shown, for the owner to offer a party to begin with.
    """

    edited = Signal()
    left = Signal(object)  # FieldRef
    unfolding = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.same = CheckBox(self.tr("Bill to the same address"))
        self.same.setAccessibleName(self.same.text())
        self.same.setChecked(True)
        self.same.toggled.connect(self._fold)
        self._editor: PartyEditor | None = None
        self._touched = False
        self._locked = False
        row = QHBoxLayout()
        row.addWidget(self.same)
        row.addStretch(1)
        row.addWidget(keycap("F4"))
        self.body.addLayout(row)
        self.body.setContentsMargins(16, 14, 16, 14)
        self._fields = QWidget()
        self._fields.hide()
        self.body.addWidget(self._fields)

    def party(self) -> Party | None:
        """Who pays, or None while it is the same as shipping."""
        return None if self.same.isChecked() else self.editor.party()

    def set_party(self, party: Party | None) -> None:
        """Show who pays; None is the same as shipping, and forgets what was typed before."""
        self._touched = party is not None
        if party is not None:
            self.editor.set_party(party)
        self.same.setChecked(party is None)

    def suggest(self, party: Party) -> None:
        """Begin with a copy of the shipping party, until the clerk has typed something here."""
        if not self._touched:
            self.editor.set_party(party)

    @property
    def editor(self) -> PartyEditor:
        """The fields, made when they are first asked for: most orders never need them."""
        if self._editor is None:
            self._editor = self._make()
        return self._editor

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001
        """Keep everything as it is."""
        self._locked = locked
        self.same.setEnabled(not locked)
        if self._editor is not None:
            self._editor.set_locked(locked)

    def clear_problems(self) -> None:
        """Take all messages away."""
        if self._editor is not None:
            self._editor.clear_problems()

    def _make(self) -> PartyEditor:
        prefix = self.tr("Billing ")
        contact, address = ContactForm(prefix), AddressForm(prefix)
        column = QVBoxLayout(self._fields)
        column.setContentsMargins(0, 4, 0, 2)
        column.setSpacing(8)
        column.addWidget(contact)
        column.addWidget(address)
        # Made last, but asked for before the notes.
        address.chain_tabs(after=contact.chain_tabs(after=self.same))
        editor = PartyEditor(Block.BILLING, contact, address)
        editor.set_locked(self._locked)
        editor.edited.connect(self._touch)
        editor.edited.connect(self.edited)
        editor.left.connect(self.left)
        return editor

    def _touch(self) -> None:
        self._touched = True

    def _fold(self, same: bool) -> None:  # noqa: FBT001
        if not same:
            self.unfolding.emit()
        self._fields.setVisible(not same)
        self.edited.emit()


class NotesEdit(QPlainTextEdit):
    """A few lines of text. Enter moves on, as everywhere; Shift+Enter begins a new line."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next field."""
        if event.key() in _ENTER and _is_plain(event):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell when the clerk leaves (not when a menu pops up)."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as plain text; more than anybody types is cut, for it would only stall the till."""
        self.insertPlainText(source.text()[:MAX_TYPED])


class NotesCard(Card):
    """What the next clerk should know. Never sent to the merchant."""

    edited = Signal()
    left = Signal(object)  # FieldRef

    def __init__(self) -> None:
        super().__init__(QCoreApplication.translate("NotesCard", "Notes for this order"))
        self.add_to_header(label(self.tr("kept on this register"), "small"))
        self.edit = NotesEdit()
        self.edit.setAccessibleName(field_label(Field.NOTES))
        self.edit.setPlaceholderText(
            self.tr("Gift? Call back? Anything the next clerk should know…")
        )
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(_NOTES_HEIGHT)
        self.edit.textChanged.connect(self._on_edited)
        self.edit.left.connect(self._on_left)
        self._message = label("", "problem", wrap=True)
        self._message.hide()
        self.body.addWidget(self.edit)
        self.body.addWidget(self._message)

    @property
    def message(self) -> str:
        """What there is to put right, or an empty text."""
        return self._message.text()

    def text(self) -> str:
        """The notes as typed."""
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Show other notes."""
        if text != self.text():
            self.edit.setPlainText(text)

    def show_problem(self, problem: FieldProblem | None) -> None:
        """Say what to put right, or nothing any more."""
        message = field_problem(problem) if problem else ""
        self._message.setText(message)
        self._message.setVisible(bool(message))
        set_look(self.edit, "wrong", "true" if message else "false")
        self.edit.setAccessibleDescription(message)

    def _on_edited(self) -> None:
        if self.message:
            self.show_problem(check_notes(self.text()))
        self.edited.emit()

    def _on_left(self) -> None:
        self.show_problem(check_notes(self.text()))
        self.left.emit(FieldRef(Block.NOTES, Field.NOTES))


def _is_plain(event: QKeyEvent) -> bool:
    return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
