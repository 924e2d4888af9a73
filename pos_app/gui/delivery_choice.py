"""How one parcel of the order reaches the customer: a list to choose from by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QStyleOptionComboBox, QWidget

from pos_app.gui.plain_text import tip
from pos_app.gui.quote_words import fulfillment_words, option_words

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

    from pos_app.domain.quote import Shipment

_INSET = 1  # pixels that the style keeps free on either side of the words
_Entry = tuple[str, str, str]  # words, id of a method, id of a fulfilment type


class DeliveryChoice(QComboBox):
    """Methods of the parcel at `place`, and other ways to get it.

    What is chosen may be longer than the box: then it ends in dots, and all of it is in the tip
    and in what a screen reader tells of the box.

    Signals: `method_chosen(place, id)`, `fulfillment_chosen(place, id)`; only when a person chose.
    """

    method_chosen = Signal(int, str)
    fulfillment_chosen = Signal(int, str)

    def __init__(self, place: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._entries: tuple[_Entry, ...] = ()
        name = self.tr("Delivery")
        if place:
            name = self.tr("Delivery, parcel {n}").replace("{n}", str(place + 1))
        self.setAccessibleName(name)
        self._show_whole()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._choose)
        self.currentTextChanged.connect(self._show_whole)

    def show_shipment(self, shipment: Shipment, wanted: tuple[str, ...], *, fixed: bool) -> None:
        """Show what can be chosen, and what is: the first id of `wanted` that there is.

        `fixed`: it can't be changed.
        """
        entries = tuple(_entries(shipment))
        if entries != self._entries:
            self._entries = entries
            self.clear()
            self.addItems([words for words, _, _ in entries])
            for row, (words, _, _) in enumerate(entries):
                self.setItemData(row, tip(words), Qt.ItemDataRole.ToolTipRole)
        ids = [method or kind for _, method, kind in entries]
        chosen = next((one for one in (*wanted, shipment.method) if one in ids), "")
        if chosen:
            self.setCurrentIndex(ids.index(chosen))
        self.setEnabled(not fixed and len(entries) > 1)

    def choose(self, row: int) -> None:
        """Choose an entry as a person does."""
        self.setCurrentIndex(row)
        self._choose(row)

    @Slot()
    def _show_whole(self) -> None:
        name, words = self.accessibleName(), self.currentText()
        self.setToolTip(tip(f"{name}: {words}" if words else name))
        self.setAccessibleDescription(words)

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """Dots where the words end that can be seen."""
        super().initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        field = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self)
        room = field.width() - 2 * _INSET
        text = option.fontMetrics.elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
        option.currentText = text

    @Slot(int)
    def _choose(self, row: int) -> None:
        if not 0 <= row < len(self._entries):
            return
        _, method, fulfillment = self._entries[row]
        if fulfillment:
            self.fulfillment_chosen.emit(self._place, fulfillment)
        else:
            self.method_chosen.emit(self._place, method)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel that scrolls the page must not change what is charged."""
        event.ignore()


def _entries(shipment: Shipment) -> list[_Entry]:
    methods = [(option_words(one), one.option_id, "") for one in shipment.options]
    others = [one for one in shipment.fulfillments if one.type_id != shipment.fulfillment]
    return [*methods, *((fulfillment_words(one), "", one.type_id) for one in others)]
