"""A payment host that answers as a test tells it to, and keeps what it was sent."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus

from jwcrypto import jwk  # type: ignore[import-untyped]

from pos_app.domain.address import Party
from pos_app.domain.draft import OrderDraft
from pos_app.training import Endpoints
from tests.services.order_desk import BUYER, Told, connection_to, draft_of, open_register, place

KEY_PATH = "/api/v1/payment/key"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to give; `json` is its body."""

    json: object = None
    status: HTTPStatus = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)

    def encoded(self) -> bytes:
        """The answer as HTTP/1.1 (RFC 9112)."""
        body = json.dumps(self.json).encode()
        head = {
            "content-type": "application/json",
            "content-length": str(len(body)),
            **self.headers,
        }
        lines = [f"HTTP/1.1 {self.status.value} {self.status.phrase}"]
        lines += [f"{name}: {text}" for name, text in head.items()]
        return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came: its method and target, its headers (names in lower case), its body."""

    line: str
    headers: Mapping[str, str]
    body: bytes


def public_key(bits: int = 2048, **more: str) -> dict[str, object]:
    """A fresh public RSA key as the payment host publishes it."""
    key = jwk.JWK.generate(kty="RSA", size=bits, kid="test-key", use="enc")
    return {**key.export_public(as_dict=True), **more}


@dataclass
class PaymentHost:
    """Publishes `key`, answers everything else with `answer`. Holds answers until `open` is set."""

    key: Answer
    answer: Answer = field(default_factory=Answer)
    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    last_words: bool = False
    _server: asyncio.Server | None = None

    @property
    def orders(self) -> list[Asked]:
        """What came by POST."""
        return [one for one in self.asked if one.line.startswith("POST ")]

    @asynccontextmanager
    async def listening(self, tls: ssl.SSLContext | None = None) -> AsyncIterator[PaymentHost]:
        """Listen on a free port of 127.0.0.1."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=tls)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
        try:
            yield self
        finally:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request to a connection's end: each comes with `connection: close`."""
        try:
            asked = await _read(reader)
            self.asked.append(asked)
            self.arrived.set()
            await self.open.wait()
            if self.last_words and self._server is not None:
                self._server.close()
            about_key = asked.line.split(" ")[1].startswith(KEY_PATH)
            writer.write((self.key if about_key else self.answer).encoded())
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return  # the client left, which is what some tests are about
        finally:
            writer.close()


async def _read(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    line, *rest = head.rstrip("\r\n").split("\r\n")
    headers = {}
    for row in rest:
        name, _, text = row.partition(":")
        headers[name.lower()] = text.strip()
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(line, headers, body)


def host(key: object = None, answer: Answer | None = None, *, held: bool = False) -> PaymentHost:
    """A payment host; call it inside the event loop. `held`: it answers nothing until `open`."""
    closing = {"connection": "close"}
    told = answer or Answer({"platform_order_number": "1001"})
    made = PaymentHost(
        Answer(key if key is not None else public_key(), headers=closing),
        Answer(told.json, told.status, {**closing, **told.headers}),
    )
    if not held:
        made.open.set()
    return made


async def place_at(
    shop: Endpoints,
    payment: PaymentHost,
    party: Party = BUYER,
    *,
    client_tls: ssl.SSLContext | None = None,
    host_tls: ssl.SSLContext | None = None,
) -> tuple[Told, OrderDraft]:
    """Place an order whose payment host is `payment`; the draft as it was placed, too."""
    async with (
        payment.listening(host_tls),
        open_register(connection_to(shop, payment_url=payment.url), tls=client_tls) as register,
    ):
        draft = await draft_of(register, party)
        return await place(register, draft), draft
