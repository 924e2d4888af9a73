"""The one module that touches httpx: two kinds of calls, JSON and the streamed order.

No retries, no redirects, no cookies; no other hosts than those it was told by :meth:`Http.only`.
Certificates are checked by the operating system's trust store (truststore). Loopback hosts, where
the training store lives, are reached without a proxy; for the others the system's counts.
"""

from __future__ import annotations

import copy
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, Self, TypeAlias
from urllib.parse import urlsplit

import httpx

from pos_app import __version__
from pos_app.domain.connection import is_loopback
from pos_app.domain.errors import AnswerError, Code, NotReachedError, Problem, UnreadableError
from pos_app.domain.picture import PICTURE_TYPES, picture_kind
from pos_app.firmly import wire
from pos_app.firmly.failures import problem_of
from pos_app.firmly.hosts import Hosts, picture_refused, refused
from pos_app.firmly.server_time import ServerTime

if TYPE_CHECKING:
    import ssl

Headers: TypeAlias = Mapping[str, str]

CONNECT_SECONDS = 10.0
JSON_SECONDS = 30.0
# A slow merchant is not a dead one: only silence this long ends the wait for an order's answer.
ORDER_SECONDS = 150.0
# Longer than a clerk types an order, so that the connection is still warm when Enter is pressed.
KEEP_ALIVE_SECONDS = 900.0
MAX_JSON_BYTES = 16 * 1024 * 1024
MAX_PICTURE_BYTES = 2 * 1024 * 1024
REQUEST_ID = "x-firmly-request-id"


def trust_store() -> ssl.SSLContext:
    """TLS 1.2 or newer against the operating system's trusted authorities."""
    import ssl

    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class Http:
    """HTTP as this product needs it. Belongs to one event loop; close it there.

    `tls` replaces the system's trust store in tests with an authority of their own.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self._hosts = Hosts()  # none
        self._time = ServerTime()
        self._clients: dict[bool, httpx.AsyncClient] = {}

    def only(self, *urls: str) -> Self:
        """The same lines, for calls to the hosts of these base URLs alone; pictures apart.

        Without it nobody can be called.
        """
        made = copy.copy(self)
        made._hosts = Hosts.of(*urls)
        return made

    async def close(self) -> None:
        """Close all connections."""
        for client in self._clients.values():
            await client.aclose()
        self._clients.clear()

    async def json(  # noqa: PLR0913 - each by its name
        self,
        method: str,
        url: str,
        *,
        headers: Headers | None = None,
        params: Mapping[str, str] | None = None,
        body: object = None,
        limit: int = MAX_JSON_BYTES,
    ) -> tuple[object, Headers]:
        """One call that answers JSON: the parsed body and the answer's headers.

        Raises:
            NotReachedError: no answer came.
            AnswerError: the server answered with an error status, or an error in a 200.
            UnreadableError: a redirect, HTML, broken JSON, or more than `limit` bytes.
        """
        where = _where(url)
        self._check(refused(url, self._hosts), where)
        sent = None if body is None else wire.dumps(body)
        extra = {"content-type": "application/json"} if sent is not None else {}
        try:
            async with self._client(url).stream(
                method,
                url,
                headers={"accept": "application/json", **extra, **(headers or {})},
                params=dict(params or {}) or None,
                content=sent,
                timeout=_timeout(JSON_SECONDS),
            ) as response:
                self._time.hear(response.headers)
                data = await _read_up_to(response, limit, where)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NotReachedError(self.problem_of(error, where)) from None
        return _parsed(response, data, where), response.headers

    async def picture(self, url: str) -> bytes:
        """A product picture, still encoded; at most 2 MiB, and of the kind that it is said to be.

        Raises:
            PosError: it can't be had, for any of the reasons of `json`, or is no picture.
        """
        where = _where(url)
        self._check(picture_refused(url, self._hosts), where)
        try:
            async with self._client(url).stream(
                "GET", url, headers={"accept": "image/*"}, timeout=_timeout(JSON_SECONDS)
            ) as response:
                kind = PICTURE_TYPES.get(media_type(response.headers))
                wrong = Problem(Code.BAD_SHAPE, where=where, status=response.status_code)
                if response.status_code != 200 or kind is None:
                    raise UnreadableError(wrong)
                data = await _read_up_to(response, MAX_PICTURE_BYTES, where)
                if picture_kind(data) is not kind:
                    raise UnreadableError(wrong)
                return data
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NotReachedError(self.problem_of(error, where)) from None

    @asynccontextmanager
    async def order_stream(
        self, url: str, headers: Headers, body: AsyncIterator[bytes]
    ) -> AsyncIterator[httpx.Response]:
        """POST `body` once and give the answer while it arrives.

        `headers` must hold the body's content-length. Leaves httpx's transport errors to the
        caller, who knows whether a byte of the body has left.
        """
        self._check(refused(url, self._hosts), _where(url))
        client = self._client(url)
        timeout = httpx.Timeout(ORDER_SECONDS, connect=CONNECT_SECONDS)
        async with client.stream(
            "POST", url, headers=dict(headers), content=body, timeout=timeout
        ) as response:
            self._time.hear(response.headers)
            yield response

    async def warm(self, url: str) -> bool:
        """Open a connection to a host ahead of need; True when it answered anything at all."""
        try:
            await self.reach(url)
        except NotReachedError:
            return False
        return True

    async def reach(self, url: str) -> Headers:
        """The headers of whatever a host answers to HEAD, of any status.

        Raises:
            NotReachedError: it answers nothing.
        """
        self._check(refused(url, self._hosts), _where(url))
        try:
            answer = await self._client(url).head(url, timeout=_timeout(CONNECT_SECONDS))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NotReachedError(self.problem_of(error, _where(url))) from None
        self._time.hear(answer.headers)
        return answer.headers

    def problem_of(self, error: BaseException, where: str) -> Problem:
        """What a transport error means, with what is known of this computer's clock."""
        return self._time.explain(problem_of(error, where))

    @staticmethod
    def _check(code: Code | None, where: str) -> None:
        if code is not None:
            raise NotReachedError(Problem(code, where=where))

    def _client(self, url: str) -> httpx.AsyncClient:
        loopback = is_loopback(urlsplit(url).hostname or "")
        if loopback not in self._clients:
            self._clients[loopback] = httpx.AsyncClient(
                verify=self._tls or trust_store(),
                trust_env=not loopback,
                follow_redirects=False,
                headers={"user-agent": f"pos-app/{__version__}"},
                limits=httpx.Limits(
                    max_connections=16,  # more than are ever asked at once: an order waits for none
                    max_keepalive_connections=8,
                    keepalive_expiry=KEEP_ALIVE_SECONDS,
                ),
            )
            # None is taken from anybody, so none is ever sent.
            self._clients[loopback].cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        return self._clients[loopback]


