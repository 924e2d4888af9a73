"""A network line with a delay: a TCP proxy on 127.0.0.1 that passes bytes on late and counts."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Iterable
from concurrent.futures import Future
from contextlib import suppress
from types import TracebackType
from urllib.parse import urlsplit

_READ_SIZE = 64 * 1024
_REQUEST_LINE = re.compile(rb"(?:^|\r\n)([A-Z]+) (/[^ ?]*)[^ ]* HTTP/1\.1\r\n")

CONNECT = "connect"


class Line:
    """Stands before one plain HTTP host, in a thread of its own, for as long as its block.

    `delay` is one way, in seconds, and may be changed at any time. A new connection waits a
    round trip before its first byte goes on, as a TCP handshake does. `log` holds what came by,
    in order and before it goes on: "connect", or a request's method and path.
    """

    def __init__(self, target: str, delay: float = 0.0) -> None:
        parts = urlsplit(target)
        self._target = (parts.hostname or "", parts.port or 80)
        self.delay = delay
        self.log: list[str] = []
        self._started: Future[int] = Future()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, name="line", daemon=True)

    def __enter__(self) -> Line:
        """Listen on a free port."""
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._started.result()}"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Cut all connections and end the thread."""
        if self._loop is not None and self._stopping is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._accepted, "127.0.0.1", 0)
        self._started.set_result(server.sockets[0].getsockname()[1])
        await self._stopping.wait()
        server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.log.append(CONNECT)
        # A task of ours: asyncio's own for a coroutine here complains when it is cancelled.
        task = asyncio.get_running_loop().create_task(self._join(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(2 * self.delay)
        far_reader, far_writer = await asyncio.open_connection(*self._target)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._carry(reader, far_writer, watched=True))
                group.create_task(self._carry(far_reader, writer, watched=False))
        finally:
            for end in (writer, far_writer):
                end.close()

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, watched: bool
    ) -> None:
        """Carry one direction: bytes leave as long after they came as the delay says."""
        queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        async with asyncio.TaskGroup() as group:
            group.create_task(_deliver(queue, writer))
            while True:
                data = await _read(reader)
                if watched:
                    self.log += _requests(data)
                queue.put_nowait((asyncio.get_running_loop().time() + self.delay, data))
                if not data:
                    return


async def _read(reader: asyncio.StreamReader) -> bytes:
    """The next bytes; none when the other side has left, in whatever way."""
    with suppress(ConnectionError):
        return await reader.read(_READ_SIZE)
    return b""


async def _deliver(queue: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
    loop = asyncio.get_running_loop()
    with suppress(ConnectionError):
        while True:
            due, data = await queue.get()
            if due > loop.time():
                await asyncio.sleep(due - loop.time())
            if not data:
                writer.close()
                return
            writer.write(data)
            await writer.drain()


def _requests(data: bytes) -> Iterable[str]:
    """Method and path of each request that begins in `data`."""
    return [f"{m[1].decode()} {m[2].decode()}" for m in _REQUEST_LINE.finditer(data)]
