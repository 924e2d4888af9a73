"""The one call that costs money: `place-order?sse=true`, sent once, read strictly (§3).

What happens on the wire becomes events of :mod:`pos_app.domain.checkout`, in order, through one
callable. This module decides nothing about the outcome; it only tells what was seen.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias, cast

import httpx

from pos_app.domain import checkout
from pos_app.domain.connection import Connection
from pos_app.domain.errors import Code, PosError, Problem
from pos_app.domain.receipt import Receipt
from pos_app.firmly import wire
from pos_app.firmly.http import REQUEST_ID, Http, media_type, read_whole
from pos_app.firmly.session import AUTHORISATION
from pos_app.firmly.sse import Decoder, ServerSentEvent

Emit: TypeAlias = Callable[[checkout.Event], Awaitable[None]]
Clock: TypeAlias = Callable[[], float]

# After a refusal in the stream, how long to wait for its end: proof of an order may still follow.
GRACE_SECONDS = 2.0


class Body:
    """The body of the call, which holds the encrypted card: given out once, and then not kept."""

    __slots__ = ("_content", "size")

    def __init__(self, content: bytes | bytearray) -> None:
        self._content = content
        self.size: Final = len(content)

    def take(self) -> bytes | bytearray:
        """The octets to send; empty from the second time on."""
        content, self._content = self._content, b""
        return content


@dataclass(frozen=True, slots=True)
class PlaceCall:
    """Everything of the one POST."""

    connection: Connection
    token: str = field(repr=False)
    request_id: str
    body: Body

    @property
    def url(self) -> str:
        """The payment host's address for this merchant."""
        base, domain = self.connection.payment_url, self.connection.domain
        return f"{base}/api/v2/payment/domains/{domain}/place-order?sse=true"

    @property
    def headers(self) -> dict[str, str]:
        """Headers of the call. The length is told so that the body goes out in one piece."""
        return {
            "accept": "text/event-stream, application/json",
            "content-type": "application/json",
            "content-length": str(self.body.size),
            AUTHORISATION: self.token,
            REQUEST_ID: self.request_id,
        }


async def place(http: Http, call: PlaceCall, emit: Emit, now: Clock) -> None:
    """Send the order once and emit what happens, ending with `Ended` unless it was placed.

    `now` gives seconds since the attempt began. Never raises for what the network or the server
    does. When the task is cancelled, `Ended` is emitted before the cancellation goes on.
    """
    where = call.url.partition("//")[2].partition("?")[0]
    try:
        async with http.order_stream(call.url, call.headers, _body(call, emit, now)) as response:
            problem = await _read(response, emit, now)
    except httpx.HTTPError as error:
        problem = http.problem_of(error, where)
    except PosError as error:
        problem = error.problem
    except asyncio.CancelledError:
        await emit(
            checkout.Ended(now(), Problem(Code.CANCELLED, where, request_id=call.request_id))
        )
        raise
    await emit(checkout.Ended(now(), problem))


async def _body(call: PlaceCall, emit: Emit, now: Clock) -> AsyncIterator[bytes]:
    """The body, telling when its first byte is about to leave and when its last one has left.

    httpcore asks for the body only when the connection stands and the headers are written: an
    error before `BodyLeaving` proves that nothing of the order has left.
    """
    await emit(checkout.BodyLeaving(now()))
    yield cast("bytes", call.body.take())  # a buffer does as well, down to the socket
    await emit(checkout.BodySent(now()))


async def _read(response: httpx.Response, emit: Emit, now: Clock) -> Problem | None:
    kind = media_type(response.headers)
    if response.status_code == 200 and kind == "text/event-stream":
        return await _read_stream(response, emit, now)
    facts = Problem(
        Code.SERVER if response.status_code >= 500 else Code.OTHER,
        where=response.url.host,
        status=response.status_code,
        request_id=response.headers.get(REQUEST_ID, ""),
    )
    if 300 <= response.status_code < 400:
        return replace(facts, code=Code.REDIRECT)
    data = await read_whole(response)
    return await _read_answer(data, facts, emit, now)


async def _read_answer(data: bytes, facts: Problem, emit: Emit, now: Clock) -> Problem | None:
    """A whole answer where a stream was asked for: an order, notices, an error, or nonsense."""
    status = facts.status or 0
    try:
        value = wire.loads(data)
    except ValueError:
        return await _read_nonsense(data, facts, emit, now)
    problem = wire.problem_from(
        value, status=status, where=facts.where, request_id=facts.request_id
    )
    if problem is not None:
        await emit(checkout.ErrorReported(now(), problem))
        return None
    if status == 200:
        await emit(checkout.OrderReported(now(), wire.receipt_from(value), whole=True))
        return None
    return facts


async def _read_nonsense(data: bytes, facts: Problem, emit: Emit, now: Clock) -> Problem:
    """No JSON. Events under a wrong Content-Type still prove what they say; else say what it is."""
    events = Decoder().feed(data) if facts.status == 200 else []
    for event in events:
        await emit(translate(event, now()))
    is_page = data.lstrip()[:1] == b"<"
    return replace(facts, code=Code.HTML if is_page else Code.BAD_JSON)


async def _read_stream(response: httpx.Response, emit: Emit, now: Clock) -> Problem | None:
    """Read events until the stream ends, an order is proved, or a refusal's grace is over.

    Only the waiting is ever cut short, never the telling of an event that has been read.
    """
    decoder = Decoder()
    chunks = response.aiter_bytes()
    deadline: float | None = None
    while True:
        try:
            async with asyncio.timeout_at(deadline):
                chunk = await anext(chunks, None)
        except TimeoutError:
            return None
        if chunk is None:
            return None
        for event in decoder.feed(chunk):
            seen = translate(event, now())
            await emit(seen)
            if isinstance(seen, checkout.OrderReported) and seen.receipt.order_number:
                return None
            if isinstance(seen, checkout.ErrorReported) and deadline is None:
                deadline = asyncio.get_running_loop().time() + GRACE_SECONDS


def translate(event: ServerSentEvent, at: float) -> checkout.Event:
    """The checkout event that a server-sent event stands for, in either spelling of its name."""
    try:
        data: object = None if event.oversized or not event.data else wire.loads(event.data)
    except ValueError:
        data = None
    cart = wire.receipt_from(data) if data is not None else None
    match event.event:
        case "creating-cart" | "order_processing":
            return checkout.CartCreated(at, cart)
        case "item-added" if cart is not None:
            return checkout.ItemsAdded(at, cart)
        case "shipping-updated" | "payment_processing":
            return checkout.ShippingUpdated(at, cart)
        case "order-placed" | "order_completed":
            return checkout.OrderReported(at, cart or Receipt())
        case "error":
            return checkout.ErrorReported(at, _stream_problem(data, event.data))
        case name:
            return checkout.Activity(at, wire.plain(name, 60))


def _stream_problem(data: object, text: str) -> Problem:
    told = wire.problem_from(data, status=None, where="", request_id="")
    if told is not None:
        return told
    words = data if isinstance(data, str) else "" if isinstance(data, dict | list) else text
    return Problem(Code.OTHER, text=wire.plain(words))
