"""A scanner is told from fingers by the pace of its keys."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.scan_burst import GAP_MS, LONGEST_CODE, Act, Burst, Judged, enter, key, late


def press(text: str, gap: int, *, hold_first: bool = False) -> tuple[Burst, list[Judged], int]:
    """The keys of a text at a pace."""
    burst, at, judged = Burst(), 1000, []
    for _ in text:
        judged.append(key(burst, at, hold_first=hold_first))
        burst, at = judged[-1].burst, at + gap
    return burst, judged, at - gap


def test_a_fast_code_with_enter_is_a_scan() -> None:
    burst, judged, at = press("MH07-XS", 5)
    assert [one.act for one in judged] == [Act.PASS, *[Act.HOLD] * 6]
    end = enter(burst, at + 5)
    assert (end.act, burst.size, end.typed, end.burst) == (Act.SCAN, 7, 1, Burst())


def test_a_field_that_must_not_see_it_sees_nothing() -> None:
    burst, judged, at = press("MH07-XS", 5, hold_first=True)
    assert {one.act for one in judged} == {Act.HOLD}
    assert enter(burst, at + 5).typed == 0


@pytest.mark.parametrize("gap", [GAP_MS, 60, 120])
def test_fingers_are_let_through_at_once(gap: int) -> None:
    burst, judged, at = press("MH07-XS", gap)
    assert {one.act for one in judged} == {Act.PASS}
    assert not any(one.release for one in judged)
    assert enter(burst, at + gap).act is Act.PASS


def test_a_short_code_a_pause_and_a_late_enter_are_typing() -> None:
    burst, _, at = press("MH07", 5)
    assert (enter(burst, at + 5).act, enter(burst, at + 5).release) == (Act.PASS, 3)
    burst, _, at = press("MH07-XS", 5)
    assert (enter(burst, at + GAP_MS).act, enter(burst, at + GAP_MS).release) == (Act.PASS, 6)
    assert (late(burst).release, late(burst).burst) == (6, Burst())


def test_keys_rolled_off_fast_fingers_come_out_in_their_order() -> None:
    burst = key(Burst(), 0, hold_first=False).burst
    burst = key(burst, 20, hold_first=False).burst
    judged = key(burst, 120, hold_first=False)
    assert (judged.act, judged.release) == (Act.PASS, 1)


def test_nothing_goes_on_for_ever() -> None:
    burst, _, at = press("x" * (LONGEST_CODE + 5), 1)
    assert burst.size <= LONGEST_CODE
    assert at > 0


def test_a_clock_that_goes_back_is_no_burst() -> None:
    burst = key(Burst(), 1000, hold_first=False).burst
    assert key(burst, 10, hold_first=False).act is Act.PASS


@given(st.lists(st.tuples(st.sampled_from("ab1"), st.integers(0, 80)), max_size=30), st.booleans())
def test_no_key_is_lost_or_doubled(keys: list[tuple[str, int]], hold_first: bool) -> None:
    burst, out, held = Burst(), "", ""
    times = accumulate(gap for _, gap in keys)
    for (char, _), at in zip(keys, times, strict=True):
        judged = key(burst, at, hold_first=hold_first)
        out, held = out + held[: judged.release], held[judged.release :]
        if judged.act is Act.HOLD:
            held += char
        else:
            out += char
        burst = judged.burst
        assert len(held) == burst.held
    last = late(burst)
    assert out + held[: last.release] == "".join(char for char, _ in keys)
