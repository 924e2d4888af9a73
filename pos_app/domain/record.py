"""An attempt to place an order as the journal keeps it: what was asked, how far it got.

The phases are what a crash leaves behind. Only `PREPARED` proves by itself that nothing was sent:
the row moves on to `LEAVING` on disk before the first byte of the body is handed to the network.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from pos_app.domain import checkout
from pos_app.domain.card import CardSummary
from pos_app.domain.checkout import CheckoutState, Verdict
from pos_app.domain.connection import Connection
from pos_app.domain.draft import OrderDraft
from pos_app.domain.errors import Code, Problem
from pos_app.domain.money import Money


class Phase(StrEnum):
    """How far an attempt is on disk."""

    PREPARED = "prepared"
    LEAVING = "leaving"
    ENDED = "ended"


class DecidedBy(StrEnum):
    """Who settled an unknown outcome: the merchant's cart, or a person with evidence."""

    CART = "cart"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Decision:
    """How an unknown outcome was settled. Kept and shown as such for ever.

    `evidence` is what the person typed ("confirmation e-mail"), `clerk` who, `at` when (UTC).
    """

    placed: bool
    by: DecidedBy
    at: datetime
    clerk: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class OrderRecord:
    """One attempt. Holds nothing of the card but brand and last four digits.

    `attempt_id` is also `x-firmly-request-id`; `tab` is the key of the draft that it was made
    from; `quoted` is the total that the clerk was shown, in major units; times are UTC.
    """

    attempt_id: str
    tab: str
    device_id: str
    connection: Connection
    draft: OrderDraft
    card: CardSummary
    clerk: str
    began_at: datetime
    state: CheckoutState
    phase: Phase = Phase.PREPARED
    quoted: Money | None = None
    ended_at: datetime | None = None
    decision: Decision | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody knows yet if the order was placed: its body may have left."""
        if self.decision is not None or self.phase is Phase.PREPARED:
            return False
        return self.state.verdict in (None, Verdict.UNKNOWN)

    @property
    def is_placed(self) -> bool:
        """Whether the order was placed: by the merchant's answer, its cart, or a person's word."""
        if self.decision is not None:
            return self.decision.placed
        return self.state.verdict is Verdict.PLACED

    @property
    def placed_at(self) -> datetime:
        """When it was placed, as near as is known (UTC)."""
        decided = self.decision.at if self.decision is not None else None
        return self.ended_at or decided or self.began_at

    @property
    def known_placed_at(self) -> datetime:
        """When it was placed, or when that became known if later (UTC)."""
        decided = self.decision.at if self.decision is not None else self.placed_at
        return max(self.placed_at, decided)

    def leaving(self) -> OrderRecord:
        """As it must be on disk before the first byte of the body leaves."""
        return replace(self, phase=Phase.LEAVING)

    def moved(self, state: CheckoutState, at: datetime) -> OrderRecord:
        """With a newer state; ended when that has a verdict."""
        if state.verdict is None:
            return replace(self, state=state)
        return replace(self, state=state, phase=Phase.ENDED, ended_at=self.ended_at or at)

    def decided(self, decision: Decision) -> OrderRecord:
        """With an unknown outcome settled.

        Raises:
            ValueError: it is not open, or a person gave no evidence.
        """
        if not self.is_open:
            raise ValueError("only an unknown outcome can be decided")
        if decision.by is DecidedBy.PERSON and not decision.evidence.strip():
            raise ValueError("a person's decision needs evidence")
        return replace(self, decision=decision)


def after_crash(record: OrderRecord, at: datetime) -> OrderRecord:
    """What is known of an attempt that was under way when the program ended without a word.

    A row that never reached `LEAVING` proves that nothing was sent; any other is unknown, unless
    its last state on disk already says more.
    """
    if record.phase is Phase.ENDED:
        return record
    began = replace(record.state, leaving=record.phase is Phase.LEAVING or record.state.leaving)
    ended = checkout.step(
        began, checkout.Ended(began.last_heard, Problem(Code.INTERRUPTED, where="pos-app"))
    )
    return record.moved(ended, at)
