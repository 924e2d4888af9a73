"""Trying a connection: session, payment key, catalogue, each with exactly what is wrong."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

from pos_app.domain.connection import Connection, checked
from pos_app.domain.errors import PosError, Problem
from pos_app.firmly import payment_key
from pos_app.firmly.catalog import Catalog
from pos_app.firmly.http import Http
from pos_app.firmly.session import AuthorisedCalls, SessionKeeper
from pos_app.services.vault import MemoryVault


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One line of a connection test: "session", "key" or "catalogue", and what is wrong with it."""

    name: str
    problem: Problem | None = None
    note: str = ""


async def check_connection(http: Http, connection: Connection) -> AsyncIterator[CheckResult]:
    """Try one part after the other; a session made for it is not kept.

    Raises:
        ConfigError: a part of the connection can't be used.
    """
    connection = checked(connection)
    http = http.only(connection.api_url, connection.payment_url)
    keeper = SessionKeeper(http, connection, MemoryVault(), time.time)
    catalog = Catalog(AuthorisedCalls(http, keeper), connection.api_url, connection.domain)
    try:
        await keeper.token()
        yield CheckResult("session")
    except PosError as error:
        yield CheckResult("session", error.problem)
    try:
        key = await payment_key.fetch(http, connection)
        key.check()
        yield CheckResult("key")
    except PosError as error:
        yield CheckResult("key", error.problem)
    try:
        hits = await catalog.search("a")
        yield CheckResult("catalogue", note=str(len(hits)))
    except PosError as error:
        yield CheckResult("catalogue", error.problem)
