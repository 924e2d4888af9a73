"""One caller's order: who and where, what, and pay-then-watch, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUuid, Signal, Slot
from PySide6.QtGui import QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from pos_app.bridge import messages as m
from pos_app.gui import approval
from pos_app.gui.columns import Columns
from pos_app.gui.party_column import PartyColumn
from pos_app.gui.ports import Post
from pos_app.gui.scrolling import FocusFollower, scrolling

if TYPE_CHECKING:
    from pos_app.domain.address import Party
    from pos_app.domain.checkout import CheckoutState
    from pos_app.domain.connection import Connection
    from pos_app.domain.draft import OrderDraft
    from pos_app.domain.lookalike import Hold
    from pos_app.domain.reconcile import Checking
    from pos_app.domain.record import OrderRecord
    from pos_app.gui.cart_card import CartCard
    from pos_app.gui.fields import FieldBox
    from pos_app.gui.order_form import OrderForm
    from pos_app.gui.pay_column import PayColumn
    from pos_app.gui.payment_card import PaymentCard
    from pos_app.gui.placing_panel import PlacingPanel
    from pos_app.gui.quoting import Quoting


class OrderPage(QWidget):
    """An order from the first field to the order number.

    `order_id` names it to the worker, `tab` on disk. It begins with the customer, whose fields take
    keys; `fill` brings the rest. Signals: `title_changed` and `edited` tell; `next_order`,
    `park_asked`, `cancel_asked(order_id)` and `order_asked(attempt_id)` ask the window.
    """

    cart: CartCard
    quoting: Quoting
    pay: PayColumn
    payment: PaymentCard
    captcha: FieldBox
    form: OrderForm

    title_changed = Signal()
    edited = Signal()
    next_order = Signal()
    park_asked = Signal()
    cancel_asked = Signal(int)
    order_asked = Signal(str)

    def __init__(self, order_id: int, country: str, post: Post) -> None:
        super().__init__()
        self.setObjectName("page")
        self.order_id, self._post = order_id, post
        self.tab = QUuid.createUuid().toString(QUuid.StringFormat.WithoutBraces)
        self.clerk = ""
        self._connection: Connection | None = None
        self.state: CheckoutState | None = None
        self.record: OrderRecord | None = None
        self.checking: Checking | None = None
        self._held: OrderDraft | None = None
        self._in_flight = False
        self.party = PartyColumn(country)
        self._left_scroll, self._right = scrolling(self.party), QStackedWidget()
        self._columns = Columns(self, self._left_scroll)
        self._placing: PlacingPanel | None = None
        self._filled = False
        self.party.changed.connect(self._refresh)

    @Slot()
    def fill(self) -> None:
        """Bring cart and payment, too, unless they are there already."""
        if self._filled:
            return
        from pos_app.gui.cart_card import CartCard
        from pos_app.gui.order_form import OrderForm
        from pos_app.gui.pay_column import PayColumn
        from pos_app.gui.quoting import Quoting
        from pos_app.gui.returning import ReturningHint

        self._filled = True
        nobody = self.party.fill()
        self.cart = CartCard(self._post)
        self.quoting = Quoting(self.order_id, self._post, self.draft, self)
        self.pay = PayColumn()
        self.payment, self.captcha = self.pay.payment, self.pay.captcha
        self.form = OrderForm(self.party, self.cart, self.pay)
        self.returning = ReturningHint(self.party, self._post)
        self._right.addWidget(self.pay)
        self._columns.fill(self.cart, self._right)
        self._blank = self._draft(nobody, None, "")
        if self._connection is not None:
            self.quoting.set_merchant(self._connection)
        self._connect()
        self._look()

    def _connect(self) -> None:
        for edited in (self.cart.changed, self.payment.changed, self.quoting.chosen):
            edited.connect(self._refresh)
        self.payment.entered.connect(self._warm)
        self.cart.set_postal_code_source(self._postal_code)
        self.cart.foot.use(self.quoting)
        self.quoting.changed.connect(self._show_total)
        QShortcut("F7", self).activated.connect(self.ask_quote)
        self.pay.place_asked.connect(self._place)
        self.pay.park_asked.connect(self.park_asked)
        self.pay.order_asked.connect(self.order_asked)
        FocusFollower(self, self._left_scroll, self.pay.scroller)

    @property
    def placing(self) -> PlacingPanel:
        """Steps, receipt and outcome: made when first asked for, not before the first paint."""
        if self._placing is None:
            from pos_app.gui.placing_panel import PlacingPanel
            from pos_app.gui.ways_back import WaysBack

            panel = self._placing = PlacingPanel()
            panel.cancel.connect(self._cancel)
            panel.next_order.connect(self.next_order)
            panel.park.connect(self.park_asked)
            WaysBack(self, panel)
            panel.check_now.connect(self.check_now)
            panel.decided.connect(self._decide)
            self._right.addWidget(panel)
        return self._placing

    # ---- what the window asks --------------------------------------------------------------

    def draft(self) -> OrderDraft:
        """The order as typed, without the card."""
        return self._draft(*self.party.typed())

    def _draft(self, shipping: Party, billing: Party | None, notes: str) -> OrderDraft:
        from pos_app.domain.draft import OrderDraft

        return OrderDraft(
            shipping=shipping,
            billing=billing,
            cart=self.cart.cart(),
            notes=notes,
            captcha_token=self.captcha.line.text().strip(),
            choices=self.quoting.choices,
        )

    def set_draft(self, draft: OrderDraft) -> None:
        """Show a draft, as after parking."""
        self.quoting.choices = draft.choices
        self.party.set_draft(draft)
        self.cart.set_cart(draft.cart)

    def restore(self, record: OrderRecord) -> None:
        """Show an order of before the program was started, whose end nobody knows."""
        self.tab = record.tab or self.tab
        self.set_draft(record.draft)
        self.state = record.state
        self._lock(locked=True)
        self.placing.restore(record)
        self._right.setCurrentWidget(self.placing)
        self.title_changed.emit()

    def set_connection(self, connection: Connection) -> None:
        """The merchant that orders go to."""
        self._connection = connection
        if self._filled:
            self.quoting.set_merchant(connection)

    @property
    def in_flight(self) -> bool:
        """Whether an order is being placed right now."""
        return self._in_flight

    @property
    def is_editing(self) -> bool:
        """Whether the order can be typed into: not in flight and not at its end."""
        return self._right.currentWidget() is self.pay

    @property
    def is_unknown(self) -> bool:
        """Whether nobody knows yet if the order was placed."""
        return self.state is not None and self.state.is_unknown and self.record is None

    @property
    def is_placed(self) -> bool:
        """Whether the order was placed, by the merchant's word or by a person's."""
        if self.record is not None:
            return self.record.is_placed
        return self.state is not None and self.state.is_placed

    @property
    def is_blank(self) -> bool:
        """Whether nothing has been typed."""
        return self.is_editing and self.draft() == self._blank

    def title(self) -> str:
        """For the tab: who, and how much."""
        worth = self.quoting.worth() if self._filled else ""
        return f"{self.party.title()} · {worth}" if worth else self.party.title()

    @Slot()
    def place(self) -> None:
        """Place the order, answer the question in front of it, or lead to what is missing."""
        if self.is_editing:
            self.pay.place()

    def focus_first(self) -> None:
        """Put the focus where a clerk goes on: the phone, or the next thing to do."""
        if self.is_editing:
            self.party.focus_phone()
        else:
            self.placing.outcome.take_focus()

    @Slot()
    def check_now(self) -> None:
        """Ask the merchant about an unknown outcome at once."""
        if self.is_unknown and self.state is not None:
            self._post(m.CheckNow(self.state.attempt_id))

    @Slot(object)
    def receive(self, report: m.Report) -> None:
        """Take a report of the worker."""
        self.cart.receive(report)
        self.quoting.receive(report)
        self.returning.receive(report)
        attempt_id = self.state.attempt_id if self.state is not None else ""
        match report:
            case m.CheckoutMoved(order_id=self.order_id):
                self._moved(report.state)
            case m.OrderHeld(order_id=self.order_id):
                self._show_hold(report.hold)
            case m.CheckingMoved() if report.checking.attempt_id == attempt_id:
                self.checking = report.checking
                self.placing.show_checking(report.checking)
            case m.RecordSettled() if report.record.attempt_id == attempt_id:
                self._settled(report.record)
            case m.DecisionRefused() if report.attempt_id == attempt_id:
                self.placing.show_decision_refused(report.problem)

    @Slot()
    def back_to_card(self) -> None:
        """After an end without an order: the form again, everything kept, the card empty."""
        if self.is_unknown or self._in_flight or self.is_placed:
            return
        self._show_form()
        self.state = self.record = None
        self.payment.focus_number()
        self._refresh()

    # ---- inside ----------------------------------------------------------------------------

    @Slot(str)
    def _place(self, despite: str) -> None:
        if not self.is_editing or self._in_flight or self._connection is None:
            return
        self.payment.suggest_name(self.party.shipping().contact.full_name)
        if self.form.leads_to(self.form.missing(self.draft())):
            return
        if not self.quoting.may_place:
            self.ask_quote()  # what was chosen has to be counted before it can be charged
            return
        draft, card, quoted = self.draft(), self.payment.card(), self.quoting.total
        self._in_flight = True
        self._lock(locked=True)
        self._right.setCurrentWidget(self.placing)
        training = self._connection.training
        self.placing.begin(draft, card.summary(), self._connection.domain, training, quoted)
        self._post(m.PlaceOrder(self.order_id, draft, card, self.tab, self.clerk, despite, quoted))

    @Slot()
    def ask_quote(self) -> None:
        """F7: the exact total at once, or to what is missing for it."""
        self.form.leads_to(self.quoting.ask_now())

    def _moved(self, state: CheckoutState) -> None:
        before, self.state = self.state, state
        if state.is_unknown or (state.built and not (before is not None and before.built)):
            self.payment.clear()
        self._in_flight = state.verdict is None
        self.pay.ask_captcha(state.refusal)
        self.placing.show_state(state)

    def _show_hold(self, hold: Hold) -> None:
        self._in_flight, self.state = False, None
        self._show_form()
        self._held = self.draft()
        self.pay.show_hold(hold, self._held)
        self.title_changed.emit()

    def _settled(self, record: OrderRecord) -> None:
        self.record, self.state = record, record.state
        self.placing.show_record(record)
        self.title_changed.emit()

    @Slot(bool, str)
    def _decide(self, placed: bool, evidence: str) -> None:  # noqa: FBT001 - a signal's slot
        if self.is_unknown and self.state is not None:
            verdict = m.Decide(self.state.attempt_id, placed, evidence, self.clerk)
            self._post(approval.state.completed(verdict))

    def _show_form(self) -> None:
        self._right.setCurrentWidget(self.pay)
        self._lock(locked=False)

    def _lock(self, *, locked: bool) -> None:
        self.party.set_locked(locked)
        self.cart.set_locked(locked)
        self.quoting.set_locked(locked=locked)

    @Slot()
    def _cancel(self) -> None:
        self.cancel_asked.emit(self.order_id)

    def _postal_code(self) -> str:
        return self.party.shipping().address.postal_code

    @Slot()
    def _warm(self) -> None:
        self.payment.suggest_name(self.party.shipping().contact.full_name)
        if self._placing is None:
            self._post(m.Warm())
            self._placing = self.placing  # made now, it holds up no step of the order

    @Slot()
    def _refresh(self) -> None:
        self.fill()
        self._look()
        self.edited.emit()

    def _look(self) -> None:
        if self.draft() != self._held:  # a quote that comes does not answer the question
            self.pay.release()
        self.quoting.look()
        self._show_total()
        self.pay.show_progress(self.party.shipping(), self.cart.cart())

    @Slot()
    def _show_total(self) -> None:
        self.pay.show_total(self.quoting.best_total)
        self.title_changed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """What could not be asked for out of sight is asked for now."""
        super().showEvent(event)
        if self._filled:
            self.quoting.look_again()
