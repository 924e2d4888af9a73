"""What the worker does about people: who is signed in, who may do what, and writing it down."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from pos_app.bridge import messages as m
from pos_app.bridge.audit_office import AuditOffice
from pos_app.bridge.staff_requests import StaffRequest
from pos_app.domain.audit import Action, Happening, Outcome
from pos_app.domain.clerks import Clerk, ClerkProblem, alone
from pos_app.domain.errors import Code, JournalError, PosError, Problem
from pos_app.domain.recorder import RecorderAction, RecorderHook, RecorderState
from pos_app.domain.rights import Right
from pos_app.services.attempt import CLOCKS, Clocks
from pos_app.services.audit import AuditLog
from pos_app.services.clerks import Clerks, Refusal
from pos_app.services.lane import Lane
from pos_app.services.pins import Argon2Pins, Pins
from pos_app.services.recorder import tell_recorder
from pos_app.services.settings import SettingsFile
from pos_app.services.staff_store import StaffStore

_ClerkRequest: TypeAlias = m.AddClerk | m.ChangeClerk | m.ResetPin
_NOT_ALLOWED = Problem(Code.NOT_ALLOWED)


class StaffOffice:
    """Keeps who is signed in; hashing, clerks and log live in a lane of their own.

    Rights are checked here, whatever the window shows.
    """

    def __init__(
        self,
        report: Callable[[m.Report], None],
        folder: Path,
        settings: SettingsFile,
        pins: Pins | None = None,
        clocks: Clocks = CLOCKS,
    ) -> None:
        self._report, self._settings = report, settings
        self._lane = Lane("staff")
        self._store = StaffStore(folder)
        log = AuditLog(folder, self._store, clocks)
        self._told: list[Happening] = []
        self._clerks = Clerks(self._store, pins or Argon2Pins(), self._told.append, clocks)
        self.audit = AuditOffice(report, self._lane, log, self._name)
        self._who: Clerk | None = None
        self._staffed = False
        self._opening: asyncio.Task[None] | None = None
        self._recording = asyncio.Lock()
        self._paused = False

    async def close(self) -> None:
        """Let the call be recorded again, write down what is left, and close the file."""
        if self._paused:
            await self._move(RecorderAction.RESUME)
        await self.audit.written()
        await self._lane.close(self._store.close)

    def watch(self, report: m.Report) -> None:
        """Hand a report of another office on to the window, and write down what it means."""
        self._report(report)
        self.audit.see(report)

    async def handle(self, request: m.Request) -> m.ShopRequest | None:
        """Do what is asked about people; any other request is for the other offices.

        It comes back with the name of whoever is signed in, or not at all: then it was refused.
        """
        if not isinstance(request, StaffRequest):
            return await self._let_through(request)
        await self._ready()
        match request:
            case m.SignIn():
                await self._sign_in(request)
            case m.LockUp():
                self._lock(request)
            case m.AddClerk() | m.ChangeClerk() | m.ResetPin():
                await self._change(request)
            case m.VerifyAudit() | m.ExportAudit() | m.PruneAudit():
                if self._may(Right.EXPORT):
                    await self.audit.handle(request)
                else:
                    self.audit.refuse(request, _NOT_ALLOWED)
            case m.MoveRecorder():
                await self._move(request.action)
            case m.TryRecorder():
                await self._try_recorder(request)
        return None

    # ---- who is here -----------------------------------------------------------------------

    def _name(self) -> str:
        if self._who is None:
            return ""
        return self._who.name if self._who.clerk_id else self.audit.settings.clerk

    def _may(self, right: Right) -> bool:
        return self._who is not None and self._who.may(right)

    async def _ready(self) -> None:
        """Read the list of clerks, once: whoever asks first, and everybody waits for it."""
        if self._opening is None:
            self._opening = asyncio.get_running_loop().create_task(self._open())
        await asyncio.shield(self._opening)

    async def _open(self) -> None:
        self.audit.settings = await asyncio.to_thread(self._settings.load)
        try:
            clerks = await self._lane.run(self._clerks.all)
        except JournalError as error:
            self._report(m.StaffTold(problem=error.problem))
            # Where there were clerks nobody gets in without a PIN; a register of one goes on.
            self._staffed = self.audit.settings.sign_in
            if not self._staffed:
                self._let_in(alone(self.audit.settings.clerk), 0)
            return
        self._staffed = bool(clerks)
        missing = self.audit.settings.sign_in and not clerks
        if missing:
            gone = "there was a list of clerks when the program last ran"
            self.audit.note(Happening(Action.CLERKS_MISSING, detail=gone))
        self._report(m.StaffTold(clerks, missing=missing))
        if not clerks:
            self._let_in(alone(self.audit.settings.clerk), 0)

    async def _sign_in(self, request: m.SignIn) -> None:
        if not self._staffed:
            self._let_in(alone(self.audit.settings.clerk), request.ticket)
            return
        try:
            answer = await self._checked(request.name, request.pin)
        except JournalError as error:
            self._report(m.SignInRefused(request.ticket, problem=error.problem))
            return
        if isinstance(answer, Clerk):
            self._let_in(answer, request.ticket)
            return
        self._report(
            m.SignInRefused(request.ticket, answer.problem, answer.tries_left, answer.wait)
        )

    async def _checked(self, name: str, pin: str) -> Clerk | Refusal:
        answer = await self._lane.run(lambda: self._clerks.sign_in(name, pin))
        self._write_told()
        return answer

    def _let_in(self, clerk: Clerk, ticket: int) -> None:
        self._who = clerk
        how = "with a PIN" if clerk.clerk_id else "without a PIN"
        self.audit.note(Happening(Action.SIGN_IN, clerk.name, clerk.name, detail=how))
        self._report(m.SignedIn(clerk, ticket))

    def _lock(self, request: m.LockUp) -> None:
        self.audit.note(Happening(Action.LOCK, self._name(), detail=request.reason.value))
        self._who = None

    def _write_told(self) -> None:
        """What the lane told while it worked; it waits for its answer, so nothing is added now."""
        told, self._told[:] = tuple(self._told), ()
        for happening in told:
            self.audit.note(happening)

    # ---- the list of clerks ----------------------------------------------------------------

    async def _change(self, request: _ClerkRequest) -> None:
        by = self._who
        if by is None and self._staffed:
            self._report(m.ClerkAnswered(request.ticket, ClerkProblem.NOT_ALLOWED))
            return
        try:
            refusal = await self._lane.run(lambda: self._changed(by or alone(""), request))
            clerks = await self._lane.run(self._clerks.all)
        except JournalError as error:
            self._report(m.ClerkAnswered(request.ticket, problem=error.problem))
            return
        self._write_told()
        first = bool(clerks) and not self._staffed
        self._staffed = bool(clerks)
        if refusal is None:
            self._report(m.StaffTold(clerks))
        self._report(m.ClerkAnswered(request.ticket, refusal))
        if first:
            await self._remember_sign_in()
            self._let_in(clerks[0], request.ticket)
        elif by is not None:
            self._who = next((one for one in clerks if one.clerk_id == by.clerk_id), by)

    def _changed(self, by: Clerk, request: _ClerkRequest) -> ClerkProblem | None:
        clerks = self._clerks
        match request:
            case m.AddClerk():
                return clerks.add(by, request.name, request.role, request.pin)
            case m.ChangeClerk(clerk_id=clerk_id, role=role, disabled=disabled):
                return clerks.change(by, clerk_id, role=role, disabled=disabled)
            case m.ResetPin():
                return clerks.reset_pin(by, request.clerk_id, request.pin)

    async def _remember_sign_in(self) -> None:
        """The next start asks for a PIN from its first paint on."""
        settings = replace(self.audit.settings, sign_in=True)
        try:
            await asyncio.to_thread(self._settings.save, settings)
        except PosError as error:
            self._report(m.SettingsSaved(settings, error.problem))
        self.audit.settings = settings

    # ---- what others ask -------------------------------------------------------------------

    async def _let_through(self, request: m.ShopRequest) -> m.ShopRequest | None:
        match request:
            case m.PlaceOrder() if self._staffed:
                return replace(request, clerk=self._name())
            case m.Decide():
                await self._ready()
                return await self._decision(request)
            case m.SaveSettings():
                await self._ready()
                if not self._may(Right.SETTINGS):
                    self._report(m.SettingsSaved(request.settings, _NOT_ALLOWED))
                    self.audit.refused(Action.SETTINGS, self._name())
                    return None
                return m.SaveSettings(replace(request.settings, sign_in=self._staffed))
        return request

    async def _decision(self, request: m.Decide) -> m.Decide | None:
        """A verdict is a supervisor's: whoever is signed in, or one who stands in for them."""
        who, attempt_id = self._who, request.attempt_id
        if who is not None and who.may(Right.DECIDE):
            return replace(request, clerk=who.name, approver="", pin="")
        if who is None or not request.approver:
            self._report(m.DecisionRefused(attempt_id, _NOT_ALLOWED))
            self.audit.refused(Action.ORDER_DECIDED, self._name(), attempt_id)
            return None
        try:
            answer = await self._checked(request.approver, request.pin)
        except JournalError as error:
            self._report(m.DecisionRefused(attempt_id, error.problem))
            return None
        if isinstance(answer, Refusal):
            self._report(
                m.ApprovalRefused(attempt_id, answer.problem, answer.tries_left, answer.wait)
            )
            return None
        if not answer.may(Right.DECIDE):
            self._report(m.ApprovalRefused(attempt_id, ClerkProblem.NOT_ALLOWED))
            self.audit.refused(Action.APPROVAL, answer.name, attempt_id)
            return None
        self.audit.approved(attempt_id, who.name, answer.name)
        return replace(request, clerk=answer.name, approver="", pin="")

    # ---- the call recorder -----------------------------------------------------------------

    async def _move(self, action: RecorderAction) -> None:
        hook = self.audit.settings.recorder
        if not hook.is_set:
            return
        self._report(m.RecorderTold(RecorderState.ASKED))
        pause = action is RecorderAction.PAUSE
        self._paused = (
            self._paused or pause
        )  # before the call: it may be cut short, and have worked
        async with self._recording:
            why = await self._tell(hook, action)
        self._paused = pause
        done = RecorderState.PAUSED if pause else RecorderState.RUNNING
        failed = RecorderState.PAUSE_FAILED if pause else RecorderState.RESUME_FAILED
        self._report(m.RecorderTold(failed if why else done, why))

    async def _try_recorder(self, request: m.TryRecorder) -> None:
        if not self._may(Right.SETTINGS):
            self._report(m.RecorderTried(request.ticket, Code.NOT_ALLOWED.value))
            return
        async with self._recording:
            whys = [await self._tell(request.hook, action) for action in RecorderAction]
        self._report(m.RecorderTried(request.ticket, next(filter(None, whys), "")))

    async def _tell(self, hook: RecorderHook, action: RecorderAction) -> str:
        why = await tell_recorder(hook, action)
        outcome = Outcome.FAILED if why else Outcome.DONE
        self.audit.note(Happening(Action.RECORDER, self._name(), action.value, outcome, why))
        return why
