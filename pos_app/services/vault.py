"""The session in the OS keyring, reached from an event loop without ever blocking it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import ParamSpec, TypeVar

from pos_app.domain.connection import Connection
from pos_app.firmly.session import Session
from pos_app.services.secrets import KeyringStatus, Scope, StoredToken, TokenStore

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Keyring:
    """The token store behind a thread of its own: a keyring may wait for its daemon."""

    def __init__(self, store: TokenStore, changed: Callable[[KeyringStatus], None]) -> None:
        self._store, self._changed = store, changed
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="keyring")
        self._told: KeyringStatus | None = None

    def vault(self, connection: Connection) -> KeyringVault:
        """The vault of one connection's session."""
        scope = Scope(connection.api_host, connection.app_id, connection.domain)
        return KeyringVault(self, scope)

    async def load(self, scope: Scope) -> Session | None:
        """The kept session of a scope."""
        kept = await self._run(self._store.load, scope)
        return Session(kept.access_token, kept.device_id, kept.expires) if kept else None

    async def save(self, scope: Scope, session: Session) -> None:
        """Keep a session."""
        token = StoredToken(session.access_token, session.device_id, session.expires)
        await self._run(self._store.save, scope, token)

    async def examined(self) -> KeyringStatus:
        """How the keyring is right now: an entry is written, read back and removed."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, _examined)

    def close(self) -> None:
        """End the thread once what it is doing is done, and the connection to the keyring."""
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._store.close()

    async def _run(self, call: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        loop = asyncio.get_running_loop()
        answer = await loop.run_in_executor(self._thread, lambda: call(*args, **kwargs))
        status = await loop.run_in_executor(self._thread, lambda: self._store.status)
        if status != self._told:
            self._told = status
            self._changed(status)
        return answer


def _examined() -> KeyringStatus:
    with closing(TokenStore()) as store:
        return store.status


class KeyringVault:
    """One connection's place in the keyring."""

    def __init__(self, keyring: Keyring, scope: Scope) -> None:
        self._keyring, self._scope = keyring, scope

    async def load(self) -> Session | None:
        """The kept session, or None."""
        return await self._keyring.load(self._scope)

    async def save(self, session: Session) -> None:
        """Keep it."""
        await self._keyring.save(self._scope, session)


class MemoryVault:
    """Keeps a session for as long as this object lives: for trying a connection."""

    def __init__(self) -> None:
        self._session: Session | None = None

    async def load(self) -> Session | None:
        """The kept session, or None."""
        return self._session

    async def save(self, session: Session) -> None:
        """Keep it."""
        self._session = session
