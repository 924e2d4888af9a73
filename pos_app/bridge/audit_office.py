"""What the worker writes into the audit log, and what it does with it when asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import TypeAlias

from pos_app.bridge import messages as m
from pos_app.domain.audit import Action, Happening, Outcome
from pos_app.domain.checkout import CheckoutState
from pos_app.domain.connection import Settings
from pos_app.domain.errors import Code, JournalError, PosError, Problem
from pos_app.domain.record import DecidedBy, OrderRecord
from pos_app.services.audit import AuditLog
from pos_app.services.audit_export import write_lines, write_table
from pos_app.services.journal_errors import name_of
from pos_app.services.lane import Lane

AuditRequest: TypeAlias = m.VerifyAudit | m.ExportAudit | m.PruneAudit


class AuditOffice:
    """Keeps the log. Entries are written in the order in which they are told, one after the other.

    An order never waits for its entry: the journal, not this log, is what it must be in. `who`
    names whoever is signed in.
    """

    def __init__(
        self, report: Callable[[m.Report], None], lane: Lane, log: AuditLog, who: Callable[[], str]
    ) -> None:
        self._report, self._lane, self._log, self._who = report, lane, log, who
        self._writing: set[asyncio.Task[None]] = set()
        self._troubled = False
        self._begun: dict[str, str] = {}
        self._asked: dict[str, str] = {}
        self.settings = Settings()

    def note(self, happening: Happening) -> None:
        """Have it written; inside the loop."""
        task = asyncio.get_running_loop().create_task(self._write(happening))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    def refused(self, action: Action, who: str, subject: str = "") -> None:
        """Somebody asked for what they may not do."""
        self.note(Happening(action, who, subject, Outcome.REFUSED, "not allowed"))

    async def written(self) -> None:
        """Wait until all that was noted is on disk, or refused."""
        while self._writing:
            await asyncio.gather(*self._writing, return_exceptions=True)

    async def _write(self, happening: Happening) -> None:
        try:
            await self._lane.run(lambda: self._log.write(happening))
        except JournalError as error:
            if not self._troubled:
                self._report(m.AuditTold(error.problem))
            self._troubled = True
            return
        if self._troubled:
            self._report(m.AuditTold())
        self._troubled = False

    # ---- what goes on ----------------------------------------------------------------------

    def approved(self, attempt_id: str, clerk: str, supervisor: str) -> None:
        """A supervisor stood in for a clerk at the verdict on an order."""
        self._asked[attempt_id] = clerk
        self.note(Happening(Action.APPROVAL, supervisor, attempt_id, detail=f"asked by {clerk}"))

    def see(self, report: m.Report) -> None:
        """Write down what a report of the worker means."""
        match report:
            case m.CheckoutMoved():
                self._order(report.state)
            case m.RecordSettled():
                self._settled(report.record)
            case m.DecisionRefused():
                failed = Outcome.FAILED
                why = report.problem.code.value
                self.note(
                    Happening(Action.ORDER_DECIDED, self._who(), report.attempt_id, failed, why)
                )
            case m.SettingsSaved():
                self._saved(report)

    def _order(self, state: CheckoutState) -> None:
        attempt_id, verdict = state.attempt_id, state.verdict
        if attempt_id not in self._begun and verdict is None:
            self._begun[attempt_id] = self._who()
            self.note(Happening(Action.ORDER_BEGUN, self._who(), attempt_id))
        if attempt_id in self._begun and verdict is not None:
            who, refusal = self._begun.pop(attempt_id), state.refusal
            detail = refusal.value if refusal is not None else state.receipt.order_number
            self.note(Happening(Action.ORDER_ENDED, who, attempt_id, verdict.value, detail))

    def _settled(self, record: OrderRecord) -> None:
        decision = record.decision
        outcome = "placed" if record.is_placed else "not-placed"
        if decision is None or decision.by is DecidedBy.CART:
            by = Happening(Action.ORDER_DECIDED, "", record.attempt_id, outcome, "by its cart")
        else:
            clerk = self._asked.pop(record.attempt_id, "")
            asked = f"by a person, asked by {clerk}" if clerk else "by a person"
            by = Happening(Action.ORDER_DECIDED, decision.clerk, record.attempt_id, outcome, asked)
        self.note(by)

    def _saved(self, report: m.SettingsSaved) -> None:
        """Which settings were changed, not into what: an address may hold a password."""
        old, new = self.settings, report.settings
        changed = [
            field.name
            for field in fields(Settings)
            if getattr(old, field.name) != getattr(new, field.name)
        ]
        outcome = Outcome.DONE if report.problem is None else Outcome.FAILED
        if report.problem is None:
            self.settings = new
        subject = ", ".join(changed)
        self.note(Happening(Action.SETTINGS, self._who(), subject, outcome))

    # ---- what is asked ---------------------------------------------------------------------

    async def handle(self, request: AuditRequest) -> None:
        """Verify, export, or remove what is old; whoever asks may do so."""
        await self.written()
        try:
            match request:
                case m.VerifyAudit():
                    await self._verify(request)
                case m.ExportAudit():
                    await self._export(request)
                case m.PruneAudit():
                    await self._prune(request)
        except PosError as error:
            self.refuse(request, error.problem)

    def refuse(self, request: AuditRequest, problem: Problem) -> None:
        """It was not done: say why, and write that down."""
        failed = Outcome.REFUSED if problem.code is Code.NOT_ALLOWED else Outcome.FAILED
        match request:
            case m.VerifyAudit():
                action = Action.LOG_VERIFIED
                self._report(m.AuditVerified(request.ticket, problem=problem))
            case m.ExportAudit():
                action = Action.EXPORT
                self._report(m.AuditExported(request.ticket, request.path, problem))
            case m.PruneAudit():
                action = Action.LOG_PRUNED
                self._report(m.AuditPruned(request.ticket, problem=problem))
        self.note(Happening(action, self._who(), outcome=failed, detail=problem.code.value))

    async def _verify(self, request: m.VerifyAudit) -> None:
        found = await self._lane.run(self._log.verify)
        self._report(m.AuditVerified(request.ticket, found))
        outcome = Outcome.DONE if found.is_good else Outcome.FAILED
        detail = f"{found.entries} entries, {len(found.faults)} faults"
        self.note(Happening(Action.LOG_VERIFIED, self._who(), outcome=outcome, detail=detail))

    async def _export(self, request: m.ExportAudit) -> None:
        """The entry about the export comes first, so that it is in what is taken out."""
        path = Path(request.path)
        self.note(Happening(Action.EXPORT, self._who(), "audit log", detail=path.suffix))
        await self.written()

        def work() -> None:
            if request.table:
                write_table(path, self._log.entries())
            else:
                write_lines(path, self._log.lines())

        try:
            await self._lane.run(work)
        except OSError as error:
            problem = Problem(Code.DISK, where=str(path), text=name_of(error))
            raise JournalError(problem) from error
        self._report(m.AuditExported(request.ticket, request.path))

    async def _prune(self, request: m.PruneAudit) -> None:
        who = self._who()
        months, found = await self._lane.run(lambda: self._log.prune(who))
        if found is not None:
            self._report(m.AuditVerified(request.ticket, found))
        else:
            self._report(m.AuditPruned(request.ticket, months))
