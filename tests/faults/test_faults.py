"""Thousands of orders that go wrong, in every way and at every step, and none of them unclear.

The full run is `dev.py faults`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.faults.faults import BY_NAME
from tests.faults.hosts import certificates
from tests.faults.judge import DOUBLE, HIDDEN, LEAKED, LOST, NOISY, WRONG
from tests.faults.merchant import Merchant, new_keys
from tests.faults.plan import KILLS, TIMER, Plan, plans
from tests.faults.run import Lane, run

_ATTEMPTS = 1_500
_HITS = 2_000
_SHORT, _LONG = 0.1, 10.0  # seconds of silence that are waited: with and without a stall
_numbers = count()  # each order is of a customer of its own


@pytest.fixture(scope="module")
def lane() -> Iterator[Lane]:
    shown, (keys, key) = certificates(), new_keys()
    with tempfile.TemporaryDirectory() as base, Lane(Path(base), Merchant(keys), shown, key) as one:
        yield one


@pytest.mark.parametrize(
    ("bug", "fault", "kill", "sin"),
    [
        ("sends again", "reset before headers", "", DOUBLE),
        ("optimist", "accepted, reset before headers", "", WRONG),
        ("optimist", "stall before headers", "", WRONG),
        ("late writer", "approved", "last byte", WRONG),
        ("forgetful", "approved", "answer begins", LOST),
        ("talkative", "approved", "", LEAKED),
        ("talkative", "approved", "", NOISY),
        ("blind", "approved", "event 2", HIDDEN),
        ("blind", "approved", "event 2", DOUBLE),
    ],
)
def test_a_known_bug_is_found(lane: Lane, bug: str, fault: str, kill: str, sin: str) -> None:
    """The same attempt without the bug is in order."""
    found = {}
    silence = _SHORT if "stall" in fault else _LONG
    for planted in ("", bug):
        number = next(_numbers)
        plan = Plan(number, BY_NAME[fault], kill, again=True, bug=planted, silence=silence)
        _, judged = lane.attempt(plan)
        found[planted] = {name for name, _ in judged.wrongs}
    assert found[""] == set()
    assert sin in found[bug]


@pytest.mark.parametrize("kill", [kill for kill in KILLS if kill])
def test_each_label_is_reached(lane: Lane, kill: str) -> None:
    timer = 0.0 if kill == TIMER else None
    plan = Plan(next(_numbers), BY_NAME["unknown events"], kill, kill_after=timer, silence=_LONG)
    seen, judged = lane.attempt(plan)
    assert seen.killed == kill
    assert judged.wrongs == ()


def test_orders_that_go_wrong_are_never_placed_twice_lost_or_unclear() -> None:
    tally = run(plans(_ATTEMPTS, seed=3))
    print("\n".join(tally.lines()))  # noqa: T201 - pytest shows it with -s, and when it fails
    assert tally.words == []
    assert tally.sins.total() == 0
    assert tally.attempts == _ATTEMPTS
    assert tally.hits >= _HITS
    assert tally.unknown > 0
    assert tally.by_cart > 0
