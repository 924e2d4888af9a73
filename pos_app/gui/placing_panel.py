"""The right column from the moment an order is placed: steps, receipt, outcome."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QDateTime, QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from pos_app.domain.card import CardSummary
from pos_app.domain.checkout import CheckoutState, Verdict
from pos_app.domain.draft import OrderDraft
from pos_app.domain.errors import Problem
from pos_app.domain.money import Money
from pos_app.domain.reconcile import Checking
from pos_app.domain.record import OrderRecord
from pos_app.gui.attempt import Attempt, when
from pos_app.gui.outcome_panel import OutcomePanel
from pos_app.gui.receipt_document import ReceiptPrinter
from pos_app.gui.receipt_view import ReceiptView
from pos_app.gui.saved_note import SavedNote
from pos_app.gui.stepper import Stepper
from pos_app.gui.widgets import Button, Card, label

_GAP = 12


class PlacingPanel(QWidget):
    """Stepper over receipt, which scroll, over the outcome, which never leaves the screen.

    Passes on the signals of :class:`OutcomePanel`; printing and saving are done here. `clock`
    counts seconds; an attempt begins when :meth:`begin` is called, one of the journal comes with
    :meth:`restore`. What is told of another attempt than the one shown is ignored.
    """

    cancel = Signal()
    next_order = Signal()
    another_card = Signal()
    park = Signal()
    try_again = Signal()
    go_to_line = Signal(int)
    fix_field = Signal(object)
    check_now = Signal()
    decided = Signal(bool, str)

    def __init__(
        self, parent: QWidget | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._began = 0.0
        self._attempt: Attempt | None = None
        self._state: CheckoutState | None = None
        self.stepper = Stepper()
        self.receipt = ReceiptView()
        self.outcome = OutcomePanel(clock=clock)
        self._from_before = label("", "muted", wrap=True)
        self._from_before.hide()
        self._printer = ReceiptPrinter(self)
        self._scroll = QScrollArea()
        self._build()
        self._pass_on()

    def _build(self) -> None:
        self._steps = Card(self.tr("Placing the order"))
        self._steps.body.addWidget(self._from_before)
        self._steps.body.addWidget(self.stepper)
        content = QWidget()
        # Grows with the receipt and paints nothing itself: what is in it says what to paint.
        content.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(_GAP)
        inner.addWidget(self._steps)
        inner.addWidget(self.receipt, 1)
        self._scroll.setWidget(content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(self.tr("Placing the order"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addWidget(self._scroll, 1)
        self.saved_note = SavedNote(self._printer)
        column.addWidget(self.saved_note)
        column.addWidget(self.outcome)

    def _pass_on(self) -> None:
        panel = self.outcome
        panel.cancel.connect(self.cancel)
        panel.next_order.connect(self.next_order)
        panel.another_card.connect(self.another_card)
        panel.park.connect(self.park)
        panel.try_again.connect(self.try_again)
        panel.go_to_line.connect(self.go_to_line)
        panel.fix_field.connect(self.fix_field)
        panel.check_now.connect(self.check_now)
        panel.decided.connect(self.decided)
        panel.print_receipt.connect(self.print_receipt)
        panel.save_pdf.connect(self.save_pdf)

    def begin(
        self,
        draft: OrderDraft,
        card: CardSummary,
        domain: str,
        training: bool,  # noqa: FBT001
        quoted: Money | None = None,
    ) -> None:
        """A new attempt: the order as it stands, what may be kept of the card, the exact quote."""
        self._began = self._clock()
        now = QDateTime.currentDateTime()
        self._attempt = Attempt(draft, card, domain, training, now, quoted=quoted)
        self._state = None
        self._from_before.hide()

    def restore(self, record: OrderRecord) -> None:
        """An attempt from before the app was restarted, as far as the journal knows it."""
        self._attempt, self._state = Attempt.of(record), record.state
        words = self.tr("From before the app was restarted: {0}")
        self._from_before.setText(words.format(when(self._attempt.began)))
        self._from_before.show()
        self._show_record(record)

    def show_checking(self, checking: Checking) -> None:
        """Show how far the merchant is asked about an unknown outcome."""
        decided = self._attempt is not None and self._attempt.decision is not None
        unknown = self._state is not None and self._state.verdict is Verdict.UNKNOWN
        if unknown and not decided and self._is_shown(checking.attempt_id):
            self.outcome.show_checking(checking)

    def show_record(self, record: OrderRecord) -> None:
        """An unknown outcome is settled, by the merchant's cart or by a person: show by what."""
        if self._attempt is None or not self._is_shown(record.attempt_id):
            return
        self._attempt = replace(self._attempt, decision=record.decision)
        self._state = record.state
        self._show_record(record)
        self.outcome.take_focus()

    def show_decision_refused(self, problem: Problem) -> None:
        """A person's verdict could not be kept: it does not stand, and stays as typed."""
        self.outcome.show_decision_refused(problem)

    def _is_shown(self, attempt_id: str) -> bool:
        return self._state is not None and self._state.attempt_id == attempt_id

    def _show_record(self, record: OrderRecord) -> None:
        if self._attempt is None:
            return
        self.stepper.show_state(record.state, domain=self._attempt.domain, now=self._last_heard)
        self.receipt.show_state(record.state, self._attempt)
        self.outcome.show_record(record, self._attempt)

    def _last_heard(self) -> float:
        """Where the steps' clock stands once nothing is in flight."""
        return self._state.last_heard if self._state is not None else 0.0

    def show_state(self, state: CheckoutState) -> None:
        """Show where the attempt is. The focus goes to the primary action with the outcome."""
        if self._attempt is None:
            return
        settled = self._attempt.decision is not None and self._is_shown(state.attempt_id)
        if settled and state.verdict is not Verdict.PLACED:
            return  # it was told before the outcome was settled, and says less
        before, self._state = self._state, state
        self.stepper.show_state(state, domain=self._attempt.domain, now=self.elapsed)
        self.receipt.show_state(state, self._attempt)
        self.outcome.show_state(state, self._attempt)
        self._lay_out()
        if state.verdict is not None and (before is None or before.verdict is not state.verdict):
            self.outcome.take_focus()

    def _lay_out(self) -> None:
        """Find the new places from the inside out now: one paint shows them, not one for each."""
        content, viewport = self._scroll.widget(), self._scroll.viewport()
        for part in (self._steps, self.receipt, content, viewport):
            QCoreApplication.sendPostedEvents(part, QEvent.Type.LayoutRequest.value)

    def elapsed(self) -> float:
        """Seconds since the attempt began."""
        return self._clock() - self._began

    def primary_action(self) -> Button | None:
        """The button that goes on from here, or None while the order is in flight."""
        return self.outcome.primary_action()

    def _is_placed(self) -> bool:
        """Whether it was placed, by the merchant's word, its cart, or a person's."""
        decision = self._attempt.decision if self._attempt is not None else None
        if decision is not None:
            return decision.placed
        return self._state is not None and self._state.verdict is Verdict.PLACED

    @Slot()
    def print_receipt(self) -> None:
        """Ask for a printer and print the receipt; nothing without a placed order."""
        if self._attempt and self._state and self._is_placed():
            self._printer.ask_printer(self._state, self._attempt, self)

    @Slot()
    def save_pdf(self) -> None:
        """Ask for a file and save the receipt as PDF; nothing without a placed order."""
        if self._attempt and self._state and self._is_placed():
            self._printer.ask_file(self._state, self._attempt, self)
