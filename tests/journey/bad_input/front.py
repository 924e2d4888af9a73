"""The hosts of a merchant as a register meets them: the training store, seen through bad weather.

Every request goes on to the store unless a test said what to answer instead, or how to change the
answer. Speaks HTTP/1.0, one request for each connection, so that nothing is left open at the end.
"""

from __future__ import annotations

import http.client
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from pos_app.training import Endpoints, TrainingStore

SESSION = "/api/v1/browser-session"
KEY = "/api/v1/payment/key"
SEARCH = "/api/v1/discovery/search"
PRODUCTS = "/api/v1/domains-products/"
PAGES = "/api/v1/domains-pdp"
PLACE = "/api/v2/payment/domains/"
_PASSED_ON = ("content-type", "x-firmly-request-id", "retry-after")


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered instead of the store's own words."""

    body: bytes
    content_type: str = "application/json"
    status: int = 200
    location: str = ""


HTML = Answer(b"<!doctype html><title>Guest network</title><h1>Sign in</h1>", "text/html")
BROKEN_JSON = Answer(b'{"access_token": "abc", ')
TOO_LARGE = Answer(b'"' + b"x" * (17 * 1024 * 1024) + b'"')


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came: its method and path, and the headers that say who asks."""

    method: str
    path: str
    token: str


@dataclass
class Front:
    """`answers` and `changes` go by the beginning of a path; both may be changed at any time.

    `date` is what the hosts' clock says, in words of HTTP; empty: the time it is.
    """

    store: TrainingStore
    behind: Endpoints
    url: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    changes: dict[str, Callable[[Any], object]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    date: str = ""

    @property
    def orders(self) -> list[Asked]:
        """The orders that came."""
        return [one for one in self.asked if one.path.startswith(PLACE) and one.method == "POST"]

    @contextmanager
    def listening(self, tls: ssl.SSLContext | None = None) -> Iterator[Front]:
        """Listen on a free port of 127.0.0.1; end with the connections ended."""
        server = _Server(("127.0.0.1", 0), _handler(self))
        if tls is not None:
            server.socket = tls.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), name="front")
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def answer(self, asked: Asked, body: bytes, headers: dict[str, str]) -> tuple[Answer, Any]:
        """The answer to a request, and its headers."""
        self.asked.append(asked)
        for start, told in self.answers.items():
            if asked.path.startswith(start):
                to = {"location": told.location} if told.location else {}
                return told, {"content-type": told.content_type, **to}
        status, kept, told_body = self._from_the_store(asked, body, headers)
        for start, change in self.changes.items():
            if asked.path.startswith(start):
                told_body = json.dumps(change(json.loads(told_body))).encode()
        return Answer(told_body, status=status), kept

    def _from_the_store(
        self, asked: Asked, body: bytes, headers: dict[str, str]
    ) -> tuple[int, dict[str, str], bytes]:
        to_pay = "/payment/" in asked.path
        base = urlsplit(self.behind.payment_url if to_pay else self.behind.api_url)
        line = http.client.HTTPConnection(base.hostname or "", base.port, timeout=30)
        try:
            line.request(asked.method, asked.path, body or None, headers)
            told = line.getresponse()
            data = told.read()
        finally:
            line.close()
        kept = {name: told.headers[name] for name in _PASSED_ON if name in told.headers}
        return told.status, kept, data


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A register that hangs up, or does not like a certificate, is what the tests are about."""


def _handler(front: Front) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_facts: object) -> None:
            """Say nothing: what came is in `front.asked`."""

        def date_time_string(self, timestamp: float | None = None) -> str:
            return front.date or super().date_time_string(timestamp)

        def __getattr__(self, name: str) -> Callable[[], None]:
            if name.startswith("do_"):
                return self.reply
            raise AttributeError(name)

        def reply(self) -> None:
            length = int(self.headers.get("content-length", "0"))
            headers = {k: v for k, v in self.headers.items() if k.lower() not in _OF_THE_LINE}
            token = self.headers.get("x-firmly-authorization", "")
            asked = Asked(self.command, self.path, token)
            told, more = front.answer(asked, self.rfile.read(length), headers)
            self.send_response(told.status)
            for name, text in {**more, "content-length": str(len(told.body))}.items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(told.body)

    return Handler


_OF_THE_LINE = frozenset({"host", "connection", "content-length", "accept-encoding"})
