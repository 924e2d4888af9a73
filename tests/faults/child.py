"""What a forked process does: make one attempt, or start again after it and see what is known."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pos_app.bridge import messages as m
from pos_app.domain.quote import Quote
from pos_app.domain.record import OrderRecord
from pos_app.firmly import http, placing
from pos_app.firmly.http import Http
from pos_app.services.journal import Journal
from pos_app.services.register import Register
from tests.faults import bugs, orders
from tests.faults.register import CHECKS, Desk, Job, Parts, Tell, at_work
from tests.faults.tripping import Trip, TrippingJournal, wrap_network


def _hurry(seconds: float) -> None:
    """Give up on a merchant that says nothing; the program itself waits far longer."""
    http.ORDER_SECONDS = seconds
    http.CONNECT_SECONDS = 2 * seconds
    placing.GRACE_SECONDS = seconds / 2


async def attempt(job: Job, tell: Tell, tls: ssl.SSLContext) -> None:
    """Type an order, place it, and tell what the clerk gets to see."""
    _hurry(job["silence"])
    trip = Trip(job["kill"], job["disturbance"], job["at"], tell)
    wrap_network(trip)
    bug = job["bug"]
    journal = bugs.JOURNALS.get(bug, TrippingJournal)(Path(job["folder"]))
    journal.trip = trip
    client = bugs.CLIENTS.get(bug, Http)(tls)
    parts = Parts(journal, client, trip.wall, bugs.REGISTERS.get(bug, Register))
    number = job["number"]

    def hear(report: m.Report) -> None:
        if isinstance(report, m.CheckoutMoved):
            _tell_state(report, tell)
            trip.heard(report.state)
            if report.state.verdict is not None:
                trip.past("result told")

    async with at_work(job, parts, hear) as desk:
        await desk.office.handle(m.KeepDraft(orders.kept(number, completes=job["completes"])))
        await _place(desk, job, tell, "quoted")


def _tell_state(report: m.CheckoutMoved, tell: Tell) -> None:
    state = report.state
    verdict = state.verdict.value if state.verdict is not None else ""
    if verdict or not state.built:
        tell({"told": verdict, "id": state.attempt_id})


async def _place(desk: Desk, job: Job, tell: Tell, name: str) -> None:
    """Place the order; one that completes a cart is quoted first, and told under `name`."""
    number, quoted = job["number"], None
    draft = orders.draft(number, completes=job["completes"])
    if job["completes"]:
        quote = await desk.register.quotes.quote(draft)
        quoted = quote.total if isinstance(quote, Quote) else None
        tell({name: None if quoted is None else str(quoted.amount)})
    tab = orders.tab(number)
    request = m.PlaceOrder(1, draft, orders.card(), tab, "Dana", quoted=quoted)
    await desk.office.place(desk.register, request)


class _Heard:
    """What a start tells: open orders, drafts, and how their checks go."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self.open: set[str] = set()
        self._checked: set[str] = set()
        self._restored = False
        self.again = ""
        self.quiet = asyncio.Event()

    def hear(self, report: m.Report) -> None:
        """Take a report."""
        match report:
            case m.Restored():
                self.open = {record.attempt_id for record in report.unsettled}
                drafts = [kept.tab for kept in report.drafts]
                self._restored = True
                self._tell({"shown": sorted(self.open), "drafts": drafts})
            case m.RecordSettled():
                self.open.discard(report.record.attempt_id)
            case m.CheckingMoved() if _is_last(report):
                self._checked.add(report.checking.attempt_id)
            case m.OrderHeld():
                self._tell_again(report.hold.kind.value, report.hold.record.attempt_id)
            case m.CheckoutMoved() if report.state.verdict is not None:
                self._tell_again(report.state.verdict.value, report.state.attempt_id)
            case m.JournalTold() if report.problem is not None:
                self._tell({"trouble": report.problem.code.value})
        if self._restored and self.open <= self._checked:
            self.quiet.set()

    def _tell_again(self, how: str, attempt_id: str) -> None:
        self.again = attempt_id
        self._tell({"again": how, "as": attempt_id})


def _is_last(report: m.CheckingMoved) -> bool:
    told = report.checking
    return told.number >= CHECKS and told.next_in is None and not told.asking


async def restart(job: Job, tell: Tell, tls: ssl.SSLContext) -> None:
    """Start again: what is shown, what the cart proves, whether the order goes out once more."""
    offset = timedelta(seconds=job["offset"])
    kind = bugs.JOURNALS_OF_STARTS.get(job["bug"], Journal)
    journal, client = kind(Path(job["folder"])), Http(tls)
    heard = _Heard(tell)

    def wall() -> datetime:
        return datetime.now(UTC) + offset

    async with at_work(job, Parts(journal, client, wall), heard.hear) as desk:
        await heard.quiet.wait()
        await _tell_row(journal, job["id"], tell, "row")
        if job["again"]:
            await _place(desk, job, tell, "again_quoted")
            await _tell_row(journal, heard.again, tell, "again_row")
        for attempt_id in sorted(heard.open):
            await _decide(desk, attempt_id, job["api"])
        await _tell_row(journal, job["id"], tell, "end")


async def _decide(desk: Desk, attempt_id: str, api: str) -> None:
    """A person looks into the merchant's back office and types what was found."""
    found, _ = await desk.http.only(api).json("GET", f"{api}/back-office/{attempt_id}")
    placed = isinstance(found, dict) and bool(found["orders"])
    await desk.office.handle(m.Decide(attempt_id, placed, "back office", "Dana"))


async def _tell_row(journal: Journal, attempt_id: str, tell: Tell, name: str) -> None:
    record = await journal.record(attempt_id) if attempt_id else None
    tell({name: None if record is None else _facts(record)})


def _facts(record: OrderRecord) -> dict[str, Any]:
    verdict, decision = record.state.verdict, record.decision
    return {
        "phase": record.phase.value,
        "verdict": verdict.value if verdict is not None else "",
        "decided": "" if decision is None else decision.by.value,
        "placed": record.is_placed,
        "open": record.is_open,
    }


JOBS: dict[str, Callable[[Job, Tell, ssl.SSLContext], Any]] = {
    "attempt": attempt,
    "restart": restart,
}
