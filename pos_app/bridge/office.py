"""What the worker does for each request: the services' answers, told as reports."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from dataclasses import replace
from itertools import chain, repeat
from typing import Protocol

from pos_app.bridge import messages as m
from pos_app.bridge.catalogue_office import CatalogueOffice
from pos_app.bridge.order_office import OrderOffice
from pos_app.bridge.quote_office import QuoteOffice
from pos_app.bridge.register_office import RegisterOffice
from pos_app.bridge.staff_office import StaffOffice
from pos_app.bridge.support_log import SupportLog
from pos_app.domain import contact
from pos_app.domain.connection import Connection
from pos_app.domain.errors import Code, ConfigError, PosError, Problem
from pos_app.firmly import jwe
from pos_app.firmly.http import Http
from pos_app.services.connection_check import check_connection
from pos_app.services.journal import Journal
from pos_app.services.register import Register, Stores
from pos_app.services.secrets import KeyringStatus, TokenStore
from pos_app.services.settings import SettingsFile
from pos_app.services.vault import Keyring

PICTURES_AT_ONCE = 4
# Seconds before an unreachable merchant is tried again; the last one repeats.
RETRY_PAUSES = (2, 5, 10, 20, 30)
# Waiting helps against these; against anything else only other settings do.
PASSING = frozenset(
    {Code.DNS, Code.REFUSED, Code.TIMEOUT, Code.DROPPED, Code.PROXY, Code.STORE_UNAVAILABLE}
    | {Code.SERVER, Code.RATE_LIMITED}
)


class TrainingHandle(Protocol):
    """The training store, as far as the worker needs it."""

    def start(self) -> Connection:
        """Start it if it does not run yet; blocks until it listens."""

    def set_next(self, scenario: str) -> None:
        """Choose how the next order will go."""

    def stop(self) -> None:
        """End it."""


class Office:
    """Handles requests inside the worker's loop.

    Catalogue reads run beside an order; a newer search replaces one under way. What concerns
    orders is done in :class:`OrderOffice`.
    """

    def __init__(
        self,
        report: Callable[[m.Report], None],
        settings: SettingsFile,
        training: TrainingHandle,
        journal: Journal,
        printers: Callable[[], tuple[str, ...]],
    ) -> None:
        self._settings, self._training = settings, training
        self._staff = StaffOffice(SupportLog(report).tell, journal.folder, settings)
        report = self._report = self._staff.watch
        self._http = Http()
        self._keyring = Keyring(TokenStore(), self._tokens_kept)
        self._register: Register | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._pictures = asyncio.Semaphore(PICTURES_AT_ONCE)
        self._orders, self._quotes = OrderOffice(report, journal), QuoteOffice(report)
        self._catalogue = CatalogueOffice(report, journal)
        self._check = RegisterOffice(report, self._http, journal, self._keyring, printers)
        self._ready = asyncio.Event()

    async def close(self) -> None:
        """Close the journal, connections, the keyring's thread and the training store."""
        await self._catalogue.close()
        await self._orders.close()
        await self._http.close()
        self._keyring.close()
        await self._staff.close()
        await asyncio.to_thread(self._training.stop)

    def cancel_order(self, order_id: int) -> None:
        """Stop an order if nothing of it has left; asked and done in one go, inside the loop."""
        self._orders.cancel(order_id)

    async def handle(self, request: m.Request) -> None:
        """Do what is asked, if whoever is signed in may ask it, and report."""
        allowed = await self._staff.handle(request)
        if allowed is not None:
            await self._do(allowed)

    async def _do(self, request: m.ShopRequest) -> None:
        match request:
            case m.Connect():
                await self._connect(request.connection)
            case m.Warm():
                await self._warm()
            case m.LoadImage():
                await self._image(request)
            case m.PlaceOrder():
                await self._place(request)
            case m.Search() | m.Lookup() | m.LoadProduct():
                await self._catalogue.find(await self._at_desk(), request)
            case (
                m.StopCatalogue()
                | m.ReadCatalogue()
                | m.KeepFavourite()
                | m.RepeatLast()
                | m.AskReturning()
            ):
                await self._catalogue.handle(await self._at_desk(), request)
            case m.AskQuote():
                await self._quotes.ask(await self._at_desk(), request)
            case m.TestConnection():
                await self._test(request)
            case m.CheckRegister() | m.TellAbout() | m.LookForUpdate():
                await self._check.handle(request, self._there)
            case m.SaveSettings():
                await self._save(request)
            case m.ChooseNextOutcome():
                self._training.set_next(request.scenario)
                self._report(m.NextOutcomeChosen(request.scenario))
            case _:
                await self._orders.handle(request)

    async def _place(self, request: m.PlaceOrder) -> None:
        register = await self._at_desk()
        self._quotes.begin_order(register, request)
        await self._orders.place(register, request)
        self._quotes.end_order(register, request)
        await self._catalogue.count_sold(register)

    async def _connect(self, connection: Connection) -> None:
        if self._connecting is not None:
            self._connecting.cancel()
        self._connecting = asyncio.current_task()
        self._report(m.LinkChanged(m.Link.CONNECTING, connection))
        connection = await self._there(connection)
        stores = Stores(self._orders.journal, self._keyring)
        register = Register(self._http, connection, stores, self._orders.listeners)
        await self._orders.use(register)
        self._register = register
        self._ready.set()
        await asyncio.gather(
            self._catalogue.use(register),
            self._keep_trying(register),
            asyncio.to_thread(_warm_libraries),
        )

    async def _there(self, connection: Connection) -> Connection:
        """The connection; of the training store with its hosts, which run from then on."""
        if connection.training:
            return await asyncio.to_thread(self._training.start)
        return connection

    async def _keep_trying(self, register: Register) -> None:
        for pause in chain(RETRY_PAUSES, repeat(RETRY_PAUSES[-1])):
            try:
                await register.warm()
            except PosError as error:
                offline = m.LinkChanged(m.Link.OFFLINE, register.connection, error.problem)
                self._report(offline)
                if error.problem.code not in PASSING:
                    return
                await asyncio.sleep(error.problem.retry_after or pause)
            else:
                self._report(m.LinkChanged(m.Link.CONNECTED, register.connection))
                return

    async def _warm(self) -> None:
        register = await self._at_desk()
        try:
            await register.warm()
        except PosError as error:
            self._report(m.LinkChanged(m.Link.OFFLINE, register.connection, error.problem))
            return
        self._report(m.LinkChanged(m.Link.CONNECTED, register.connection))

    def _tokens_kept(self, status: KeyringStatus) -> None:
        self._report(m.TokensKept(status.usable, status.backend, status.reason.value))

    async def _at_desk(self) -> Register:
        """The register, as soon as a connection has been chosen."""
        await self._ready.wait()
        if self._register is None:
            raise RuntimeError("ready without a register")
        return self._register

    async def _image(self, request: m.LoadImage) -> None:
        register = await self._at_desk()
        async with self._pictures:
            try:
                data = await register.picture(request.url)
            except PosError:
                data = b""  # a missing picture is no news for the clerk
        self._report(m.ImageLoaded(request.url, data))

    async def _test(self, request: m.TestConnection) -> None:
        connection = await self._there(request.connection)
        good = True
        try:
            async for result in check_connection(self._http, connection):
                good = good and result.problem is None
                name = m.CheckName(result.name)
                self._report(m.CheckDone(request.ticket, name, result.problem, result.note))
        except ConfigError as error:
            good = False
            self._report(m.CheckDone(request.ticket, m.CheckName.SESSION, error.problem))
        self._report(m.ConnectionTested(request.ticket, good))

    async def _save(self, request: m.SaveSettings) -> None:
        try:
            await asyncio.to_thread(self._settings.save, request.settings)
        except PosError as error:
            problem: Problem = replace(error.problem, code=Code.DISK)
            self._report(m.SettingsSaved(request.settings, problem))
            return
        self._report(m.SettingsSaved(request.settings))


def _warm_libraries() -> None:
    """Load what the first order would otherwise wait for.

    What is there then stays for good. Were it looked through for garbage again and again, that
    would hold up all threads for 50 ms at a time, in the middle of an order.
    """
    contact.warm()
    jwe.warm()
    if not gc.get_freeze_count():
        gc.freeze()
