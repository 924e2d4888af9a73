"""The two ways of telling how an order goes: a stream of events, or one JSON answer (§3)."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod

from pos_app.training.http11 import Exchange
from pos_app.training.scenarios import Scenario
from pos_app.training.wire import ApiError, Json, Reply, error_reply, json_reply, to_bytes

_OLD_NAMES = {
    "creating-cart": "order_processing",
    "shipping-updated": "payment_processing",
    "order-placed": "order_completed",
}
_HUGE = 10 * 1024 * 1024
_PIECE = 64 * 1024

WEB_PAGE = (
    b"<!DOCTYPE html><html><head><title>One moment</title></head>"
    b"<body><h1>One moment, please</h1><p>We are checking your connection.</p></body></html>"
)


class Voice(ABC):
    """Tells the client how its order goes. Every method raises ConnectionError once it left."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    @abstractmethod
    async def open(self) -> None:
        """Before the first step."""

    @abstractmethod
    async def step(self, name: str, data: Json | None) -> None:
        """A step has been done; `data` None is a step with nothing to say."""

    @abstractmethod
    async def half_step(self, name: str, data: Json) -> None:
        """The first half of what `step` would say."""

    @abstractmethod
    async def placed(self, order: Json) -> None:
        """The order has been placed; nothing follows."""

    @abstractmethod
    async def refuse(self, error: ApiError) -> None:
        """The order has been refused; nothing follows."""


class EventVoice(Voice):
    """Server-sent events, each in a chunk of its own (WHATWG HTML, server-sent events)."""

    def __init__(self, exchange: Exchange, scenario: Scenario, *, odd: bool) -> None:
        super().__init__(exchange)
        self._scenario = scenario
        self._odd = odd
        self._newline = "\r\n" if scenario.unknown_events else "\n"

    async def open(self) -> None:
        """The head of the answer."""
        await self._exchange.start_stream("text/event-stream; charset=utf-8")
        if self._scenario.unknown_events:
            # A byte-order mark, a comment and a retry field: all allowed, none of them an event.
            await self._exchange.chunk(b"\xef\xbb\xbf: training\r\nretry: 3000\r\n\r\n")

    async def step(self, name: str, data: Json | None) -> None:
        """One event, and around it what the scenario adds."""
        if name == "shipping-updated" and self._odd:
            await self._exchange.chunk(b": keep-alive\n\n")
        await self._exchange.chunk(self._event(name, data))
        if self._scenario.unknown_events:
            await self._exchange.chunk(self._event("fraud-check", {"after": name, "score": 3}))
            await self._exchange.chunk(b"event: nothing-to-say\r\n\r\n")
        if self._scenario.huge_event and name == "creating-cart":
            await self._huge_event()

    async def half_step(self, name: str, data: Json) -> None:
        """An event that breaks off, inside a chunk that breaks off."""
        await self._exchange.broken_chunk(self._event(name, data))

    async def placed(self, order: Json) -> None:
        """The last event, and the end of the stream."""
        data = order if self._scenario.old_names else {"order": order}
        event = self._event("order-placed", data)
        if self._scenario.broken_json:
            event = b"event: order-placed\ndata: " + to_bytes(data)[:-40] + b"\n\n"
        await self._exchange.chunk(event)
        await self._exchange.end_stream()

    async def refuse(self, error: ApiError) -> None:
        """An ``error`` event; its details can be nested under ``error``."""
        nested = self._odd and error.status % 2 == 0
        body = {"error": error.body()} if nested else error.body()
        await self._exchange.chunk(self._event("error", body))
        await self._exchange.end_stream()

    def _event(self, name: str, data: Json | None) -> bytes:
        if self._scenario.old_names:
            data = {} if name == "shipping-updated" else data
            name = _OLD_NAMES.get(name, name)
        text = "" if data is None else to_bytes(data).decode()
        if self._scenario.unknown_events and data is not None:
            text = json.dumps(data, ensure_ascii=False, indent=1)
        lines = [f"event: {name}", *(f"data: {line}" for line in text.split("\n")), "", ""]
        return self._newline.join(lines).encode()

    async def _huge_event(self) -> None:
        await self._exchange.chunk(b'event: store-report\ndata: {"blob":"')
        for _ in range(_HUGE // _PIECE):
            await self._exchange.chunk(b"x" * _PIECE)
        await self._exchange.chunk(b'"}\n\n')


class JsonVoice(Voice):
    """One JSON answer at the end."""

    async def open(self) -> None:
        """Nothing is said yet."""

    async def step(self, name: str, data: Json | None) -> None:
        """Nothing is said yet."""

    async def half_step(self, name: str, data: Json) -> None:
        """An answer that breaks off."""
        body = to_bytes(data)
        head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
        await self._exchange.write(head % len(body) + body[: len(body) // 2])

    async def placed(self, order: Json) -> None:
        """The order."""
        await self._exchange.send(json_reply(order))

    async def refuse(self, error: ApiError) -> None:
        """The error."""
        await self._exchange.send(error_reply(error))


class BrokenJsonVoice(JsonVoice):
    """A JSON answer that ends too early, under a right Content-Length."""

    async def placed(self, order: Json) -> None:
        """The order, but for its end."""
        await self._exchange.send(Reply(200, to_bytes(order)[:-40]))


class PageVoice(JsonVoice):
    """A web page where the answer should be, as a proxy or a bot check puts there."""

    async def placed(self, order: Json) -> None:
        """The page; the order is not in it."""
        await self._exchange.send(Reply(200, WEB_PAGE, "text/html; charset=utf-8"))
