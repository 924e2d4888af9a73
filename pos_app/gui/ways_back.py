"""From an end without an order back into the form, to what has to be put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from pos_app.domain.address import Block, Field, FieldRef

if TYPE_CHECKING:
    from pos_app.gui.order_page import OrderPage
    from pos_app.gui.placing_panel import PlacingPanel


class WaysBack(QObject):
    """What the outcome's buttons lead to. `page` asks itself whether it may go back."""

    def __init__(self, page: OrderPage, panel: PlacingPanel) -> None:
        super().__init__(page)
        self._page = page
        panel.another_card.connect(page.back_to_card)
        panel.try_again.connect(self._try_again)
        panel.go_to_line.connect(self._go_to_line)
        panel.fix_field.connect(self._fix_field)

    @Slot()
    def _try_again(self) -> None:
        state = self._page.state
        self._page.back_to_card()
        if state is None or not state.built:  # else the card is gone
            self._page.place()

    @Slot(int)
    def _go_to_line(self, row: int) -> None:
        self._page.back_to_card()
        if row >= 0:
            self._page.cart.focus_line(row)
        else:
            self._page.cart.focus_search()

    @Slot(object)
    def _fix_field(self, ref: FieldRef | None) -> None:
        self._page.back_to_card()
        self._page.form.focus(ref or FieldRef(Block.SHIPPING, Field.PHONE))
