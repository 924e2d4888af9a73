"""What stands in the way of an order: one that is not settled, or one that was just placed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.domain.card import CardSummary
from pos_app.domain.lookalike import Hold, HoldKind, hold_for
from pos_app.gui.announce import announce
from pos_app.gui.money_text import money
from pos_app.gui.widgets import Banner, Button

if TYPE_CHECKING:
    from pos_app.domain.draft import OrderDraft
    from pos_app.domain.record import OrderRecord

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class HoldPanel(QWidget):
    """Stands over the button that places the order, and says why it does not go out yet.

    Signals: `confirmed` with the attempt id of the placed order that this one looks like, when
    the clerk says that the customer wants it twice; `go_to_order` with that of the order to
    settle first; `closed` when the clerk goes back to the order. `now` gives UTC.
    """

    confirmed = Signal(str)
    go_to_order = Signal(str)
    closed = Signal()

    def __init__(
        self, parent: QWidget | None = None, now: Callable[[], datetime] | None = None
    ) -> None:
        super().__init__(parent)
        self._now = now or _utc
        self._hold: Hold | None = None
        self._banner = Banner("warn")
        self._banner.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._again = Button(self.tr("Place it again"), key="Ctrl+⏎")
        self._again.clicked.connect(self.confirm)
        self._go = Button(self.tr("Go to that order"), "primary")
        self._go.clicked.connect(self._go_to_order)
        self._close = Button("", key="Esc")
        self._close.clicked.connect(self.closed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self._banner, self._go, self._close, self._again):
            column.addWidget(part)
        self.hide()

    @property
    def hold(self) -> Hold | None:
        """What is shown, or None."""
        return self._hold

    def show_hold(self, hold: Hold, draft: OrderDraft | None = None) -> None:
        """Say what stands in the way; announced. `draft` is the order that is held back.

        The focus goes to the safe way on. Without `draft` it stays open in what the two orders
        are alike.
        """
        self._hold = hold
        unsettled = hold.kind is HoldKind.UNSETTLED
        if unsettled:
            headline = self._unsettled(hold.record, draft)
            advice = self.tr("Settle that one first: it may have gone through.")
        else:
            headline = self._twin(hold.record)
            advice = self.tr("Place it only if the customer wants it twice.")
        text = f"{self._named(hold.record)}. {advice}"
        close = self.tr("Back to the order") if unsettled else self.tr("Don't place it")
        self._close.setText(close)
        self._close.setAccessibleName(close)
        self._go.setVisible(unsettled)
        self._again.setVisible(not unsettled)
        self._banner.say(headline, text, "warn")
        self._banner.setAccessibleName(self.tr("Status"))
        self._banner.setAccessibleDescription(f"{headline} {text}")
        self.show()
        (self._go if unsettled else self._close).setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self._banner, f"{headline} {text}")

    def clear(self) -> None:
        """Nothing stands in the way any more."""
        self._hold = None
        self.hide()

    @Slot()
    def confirm(self) -> None:
        """The customer wants it twice. Says nothing where an order must be settled first."""
        if self._hold is not None and self._hold.kind is HoldKind.DUPLICATE:
            self.confirmed.emit(self._hold.record.attempt_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter places it again; Enter alone never does, nor does a key that is held down."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER:
            if event.isAutoRepeat():
                return
            if plain == Qt.KeyboardModifier.ControlModifier:
                self.confirm()
            elif plain == Qt.KeyboardModifier.NoModifier:
                for button in (self._go, self._close):
                    if button.hasFocus():
                        button.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _go_to_order(self) -> None:
        if self._hold is not None:
            self.go_to_order.emit(self._hold.record.attempt_id)

    def _unsettled(self, record: OrderRecord, draft: OrderDraft | None) -> str:
        if draft is None:
            return self.tr("An order like this one is not settled yet.")
        # Without a card ending, only the customer can be what they have in common.
        no_card = CardSummary(None, "")
        if hold_for(draft, no_card, (record,), self._now()) is not None:
            return self.tr("An order of this customer is not settled yet.")
        return self.tr("An order for the same total with the same card ending is not settled yet.")

    def _twin(self, record: OrderRecord) -> str:
        minutes = int((self._now() - record.placed_at).total_seconds() // 60)
        if minutes < 0:  # the clock was set back since
            return self.tr("This looks like an order you placed before.")
        if minutes == 0:
            return self.tr("This looks like an order you placed just now.")
        if minutes == 1:
            return self.tr("This looks like an order you placed 1 minute ago.")
        return self.tr("This looks like an order you placed {0} minutes ago.").format(minutes)

    def _named(self, record: OrderRecord) -> str:
        """The other order, so that the clerk knows it: number, customer, total, card, time."""
        # What draws an order that was sent is loaded with the first of them, after the first paint.
        from pos_app.domain.receipt import grouped
        from pos_app.gui.attempt import Attempt, local
        from pos_app.gui.decision_words import short

        attempt, state = Attempt.of(record), record.state
        number = state.receipt.order_number
        brand, last_four = attempt.card_text(state)
        amount = attempt.amount(state)
        card = self.tr("{0} ending {1}").format(brand or self.tr("Card"), last_four)
        unsettled = record.is_open
        moment = record.began_at if unsettled else record.placed_at
        parts = (
            self.tr("Order {0}").format(grouped(number)) if number and not unsettled else "",
            attempt.customer,
            money(amount) if amount is not None else "",
            card if last_four else "",
            short(local(moment)),
        )
        return " · ".join(part for part in parts if part)


def _utc() -> datetime:
    return datetime.now(UTC)
