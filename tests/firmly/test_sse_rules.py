"""Each rule of the WHATWG event stream, as bytes, in whole, 1-byte and random chunks."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest

from pos_app.firmly.sse import Decoder, ServerSentEvent, decode

Cut = Callable[[bytes], Iterator[bytes]]


def whole(stream: bytes) -> Iterator[bytes]:
    yield stream


def single(stream: bytes) -> Iterator[bytes]:
    for index in range(len(stream)):
        yield stream[index : index + 1]


def seeded(stream: bytes) -> Iterator[bytes]:
    dice = random.Random(len(stream))  # noqa: S311 - the same chunks in each run
    at = 0
    while at < len(stream):
        size = dice.randint(0, 7)
        yield stream[at : at + size]
        at += size


def message(data: str, event: str = "message", **other: str) -> ServerSentEvent:
    return ServerSentEvent(event=event, data=data, id=other.get("id", ""))


BOM = b"\xef\xbb\xbf"
RULES: dict[str, tuple[bytes, list[ServerSentEvent]]] = {
    "LF": (b"data: a\n\ndata: b\n\n", [message("a"), message("b")]),
    "CR": (b"data: a\r\rdata: b\r\r", [message("a"), message("b")]),
    "CRLF": (b"data: a\r\n\r\ndata: b\r\n\r\n", [message("a"), message("b")]),
    "mixed line ends": (b"data: a\r\ndata: b\rdata: c\n\r\n", [message("a\nb\nc")]),
    "CR LF is one end, LF CR two": (b"data: a\n\rdata: b\r\n\n", [message("a"), message("b")]),
    "no other line end": (
        "data: a\u2028b\u2029c\x0bd\x0ce\x85f\x1cg\n\n".encode(),
        [message("a\u2028b\u2029c\x0bd\x0ce\x85f\x1cg")],
    ),
    "byte-order mark": (BOM + b"data: a\n\n", [message("a")]),
    "second byte-order mark belongs to the name": (BOM + BOM + b"data: a\n\n", []),
    "byte-order mark later is text": (
        b"data: a\n\n" + BOM + b"data: b\n\ndata: " + BOM + b"\n\n",
        [message("a"), message("\ufeff")],
    ),
    "half a byte-order mark is text": (BOM[:2] + b"data: a\n\n", []),
    "byte-order mark alone on its line": (BOM + b"\ndata: a\n\n", [message("a")]),
    "comments": (b": note\n:\ndata: a\n:data: b\n\n", [message("a")]),
    "comment block": (b": keep-alive\n\n: keep-alive\n\n", []),
    "no space": (b"data:a\n\n", [message("a")]),
    "one space removed": (b"data:  a \n\n", [message(" a ")]),
    "a tab stays": (b"data:\ta\n\n", [message("\ta")]),
    "later colons stay": (b"data: a: b:\n\n", [message("a: b:")]),
    "space before the colon is another field": (b"data : a\n\n", []),
    "names are case-sensitive": (b"Data: a\nEVENT: x\n\n", []),
    "unknown field": (b"colour: red\ndata: a\n\n", [message("a")]),
    "multi-line data": (b"data: a\ndata:\ndata: b\n\n", [message("a\n\nb")]),
    "data with empty value": (
        b"event: creating-cart\ndata:\n\n",
        [message("", "creating-cart")],
    ),
    "data without colon": (b"data\n\ndata\ndata\n\ndata:", [message(""), message("\n")]),
    "event without data is none": (b"event: order-placed\n\n", []),
    "its name does not reach the next": (
        b"event: order-placed\n\ndata: a\n\n",
        [message("a")],
    ),
    "event name": (
        b"event: a\ndata: 1\nevent: b\n\ndata: 2\n\n",
        [message("1", "b"), message("2")],
    ),
    "empty event name": (b"event: a\nevent:\ndata: 1\n\n", [message("1")]),
    "id persists": (
        b"id: 7\ndata: a\n\ndata: b\n\nid\ndata: c\n\n",
        [message("a", id="7"), message("b", id="7"), message("c")],
    ),
    "id of a block without data persists": (b"id: 7\n\ndata: a\n\n", [message("a", id="7")]),
    "id with NUL is ignored": (
        b"id: 7\nid: 8\x009\ndata: a\n\n",
        [message("a", id="7")],
    ),
    "NUL elsewhere stays": (b"event: x\x00\ndata: a\x00b\n\n", [message("a\x00b", "x\x00")]),
    "unfinished last event": (b"data: a\n\nevent: order-placed\ndata: {}\n", [message("a")]),
    "unfinished last line": (b"data: a\n\ndata: b", [message("a")]),
    "empty stream": (b"", []),
    "only line ends": (b"\n\r\n\r\n\n", []),
    "characters of 2, 3 and 4 bytes": (
        "data: é€😀\nevent: ünïcode\n\n".encode(),
        [message("é€😀", "ünïcode")],
    ),
    "invalid bytes": (b"data: \xff \xc3\n\n", [message("\ufffd \ufffd")]),
    "broken sequence before a line end": (
        b"data: \xf0\x9f\x98\r\ndata: \xe2\x82\n\n",
        [message("\ufffd\n\ufffd")],
    ),
    "overlong and surrogate": (
        b"data: \xc0\xaf \xed\xa0\x80\n\n",
        [message("\ufffd\ufffd \ufffd\ufffd\ufffd")],
    ),
}


@pytest.mark.parametrize("cut", [whole, single, seeded])
@pytest.mark.parametrize("rule", RULES)
def test_rule_of_the_standard(rule: str, cut: Cut) -> None:
    stream, expected = RULES[rule]
    assert list(decode(cut(stream))) == expected


@pytest.mark.parametrize("cut", [whole, single, seeded])
@pytest.mark.parametrize(
    ("value", "retry"),
    [
        (b"3000", 3000),
        (b"0", 0),
        (b"0005", 5),
        (b"", None),
        (b"-1", None),
        (b"+1", None),
        (b"1.5", None),
        (b" 1", None),
        (b"1 ", None),
        (b"1_000", None),
        ("٣".encode(), None),
        ("²".encode(), None),
        (b"9" * 5000, None),
        (b"0" * 5000 + b"7", 7),
    ],
)
def test_retry_takes_ascii_digits_only(value: bytes, retry: int | None, cut: Cut) -> None:
    stream = b"retry: " + value + b"\ndata: a\n\ndata: b\n\n"
    assert [event.retry for event in decode(cut(stream))] == [retry, None]


def test_carriage_return_dispatches_without_waiting_for_the_next_chunk() -> None:
    decoder = Decoder()
    assert decoder.feed(b"data: a\r\n\r") == [message("a")]
    assert decoder.feed(b"") == []
    assert decoder.feed(b"\n") == []
    assert decoder.feed(b"data: b\r\r") == [message("b")]


def test_events_come_out_while_the_stream_is_still_open() -> None:
    def chunks() -> Iterator[bytes]:
        yield b"data: a\n\nda"
        yield b"ta: b\n\n"
        raise ConnectionError("the line dropped")

    events = decode(chunks())
    assert next(events) == message("a")
    assert next(events) == message("b")
    with pytest.raises(ConnectionError):
        next(events)


def test_representation_does_not_show_data() -> None:
    assert "Smith" not in repr(message("Smith", "order-placed"))
