"""The person: phone, name, e-mail address."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.domain.address import Contact, Field
from pos_app.gui.fields import LineEdit
from pos_app.gui.party_form import PartyForm


class ContactForm(PartyForm):
    """Phone first: it is what the call begins with, and how a customer is found again.

    `country` (ISO 3166-1 alpha-2) is where a number without "+" is dialled from.
    """

    def __init__(self, prefix: str = "", country: str = "US") -> None:
        super().__init__(prefix)
        self.country = country
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.add_field(Field.PHONE, LineEdit()))
        self.below_phone = QVBoxLayout()
        column.addLayout(self.below_phone)
        names = QHBoxLayout()
        names.setSpacing(10)
        names.addWidget(self.add_field(Field.FIRST_NAME, LineEdit()), 1)
        names.addWidget(self.add_field(Field.LAST_NAME, LineEdit()), 1)
        column.addLayout(names)
        column.addWidget(self.add_field(Field.EMAIL, LineEdit()))

    def contact(self) -> Contact:
        """The person as typed."""
        return Contact(
            phone=self.text(Field.PHONE),
            first_name=self.text(Field.FIRST_NAME),
            last_name=self.text(Field.LAST_NAME),
            email=self.text(Field.EMAIL),
        )

    def set_contact(self, contact: Contact) -> None:
        """Show a person."""
        self.boxes[Field.PHONE].show_text(contact.phone)
        self.boxes[Field.FIRST_NAME].show_text(contact.first_name)
        self.boxes[Field.LAST_NAME].show_text(contact.last_name)
        self.boxes[Field.EMAIL].show_text(contact.email)

    def chain_tabs(self, after: QWidget) -> QWidget:
        """Have Tab come here behind the field `after`; hands back the last field."""
        for box in self.boxes.values():
            QWidget.setTabOrder(after, box.editor)
            after = box.editor
        return after

    def tidy(self, field: Field) -> None:
        """Write a field as it is usually written, once it has been left."""
        from pos_app.domain.contact import format_phone, tidy_email

        text = self.text(field)
        if field is Field.PHONE and text.strip():
            self.boxes[field].show_text(format_phone(text, self.country))
        elif field is Field.EMAIL and text.strip():
            self.boxes[field].show_text(tidy_email(text))
