"""The device's session: made once, renewed with itself, asked for before each call (§1).

Renewing with the previous token keeps the device, and with it the carts. A token that the server
no longer takes is given up for a new device. All of it goes one call at a time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from pos_app.domain.connection import Connection
from pos_app.domain.errors import AnswerError, Code, Problem, UnreadableError
from pos_app.firmly.http import Headers, Http

# Renewed this long before it ends [O]; longer than any call takes.
RENEW_AHEAD_SECONDS = 300
AUTHORISATION = "x-firmly-authorization"


@dataclass(frozen=True, slots=True)
class Session:
    """An access token for one device; `expires` in unix seconds."""

    access_token: str = field(repr=False)
    device_id: str
    expires: int


class Vault(Protocol):
    """Where the session is kept between starts."""

    async def load(self) -> Session | None:
        """The kept session, or None."""

    async def save(self, session: Session) -> None:
        """Keep it."""


class SessionKeeper:
    """Hands out a session whose token is good for at least five more minutes.

    `clock` gives unix seconds.
    """

    def __init__(
        self, http: Http, connection: Connection, vault: Vault, clock: Callable[[], float]
    ) -> None:
        self._http, self._connection, self._vault, self._clock = http, connection, vault, clock
        self._session: Session | None = None
        self._loaded = False
        self._given_up = ""
        self._lock = asyncio.Lock()

    async def token(self, stale: str = "") -> str:
        """The access token of `session`; raises what that raises."""
        return (await self.session(stale)).access_token

    async def session(self, stale: str = "") -> Session:
        """The session; renewed first if its token is about to end or is `stale`.

        Raises:
            PosError: the session could not be made or renewed.
        """
        async with self._lock:
            if not self._loaded:
                self._session = await self._vault.load()
                self._loaded = True
            kept = self._session
            refused = (stale, self._given_up)
            if kept is not None and kept.access_token not in refused and self._fresh(kept):
                return kept
            self._session = await self._renewed(kept)
            await self._vault.save(self._session)
            return self._session

    def give_up(self, token: str) -> None:
        """Renew before the next call: the server no longer takes `token`, whatever the clock says.

        For calls that must not be repeated at once, such as placing an order.
        """
        self._given_up = token

    def _fresh(self, session: Session) -> bool:
        return session.expires - self._clock() > RENEW_AHEAD_SECONDS

    async def _renewed(self, kept: Session | None) -> Session:
        if kept is not None:
            try:
                return await self._ask({"access_token": kept.access_token})
            except AnswerError as error:
                if error.problem.code is not Code.SESSION and error.problem.status != 401:
                    raise
        return await self._ask(None)

    async def _ask(self, body: Mapping[str, str] | None) -> Session:
        url = f"{self._connection.api_url}/api/v1/browser-session"
        headers = {"x-firmly-app-id": self._connection.app_id}
        data, _ = await self._http.json("POST", url, headers=headers, body=body)
        if not isinstance(data, dict) or not isinstance(data.get("access_token"), str):
            raise UnreadableError(Problem(Code.BAD_SHAPE, where=url.partition("//")[2]))
        expires = _seconds(data.get("expires"))
        if expires is None:
            expires = int(self._clock()) + (_seconds(data.get("expires_in")) or 3600)
        return Session(data["access_token"], str(data.get("device_id") or ""), expires)


def _seconds(value: object) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None


class AuthorisedCalls:
    """JSON calls with the device's token. On a 401 the session is renewed once, the call repeated.

    Only for calls that may be repeated: never for placing an order.
    """

    def __init__(self, http: Http, keeper: SessionKeeper) -> None:
        self._http, self._keeper = http, keeper

    async def json(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        body: object = None,
    ) -> object:
        """The parsed answer; raises as `Http.json` does."""
        token = await self._keeper.token()
        try:
            data, _ = await self._call(method, url, token, params, body)
        except AnswerError as error:
            if error.problem.status != 401:
                raise
            token = await self._keeper.token(stale=token)
            data, _ = await self._call(method, url, token, params, body)
        return data

    async def _call(
        self, method: str, url: str, token: str, params: Mapping[str, str] | None, body: object
    ) -> tuple[object, Headers]:
        headers = {AUTHORISATION: token}
        return await self._http.json(method, url, headers=headers, params=params, body=body)
