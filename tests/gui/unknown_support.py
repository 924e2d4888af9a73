"""An attempt that nobody knows the end of, and how it is settled, for the tests of its panels."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtWidgets import QWidget

from pos_app.domain.connection import Connection
from pos_app.domain.errors import Code, Problem
from pos_app.domain.reconcile import Checking, Finding
from pos_app.domain.record import DecidedBy, Decision, OrderRecord, Phase
from tests.gui.placing_support import CARD, DOMAIN, DRAFT, PAYING, REQUEST_ID, after, ended

UNKNOWN = after(ended(Code.DROPPED, PAYING))
BEGAN = datetime(2026, 11, 24, 14, 0, 0, tzinfo=UTC)
DECIDED = BEGAN + timedelta(minutes=2)
RECORD = OrderRecord(
    attempt_id=REQUEST_ID,
    tab="tab",
    device_id="device",
    connection=Connection("app", DOMAIN),
    draft=DRAFT,
    card=CARD,
    clerk="Dana",
    began_at=BEGAN,
    state=UNKNOWN,
    phase=Phase.ENDED,
    ended_at=BEGAN + timedelta(seconds=12),
)


class Seconds:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def checking(
    number: int,
    next_in: float | None = None,
    finding: Finding | None = None,
    problem: Code | None = None,
    *,
    asking: bool = False,
    attempt_id: str = REQUEST_ID,
) -> Checking:
    told = Problem(problem, where="cc.firmly.work") if problem else None
    return Checking(attempt_id, number, 6, next_in, finding, told, asking)


def by_person(evidence: str, *, placed: bool) -> OrderRecord:
    return RECORD.decided(Decision(placed, DecidedBy.PERSON, DECIDED, "Dana", evidence))


def named(widget: QWidget, name: str) -> QWidget:
    """The one part in sight with this accessible name."""
    found = [
        part
        for part in widget.findChildren(QWidget)
        if part.accessibleName() == name and not part.isHidden()
    ]
    assert len(found) == 1, (name, found)
    return found[0]


def status(widget: QWidget) -> str:
    return named(widget, "Status").accessibleDescription()
