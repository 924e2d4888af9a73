"""The decoder against a straight transcription of the standard's algorithm."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pos_app.firmly.sse import ServerSentEvent, decode


def by_the_standard(stream: bytes) -> list[ServerSentEvent]:
    """WHATWG HTML 9.2.5 and 9.2.6, word by word, over the whole stream at once."""
    text = stream.decode("utf-8", errors="replace").removeprefix("\ufeff")
    *lines, _unfinished = re.split("\r\n|\r|\n", text)
    events: list[ServerSentEvent] = []
    data = event_type = last_event_id = ""
    retry: int | None = None
    for line in lines:
        if line == "":
            if data != "":
                events.append(
                    ServerSentEvent(
                        event=event_type if event_type != "" else "message",
                        data=data[:-1] if data[-1] == "\n" else data,
                        id=last_event_id,
                        retry=retry,
                    )
                )
            data = event_type = ""
            retry = None
            continue
        if line[0] == ":":
            continue
        field, value = line, ""
        if ":" in line:
            field, value = line.split(":", 1)
            if value != "" and value[0] == " ":
                value = value[1:]
        if field == "event":
            event_type = value
        elif field == "data":
            data = data + value + "\n"
        elif field == "id":
            if "\x00" not in value:
                last_event_id = value
        elif field == "retry" and re.fullmatch("0*[0-9]{1,18}", value):
            retry = int(value)  # more than 18 digits: a limit of ours, not of the standard
    return events


PIECES = st.one_of(
    st.sampled_from(
        b"data|data: |data:|event: |event|id: |id|retry: |12|:| |\0|\n|\r|\r\n|\n\n|\r\r".split(
            b"|"
        )
    ),
    st.sampled_from(
        [b"\xef\xbb\xbf", b"\xef\xbb", b"\xf0\x9f", b"\x98\x80", "é😀\u2028\x85".encode()]
    ),
    st.binary(max_size=4),
    st.text(max_size=4).map(lambda text: text.encode("utf-8", "surrogatepass")),
)


@st.composite
def streams(draw: st.DrawFn) -> tuple[bytes, list[bytes]]:
    stream = b"".join(draw(st.lists(PIECES, max_size=60)))
    places = st.lists(st.integers(0, len(stream)), max_size=20)
    cuts = [0, *sorted(draw(places)), len(stream)]
    return stream, [stream[start:end] for start, end in pairwise(cuts)]


@given(streams())
def test_any_stream_in_any_chunks_is_read_as_the_standard_says(
    case: tuple[bytes, list[bytes]],
) -> None:
    stream, chunks = case
    expected = by_the_standard(stream)
    assert list(decode(chunks)) == expected
    assert list(decode([stream])) == expected
    assert list(decode(bytes([byte]) for byte in stream)) == expected
