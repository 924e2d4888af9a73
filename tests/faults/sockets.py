"""Raw HTTP/1.1 over blocking sockets: a misbehaving server must own each byte that it sends."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

_PATIENCE = 20.0  # seconds; only a broken run ever waits so long


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a request. Header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]

    @property
    def length(self) -> int:
        """How long the body is said to be."""
        return int(self.headers.get("content-length", "0"))


class Line:
    """One accepted connection. Once the client has gone, what is said is lost without a word."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._buffer = b""
        self._gone = False
        sock.settimeout(_PATIENCE)

    def head(self) -> Head | None:
        """The next request's head; None when the client says nothing more."""
        while b"\r\n\r\n" not in self._buffer:
            if not self._more():
                return None
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        first, *rest = head.decode("latin-1").split("\r\n")
        method, path, _ = first.split(" ", 2)
        named = (line.partition(":") for line in rest)
        return Head(method, path, {name.lower(): text.strip() for name, _, text in named})

    def body(self, size: int) -> bytes:
        """At most `size` bytes of a body; fewer when the client leaves before."""
        while len(self._buffer) < size and self._more():
            pass
        taken, self._buffer = self._buffer[:size], self._buffer[size:]
        return taken

    def say(self, data: bytes, *, drip: bool = False) -> None:
        """Send bytes as they are, or each on its own."""
        for piece in (data[i : i + 1] for i in range(len(data))) if drip else (data,):
            if self._gone:
                return
            try:
                self._sock.sendall(piece)
            except OSError:
                self._gone = True

    def until_client_leaves(self) -> None:
        """Say nothing more until the client closes the connection."""
        while self._more():
            self._buffer = b""

    def reset(self) -> None:
        """Cut the connection as a dying host does: a close without lingering is a reset."""
        with contextlib.suppress(OSError):
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._sock.close()

    def _more(self) -> bool:
        try:
            data = self._sock.recv(65536)
        except OSError:
            return False
        self._buffer += data
        return bool(data)


class Listener(ABC):
    """A listening socket on 127.0.0.1; a thread for each connection."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._socket.getsockname()[1]
        self._knock: tuple[str, int] | None = None
        self._threads: list[threading.Thread] = []
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()

    @abstractmethod
    def converse(self, sock: socket.socket, turn: int) -> None:
        """Serve connection number `turn`, from 0."""

    def refuse(self) -> None:
        """Take no more connections."""
        self._socket.shutdown(socket.SHUT_RDWR)

    def settle(self) -> None:
        """Hear out all who have connected, whether they still live or not; then stop.

        Connections are accepted in the order in which they were made: when the knock has been
        heard, nobody waits before it.
        """
        with socket.socket() as knock:
            knock.bind(("127.0.0.1", 0))
            self._knock = knock.getsockname()
            if knock.connect_ex(("127.0.0.1", self.port)) == 0:
                self._acceptor.join()
        self._acceptor.join()
        for thread in self._threads:
            thread.join()
        self._socket.close()

    def _accept(self) -> None:
        while True:
            try:
                sock, address = self._socket.accept()
            except OSError:
                return
            if address == self._knock:
                sock.close()
                return
            thread = threading.Thread(
                target=self._serve, args=(sock, len(self._threads)), daemon=True
            )
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket, turn: int) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with sock:
            self.converse(sock, turn)
