"""The right column while an order is typed: the card, what is missing, the button that places."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.domain.address import Field
from pos_app.domain.refusal import Refusal
from pos_app.gui.checklist import Checklist
from pos_app.gui.field_labels import field_label
from pos_app.gui.fields import FieldBox, LineEdit
from pos_app.gui.money_text import money
from pos_app.gui.payment_card import PaymentCard
from pos_app.gui.scrolling import scrolling
from pos_app.gui.widgets import Button

if TYPE_CHECKING:
    from pos_app.domain.address import Party
    from pos_app.domain.cart import Cart
    from pos_app.domain.draft import OrderDraft
    from pos_app.domain.lookalike import Hold
    from pos_app.domain.money import Money
    from pos_app.gui.hold_panel import HoldPanel

# A key held down, or pressed twice in haste, must not answer a question that nobody has read.
READING_MILLISECONDS = 1000


class PayColumn(QWidget):
    """Payment form and checklist, which scroll, over the buttons, which never leave the screen.

    Signals: `place_asked(str)` with the attempt id of the look-alike order that the clerk was
    asked about, else an empty text; `order_asked(str)` leads to another attempt.
    """

    place_asked = Signal(str)
    park_asked = Signal()
    order_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.payment = PaymentCard(date.today)
        self.captcha = FieldBox(field_label(Field.CAPTCHA), LineEdit())
        self.captcha.hide()  # asked for by few merchants: shown once one has asked
        self.checklist = Checklist()
        self._hold_panel: HoldPanel | None = None
        self.place_button = Button(self.tr("Place order"), "primary", "Ctrl+⏎")
        self.park_button = Button(self.tr("Park this order"), key="Ctrl+H")
        self._held: Hold | None = None
        self._reading = QTimer(self, singleShot=True, interval=READING_MILLISECONDS)
        self._build()
        self.place_button.clicked.connect(self.place)
        self.park_button.clicked.connect(self.park_asked)

    def _build(self) -> None:
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addWidget(self.payment)
        inner.addWidget(self.captcha)
        inner.addWidget(self.checklist)
        inner.addStretch(1)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.scroller = scrolling(content)
        column.addWidget(self.scroller, 1)
        column.addWidget(self.place_button)
        column.addWidget(self.park_button)

    @property
    def hold(self) -> HoldPanel:
        """What is said of an order that stands in the way: made with the first of them."""
        if self._hold_panel is None:
            from pos_app.gui.hold_panel import HoldPanel

            panel = self._hold_panel = HoldPanel()
            panel.confirmed.connect(self._confirmed)
            panel.go_to_order.connect(self.order_asked)
            panel.closed.connect(self.release)
            panel.hide()
            self._column.insertWidget(1, panel)
        return self._hold_panel

    def show_total(self, total: Money | None) -> None:
        """The button tells how much will be charged, as far as is known."""
        text = self.tr("Place order")
        self.place_button.setText(f"{text} · {money(total)}" if total is not None else text)
        self.place_button.setAccessibleName(text)
        self.place_button.setAccessibleDescription("" if total is None else money(total))

    def show_progress(self, shipping: Party, cart: Cart) -> None:
        """Mark customer, address, cart and card as ready or not."""
        contact = shipping.contact
        self.checklist.show_state(
            (
                all((contact.phone, contact.last_name, contact.email)),
                bool(shipping.address.address1),
                bool(cart.lines),
                not self.payment.problems(),
            )
        )

    def ask_captcha(self, refusal: Refusal | None) -> None:
        """The merchant wants a token: a new one each time, since one is good for one try."""
        if refusal is Refusal.CAPTCHA:
            self.captcha.line.clear()
            self.captcha.show()

    @property
    def reading(self) -> bool:
        """Whether a question has only just been put: no key answers it yet."""
        return self._reading.isActive()

    def show_hold(self, hold: Hold, draft: OrderDraft) -> None:
        """Another order stands in the way of `draft`: say which, and what can be done."""
        self._held = hold
        self._reading.start()
        self.place_button.hide()
        self.hold.show_hold(hold, draft)

    @Slot()
    def release(self) -> None:
        """The order is another one now, or was given up: nothing stands in its way."""
        if self._held is None:
            return
        self._held = None
        self._reading.stop()
        self.hold.clear()
        self.place_button.show()

    @Slot()
    def place(self) -> None:
        """The key or the button that places the order, or answers the question in front of it."""
        if self._held is None:
            self.place_asked.emit("")
        elif self._held.can_be_confirmed:
            self._confirmed(self._held.record.attempt_id)
        else:
            self._confirmed("")  # it may be settled by now, or the card another one

    @Slot(str)
    def _confirmed(self, attempt_id: str) -> None:
        if self.reading:
            return
        self.release()
        self.place_asked.emit(attempt_id)
