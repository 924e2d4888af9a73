"""Thousands of orders that go wrong, in every way and at every step, and none of them unclear.

The full run is `dev.py faults`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from tests.faults.faults import BY_NAME, BY_NAME_COMPLETING, COMPLETED
from tests.faults.hosts import certificates
from tests.faults.judge import DOUBLE, HIDDEN, LEAKED, LOST, NOISY, WRONG
from tests.faults.merchant import Merchant, new_keys
from tests.faults.plan import KILLS, TIMER, Plan, plans
from tests.faults.run import Lane, run
from tests.faults.tripping import LABELS

_ATTEMPTS = 1_600
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
        ("late writer", "completed", "last byte", WRONG),
        ("forgetful", "completed", "answer begins", LOST),
        ("talkative", "completed", "", LEAKED),
        ("blind", "completed", "answer begins", HIDDEN),
        ("blind", "completed", "answer begins", DOUBLE),
        ("forgets the quote", "completed", "", WRONG),
    ],
)
def test_a_known_bug_is_found_where_a_quoted_cart_is_completed(
    lane: Lane, bug: str, fault: str, kill: str, sin: str
) -> None:
    made = BY_NAME_COMPLETING[fault]
    assert sin in _found(lane, Plan(0, made, kill, completes=True), bug)


@pytest.mark.parametrize("meanwhile", ["dearer", "gone", "down", "sold out"])
def test_a_cart_that_is_not_what_was_quoted_is_not_charged(lane: Lane, meanwhile: str) -> None:
    plan = Plan(next(_numbers), COMPLETED, silence=_LONG, completes=True, meanwhile=meanwhile)
    seen, judged = lane.attempt(plan)
    assert judged.wrongs == ()
    # One that is gone is filled again, and comes to what it came to.
    assert seen.told == ("placed" if meanwhile == "gone" else "not-sent")


def test_who_does_not_look_at_the_cart_again_is_found(lane: Lane) -> None:
    plan = Plan(0, COMPLETED, completes=True, meanwhile="dearer")
    assert WRONG in _found(lane, plan, "hasty")


def _found(lane: Lane, plan: Plan, bug: str) -> set[str]:
    """What is wrong with an attempt that has the bug; the same one without it is in order."""
    found = {}
    silence = _SHORT if "stall" in plan.fault.name else _LONG
    for planted in ("", bug):
        same = replace(plan, number=next(_numbers), again=True, bug=planted, silence=silence)
        _, judged = lane.attempt(same)
        found[planted] = {name for name, _ in judged.wrongs}
    assert found[""] == set()
    return found[bug]


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
    assert sin in _found(lane, Plan(0, BY_NAME[fault], kill), bug)


@pytest.mark.parametrize("kill", [kill for kill in KILLS if kill])
def test_each_label_is_reached(lane: Lane, kill: str) -> None:
    timer = 0.0 if kill == TIMER else None
    plan = Plan(next(_numbers), BY_NAME["unknown events"], kill, kill_after=timer, silence=_LONG)
    seen, judged = lane.attempt(plan)
    assert seen.killed == kill
    assert judged.wrongs == ()


@pytest.mark.parametrize("kill", [kill for kill in LABELS if not kill.startswith("event")])
def test_each_label_is_reached_where_a_quoted_cart_is_completed(lane: Lane, kill: str) -> None:
    """The answer in one piece has no events."""
    plan = Plan(next(_numbers), COMPLETED, kill, silence=_LONG, completes=True)
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
    assert tally.completed > 0
    assert tally.completed_by_cart > 0
