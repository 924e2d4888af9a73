"""HTTP/1.1 over asyncio streams: requests parsed by h11, answers written byte by byte by us.

A merchant that misbehaves on command needs to stop in the middle of an event, break a chunk or
reset the connection, which HTTP libraries rightly refuse to do. So only the parsing is h11's;
each request gets a parser of its own that is fed what the one before left over (RFC 9112 §9.3).
"""

from __future__ import annotations

import asyncio
import os
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from email.utils import formatdate
from functools import partial
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote

import h11

from pos_app.training.wire import ApiError, Reply, error_reply, json_reply

MAX_BODY = 1024 * 1024
IDLE_SECONDS = 600.0
_READ_SIZE = 64 * 1024
_DISCARD_LIMIT = 64 * MAX_BODY


@dataclass(frozen=True, slots=True)
class Request:
    """One request, read to its end. Header names are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    keep_alive: bool

    @property
    def segments(self) -> tuple[str, ...]:
        """The path's segments, percent-decoded one by one; a trailing slash does not count."""
        path = self.target.partition("?")[0]
        return tuple(unquote(part) for part in path.strip("/").split("/"))

    @property
    def query(self) -> Mapping[str, str]:
        """The query parameters; the last one wins."""
        return dict(parse_qsl(self.target.partition("?")[2], keep_blank_values=True))


