"""The faults: how a line or a merchant goes wrong, as scripts that `payment_host` plays.

A script is a sequence of words. Lower-case ones are parts of an answer (`answers.py`), those with
`half ` before them only their first half. `ACCEPT`: the merchant takes the order; `LATE`: it does
so when the cart is looked at for the second time. `RESET`, `CLOSE` and `STALL` end it all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Link(StrEnum):
    """What the line to the payment host is like, once the payment key has been had."""

    PLAIN = "plain"
    TLS = "tls"
    NO_NAME = "dns"
    REFUSED = "refused"
    UNTRUSTED = "tls untrusted"
    EXPIRED = "tls expired"
    WRONG_HOST = "tls wrong host"
    TLS_STALL = "tls stall"
    TLS_RESET = "tls reset"


class Reads(StrEnum):
    """How much of the order the merchant reads before it plays its script."""

    ALL = "all"
    HEAD = "head"
    PART = "part"


class Act(StrEnum):
    """What a script can do beside talking."""

    ACCEPT = "ACCEPT"
    LATE = "LATE"
    RESET = "RESET"
    CLOSE = "CLOSE"
    STALL = "STALL"


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which an order goes wrong; `kind` is what it is counted as."""

    name: str
    kind: str
    script: tuple[str, ...] = ()
    link: Link = Link.PLAIN
    reads: Reads = Reads.ALL
    drip: bool = False


ACCEPT, LATE, RESET, CLOSE, STALL = Act
_ORDER = ("creating-cart", "item-added", "shipping-updated", ACCEPT, "order-placed")
GOOD = ("head", *_ORDER, "end")
APPROVED = Fault("approved", "none", GOOD)
_WHOLE = (ACCEPT, "200 order")
COMPLETED = Fault("completed", "none", _WHOLE)
"""What `complete-order` answers: the order in one piece, not a stream."""


def _links(script: tuple[str, ...]) -> Iterator[Fault]:
    yield Fault("approved over TLS", "none", script, Link.TLS)
    for link in Link:
        if link not in (Link.PLAIN, Link.TLS):
            yield Fault(link.value, link.value.partition(" ")[0], script, link)


def _cut_early(end: Act) -> Iterator[Fault]:
    """Before anything is answered."""
    what = end.lower()
    yield Fault(f"{what}, body unread", what, (end,), reads=Reads.HEAD)
    yield Fault(f"{what} inside the body", what, (end,), reads=Reads.PART)
    yield Fault(f"{what} before headers", what, (end,))
    yield Fault(f"accepted, {what} before headers", "answer lost", (ACCEPT, end))
    yield Fault(f"late, {what} before headers", "late", (LATE, end))


def _cuts() -> Iterator[Fault]:
    """Each way to end the answer, at each point of it."""
    for end in (RESET, CLOSE, STALL):
        what = end.lower()
        yield from _cut_early(end)
        yield Fault(f"{what} inside headers", what, ("half head", end))
        for sent in range(len(_ORDER)):
            begun = ("head", *_ORDER[:sent])
            lost = ACCEPT in begun
            yield Fault(f"{what} after {begun[-1]}", "answer lost" if lost else what, (*begun, end))
            if _ORDER[sent] != ACCEPT:
                half = (*begun, f"half {_ORDER[sent]}", end)
                yield Fault(f"{what} inside {_ORDER[sent]}", f"{what} in event", half)
        yield Fault(f"late, {what} after shipping", "late", ("head", *_ORDER[:3], LATE, end))


def _cuts_of_whole() -> Iterator[Fault]:
    """The same where the answer comes in one piece."""
    for end in (RESET, CLOSE, STALL):
        what = end.lower()
        yield from _cut_early(end)
        yield from _either(f"half 200 order, {what}", f"{what} in answer", "half 200 order", end)


def _answers() -> Iterator[Fault]:
    """Whole answers. Those that prove nothing come with and without an order behind them."""
    for status in (204, 301, 302, 307, 308):
        yield from _either(f"{status} empty", f"{status}")
    for status in (401, 408, 409, 429, 500, 502, 503):
        for shape in ("html", "empty"):
            yield from _either(f"{status} {shape}", f"{status}")
        if status in (401, 429):
            yield Fault(f"{status} json", f"{status}", (f"{status} json",))
        else:
            yield from _either(f"{status} json", f"{status}")
    yield from _either("500 declined", "500")
    yield Fault("402 declined", "402", ("402 declined",))
    yield Fault("200 notice", "200 notice", ("200 notice",))
    yield Fault("200 order", "200 json", (ACCEPT, "200 order"))
    for answer in ("200 html", "200 bad-json", "200 empty", "200 cut-json"):
        yield from _either(answer, answer)
    yield Fault("events as bytes", "wrong type", ("wrong-head", *_ORDER, "end"))


def _either(name: str, kind: str, *script: str) -> Iterator[Fault]:
    """With and without an order behind it; the name is the script, unless there is one."""
    words = script or (name,)
    yield Fault(name, kind, words)
    yield Fault(f"accepted, {name}", kind, (ACCEPT, *words))


def _streams() -> Iterator[Fault]:
    """Streams that end as they should, with something odd in them."""
    begun = ("head", *_ORDER[:3])
    yield Fault("one byte at a time", "drip", GOOD, drip=True)
    yield Fault("placed twice", "placed twice", (*GOOD[:-1], "order-placed", "end"))
    yield Fault("error after placed", "error after placed", (*GOOD[:-1], "declined", "end"))
    yield Fault(
        "placed after error", "error after placed", (*begun, "declined", ACCEPT, "order-placed")
    )
    yield Fault("declined", "declined", (*begun, "declined", "end"))
    yield Fault("declined, then stall", "declined", (*begun, "declined", STALL))
    odd = ("head", "odd", "creating-cart", "odd", *_ORDER[1:3], "odd", *_ORDER[3:], "end")
    yield Fault("unknown events", "unknown events", odd)
    mixed = ("head", "shipping-updated", "item-added", "creating-cart", *_ORDER[3:], "end")
    yield Fault("reordered", "reordered", mixed)
    yield Fault("placed first", "reordered", ("head", ACCEPT, "order-placed", *_ORDER[:3], "end"))
    for name in ("no-number", "bad-json-placed", "store-down"):
        for accepted in ((), (ACCEPT,)):
            words = f"{'accepted, ' if accepted else ''}{name}"
            yield Fault(words, name, (*begun, *accepted, name, "end"))
    yield Fault("no end chunk", "truncated chunk", (*begun, ACCEPT, "half order-placed", CLOSE))
    yield Fault("chunk too short", "truncated chunk", (*begun, "half-chunk", CLOSE))


FAULTS: tuple[Fault, ...] = (APPROVED, *_links(GOOD), *_cuts(), *_answers(), *_streams())
FAULTS_OF_COMPLETING: tuple[Fault, ...] = (
    COMPLETED,
    *_links(_WHOLE),
    *_cuts_of_whole(),
    *_answers(),
    Fault("one byte at a time", "drip", _WHOLE, drip=True),
    Fault("events all the same", "stream", GOOD),
)
BY_NAME = {fault.name: fault for fault in FAULTS}
BY_NAME_COMPLETING = {fault.name: fault for fault in FAULTS_OF_COMPLETING}
