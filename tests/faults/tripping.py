# ruff: noqa: ASYNC109 - the shapes of the streams are httpcore's
"""Where an attempt is killed or disturbed: labels at the seams of the real parts.

Nothing of the product is changed for it: the journal and the HTTP client are subclassed, the
network stream is wrapped, and what an attempt reports is listened to.
"""

from __future__ import annotations

import os
import re
import resource
import signal
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpcore
from httpcore._backends import auto

from pos_app.domain.checkout import CheckoutState, Step, StepStatus
from pos_app.domain.record import OrderRecord, Phase
from pos_app.services.journal import Journal

# In the order in which an attempt comes past them.
LABELS = (
    "before the row",
    "after the row",
    "connected",
    "before the leaving row",
    "after the leaving row",
    "first byte",
    "before the last byte",
    "last byte",
    "answer begins",
    "event 1",
    "before the cart is written",
    "cart written",
    "event 2",
    "event 3",
    "event 4",
    "before the result is written",
    "result written",
    "result told",
)
_JUMPS = {"clock +1 h": timedelta(hours=1), "clock -1 h": timedelta(hours=-1)}
_CONNECT = auto.AutoBackend.connect_tcp
_ORDERS = re.compile(rb"/(place|complete)-order[? ]")
DISTURBANCES = ("disk full", "suspended", *_JUMPS)


class Trip:
    """Kills this process, or disturbs it, when it comes past a label; `tell` hears of both."""

    def __init__(
        self, kill: str, disturbance: str, at: str, tell: Callable[[dict[str, Any]], None]
    ) -> None:
        self._kill, self._disturbance, self._at = kill, disturbance, at
        self._tell = tell
        self._offset = timedelta()
        self.events = 0

    def wall(self) -> datetime:
        """The wall clock, which may have jumped."""
        return datetime.now(UTC) + self._offset

    def past(self, label: str) -> None:
        """This process has come to a label."""
        if not label:
            return
        if label == self._at:
            self._at = ""
            self._disturb()
        if label == self._kill:
            self._tell({"killed": label})
            os.kill(os.getpid(), signal.SIGKILL)

    def _disturb(self) -> None:
        offset = _JUMPS.get(self._disturbance, timedelta())
        self._tell({"disturbed": self._disturbance, "offset": offset.total_seconds()})
        self._offset = offset
        if self._disturbance == "disk full":
            # Python ignores SIGXFSZ, so that a write beyond the limit fails as on a full disk.
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        elif self._disturbance == "suspended":
            os.kill(os.getpid(), signal.SIGSTOP)

    def heard(self, state: CheckoutState) -> None:
        """A state has been reported: count the events that move the order once it is sent."""
        if state.verdict is None and state.step_state(Step.SENT).status is StepStatus.DONE:
            if self.events:
                self.past(f"event {self.events}")
            self.events += 1


class TrippingJournal(Journal):
    """A journal with labels before and after each write of an attempt."""

    trip: Trip

    async def add(self, record: OrderRecord) -> None:
        """Write the row."""
        self.trip.past("before the row")
        await super().add(record)
        self.trip.past("after the row")

    async def update(self, record: OrderRecord) -> None:
        """Write how far it is."""
        on_its_way = record.phase is Phase.LEAVING and record.state.leaving
        before, after = _LABELS_OF[record.phase] if not on_its_way else _ON_ITS_WAY
        self.trip.past(before)
        await super().update(record)
        self.trip.past(after)


_LABELS_OF = {
    Phase.PREPARED: ("", ""),
    Phase.LEAVING: ("before the leaving row", "after the leaving row"),
    Phase.ENDED: ("before the result is written", "result written"),
}
_ON_ITS_WAY = ("before the cart is written", "cart written")


class TrippingStream(httpcore.AsyncNetworkStream):
    """A connection with labels: it stands, the body's first and last bytes leave, an answer."""

    def __init__(self, inner: httpcore.AsyncNetworkStream, trip: Trip) -> None:
        self._inner, self._trip = inner, trip
        self._in_order = self._has_body = False

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read; the first after the order is its answer."""
        data = await self._inner.read(max_bytes, timeout)
        if self._has_body:
            self._has_body = False
            self._trip.past("answer begins")
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write; the order's body in three pieces, so that it can be cut."""
        if buffer.startswith(b"POST ") and _ORDERS.search(buffer.partition(b"\r\n")[0]):
            self._trip.past("connected")
            self._in_order = True
        elif self._in_order and buffer:
            self._in_order, self._has_body = False, True
            for piece, label in (
                (buffer[:1], "first byte"),
                (buffer[1:-1], "before the last byte"),
                (buffer[-1:], "last byte"),
            ):
                await self._inner.write(piece, timeout)
                self._trip.past(label)
            return
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close."""
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: Any,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """The same over TLS."""
        secure = await self._inner.start_tls(ssl_context, server_hostname, timeout)
        return TrippingStream(secure, self._trip)

    def get_extra_info(self, info: str) -> Any:
        """Ask the connection."""
        return self._inner.get_extra_info(info)


def wrap_network(trip: Trip) -> None:
    """Let each connection that this process makes from now on come past the labels."""

    async def connect_tcp(
        self: auto.AutoBackend,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        stream = await _CONNECT(self, host, port, timeout, local_address, socket_options)
        return TrippingStream(stream, trip)

    auto.AutoBackend.connect_tcp = connect_tcp  # type: ignore[method-assign]
