"""Which attempts a run makes: every fault with every kill, disturbances and carts sampled."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from tests.faults.faults import APPROVED, COMPLETED, FAULTS, FAULTS_OF_COMPLETING, Fault
from tests.faults.tripping import DISTURBANCES, LABELS

TIMER = "timer"
KILLS = ("", *LABELS, TIMER)
# What the device's cart tells after the order; most tell the truth.
MOODS = ("true", "true", "true", "true", "numberless", "moved on", "gone", "down")
# What becomes of a cart that was counted, before it is ordered; mostly nothing.
MEANWHILE = ("", "", "", "", "", "dearer", "sold out", "gone", "down")
_LONGEST_TIMER = 0.06  # seconds; an undisturbed attempt is over by then
# By the clock, an order that ended before the jump is too old for its twin to be asked about.
_AN_HOUR_LATER = tuple(("clock +1 h", label) for label in LABELS[-3:])

_BOTH = {False: FAULTS, True: FAULTS_OF_COMPLETING}


@dataclass(frozen=True, slots=True)
class Plan:
    """One attempt: what goes wrong with it.

    `kill` is a label, "timer" for a kill after `kill_after` seconds, or empty. `disturbance`
    happens at the label `at`. `again`: after the restart the same order is placed once more.
    `completes`: a promo code is wanted, so the cart is counted first and then completed;
    `meanwhile` is what becomes of it in between. `bug`: the known bug that is planted, if any.
    `silence`: seconds without a word from the merchant that are waited.
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
    completes: bool = False
    meanwhile: str = ""

    @property
    def approved(self) -> Fault:
        """How it is answered where nothing goes wrong."""
        return COMPLETED if self.completes else APPROVED


def plans(count: int, seed: int) -> Iterator[Plan]:
    """`count` attempts; all pairs of faults and kills, for both ways to place, come up before one
    comes up again.
    """
    chance = random.Random(seed)  # noqa: S311 - a run must be repeatable
    pairs: list[tuple[bool, Fault, str]] = []
    for number in range(count):
        if not pairs:
            pairs = [(way, fault, kill) for way in _BOTH for fault in _BOTH[way] for kill in KILLS]
            chance.shuffle(pairs)
        completes, fault, kill = pairs.pop()
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
            completes=completes,
            meanwhile=chance.choice(MEANWHILE) if completes else "",
        )
