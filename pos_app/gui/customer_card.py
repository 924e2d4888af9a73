"""The card that each call begins with."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from pos_app.gui.contact_form import ContactForm
from pos_app.gui.widgets import Card


class CustomerCard(Card):
    """Who is calling. `form.below_phone` has room for what is known about the number."""

    def __init__(self, country: str = "US") -> None:
        super().__init__(QCoreApplication.translate("CustomerCard", "Customer"), "F2")
        self.form = ContactForm(country=country)
        self.body.addWidget(self.form)