class BadRequest(Exception):  # noqa: N818 - the name of the status
    """What came in is not a request we answer: a status, and words for the JSON error."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.description = description


class Exchange:
    """One request and the means to answer it, well or badly.

    ``drip`` writes every byte on its own. Every write raises ConnectionError once the client
    has gone.
    """

    def __init__(
        self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.request = request
        self.drip = False
        self._reader = reader
        self._writer = writer

    async def write(self, data: bytes) -> None:
        """Bytes as they are."""
        pieces = [data[i : i + 1] for i in range(len(data))] if self.drip else [data]
        for piece in pieces:
            self._writer.write(piece)
            await self._writer.drain()
            if self.drip:
                await asyncio.sleep(0)

    async def send(self, reply: Reply) -> None:
        """A whole answer with a Content-Length."""
        head = self._head(reply.status, reply.media_type, reply.headers)
        length = f"content-length: {len(reply.body)}\r\n\r\n".encode()
        body = b"" if self.request.method == "HEAD" else reply.body
        await self.write(head + length + body)

    async def start_stream(self, media_type: str) -> None:
        """The head of a 200 answer whose body follows in chunks."""
        headers = {"cache-control": "no-store"}
        head = self._head(200, media_type, headers)
        await self.write(head + b"transfer-encoding: chunked\r\n\r\n")

    async def chunk(self, data: bytes) -> None:
        """One chunk (RFC 9112 §7.1); an empty one would end the body and is not sent."""
        if data:
            await self.write(b"%x\r\n%b\r\n" % (len(data), data))

    async def broken_chunk(self, data: bytes) -> None:
        """The first half of a chunk that promises the whole of it."""
        await self.write(b"%x\r\n%b" % (len(data), data[: len(data) // 2]))

    async def end_stream(self) -> None:
        """The last chunk."""
        await self.write(b"0\r\n\r\n")

    def hang_up(self) -> None:
        """Closes the connection in the middle of the answer; what was written still arrives."""
        self._writer.close()

    def reset(self) -> None:
        """Cuts the connection with a TCP reset, as a dying host or a firewall does.

        What the client has not read yet may be lost with it: that depends on its system.
        """
        sock = self._writer.get_extra_info("socket")
        if sock is not None:
            # Lingering for 0 seconds makes the close a reset; Windows has 16 bit members.
            linger = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self._writer.transport.abort()

    async def until_client_leaves(self) -> None:
        """Says nothing more until the client closes the connection."""
        while await self._reader.read(_READ_SIZE):
            pass

    def _head(self, status: int, media_type: str, headers: Mapping[str, str]) -> bytes:
        lines = [
            f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
            f"date: {formatdate(usegmt=True)}",  # RFC 9110, 6.6.1: who has a clock tells the time
            f"content-type: {media_type}",
            f"connection: {'keep-alive' if self.request.keep_alive else 'close'}",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        return ("\r\n".join(lines) + "\r\n").encode("latin-1")


Handler = Callable[[Exchange], Awaitable[None]]


class HttpServer:
    """A listening socket on 127.0.0.1 and the connections it accepted.

    Not `asyncio.start_server`: a connection that comes in while its server closes is lost there
    without being closed (CPython 3.11), and its client waits for ever.
    """

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._socket: socket.socket | None = None
        self._acceptor: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopped = False

    async def start(self, port: int) -> str:
        """Listens and gives the base URL; port 0 takes a free one. Raises OSError."""
        self._socket = socket.create_server(("127.0.0.1", port))
        self._socket.settimeout(0)
        self._acceptor = asyncio.create_task(self._accept_all(self._socket))
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    async def stop(self) -> None:
        """Stops listening, ends every exchange and closes every connection at once."""
        if self._socket is None or self._acceptor is None:
            return
        self._stopped = True
        with self._socket, socket.socket() as knock:
            # Cancelling could lose a connection just accepted: a last one wakes the acceptor.
            knock.settimeout(0)
            knock.connect_ex(self._socket.getsockname())
            await self._acceptor
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _accept_all(self, listening: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while not self._stopped:
            try:
                connection, _ = await loop.sock_accept(listening)
            except OSError:  # the client has gone already, or there are too many open files
                await asyncio.sleep(0.05)
                continue
            task = loop.create_task(self._serve(connection))
            self._tasks.add(task)
            # A task that is cancelled before its first step closes nothing itself.
            task.add_done_callback(partial(self._ended, connection))

    def _ended(self, connection: socket.socket, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        connection.close()

    async def _serve(self, connection: socket.socket) -> None:
        try:
            # asyncio does this for sockets it made itself, not for accepted ones; without it an
            # event can wait 40 ms for the acknowledgement of the one before (RFC 896, RFC 1122).
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            reader, writer = await asyncio.open_connection(sock=connection, limit=_READ_SIZE)
            try:
                await self._converse(reader, writer)
                writer.close()
                await writer.wait_closed()
            finally:
                # What a client has not read by now it never will: no waiting for it.
                writer.transport.abort()
        except OSError:
            pass  # the client left (in one of many ways), or has been silent for ten minutes

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        left_over = b""
        while True:
            source = _RequestReader(reader, writer, left_over)
            try:
                request = await source.read()
            except BadRequest as problem:
                await _refuse(problem, reader, writer)
                return
            if request is None:
                return
            left_over = source.left_over
            await self._handler(Exchange(request, reader, writer))
            if not request.keep_alive or writer.transport.is_closing():
                return


class _RequestReader:
    """Reads exactly one request from a connection."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, start: bytes
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._parser = h11.Connection(h11.SERVER, max_incomplete_event_size=_READ_SIZE)
        if start:
            self._parser.receive_data(start)

    @property
    def left_over(self) -> bytes:
        """Bytes of the next request that came with this one."""
        data, _ = self._parser.trailing_data
        return data

    async def read(self) -> Request | None:
        """The request, or None when the client closed between two. Raises BadRequest."""
        head: h11.Request | None = None
        body = bytearray()
        while True:
            event = await self._next_event()
            if isinstance(event, h11.ConnectionClosed):
                return None
            if isinstance(event, h11.Request):
                head = event
            elif isinstance(event, h11.Data):
                body += event.data
                if len(body) > MAX_BODY:
                    raise BadRequest(413, f"The body is longer than {MAX_BODY} bytes.")
            elif isinstance(event, h11.EndOfMessage) and head is not None:
                return _request(head, bytes(body))

    async def _next_event(self) -> object:
        try:
            while (event := self._parser.next_event()) is h11.NEED_DATA:
                if self._parser.they_are_waiting_for_100_continue:
                    go_on = h11.InformationalResponse(status_code=100, headers=[])
                    self._writer.write(self._parser.send(go_on) or b"")
                async with asyncio.timeout(IDLE_SECONDS):
                    data = await self._reader.read(_READ_SIZE)
                self._parser.receive_data(data)
        except h11.RemoteProtocolError as problem:
            raise BadRequest(problem.error_status_hint, f"Malformed request: {problem}") from None
        return event


def _request(head: h11.Request, body: bytes) -> Request:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in head.headers}
    options = {part.strip().lower() for part in headers.get("connection", "").split(",")}
    keep_alive = head.http_version == b"1.1" and "close" not in options
    method, target = head.method.decode("ascii"), head.target.decode("latin-1")
    return Request(method, target, headers, body, keep_alive)


async def _refuse(
    problem: BadRequest, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """Answers what could not be read, then lets the client finish before closing.

    Closing with unread input would reset the connection and could take the answer with it.
    """
    exchange = Exchange(Request("", "", {}, b"", keep_alive=False), reader, writer)
    if problem.status == 413:
        body = {"code": 413, "error": "BadRequest", "description": problem.description}
        await exchange.send(json_reply(body, 413))
    else:
        await exchange.send(error_reply(ApiError("BadRequest", problem.description)))
    if writer.can_write_eof():
        writer.write_eof()
    discarded = 0
    async with asyncio.timeout(2.0):
        while discarded < _DISCARD_LIMIT and (data := await reader.read(_READ_SIZE)):
            discarded += len(data)
