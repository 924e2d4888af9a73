"""A strict, incremental decoder of server-sent event streams.

Source: WHATWG HTML Standard, section 9.2 "Server-sent events": 9.2.5 "Parsing an event stream" and
9.2.6 "Interpreting an event stream". The decoder is our own because a wrong verdict here is a wrong
verdict about money: an ``order-placed`` without data is no event, and neither is a last block that
the stream did not finish.

It works on bytes. In UTF-8 the bytes of CR, LF, colon and space never occur inside a character, and
a broken sequence ends before them, so splitting first and decoding the pieces afterwards gives the
same text as decoding the whole stream first, wherever the chunks are cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

MAX_EVENT_BYTES = 16 * 1024 * 1024
"""Default limit for the data of one event, in bytes of UTF-8."""

_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(rb"\r\n?|\n")
_DIGITS = re.compile(rb"[0-9]+")

_HEAD_BYTES = 16
"""What is kept of a line that is too long: byte-order mark, field name and colon fit in."""

_RETRY_DIGITS = 18
"""Thirty million years in milliseconds; more digits say nothing and cost time to convert."""


@dataclass(frozen=True, slots=True)
class ServerSentEvent:
    """One dispatched event.

    ``id`` is the last event ID of the stream at that point: it stays until another one comes.
    ``retry`` is the reconnection time in milliseconds that the event's own block set, else None.
    ``oversized`` says that the event was over the limit: ``data`` is empty because it was dropped.
    ``data`` is left out of the representation, since an order's data names its customer.
    """

    event: str = "message"
    data: str = field(default="", repr=False)
    id: str = ""
    retry: int | None = None
    oversized: bool = False


class Decoder:
    """Turns the chunks of one stream into events; one instance for each stream.

    ``max_event_bytes`` limits the data of one event. A longer one is not kept: it is dispatched at
    its end as oversized, and decoding goes on. Memory stays within a few times that limit, also for
    a line that never ends. Each byte is looked at a constant number of times.
    """

    def __init__(self, max_event_bytes: int = MAX_EVENT_BYTES) -> None:
        self._max_data = max_event_bytes
        self._max_line = max_event_bytes + _HEAD_BYTES
        self._line = bytearray()
        self._line_cut = False
        self._first_line = True
        self._after_cr = False
        self._last_id = b""
        self._event = b""
        self._data = bytearray()
        self._has_data = False
        self._oversized = False
        self._retry: int | None = None

    def feed(self, chunk: bytes) -> list[ServerSentEvent]:
        """Take the next bytes of the stream and return the events that they complete."""
        if not chunk:
            return []
        # A CR ends its line at once, for the event must not wait for the next chunk; if that one
        # starts with LF, the two were one line end.
        start = 1 if self._after_cr and chunk.startswith(b"\n") else 0
        self._after_cr = chunk.endswith(b"\r")
        events = []
        for end in _LINE_END.finditer(chunk, start):
            self._extend_line(chunk[start : end.start()])
            start = end.end()
            event = self._end_line()
            if event is not None:
                events.append(event)
        self._extend_line(chunk[start:])
        return events

    def _extend_line(self, part: bytes) -> None:
        if self._line_cut:
            return
        if len(self._line) + len(part) <= self._max_line:
            self._line += part
            return
        self._line_cut = True
        self._line = self._line[:_HEAD_BYTES]
        self._line += part[: _HEAD_BYTES - len(self._line)]

    def _end_line(self) -> ServerSentEvent | None:
        line, cut = self._line, self._line_cut
        self._line, self._line_cut = bytearray(), False
        if self._first_line:
            self._first_line = False
            # "UTF-8 decode" removes one byte-order mark at the start of the stream and no other.
            if line.startswith(_BOM):
                del line[: len(_BOM)]
        if not line:
            return self._dispatch()
        name, _, value = line.partition(b":")
        if value.startswith(b" "):
            del value[:1]
        # A comment is a line with an empty field name here: like any unknown field it is ignored.
        if cut:
            self._cut_field(bytes(name))
        else:
            self._process_field(bytes(name), value)
        return None

    def _process_field(self, name: bytes, value: bytearray) -> None:
        if name == b"event":
            self._event = bytes(value)
        elif name == b"data":
            self._append_data(value)
        elif name == b"id":
            if b"\0" not in value:
                self._last_id = bytes(value)
        elif name == b"retry" and _DIGITS.fullmatch(value):
            digits = value.lstrip(b"0")
            if len(digits) <= _RETRY_DIGITS:
                self._retry = int(digits or b"0")

    def _cut_field(self, name: bytes) -> None:
        """Process a line that was too long to keep; an event without its name is no event to show.

        A too long ``id`` or ``retry`` is ignored: both only matter to a client that reconnects.
        """
        if name == b"data":
            self._drop_data()
        elif name == b"event":
            self._oversized = True
            self._data.clear()

    def _append_data(self, value: bytearray) -> None:
        self._has_data = True
        if self._oversized:
            return
        if len(self._data) + len(value) > self._max_data:
            self._drop_data()
            return
        self._data += value
        self._data += b"\n"

    def _drop_data(self) -> None:
        self._has_data = self._oversized = True
        self._data.clear()

    def _dispatch(self) -> ServerSentEvent | None:
        """Follow "dispatch the event" of 9.2.6 at an empty line.

        The standard drops the block if the data buffer is an empty string. A ``data`` field
        always appends its value *and a line feed*, so one empty ``data:`` (or a bare ``data``) is
        enough: the buffer is not empty, the last line feed is removed, and an event with empty data
        is dispatched. A block without any ``data`` field is not dispatched, whatever its name.
        """
        event = None
        if self._has_data:
            del self._data[-1:]
            event = ServerSentEvent(
                event=_text(self._event) or "message",
                data=_text(self._data),
                id=_text(self._last_id),
                retry=self._retry,
                oversized=self._oversized,
            )
        self._start_block()
        return event

    def _start_block(self) -> None:
        self._event = b""
        self._data.clear()
        self._has_data = False
        self._oversized = False
        self._retry = None


def decode(chunks: Iterable[bytes]) -> Iterator[ServerSentEvent]:
    """Decode the chunks of one whole stream, yielding each event as soon as it is complete.

    What the stream did not finish with an empty line is dropped, as the standard asks.
    """
    decoder = Decoder()
    for chunk in chunks:
        yield from decoder.feed(chunk)


def _text(value: bytes | bytearray) -> str:
    return value.decode("utf-8", errors="replace")
