"""One caller's order: who and where, what, and pay-then-watch, side by side."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pos_app.bridge.messages import CheckoutMoved, PlaceOrder, Report, Warm
from pos_app.domain import draft as drafts
from pos_app.domain.address import Block, Field, FieldRef
from pos_app.domain.checkout import CheckoutState, Verdict
from pos_app.domain.connection import Connection
from pos_app.domain.draft import FieldProblem, OrderDraft
from pos_app.domain.refusal import Refusal
from pos_app.gui.cart_card import CartCard
from pos_app.gui.checklist import Checklist
from pos_app.gui.fields import FieldBox, LineEdit
from pos_app.gui.money_text import money
from pos_app.gui.party_column import PartyColumn
from pos_app.gui.payment_card import PaymentCard
from pos_app.gui.placing_panel import PlacingPanel
from pos_app.gui.ports import Post
from pos_app.gui.widgets import Button
from pos_app.gui.words import field_label


class OrderPage(QWidget):
    """An order from the first field to the order number. `order_id` names it to the worker.

    Signals: `title_changed`; `next_order` and `park_asked` ask the window.
    """

    title_changed = Signal()
    next_order = Signal()
    park_asked = Signal()
    cancel_asked = Signal(int)

    def __init__(
        self, order_id: int, country: str, post: Post, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.order_id, self._post = order_id, post
        self._connection: Connection | None = None
        self.state: CheckoutState | None = None
        self._in_flight = False
        self._warmed = False
        self.party = PartyColumn(country)
        self.cart = CartCard(post)
        self.payment = PaymentCard(date.today)
        self.captcha = FieldBox(field_label(Field.CAPTCHA), LineEdit())
        self.captcha.hide()  # asked for by few merchants: shown once one has asked
        self.checklist = Checklist()
        self.place_button = Button(self.tr("Place order"), "primary", "Ctrl+⏎")
        self.park_button = Button(self.tr("Park this order"), key="Ctrl+H")
        self.placing = PlacingPanel()
        self._right = QStackedWidget()
        self._build()
        self._connect()
        self._refresh()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(16)
        self._left_scroll = _scrolling(self.party)
        self._pay_content = QWidget()
        inner = QVBoxLayout(self._pay_content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addWidget(self.payment)
        inner.addWidget(self.captcha)
        inner.addWidget(self.checklist)
        inner.addStretch(1)
        pay = QWidget()
        column = QVBoxLayout(pay)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._pay_scroll = _scrolling(self._pay_content)
        column.addWidget(self._pay_scroll, 1)
        column.addWidget(self.place_button)
        column.addWidget(self.park_button)
        self._right.addWidget(pay)
        self._right.addWidget(self.placing)
        for widget, stretch, least in (
            (self._left_scroll, 29, 290),
            (self.cart, 36, 320),
            (self._right, 26, 280),
        ):
            widget.setMinimumWidth(least)
            row.addWidget(widget, stretch)

    def _connect(self) -> None:
        self.party.changed.connect(self._refresh)
        self.cart.changed.connect(self._refresh)
        self.payment.changed.connect(self._refresh)
        self.payment.entered.connect(self._warm)
        self.cart.set_postal_code_source(self._postal_code)
        self.place_button.clicked.connect(self.place)
        self.park_button.clicked.connect(self.park_asked)
        panel = self.placing
        panel.cancel.connect(self._cancel)
        panel.next_order.connect(self.next_order)
        panel.park.connect(self.park_asked)
        panel.another_card.connect(self.back_to_card)
        panel.try_again.connect(self._try_again)
        panel.go_to_line.connect(self._go_to_line)
        panel.fix_field.connect(self._fix_field)
        QApplication.instance().focusChanged.connect(self._follow_focus)  # type: ignore[union-attr]

    # ---- what the window asks --------------------------------------------------------------

    def draft(self) -> OrderDraft:
        """The order as typed, without the card."""
        return OrderDraft(
            shipping=self.party.shipping(),
            billing=self.party.billing(),
            cart=self.cart.cart(),
            notes=self.party.notes(),
            captcha_token=self.captcha.line.text().strip(),
        )

    def set_draft(self, draft: OrderDraft) -> None:
        """Show a draft, as after parking."""
        self.party.set_draft(draft)
        self.cart.set_cart(draft.cart)

    def set_connection(self, connection: Connection) -> None:
        """The merchant that orders go to."""
        self._connection = connection

    @property
    def in_flight(self) -> bool:
        """Whether an order is being placed right now."""
        return self._in_flight

    @property
    def is_editing(self) -> bool:
        """Whether the order can be typed into: not in flight and not at its end."""
        return self._right.currentWidget() is not self.placing

    @property
    def is_unknown(self) -> bool:
        """Whether nobody knows yet if the order was placed."""
        return self.state is not None and self.state.verdict is Verdict.UNKNOWN

    def title(self) -> str:
        """For the tab: who, and how much."""
        subtotal = self.cart.cart().subtotal
        name = self.party.title()
        return f"{name} · {money(subtotal)}" if subtotal is not None else name

    @Slot()
    def place(self) -> None:
        """Place the order, or lead to the first thing that is missing."""
        if not self.is_editing or self._in_flight or self._connection is None:
            return
        self.payment.suggest_name(self.party.shipping().contact.full_name)
        missing = (*drafts.problems(self.draft()), *self.payment.problems())
        if missing:
            for problem in missing:
                self._show_problem(problem)
            self._focus(missing[0].ref)
            return
        draft, card = self.draft(), self.payment.card()
        self._in_flight = True
        self._lock(locked=True)
        self._right.setCurrentWidget(self.placing)
        training = self._connection.training
        self.placing.begin(draft, card.summary(), self._connection.domain, training)
        self._post(PlaceOrder(self.order_id, draft, card))

    @Slot(object)
    def receive(self, report: Report) -> None:
        """Take a report of the worker."""
        self.cart.receive(report)
        if isinstance(report, CheckoutMoved) and report.order_id == self.order_id:
            self._moved(report.state)

    @Slot()
    def back_to_card(self) -> None:
        """After an end without an order: the form again, everything kept, the card empty."""
        if self.is_unknown or self._in_flight:
            return
        self._right.setCurrentIndex(0)
        self._lock(locked=False)
        self.state = None
        self.payment.focus_number()
        self._refresh()

    # ---- inside ----------------------------------------------------------------------------

    def _moved(self, state: CheckoutState) -> None:
        self.state = state
        if state.built or state.verdict is Verdict.UNKNOWN:
            self.payment.clear()
        self._in_flight = state.verdict is None
        if state.refusal is Refusal.CAPTCHA:
            self.captcha.line.clear()  # a token is good for one try
            self.captcha.show()
        self.placing.show_state(state)
        self.title_changed.emit()

    def _lock(self, *, locked: bool) -> None:
        self.party.set_locked(locked)
        self.cart.set_locked(locked)

    @Slot()
    def _try_again(self) -> None:
        card_is_gone = self.state is not None and self.state.built
        self.back_to_card()
        if not card_is_gone:
            self.place()

    @Slot(int)
    def _go_to_line(self, row: int) -> None:
        self.back_to_card()
        if row >= 0:
            self.cart.focus_line(row)
        else:
            self.cart.focus_search()

    @Slot(object)
    def _fix_field(self, ref: FieldRef | None) -> None:
        self.back_to_card()
        if ref is None:
            self.party.focus_phone()
        else:
            self._focus(ref)

    @Slot()
    def _cancel(self) -> None:
        self.cancel_asked.emit(self.order_id)

    def _focus(self, ref: FieldRef) -> None:
        if ref.field is Field.CAPTCHA:
            self.captcha.line.setFocus()
            return
        if ref.block is Block.CARD:
            self.payment.focus_field(ref)
        elif ref.block is Block.CART:
            self.cart.focus_search()
        else:
            self.party.focus_field(ref)

    def _show_problem(self, problem: FieldProblem) -> None:
        if problem.ref.block is Block.CARD:
            self.payment.show_problem(problem)
        elif problem.ref.block is not Block.CART:
            self.party.show_problem(problem)

    def _postal_code(self) -> str:
        return self.party.shipping().address.postal_code

    @Slot()
    def _warm(self) -> None:
        self.payment.suggest_name(self.party.shipping().contact.full_name)
        if not self._warmed:
            self._warmed = True
            self._post(Warm())

    @Slot()
    def _refresh(self) -> None:
        cart = self.cart.cart()
        subtotal = cart.subtotal
        text = self.tr("Place order")
        self.place_button.setText(f"{text} · {money(subtotal)}" if subtotal is not None else text)
        self.place_button.setAccessibleName(text)
        self.place_button.setAccessibleDescription("" if subtotal is None else money(subtotal))
        shipping = self.party.shipping()
        self.checklist.show_state(
            (
                all((shipping.contact.phone, shipping.contact.last_name, shipping.contact.email)),
                bool(shipping.address.address1),
                bool(cart.lines),
                not self.payment.problems(),
            )
        )
        self.title_changed.emit()

    @Slot(QWidget, QWidget)
    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        for scroll in (self._left_scroll, self._pay_scroll):
            content = scroll.widget()
            if new is not None and content is not None and content.isAncestorOf(new):
                scroll.ensureWidgetVisible(new, 0, 40)


def _scrolling(content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
