"""A register as the program wires it, without a window: office, journal, session on disk."""

from __future__ import annotations

import json
import os
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from pos_app.bridge import messages as m
from pos_app.bridge.order_office import OrderOffice
from pos_app.domain.connection import Connection
from pos_app.firmly.http import Http
from pos_app.firmly.session import Session
from pos_app.services.attempt import Clocks
from pos_app.services.journal import Journal
from pos_app.services.register import Register, Stores, Timing
from pos_app.services.secrets import Scope
from pos_app.services.vault import Keyring
from tests.faults.orders import APP_ID, DOMAIN

Job: TypeAlias = dict[str, Any]
Tell: TypeAlias = Callable[[dict[str, Any]], None]
CHECKS = 6


class FileKeyring(Keyring):
    """The session in a file beside the data folder: what the OS keyring is to the program."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def load(self, scope: Scope) -> Session | None:
        """The kept session."""
        if not self._path.exists():
            return None
        return Session(*json.loads(self._path.read_text()))

    async def save(self, scope: Scope, session: Session) -> None:
        """Keep a session."""
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps([session.access_token, session.device_id, session.expires]))
        os.replace(fresh, self._path)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a job may put in place of the program's own: subclasses that trip or have a bug."""

    journal: Journal
    http: Http
    wall: Callable[[], datetime]
    register: type[Register] = Register


@dataclass(frozen=True, slots=True)
class Desk:
    """A register at work."""

    office: OrderOffice
    register: Register
    http: Http


@asynccontextmanager
async def at_work(job: Job, parts: Parts, hear: Callable[[m.Report], None]) -> AsyncIterator[Desk]:
    """Start as the program does: connect, then open the journal and see what it holds."""
    clocks = Clocks(wall=parts.wall)
    office = OrderOffice(hear, parts.journal, clocks)
    connection = Connection(APP_ID, DOMAIN, job["api"], job["payment"])
    stores = Stores(parts.journal, FileKeyring(Path(job["session"])))
    timing = Timing(clocks, (job["pause"],) * CHECKS)
    register = parts.register(parts.http, connection, stores, office.listeners, timing)
    await office.use(register)
    await office.handle(m.OpenJournal())
    try:
        yield Desk(office, register, parts.http)
    finally:
        await office.close()
        await parts.http.close()


def trusting(authority: str) -> ssl.SSLContext:
    """TLS that trusts the run's authority."""
    context = ssl.create_default_context(cadata=authority)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
