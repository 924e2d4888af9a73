"""The foot of the cart: the exact quote beside the totals, or over them where it is narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from pos_app.domain.cart import Cart
from pos_app.gui.cart_model import CartModel
from pos_app.gui.totals import Totals
from pos_app.gui.widgets import rule

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from pos_app.gui.quote_box import QuoteBox
    from pos_app.gui.quoting import Quoting

_NARROW = 420


class CartFoot(QWidget):
    """Hidden while the cart is empty; the quote box is made with the first line."""

    def __init__(self, lines: CartModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self.totals = Totals()
        self._box: QuoteBox | None = None
        self._quoting: Quoting | None = None
        self._cart = Cart()
        self._before: QWidget | None = None
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(16)
        self._row.addWidget(self.totals, 11, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(rule())
        column.addLayout(self._row)
        self.hide()

    def use(self, quoting: Quoting) -> None:
        """Where exact quotes come from."""
        self._quoting = quoting
        quoting.changed.connect(self._refresh)

    def follow(self, widget: QWidget) -> None:
        """After which widget the Tab key comes to what can be chosen here."""
        self._before = widget

    @property
    def box(self) -> QuoteBox | None:
        """The quote box, once there is a line to quote."""
        return self._box

    def show_cart(self, cart: Cart) -> None:
        """Another cart than before, or the same."""
        self._cart = cart
        self.totals.show_cart(cart)
        self.setVisible(bool(cart.lines))
        if cart.lines and self._box is None and self._quoting is not None:
            from pos_app.gui.quote_box import QuoteBox

            self._box = QuoteBox(self._quoting)
            self._row.insertWidget(0, self._box, 10)
            self._box.follow(self._before)
        if self._box is not None:
            self._box.show_cart(cart)
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        """What the quote says about the amounts and the lines."""
        if self._quoting is None or not self._cart.lines:
            return
        fresh, failed = self._quoting.fresh, self._quoting.failed
        self.totals.show_quote(fresh)
        if fresh is None and failed is None:
            self._lines.show_notes({})
            return
        from pos_app.gui.quote_words import line_notes

        self._lines.show_notes(line_notes(self._cart, fresh, failed))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
