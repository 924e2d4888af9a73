"""When the merchant is asked what an order comes to exactly, and what is known of the answer."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

from pos_app.bridge import messages as m
from pos_app.domain.choices import Choices
from pos_app.domain.errors import Code
from pos_app.gui.ports import Post, next_ticket

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from pos_app.domain.connection import Connection
    from pos_app.domain.draft import OrderDraft
    from pos_app.domain.field_problem import FieldProblem
    from pos_app.domain.money import Money
    from pos_app.domain.quote import Quote, QuoteFailed

# A pause this long, in milliseconds, and the merchant is asked without being told to.
ASK_AFTER = 800

_Key: TypeAlias = tuple[object, ...]


class QuoteState(Enum):
    """What is known of an order's exact total."""

    NOTHING = auto()
    INCOMPLETE = auto()
    SOON = auto()
    ASKING = auto()
    FRESH = auto()
    STALE = auto()
    OLD = auto()
    FAILED = auto()


class Quoting(QObject):
    """The exact quote of one order page.

    `draft` gives the order as typed. It is asked for by itself after a pause while `page` is in
    sight, and at once by `ask_now`. Signals: `changed` when the state, the quote or its failure is
    another one; `chosen` when the choices are.
    """

    changed = Signal()
    chosen = Signal()

    def __init__(
        self, order_id: int, post: Post, draft: Callable[[], OrderDraft], page: QWidget
    ) -> None:
        super().__init__(page)
        self._order_id, self._post, self._draft, self._page = order_id, post, draft, page
        self.state = QuoteState.NOTHING
        self.choices = Choices()
        self.quote: Quote | None = None
        self.failed: QuoteFailed | None = None
        self._key: _Key = ()
        self._connection: Connection | None = None
        self._subtotal: Money | None = None
        self._ticket = 0
        self._locked = False
        self._age = QElapsedTimer()
        self._pause = QTimer(self, singleShot=True, interval=ASK_AFTER)
        self._pause.timeout.connect(self._ask_after_pause)

    # ---- what is known ---------------------------------------------------------------------

    @property
    def fresh(self) -> Quote | None:
        """The quote, if it is for the order as it stands and not old."""
        return self.quote if self.state is QuoteState.FRESH else None

    @property
    def total(self) -> Money | None:
        """The exact total to read to the customer, or None while there is none."""
        return self.fresh.total if self.fresh is not None else None

    @property
    def best_total(self) -> Money | None:
        """The exact total, else what the catalogue's prices add up to."""
        return self.total if self.total is not None else self._subtotal

    def worth(self) -> str:
        """That total as the currency writes it, or an empty text."""
        from pos_app.gui.money_text import money

        return money(self.best_total) if self.best_total is not None else ""

    @property
    def is_locked(self) -> bool:
        """Whether nothing can be chosen: an order is in flight or ended."""
        return self._locked

    @property
    def may_place(self) -> bool:
        """Whether the order may go out: what was chosen has been counted, or nothing was."""
        return self.choices.is_default or self.fresh is not None

    @property
    def age(self) -> int:
        """Whole seconds since the quote came."""
        return self._age.elapsed() // 1000 if self._age.isValid() else 0

    # ---- what happens ----------------------------------------------------------------------

    def look(self) -> None:
        """The order may be another one than it was: then the quote is stale, and asked for anew."""
        draft = self._draft()
        self._subtotal = draft.cart.subtotal
        key = _key_of(draft)
        if key == self._key:
            return
        self._key, self._ticket, self.failed = key, 0, None
        if not draft.cart.lines:
            self._pause.stop()
            self.quote = None
            self._move(QuoteState.NOTHING)
        elif self.quote is not None and self.quote.holds_for(draft) and not self._is_old():
            self._pause.stop()
            self._move(QuoteState.FRESH)
        else:
            self._pause.start()
            self._move(QuoteState.STALE if self.quote is not None else QuoteState.SOON)

    def look_again(self) -> None:
        """The page has come into sight: what could not be asked for meanwhile is asked for now."""
        superseded = self.failed is not None and self.failed.problem.code is Code.SUPERSEDED
        waiting = self.state in (QuoteState.SOON, QuoteState.STALE)
        if (waiting or superseded) and not self._locked:
            self._pause.start()

    def ask_now(self) -> tuple[FieldProblem, ...]:
        """F7: ask at once. Returns what is missing from the order instead, if anything is."""
        if self._locked:
            return ()
        self._pause.stop()
        return self._ask()

    def choose(self, choices: Choices) -> None:
        """Choose delivery, promo codes or add-ons."""
        if choices != self.choices and not self._locked:
            self.choices = choices
            self.chosen.emit()

    def set_choices(self, choices: Choices) -> None:
        """Those of a draft that is shown now."""
        self.choices = choices

    def set_merchant(self, connection: Connection) -> None:
        """The merchant that orders go to: another one's quote is none."""
        before, self._connection = self._connection, connection
        if before is not None and not before.same_merchant(connection):
            self.quote, self._key = None, ()
            self.look()

    def set_locked(self, *, locked: bool) -> None:
        """Ask nothing while an order is in flight or ended."""
        self._locked = locked
        self._ticket = 0
        if locked:
            self._pause.stop()
        elif self.state is QuoteState.ASKING:
            self.state = QuoteState.SOON
        self.look_again()
        self.changed.emit()

    def grow_old(self) -> None:
        """Called each second while somebody looks."""
        if self.state is QuoteState.FRESH and self._is_old():
            self._move(QuoteState.OLD)

    @Slot(object)
    def receive(self, report: m.Report) -> None:
        """Take a report of the worker."""
        match report:
            case m.QuoteTold(order_id=order_id) if order_id == self._order_id:
                self._take(report)
            case m.RecordSettled():
                self._cart_may_be_free()
            case m.CheckingMoved() if report.checking.next_in is None:
                if not report.checking.asking:
                    self._cart_may_be_free()

    # ---- inside ----------------------------------------------------------------------------

    def _take(self, report: m.QuoteTold) -> None:
        from pos_app.domain.quote import QuoteFailed, basis_of, with_choices

        told = report.told
        if report.ticket:
            if report.ticket != self._ticket:
                return
        elif with_choices(told.basis, self.choices) != basis_of(self._draft()):
            return
        self._ticket = 0
        if isinstance(told, QuoteFailed):
            self.failed = told
            self._move(QuoteState.FAILED)
            return
        self.quote, self.failed = told, None
        self._age.start()
        self.choices = told.basis.choices  # without those that the merchant could not take
        self._key = _key_of(self._draft())
        self.state = QuoteState.FRESH
        self.changed.emit()
        self.chosen.emit()

    def _cart_may_be_free(self) -> None:
        if self.failed is not None and self.failed.problem.code is Code.CART_IN_USE:
            self._pause.start()

    @Slot()
    def _ask_after_pause(self) -> None:
        if self._page.isVisible() and not self._locked:
            self._ask()

    def _ask(self) -> tuple[FieldProblem, ...]:
        from pos_app.domain.quote_check import missing_for_quote

        draft = self._draft()
        missing = missing_for_quote(draft)
        if missing:
            self._move(QuoteState.INCOMPLETE if draft.cart.lines else QuoteState.NOTHING)
            return missing
        self._ticket = next_ticket()
        self._post(m.AskQuote(self._order_id, self._ticket, draft))
        self._move(QuoteState.ASKING)
        return ()

    def _is_old(self) -> bool:
        from pos_app.domain.quote import MAX_AGE_SECONDS

        return self.age >= MAX_AGE_SECONDS

    def _move(self, state: QuoteState) -> None:
        self.state = state
        self.changed.emit()


def _key_of(draft: OrderDraft) -> _Key:
    """What was typed of that on which a quote depends; cheap, for it is asked with each key."""
    lines = tuple((line.ref, line.quantity) for line in draft.cart.lines)
    return (draft.shipping, lines, draft.choices)
