"""The foot of the cart: what the catalogue says it comes to, or the merchant's exact quote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from pos_app.domain.cart import Cart
from pos_app.gui.money_text import money
from pos_app.gui.widgets import label, set_look

if TYPE_CHECKING:
    from pos_app.domain.quote import Quote
    from pos_app.domain.receipt import Receipt


class Totals(QWidget):
    """Subtotal from catalogue prices, or all amounts of a quote; hidden while the cart is empty.

    While any price is missing there is no sum: it would read like a total and be wrong.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cart = Cart()
        self._rows: tuple[tuple[str, str], ...] = ()
        self._parts: list[tuple[QLabel, QLabel]] = []
        self._total = _amount("total")
        self._total_name = label("", "title", wrap=True)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self._place(0, self._total_name, self._total)
        self.hide()

    @property
    def total_text(self) -> str:
        """The sum as it is shown."""
        return self._total.text()

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Names and amounts over the total, as they are shown."""
        return self._rows

    def show_cart(self, cart: Cart) -> None:
        """Show what `cart` comes to by the catalogue; a quote is not for it any more."""
        self._cart = cart
        self.show_quote(None)

    def show_quote(self, quote: Quote | None) -> None:
        """Show the amounts of a quote that is good, or again those of the catalogue."""
        cart = self._cart
        self.setVisible(bool(cart.lines))
        if not cart.lines:
            return
        if quote is not None and quote.total is not None:
            self._show(tuple(_amounts(quote.receipt)))
            name = self.tr("Total {currency}").replace("{currency}", quote.total.currency)
            self._show_total(name, money(quote.total), known=True)
            return
        subtotal = cart.subtotal
        text = money(subtotal)
        self._show(
            (
                (self.tr("Subtotal"), text),
                (self.tr("Shipping and tax"), self.tr("added by the merchant")),
            )
        )
        unknown = self.tr("Price comes from the merchant")
        name = self.tr("Total before shipping and tax")
        known = subtotal is not None
        self._show_total(name, text if known else unknown, known=known)

    def _show_total(self, name: str, text: str, *, known: bool) -> None:
        self._total_name.setText(name)
        self._total.setText(text)
        self._total.setAccessibleName(name)
        self._total.setAccessibleDescription(text)
        set_look(self._total, "role", "total" if known else "title")

    def _show(self, rows: tuple[tuple[str, str], ...]) -> None:
        if rows == self._rows:
            return
        self._rows = rows
        while len(self._parts) < len(rows):
            self._parts.append((label("", "muted", wrap=True), _amount("")))
            self._place(len(self._parts) - 1, *self._parts[-1])
        for place, (name, amount) in enumerate(self._parts):
            used = place < len(rows)
            name.setText(rows[place][0] if used else "")
            amount.setText(rows[place][1] if used else "")
            name.setVisible(used)
            amount.setVisible(used)
        self._place(len(self._parts), self._total_name, self._total)

    def _place(self, row: int, name: QLabel, amount: QLabel) -> None:
        self._grid.addWidget(name, row, 0)
        self._grid.addWidget(amount, row, 1)


def _amounts(receipt: Receipt) -> Iterator[tuple[str, str]]:
    """The rows over a total, in the order of the receipt."""
    from pos_app.gui.receipt_rows import amount_rows

    for row in amount_rows(receipt):
        yield row.left, row.right


def _amount(role: str) -> QLabel:
    made = label("", role)
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    made.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
    return made
