"""Telling a barcode scanner from fingers by the pace of its keys.

A scanner types like a keyboard, but faster than anybody: its keys come less than 35 ms apart and
end in Enter. In a field that takes text it has to be faster still, less than 8 ms: programs that
type for people, with or without a disability, send a key each 10 ms or so, and what they type
belongs into the field. Times are milliseconds of the keys themselves, not of when they were looked
at, so a window that was busy judges no otherwise. Nothing here waits: the caller tells when it is
`late`. And nothing here knows which keys they are: they may be those of a card.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

GAP_MS = 35
FIELD_GAP_MS = 8
# Two or three keys roll off fast fingers within the gap now and then; a code is longer.
SHORTEST_CODE = 5
LONGEST_CODE = 200


class Act(Enum):
    """What becomes of the key just pressed."""

    PASS = auto()  # let it through; keys held before it go first
    HOLD = auto()  # keep it until it is clear what it belongs to
    SCAN = auto()  # it was the Enter of a scan


@dataclass(frozen=True, slots=True)
class Burst:
    """Keys that came fast one after the other: `size` of them, `held` of which are kept.

    The first one has been let through unless it was `held`, too: it could have been typed.
    """

    size: int = 0
    held: int = 0
    last: int = 0

    @property
    def passed(self) -> int:
        """How many of the keys were let through before it was clear."""
        return self.size - self.held


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on one key. `release` is how many held keys are let through before it."""

    burst: Burst
    act: Act
    release: int = 0
    typed: int = 0


def key(burst: Burst, at: int, *, hold_first: bool, gap: int = GAP_MS) -> Judged:
    """A printable key at `at`. `hold_first`: it must not get where it goes before it is clear."""
    if _is_fast(burst, at, gap) and burst.size < LONGEST_CODE:
        return Judged(Burst(burst.size + 1, burst.held + 1, at), Act.HOLD)
    first = Burst(1, int(hold_first), at)
    return Judged(first, Act.HOLD if hold_first else Act.PASS, burst.held)


def enter(burst: Burst, at: int, *, gap: int = GAP_MS) -> Judged:
    """The Enter key: the end of a scan, or just Enter.

    `typed` is how many keys of the code had been let through and must be taken back.
    """
    if _is_fast(burst, at, gap) and burst.size >= SHORTEST_CODE:
        return Judged(Burst(), Act.SCAN, typed=burst.passed)
    return Judged(Burst(), Act.PASS, burst.held)


def other(burst: Burst) -> Judged:
    """Any other key: it ends the burst, and what was held was typed."""
    return Judged(Burst(), Act.PASS, burst.held)


def late(burst: Burst) -> Judged:
    """More than the gap has passed without a key."""
    return Judged(Burst(), Act.PASS, burst.held)


def _is_fast(burst: Burst, at: int, gap: int) -> bool:
    return bool(burst.size) and 0 <= at - burst.last < gap