def _timeout(seconds: float) -> httpx.Timeout:
    return httpx.Timeout(seconds, connect=CONNECT_SECONDS)


def _where(url: str) -> str:
    """Host and path for people; never the query, which may hold what was typed."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}"


def media_type(headers: Headers) -> str:
    """The Content-Type without its parameters, in lower case; empty if there is none."""
    return headers.get("content-type", "").partition(";")[0].strip().casefold()


async def _read_up_to(response: httpx.Response, limit: int, where: str) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for chunk in response.aiter_bytes():
        size += len(chunk)
        if size > limit:
            raise UnreadableError(Problem(Code.TOO_LARGE, where=where, status=response.status_code))
        parts.append(chunk)
    return b"".join(parts)


def _parsed(response: httpx.Response, data: bytes, where: str) -> object:
    status = response.status_code
    facts: dict[str, Any] = {
        "where": where,
        "status": status,
        "request_id": response.headers.get(REQUEST_ID, ""),
    }
    if 300 <= status < 400:
        raise UnreadableError(Problem(Code.REDIRECT, **facts))
    try:
        value = wire.loads(data)
    except ValueError:
        code = Code.HTML if "html" in media_type(response.headers) else Code.BAD_JSON
        raise UnreadableError(Problem(code, **facts)) from None
    problem = wire.problem_from(value, **facts)
    if status >= 400:
        raise AnswerError(_with_retry(problem or Problem(_code(status), **facts), response))
    if problem is not None and isinstance(value, dict) and set(value) <= _ERROR_KEYS:
        raise AnswerError(problem)
    return value


_ERROR_KEYS = frozenset({"code", "error", "description", "message"})


def _code(status: int) -> Code:
    if status in (401, 403):
        return Code.SESSION if status == 401 else Code.FORBIDDEN
    if status == 404:
        return Code.NOT_FOUND
    if status == 429:
        return Code.RATE_LIMITED
    return Code.SERVER if status >= 500 else Code.OTHER


def _with_retry(problem: Problem, response: httpx.Response) -> Problem:
    after = response.headers.get("retry-after", "")
    return replace(problem, retry_after=int(after)) if after.isdecimal() else problem


async def read_whole(response: httpx.Response) -> bytes:
    """The whole answer to an order, at most 16 MiB.

    Raises:
        UnreadableError: it is larger.
    """
    return await _read_up_to(response, MAX_JSON_BYTES, _where(str(response.url)))
