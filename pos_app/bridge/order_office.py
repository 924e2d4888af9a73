"""What the worker does about orders and the journal: placing, looking into unknowns, drafts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from pos_app.bridge import messages as m
from pos_app.domain.checkout import CheckoutState
from pos_app.domain.errors import Code, PosError, Problem
from pos_app.domain.reconcile import Checking
from pos_app.domain.record import DecidedBy, Decision, OrderRecord, after_crash
from pos_app.services.attempt import CLOCKS, Attempt, Clocks
from pos_app.services.journal import Journal
from pos_app.services.orders import Order
from pos_app.services.register import Listeners, Register

JournalRequest: TypeAlias = (
    m.OpenJournal | m.KeepDraft | m.DropDraft | m.FindOrders | m.CheckNow | m.Decide
)


class OrderOffice:
    """Handles requests about orders inside the worker's loop; `journal` is its own to close."""

    def __init__(
        self, report: Callable[[m.Report], None], journal: Journal, clocks: Clocks = CLOCKS
    ) -> None:
        self._report, self.journal, self._clocks = report, journal, clocks
        self._orders: dict[int, tuple[asyncio.Task[None], Attempt]] = {}
        self._unsettled: dict[str, OrderRecord] = {}
        self._register: Register | None = None
        self._opened = False
        self._unwritten: dict[str, OrderRecord] = {}
        self.listeners = Listeners(self._trouble, self._checking, self._settled)

    async def close(self) -> None:
        """Stop asking, then close the journal: nothing that was told to it is lost."""
        if self._register is not None:
            await self._register.close()
        await self.journal.close()

    async def handle(self, request: JournalRequest) -> None:
        """Do what is asked and report; placing has a method of its own, as it needs a register."""
        match request:
            case m.OpenJournal():
                await self._open()
            case m.KeepDraft():
                await self._keep_draft(request)
            case m.DropDraft():
                await self._drop_draft(request)
            case m.FindOrders():
                await self._find(request)
            case m.CheckNow():
                self._check_now(request)
            case m.Decide():
                await self._decide(request)

    # ---- the journal -----------------------------------------------------------------------

    async def _open(self) -> None:
        """Tell what the journal holds; what a crash left behind is written down as what it is."""
        live = {attempt.state.attempt_id for _, attempt in self._orders.values()}
        try:
            news = await self.journal.open()
            for record in await self.journal.open_records():
                if record.attempt_id in live:
                    continue
                known = after_crash(record, self._clocks.wall())
                if known != record:
                    await self.journal.update(known)
                if known.is_open:
                    self._unsettled[known.attempt_id] = known
            drafts = await self.journal.drafts()
        except PosError as error:
            self._report(m.JournalTold(error.problem))
            return
        self._opened = True
        damaged = Problem(Code.JOURNAL_DAMAGED, where=news.set_aside) if news.set_aside else None
        await self._tell_journal(damaged)
        self._report(m.Restored(drafts, tuple(self._unsettled.values())))
        self._watch()

    async def _tell_journal(self, problem: Problem | None = None) -> None:
        """How the journal is, and how many attempts it holds."""
        try:
            self._report(m.JournalTold(problem, await self.journal.count()))
        except PosError as error:
            self._report(m.JournalTold(error.problem))

    async def use(self, register: Register) -> None:
        """Orders go to another register from now on; its unknown outcomes are looked into."""
        if self._register is not None:
            await self._register.close()
        self._register = register
        self._watch()

    def _watch(self) -> None:
        """Ask about what is open."""
        for record in self._unsettled.values():
            register = self._asking_about(record)
            if register is not None:
                register.reconciler.watch(record)

    async def _ready(self) -> None:
        """Open the journal if it could not be opened at the start; the disk may work by now."""
        if not self._opened:
            await self._open()
        if self._unwritten:
            await self._catch_up()

    async def _catch_up(self) -> None:
        """Write what the disk refused while an order was under way."""
        try:
            for record in tuple(self._unwritten.values()):
                await self.journal.update(record)
                del self._unwritten[record.attempt_id]
        except PosError:
            return  # told when it began; it is tried again
        await self._tell_journal()

    async def _keep_draft(self, request: m.KeepDraft) -> None:
        """Keep a draft; the journal's trouble is told, the draft stays in the window."""
        await self._ready()
        try:
            await self.journal.keep_draft(request.kept)
        except PosError as error:
            self._report(m.JournalTold(error.problem))

    async def _drop_draft(self, request: m.DropDraft) -> None:
        """Forget a draft."""
        try:
            await self.journal.drop_draft(request.tab)
        except PosError as error:
            self._report(m.JournalTold(error.problem))

    async def _find(self, request: m.FindOrders) -> None:
        """Search the journal."""
        try:
            records = await self.journal.find(request.text)
        except PosError as error:
            self._report(m.OrdersFound(request.ticket, problem=error.problem))
            return
        self._report(m.OrdersFound(request.ticket, records))

    # ---- placing ---------------------------------------------------------------------------

    def cancel(self, order_id: int) -> None:
        """Stop an order if nothing of it has left; asked and done in one go, inside the loop."""
        task, attempt = self._orders.get(order_id, (None, None))
        if task is not None and attempt is not None and attempt.state.can_cancel:
            task.cancel()

    async def place(self, register: Register, request: m.PlaceOrder) -> None:
        """Place an order once."""
        order_id, task = request.order_id, asyncio.current_task()
        await self._ready()
        if task is None or order_id in self._orders:
            request.card.wipe()
            return  # a second press while the first is under way is no second order
        moved = partial(self._moved, order_id)
        attempt = register.attempt(len(request.draft.cart.lines), moved)
        self._orders[order_id] = (task, attempt)
        order = _order(request)
        try:
            hold = await register.place(order, attempt)
        finally:
            request.card.wipe()  # also where it was not encrypted: the next try brings its own
            del self._orders[order_id]
            self._note(attempt)
        if hold is not None:
            self._report(m.OrderHeld(order_id, hold))
        if not attempt.is_behind:
            await self._tell_journal()

    def _note(self, attempt: Attempt) -> None:
        """Remember what is still to be found out about an attempt, or to be written down."""
        record = attempt.record
        if record is None:
            return
        if record.is_open:
            self._unsettled[record.attempt_id] = record
        if attempt.is_behind:
            self._unwritten[record.attempt_id] = record

    def _moved(self, order_id: int, state: CheckoutState) -> None:
        self._report(m.CheckoutMoved(order_id, state))

    # ---- unknown outcomes ------------------------------------------------------------------

    def _check_now(self, request: m.CheckNow) -> None:
        """Ask the merchant at once, if it is the one that the order went to."""
        if self._register is not None and request.attempt_id in self._unsettled:
            self._register.reconciler.check_now(request.attempt_id)

    async def _decide(self, request: m.Decide) -> None:
        """Keep a person's verdict; without effect on what is known by now."""
        record = self._unsettled.get(request.attempt_id)
        if record is None:
            return
        asking = self._asking_about(record)
        try:
            if asking is not None:
                await asking.reconciler.decide(
                    request.attempt_id,
                    placed=request.placed,
                    evidence=request.evidence,
                    clerk=request.clerk,
                )
                return
            now, said = self._clocks.wall(), request.evidence.strip()
            decision = Decision(request.placed, DecidedBy.PERSON, now, request.clerk, said)
            settled = record.decided(decision)
            await self.journal.update(settled)
        except ValueError:
            return  # settled while this was on its way, and told
        except PosError as error:
            self._report(m.DecisionRefused(request.attempt_id, error.problem))
            return
        self._settled(settled)

    def _asking_about(self, record: OrderRecord) -> Register | None:
        """The register, if it is one of the merchant that the order went to: another can't know."""
        register = self._register
        if register is None or not record.connection.same_merchant(register.connection):
            return None
        return register

    def _trouble(self, problem: Problem) -> None:
        self._report(m.JournalTold(problem))

    def _checking(self, checking: Checking) -> None:
        self._report(m.CheckingMoved(checking))

    def _settled(self, record: OrderRecord) -> None:
        self._unsettled.pop(record.attempt_id, None)
        self._report(m.RecordSettled(record))


def _order(asked: m.PlaceOrder) -> Order:
    return Order(asked.draft, asked.card, asked.tab, asked.clerk, asked.despite, asked.quoted)
