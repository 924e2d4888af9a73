"""What the worker does when a register is checked, and when the program is asked what it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from pos_app import __version__
from pos_app.bridge import messages as m
from pos_app.domain import register_check as found
from pos_app.domain.connection import Connection
from pos_app.domain.errors import ConfigError, PosError
from pos_app.domain.register_check import Checked, Mark, Part
from pos_app.domain.updates import UpdateSource
from pos_app.firmly.http import Http
from pos_app.services.about import about
from pos_app.services.journal import Journal
from pos_app.services.register_check import check_register
from pos_app.services.updates import newer_version
from pos_app.services.vault import Keyring


@dataclass(slots=True)
class RegisterOffice:
    """Checks this register. `printers` gives their names; it may block, and is run in a thread."""

    report: Callable[[m.Report], None]
    http: Http
    journal: Journal
    keyring: Keyring
    printers: Callable[[], tuple[str, ...]]

    async def handle(
        self,
        request: m.CheckRegister | m.TellAbout | m.LookForUpdate,
        reach: Callable[[Connection], Awaitable[Connection]],
    ) -> None:
        """Do what is asked. `reach` starts the training store, if that is meant."""
        match request:
            case m.CheckRegister():
                await self.check(request.ticket, await reach(request.connection))
            case m.TellAbout():
                await self.tell_about()
            case m.LookForUpdate():
                await self.look_for_update(request.source)

    async def check(self, ticket: int, connection: Connection) -> None:
        """Look at every part and report each as soon as it is known."""
        good = True
        async for checked in self._all(connection):
            good = good and checked.mark is not Mark.BAD
            self.report(m.RegisterPartChecked(ticket, checked))
        self.report(m.RegisterChecked(ticket, good))

    async def tell_about(self) -> None:
        """Tell what the program is."""
        self.report(m.AboutTold(await asyncio.to_thread(about)))

    async def look_for_update(self, source: UpdateSource) -> None:
        """Report a newer version, if one is announced; that nothing could be read is no news.

        It is not asked for beside an order. One that an order meets on its way ends by itself:
        stopped in the middle of a handshake, it would leave its connection open.
        """
        try:
            version = await newer_version(self.http, source, __version__)
        except PosError:
            return
        if version:
            self.report(m.UpdateFound(version))

    async def _all(self, connection: Connection) -> AsyncIterator[Checked]:
        try:
            checks = check_register(self.http, connection, self.journal, self.keyring.examined)
            async for checked in checks:
                yield checked
        except ConfigError as error:
            yield found.failed(Part.SESSION, error.problem)
        yield found.printers(await asyncio.to_thread(self.printers))
