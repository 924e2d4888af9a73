"""Large and endless events: linear work, bounded memory, and decoding goes on."""

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections.abc import Iterator
from types import FrameType

import pytest

from pos_app.firmly.sse import MAX_EVENT_BYTES, Decoder, ServerSentEvent, decode

MIB = 1024 * 1024


def cut(stream: bytes, size: int) -> Iterator[bytes]:
    for at in range(0, len(stream), size):
        yield stream[at : at + size]


@pytest.mark.parametrize("size", [16, 65_536])
def test_line_of_ten_megabytes_in_small_chunks(size: int) -> None:
    stream = b"event: big\ndata: " + b"x" * 10_000_000 + b"\n\ndata: after\n\n"
    big, after = decode(cut(stream, size))
    assert (big.event, len(big.data), big.oversized) == ("big", 10_000_000, False)
    assert after == ServerSentEvent(data="after")


def calls_for(chunks: int) -> int:
    """Count the calls, Python's and C's, that a line of so many chunks takes."""
    decoder = Decoder()
    pieces = [b"data: ", *[b"xyz"] * chunks, b"\n\n"]
    calls = 0

    def count(_frame: FrameType, kind: str, _argument: object) -> None:
        nonlocal calls
        calls += kind in {"call", "c_call"}

    gc.disable()  # a collection in between would call finalisers of other tests' leavings
    sys.setprofile(count)
    try:
        for piece in pieces:
            decoder.feed(piece)
    finally:
        sys.setprofile(None)
        gc.enable()
    return calls


def test_each_chunk_of_a_line_costs_the_same_work() -> None:
    one, two, four = calls_for(1000), calls_for(2000), calls_for(4000)
    assert four - two == 2 * (two - one)


def peak_while_feeding(decoder: Decoder, chunk: bytes, times: int) -> int:
    tracemalloc.start()
    try:
        for _ in range(times):
            assert decoder.feed(chunk) == []
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("start", [b"", b":", b"data: ", b"event: ", b"id: ", b"other: "])
def test_endless_line_does_not_grow_memory(start: bytes) -> None:
    decoder = Decoder(max_event_bytes=MIB)
    decoder.feed(start)
    assert peak_while_feeding(decoder, b"x" * 65_536, 1024) < 4 * MIB


@pytest.mark.parametrize("line", [b"data: xyz\n", b"data\n", b"event: x\nid: y\n", b": note\n"])
def test_endless_block_does_not_grow_memory(line: bytes) -> None:
    decoder = Decoder(max_event_bytes=65_536)
    assert peak_while_feeding(decoder, line * 1000, 200) < MIB


LIMIT = 10


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (b"data: 1234567890\n\n", ServerSentEvent(data="1234567890")),
        (b"data: 1234567\ndata: 90\n\n", ServerSentEvent(data="1234567\n90")),
        (b"data: 12345678901\n\n", ServerSentEvent(oversized=True)),
        (b"data: 12345678\ndata: 90\n\n", ServerSentEvent(oversized=True)),
        (b"data:" + b"x" * 100 + b"\ndata: 1\n\n", ServerSentEvent(oversized=True)),
        (b"data\n" * 12 + b"\n", ServerSentEvent(oversized=True)),
        (b"data: 1\nevent: " + b"x" * 100 + b"\n\n", ServerSentEvent(oversized=True)),
        (
            b"id: 4\nevent: order-placed\r\nretry: 9\ndata: " + b"x" * 100 + b"\r\n\r\n",
            ServerSentEvent(event="order-placed", id="4", retry=9, oversized=True),
        ),
        (
            b"data: " + b"x" * 100 + b"\nevent: error\n\n",
            ServerSentEvent(event="error", oversized=True),
        ),
        (b": " + b"x" * 100 + b"\ndata: 1\n\n", ServerSentEvent(data="1")),
        (b"database: " + b"x" * 100 + b"\ndata: 1\n\n", ServerSentEvent(data="1")),
        (b"data" + b"x" * 100 + b":\ndata: 1\n\n", ServerSentEvent(data="1")),
        (b"id: " + b"x" * 100 + b"\ndata: 1\n\n", ServerSentEvent(data="1")),
        (b"event: " + b"x" * 100 + b"\n\ndata: 1\n\n", ServerSentEvent(data="1")),
    ],
)
def test_event_over_the_limit_is_reported_and_decoding_goes_on(
    block: bytes, expected: ServerSentEvent, size: int
) -> None:
    decoder = Decoder(max_event_bytes=LIMIT)
    stream = block + b"id: end\ndata: after\n\n"
    events = [event for chunk in cut(stream, size) for event in decoder.feed(chunk)]
    assert events == [expected, ServerSentEvent(data="after", id="end")]


def test_first_line_over_the_limit_behind_a_byte_order_mark() -> None:
    decoder = Decoder(max_event_bytes=LIMIT)
    assert decoder.feed(b"\xef\xbb\xbfdata: " + b"x" * 100 + b"\n\n") == [
        ServerSentEvent(oversized=True)
    ]


def test_default_limit() -> None:
    fits = b"x" * MAX_EVENT_BYTES
    events = list(decode([b"data:", fits, b"\n\ndata:", fits, b"x\n\n"]))
    assert [(len(event.data), event.oversized) for event in events] == [
        (MAX_EVENT_BYTES, False),
        (0, True),
    ]
