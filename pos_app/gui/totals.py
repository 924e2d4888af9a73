"""The foot of the cart: what the catalogue says it comes to, before the merchant has counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from pos_app.gui.money_text import money
from pos_app.gui.widgets import label, rule, set_look

if TYPE_CHECKING:
    from pos_app.domain.cart import Cart


class Totals(QWidget):
    """Subtotal from catalogue prices; hidden while the cart is empty.

    While any price is missing there is no sum: it would read like a total and be wrong.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._subtotal = _amount("")
        self._total = _amount("total")
        self._total_name = label(self.tr("Total before shipping and tax"), "title", wrap=True)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.addWidget(label(self.tr("Subtotal"), "muted"), 0, 0)
        grid.addWidget(self._subtotal, 0, 1)
        grid.addWidget(label(self.tr("Shipping and tax"), "muted"), 1, 0)
        later = _amount("muted")
        later.setText(self.tr("added by the merchant"))
        grid.addWidget(later, 1, 1)
        grid.addWidget(self._total_name, 2, 0)
        grid.addWidget(self._total, 2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(rule())
        column.addLayout(grid)
        self.hide()

    def show_cart(self, cart: Cart) -> None:
        """Show what `cart` comes to."""
        self.setVisible(bool(cart.lines))
        if not cart.lines:
            return
        subtotal = cart.subtotal
        known = subtotal is not None
        text = money(subtotal)
        self._subtotal.setText(text)
        self._total.setText(text if known else self.tr("Price comes from the merchant"))
        set_look(self._total, "role", "total" if known else "title")


def _amount(role: str) -> QLabel:
    made = label("", role)
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    made.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
    return made
