"""A person and a place edited together: when a field is looked at, and what is said under it.

Contents are looked at when a field is left. A field that is still empty is not missed then: a
caller says things in any order, and placing the order leads to the first thing missing. While a
message stands, each change is looked at, so that it goes as soon as the field is right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pos_app.domain.address import Block, Contact, Field, FieldRef, Party
from pos_app.domain.address_check import check_field
from pos_app.domain.field_problem import FieldProblem, FormProblem
from pos_app.gui.words import field_problem

if TYPE_CHECKING:
    from pos_app.gui.address_form import AddressForm
    from pos_app.gui.contact_form import ContactForm
    from pos_app.gui.party_form import PartyField, PartyForm

_PERSON = frozenset(Field(name) for name in Contact.__slots__)


class PartyEditor(QObject):
    """Watches over the two forms of a block.

    `edited` comes with each change by the clerk; `left` with the field that was left, tidied and
    looked at by then.
    """

    edited = Signal()
    left = Signal(object)  # FieldRef

    def __init__(self, block: Block, contact: ContactForm, address: AddressForm) -> None:
        super().__init__(address)
        self.block = block
        self.contact = contact
        self.address = address
        self._said: dict[Field, FieldProblem] = {}
        for form in (contact, address):
            form.edited.connect(self._on_edited)
            form.left.connect(self._on_left)
        address.country_changed.connect(self._on_country_changed)
        contact.country = address.country

    def party(self) -> Party:
        """Who and where, as typed."""
        return Party(self.contact.contact(), self.address.address())

    def set_party(self, party: Party) -> None:
        """Show a person and a place, without messages."""
        self.clear_problems()
        self.address.set_address(party.address)
        self.contact.country = self.address.country
        self.contact.set_contact(party.contact)

    def show_problem(self, problem: FieldProblem) -> None:
        """Say under a field what to do about it."""
        box = self._box(problem.ref.field)
        self._said[box.field] = problem
        box.say(field_problem(problem, box.name))

    def clear_problems(self) -> None:
        """Take all messages away."""
        for field in tuple(self._said):
            self._clear(field)

    def focus_field(self, field: Field) -> None:
        """Put the cursor into a field, or into the address where the country has no such field."""
        self._form(field).focus_field(self._box(field).field)

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001
        """Keep the text from being changed."""
        self.contact.set_locked(locked)
        self.address.set_locked(locked)

    def _on_edited(self, field: Field) -> None:
        said = self._said.get(field)
        if said is not None:
            problem = self._check(field)
            if problem is None or said.code is FormProblem.REQUIRED:
                self._clear(field)
            elif problem != said:
                self.show_problem(problem)
        self.edited.emit()

    def _on_left(self, field: Field) -> None:
        form = self._form(field)
        if not self._box(field).line.isReadOnly():
            form.tidy(field)
            problem = self._check(field)
            if problem is None:
                self._clear(field)
            elif problem.code is not FormProblem.REQUIRED or field in self._said:
                self.show_problem(problem)
        self.left.emit(FieldRef(self.block, field))

    def _on_country_changed(self) -> None:
        self.contact.country = self.address.country
        for field in tuple(self._said):
            problem = self._check(field)
            if problem is None:
                self._clear(field)
            else:
                self.show_problem(problem)

    def _check(self, field: Field) -> FieldProblem | None:
        return check_field(self.party(), self.block, field)

    def _clear(self, field: Field) -> None:
        self._said.pop(field, None)
        self._form(field).boxes[field].say("")

    def _form(self, field: Field) -> ContactForm | AddressForm:
        return self.contact if field in _PERSON else self.address

    def _box(self, field: Field) -> PartyField:
        form: PartyForm = self._form(field)
        known = field in _PERSON or self.address.is_shown(field)
        return form.boxes[field if known else Field.ADDRESS1]
