"""Which attempts a run makes: every fault with every kill, disturbances and carts sampled."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from tests.faults.faults import APPROVED, FAULTS, Fault
from tests.faults.tripping import DISTURBANCES, LABELS

TIMER = "timer"
KILLS = ("", *LABELS, TIMER)
# What the device's cart tells after the order; most tell the truth.
MOODS = ("true", "true", "true", "true", "numberless", "moved on", "gone", "down")
_LONGEST_TIMER = 0.06  # seconds; an undisturbed attempt is over by then
# By the clock, an order that ended before the jump is too old for its twin to be asked about.
_AN_HOUR_LATER = tuple(("clock +1 h", label) for label in LABELS[-3:])


@dataclass(frozen=True, slots=True)
class Plan:
    """One attempt: what goes wrong with it.

    `kill` is a label, "timer" for a kill after `kill_after` seconds, or empty. `disturbance`
    happens at the label `at`. `again`: after the restart the same order is placed once more.
    `bug`: the known bug that is planted, if any. `silence`: seconds without a word from the
    merchant that are waited.
    """

    number: int
    fault: Fault = APPROVED
    kill: str = ""
    kill_after: float | None = None
    disturbance: str = ""
    at: str = ""
    mood: str = "true"
    again: bool = False
    bug: str = ""
    silence: float = 0.15


def plans(count: int, seed: int) -> Iterator[Plan]:
    """`count` attempts; all pairs of faults and kills come up before one comes up again."""
    chance = random.Random(seed)  # noqa: S311 - a run must be repeatable
    pairs: list[tuple[Fault, str]] = []
    for number in range(count):
        if not pairs:
            pairs = [(fault, kill) for fault in FAULTS for kill in KILLS]
            chance.shuffle(pairs)
        fault, kill = pairs.pop()
        disturbance = chance.choice(("", "", *DISTURBANCES))
        at = chance.choice(LABELS) if disturbance else ""
        again = chance.random() < 0.25 and (disturbance, at) not in _AN_HOUR_LATER
        yield Plan(
            number,
            fault,
            kill,
            chance.uniform(0, _LONGEST_TIMER) if kill == TIMER else None,
            disturbance,
            at,
            chance.choice(MOODS),
            again,
        )
