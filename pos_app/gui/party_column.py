"""The left column of an order: who and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.domain.address import Block, Contact, Field, FieldRef, Party
from pos_app.gui.customer_card import CustomerCard

if TYPE_CHECKING:
    from pos_app.domain.draft import OrderDraft
    from pos_app.domain.field_problem import FieldProblem
    from pos_app.gui.party_cards import BillToCard, NotesCard, ShipToCard
    from pos_app.gui.party_editor import PartyEditor

_LOCAL_DIGITS = 7  # of a phone number: enough to tell callers apart
_GROUP = 4


class PartyColumn(QWidget):
    """Customer, ship to, bill to, notes. `country` is the register's own (ISO 3166-1 alpha-2).

    It begins with the customer, who is asked for first; `fill` brings the rest. `changed` comes
    with each change, `left` with the :class:`FieldRef` of a field that was left, `locked` when it
    can't be typed into any more or again, `repeat_asked` when the clerk wants this customer's last
    order.
    """

    ship_to: ShipToCard
    bill_to: BillToCard
    notes_card: NotesCard
    _shipping: PartyEditor

    changed = Signal()
    left = Signal(object)  # FieldRef
    locked = Signal(bool)
    repeat_asked = Signal()

    def __init__(self, country: str = "US", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._country = country
        self.customer = CustomerCard(country)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(14)
        self._column.addWidget(self.customer)
        self._column.addStretch(1)
        self.customer.form.edited.connect(self.changed)

    def fill(self) -> Party:
        """Bring the other cards; hands back what the form holds before anything is typed."""
        from pos_app.gui.party_cards import BillToCard, NotesCard, ShipToCard
        from pos_app.gui.party_editor import PartyEditor

        form = self.customer.form
        self.ship_to, self.bill_to = ShipToCard(self._country), BillToCard()
        self.notes_card = NotesCard()
        for card in (self.ship_to, self.bill_to, self.notes_card):
            self._column.insertWidget(self._column.count() - 1, card)
            card.show()  # a layout would only do it later, and a hidden field takes no focus
        form.edited.disconnect(self.changed)
        self._shipping = PartyEditor(Block.SHIPPING, form, self.ship_to.form)
        self.bill_to.unfolding.connect(self._suggest_billing)
        for part in (self._shipping, self.bill_to, self.notes_card):
            part.edited.connect(self.changed)
            part.left.connect(self.left)
        return Party(Contact(), self.ship_to.form.address())

    def shipping(self) -> Party:
        """Who it goes to, as typed."""
        return self._shipping.party()

    def billing(self) -> Party | None:
        """Who pays, or None where it is the same."""
        return self.bill_to.party()

    def notes(self) -> str:
        """The notes as typed."""
        return self.notes_card.text()

    def typed(self) -> tuple[Party, Party | None, str]:
        """Shipping, billing and notes, all as typed."""
        return self.shipping(), self.billing(), self.notes()

    def set_draft(self, draft: OrderDraft) -> None:
        """Show another order's people and places."""
        self._shipping.set_party(draft.shipping)
        self.bill_to.clear_problems()
        self.bill_to.set_party(draft.billing)
        self.notes_card.set_text(draft.notes)
        self.notes_card.show_problem(None)
        self.changed.emit()

    def title(self) -> str:
        """A name for the order's tab: the customer's, else the phone number's end."""
        contact = self.customer.form.contact()
        name = contact.full_name
        if not name:
            return self._phone_title(contact) or self.tr("New order")
        from pos_app.domain.card_traces import masked

        return masked(name)

    def show_problem(self, problem: FieldProblem) -> None:
        """Say under a field what to do about it; billing is unfolded for it."""
        match problem.ref.block:
            case Block.NOTES:
                self.notes_card.show_problem(problem)
            case Block.SHIPPING | Block.BILLING as block:
                self._editor(block).show_problem(problem)
            case _:  # fields of the other columns
                return

    def clear_problems(self) -> None:
        """Take all messages away."""
        self._shipping.clear_problems()
        self.bill_to.clear_problems()
        self.notes_card.show_problem(None)

    def focus_field(self, ref: FieldRef) -> None:
        """Put the cursor into a field; billing is unfolded for it."""
        match ref.block:
            case Block.NOTES:
                self.notes_card.edit.setFocus()
            case Block.SHIPPING | Block.BILLING as block:
                self._editor(block).focus_field(ref.field)
            case _:  # fields of the other columns
                return

    def focus_phone(self) -> None:
        """F2: the phone number, its text selected."""
        self.customer.form.focus_field(Field.PHONE)

    def focus_ship_to(self) -> None:
        """F3: the first empty field of the place, else its address."""
        self._shipping.focus_field(self.ship_to.form.first_empty())

    def toggle_billing(self) -> None:
        """F4: unfold and go to the payer's phone, or fold and stay at the check box."""
        if not self.bill_to.same.isEnabled():
            return
        self.bill_to.same.toggle()
        if self.bill_to.same.isChecked():
            self.bill_to.same.setFocus()
        else:
            self.bill_to.editor.focus_field(Field.PHONE)

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001
        """Keep everything as it is while an order is in flight; it can be read and copied."""
        self._shipping.set_locked(locked)
        self.bill_to.set_locked(locked)
        self.notes_card.edit.setReadOnly(locked)
        self.locked.emit(locked)

    def _suggest_billing(self) -> None:
        self.bill_to.suggest(self.shipping())

    def _editor(self, block: Block) -> PartyEditor:
        if block is Block.SHIPPING:
            return self._shipping
        self.bill_to.same.setChecked(False)
        return self.bill_to.editor

    def _phone_title(self, contact: Contact) -> str:
        digits = "".join(char for char in contact.phone if char.isdecimal())[-_LOCAL_DIGITS:]
        if len(digits) > _GROUP:
            digits = f"{digits[:-_GROUP]}-{digits[-_GROUP:]}"
        return self.tr("Phone {number}").replace("{number}", digits) if digits else ""
