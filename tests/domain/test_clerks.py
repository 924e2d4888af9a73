"""Names, PINs, roles, and how guessing is stopped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pos_app.domain.clerks import (
    LOCKOUT_SECONDS,
    TRIES,
    Clerk,
    ClerkProblem,
    Lockout,
    alone,
    check_change,
    check_name,
    check_pin,
    folded,
)
from pos_app.domain.rights import Right, Role

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ADA = Clerk(1, "Ada", Role.ADMIN)
BEN = Clerk(2, "Ben", Role.CLERK)


def test_what_each_role_may_do() -> None:
    assert [right for right in Right if BEN.may(right)] == []
    supervisor = Clerk(3, "Cy", Role.SUPERVISOR)
    may = {right for right in Right if supervisor.may(right)}
    assert may == {Right.DECIDE, Right.SETTINGS, Right.EXPORT}
    assert all(ADA.may(right) for right in Right)
    assert all(alone("").may(right) for right in Right)
    assert not any(Clerk(1, "Ada", Role.ADMIN, disabled=True).may(right) for right in Right)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("Mara", None),
        ("Σοφία Λ.", None),
        ("", ClerkProblem.NAME_MISSING),
        (" - ", ClerkProblem.NAME_MISSING),
        ("a" * 41, ClerkProblem.NAME_TOO_LONG),
        ("a\u202eb", ClerkProblem.NAME_TOO_LONG),
        ("aDA ", ClerkProblem.NAME_TAKEN),
        ("\uff21da", ClerkProblem.NAME_TAKEN),
        ("4111 1111 1111 1111", ClerkProblem.NAME_IS_CARD),
    ],
)
def test_names(name: str, problem: ClerkProblem | None) -> None:
    assert check_name(name, (ADA, BEN)) is problem


def test_folding_is_stable() -> None:
    assert folded("  Ada   LOVELACE ") == folded("ada lovelace")


@pytest.mark.parametrize(
    ("pin", "problem"),
    [
        ("830417", None),
        ("123455", None),
        ("", ClerkProblem.PIN_TOO_SHORT),
        ("83041", ClerkProblem.PIN_TOO_SHORT),
        ("8304a7", ClerkProblem.PIN_NOT_DIGITS),
        ("\u0663" * 6, ClerkProblem.PIN_NOT_DIGITS),
        ("8304178304170", ClerkProblem.PIN_TOO_LONG),
        ("777777", ClerkProblem.PIN_TOO_EASY),
        ("123456", ClerkProblem.PIN_TOO_EASY),
        ("890123", ClerkProblem.PIN_TOO_EASY),
        ("654321", ClerkProblem.PIN_TOO_EASY),
        ("121212", ClerkProblem.PIN_TOO_EASY),
        ("123123", ClerkProblem.PIN_TOO_EASY),
    ],
)
def test_pins(pin: str, problem: ClerkProblem | None) -> None:
    assert check_pin(pin) is problem


def test_an_admin_must_remain() -> None:
    clerks = (ADA, BEN)
    assert check_change(clerks, Clerk(1, "Ada", Role.CLERK)) is ClerkProblem.LAST_ADMIN
    assert (
        check_change(clerks, Clerk(1, "Ada", Role.ADMIN, disabled=True)) is ClerkProblem.LAST_ADMIN
    )
    assert check_change(clerks, Clerk(2, "Ben", Role.ADMIN)) is None
    assert check_change(clerks, Clerk(9, "Nobody", Role.ADMIN)) is ClerkProblem.GONE


def after_failures(count: int) -> Lockout:
    lockout = Lockout()
    for _ in range(count):
        lockout = lockout.failed(NOW)
    return lockout


def test_the_eighth_wrong_try_locks() -> None:
    before = after_failures(TRIES - 1)
    assert (before.is_locked, before.tries_left) == (False, 1)
    assert before.failed(NOW) == Lockout(TRIES, LOCKOUT_SECONDS, NOW)


def test_half_an_hour_later_all_tries_are_back() -> None:
    locked = after_failures(TRIES)
    almost = locked.counted(LOCKOUT_SECONDS - 1, NOW)
    assert almost.left == 1
    assert almost.counted(1, NOW) == Lockout(seen=NOW)
    assert Lockout(seen=NOW).tries_left == TRIES


def test_failures_without_a_lockout_do_not_pass_with_time() -> None:
    assert after_failures(3).counted(1e6, NOW).failures == 3


def test_a_restart_goes_by_the_wall_clock() -> None:
    locked = after_failures(TRIES)
    assert locked.after_restart(NOW + timedelta(minutes=10)).left == LOCKOUT_SECONDS - 600
    assert not locked.after_restart(NOW + timedelta(minutes=30)).is_locked


def test_a_clock_set_back_counts_as_no_time() -> None:
    set_back = after_failures(TRIES).after_restart(NOW - timedelta(days=2))
    assert set_back == Lockout(TRIES, LOCKOUT_SECONDS, NOW - timedelta(days=2))
    # From there on it is counted down again, so that nobody is locked out for two days.
    later = set_back.after_restart(NOW - timedelta(days=2) + timedelta(minutes=30))
    assert not later.is_locked
