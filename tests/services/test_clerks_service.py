"""Signing in: real SQLite on disk; a cheap argon2id where its cost is not the point."""

from __future__ import annotations

import sqlite3
import stat
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pos_app.domain.audit import Action, Happening, Outcome
from pos_app.domain.clerks import LOCKOUT_SECONDS, TRIES, Clerk, ClerkProblem, alone
from pos_app.domain.errors import Code, JournalError
from pos_app.domain.rights import Role
from pos_app.services.attempt import Clocks
from pos_app.services.clerks import Clerks, Refusal
from pos_app.services.pins import Argon2Pins
from pos_app.services.staff_store import StaffStore

CHEAP = Argon2Pins(time_cost=1, memory_kib=8, parallelism=1)
PIN, OTHER = "830417", "291846"


@dataclass
class Time:
    """Two clocks, moved by hand."""

    wall: datetime = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    steady: float = 100.0

    def passes(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.steady += seconds

    def clocks(self) -> Clocks:
        return Clocks(lambda: self.wall, lambda: self.steady)


@dataclass
class Register:
    """Clerks on disk, with the time in hand and all they told to the audit log."""

    folder: Path
    pins: Argon2Pins = CHEAP
    time: Time = field(default_factory=Time)
    told: list[Happening] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Begin anew with what is on disk."""
        self.store = StaffStore(self.folder)
        self.clerks = Clerks(self.store, self.pins, self.told.append, self.time.clocks())

    def restart(self) -> None:
        self.store.close()
        self.time.steady = 3.0  # another process's steady clock begins anywhere
        self.start()

    def signed_in(self, name: str = "Ada", pin: str = PIN) -> Clerk:
        clerk = self.clerks.sign_in(name, pin)
        assert isinstance(clerk, Clerk)
        return clerk

    def wrong(self, times: int, name: str = "Ada") -> Refusal:
        for _ in range(times):
            refusal = self.clerks.sign_in(name, OTHER)
        assert isinstance(refusal, Refusal)
        return refusal


@pytest.fixture
def register(tmp_path: Path) -> Register:
    """A register whose first clerk is Ada."""
    made = Register(tmp_path)
    assert made.clerks.add(alone("Till 1"), " Ada ", Role.CLERK, PIN) is None
    return made


def test_the_first_one_is_an_admin_and_signs_in(register: Register) -> None:
    assert register.signed_in(" aDA ") == Clerk(1, "Ada", Role.ADMIN)


def test_only_what_argon2id_made_is_kept(register: Register) -> None:
    register.store.close()
    data = register.store.path.read_bytes()
    assert b"$argon2id$v=19$" in data
    assert PIN.encode() not in data
    assert stat.S_IMODE(register.store.path.stat().st_mode) == 0o600


def test_the_real_settings(tmp_path: Path) -> None:
    register = Register(tmp_path, Argon2Pins())
    register.clerks.add(alone(""), "Ada", Role.ADMIN, PIN)
    register.signed_in()
    assert register.wrong(1) == Refusal(ClerkProblem.WRONG_PIN, TRIES - 1)
    assert "$argon2id$v=19$m=65536,t=3,p=4$" in register.store.rows()[0].pin


def test_a_pin_of_cheaper_settings_is_hashed_anew_on_the_way_in(tmp_path: Path) -> None:
    register = Register(tmp_path)
    register.clerks.add(alone(""), "Ada", Role.ADMIN, PIN)
    register.pins = Argon2Pins(time_cost=2, memory_kib=8, parallelism=1)
    register.restart()
    register.signed_in()
    assert "t=2" in register.store.rows()[0].pin
    register.signed_in()


def test_eight_wrong_tries_lock_for_half_an_hour(register: Register) -> None:
    assert register.wrong(TRIES - 1) == Refusal(ClerkProblem.WRONG_PIN, 1)
    assert register.wrong(1) == Refusal(ClerkProblem.LOCKED_OUT, wait=LOCKOUT_SECONDS)
    register.time.passes(LOCKOUT_SECONDS - 60)
    # The right PIN does not help, and asking does not make it longer.
    assert register.clerks.sign_in("Ada", PIN) == Refusal(ClerkProblem.LOCKED_OUT, wait=60)
    register.time.passes(60)
    register.signed_in()
    assert register.wrong(1).tries_left == TRIES - 1


def test_the_right_pin_gives_all_tries_back(register: Register) -> None:
    register.wrong(TRIES - 1)
    register.signed_in()
    assert register.wrong(TRIES - 1).tries_left == 1


def test_a_lockout_survives_a_restart(register: Register) -> None:
    register.wrong(TRIES)
    register.time.passes(600)
    register.restart()
    refusal = Refusal(ClerkProblem.LOCKED_OUT, wait=LOCKOUT_SECONDS - 600)
    assert register.clerks.sign_in("Ada", PIN) == refusal


def test_tries_survive_a_restart(register: Register) -> None:
    register.wrong(TRIES - 1)
    register.restart()
    assert register.wrong(1).problem is ClerkProblem.LOCKED_OUT


@pytest.mark.parametrize("with_restart", [False, True])
def test_a_clock_set_back_or_forward_ends_no_lockout(
    register: Register, with_restart: bool
) -> None:
    register.wrong(TRIES)
    register.time.wall -= timedelta(days=3)
    if with_restart:
        register.restart()
    else:
        assert register.wrong(1).wait == LOCKOUT_SECONDS
        register.time.wall += timedelta(days=9)  # while the program runs the steady clock decides
    assert register.clerks.sign_in("Ada", PIN) == Refusal(
        ClerkProblem.LOCKED_OUT, wait=LOCKOUT_SECONDS
    )
    register.time.passes(LOCKOUT_SECONDS)
    register.signed_in()


def test_a_try_is_counted_before_it_is_judged(register: Register) -> None:
    class Killed(Argon2Pins):
        def fits(self, kept: str, pin: str) -> bool:
            raise KeyboardInterrupt

    register.pins = Killed()
    register.restart()
    with pytest.raises(KeyboardInterrupt):
        register.clerks.sign_in("Ada", OTHER)
    register.pins = CHEAP
    register.restart()
    assert register.wrong(1).tries_left == TRIES - 2


def test_nobody_signs_in_by_an_unknown_or_disabled_name(register: Register) -> None:
    ada = register.signed_in()
    register.clerks.add(ada, "Ben", Role.CLERK, PIN)
    register.clerks.change(ada, 2, disabled=True)
    for name in ("Ben", "Nobody", ""):
        assert register.clerks.sign_in(name, PIN) == Refusal(ClerkProblem.WRONG_PIN)
    register.clerks.change(ada, 2, disabled=False)
    register.signed_in("Ben")


def test_only_an_admin_changes_the_list(register: Register) -> None:
    ada = register.signed_in()
    clerks = register.clerks
    assert clerks.add(ada, "Ben", Role.SUPERVISOR, PIN) is None
    ben = register.signed_in("Ben")
    assert clerks.add(ben, "Eve", Role.ADMIN, PIN) is ClerkProblem.NOT_ALLOWED
    assert clerks.change(ben, 1, disabled=True) is ClerkProblem.NOT_ALLOWED
    assert clerks.reset_pin(ben, 1, OTHER) is ClerkProblem.NOT_ALLOWED
    assert clerks.add(ada, "ben", Role.CLERK, PIN) is ClerkProblem.NAME_TAKEN
    assert clerks.add(ada, "Cy", Role.CLERK, "123456") is ClerkProblem.PIN_TOO_EASY
    assert clerks.change(ada, 1, role=Role.CLERK) is ClerkProblem.LAST_ADMIN
    assert clerks.change(ada, 9, role=Role.CLERK) is ClerkProblem.GONE
    assert clerks.change(ada, 2, role=Role.ADMIN) is None
    assert clerks.change(ada, 1, role=Role.CLERK) is None
    assert [(one.name, one.role) for one in clerks.all()] == [
        ("Ada", Role.CLERK),
        ("Ben", Role.ADMIN),
    ]


def test_a_new_pin_gives_the_tries_back(register: Register) -> None:
    ada = register.signed_in()
    register.clerks.add(ada, "Ben", Role.CLERK, PIN)
    register.wrong(TRIES, "Ben")
    assert register.clerks.reset_pin(ada, 2, "555") is ClerkProblem.PIN_TOO_SHORT
    assert register.clerks.reset_pin(ada, 2, OTHER) is None
    register.signed_in("Ben", OTHER)


def test_what_belongs_into_the_audit_log_is_told(register: Register) -> None:
    register.wrong(TRIES)
    register.clerks.sign_in(PIN, "Ada")  # the PIN in the wrong field
    assert [one.what for one in register.told] == [
        Action.CLERK_ADDED,
        *[Action.SIGN_IN] * TRIES,
        Action.LOCKOUT,
        Action.SIGN_IN,
    ]
    assert register.told[0] == Happening(Action.CLERK_ADDED, "Till 1", "Ada", detail="admin")
    assert {one.outcome for one in register.told if one.what is Action.SIGN_IN} == {Outcome.REFUSED}
    assert PIN not in str(register.told)


def test_who_has_an_id(register: Register, tmp_path: Path) -> None:
    assert register.clerks.find(1, "") == Clerk(1, "Ada", Role.ADMIN)
    assert register.clerks.find(0, "Mara") is None
    other = Register(tmp_path / "other")
    assert other.clerks.find(0, "Mara") == alone("Mara")


def test_nobody_is_ever_deleted(register: Register) -> None:
    register.store.close()
    db = sqlite3.connect(register.store.path)
    with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
        db.execute("DELETE FROM clerks")
    db.close()


def test_a_damaged_list_lets_nobody_in(register: Register) -> None:
    register.store.close()
    register.store.path.write_bytes(b"no database " * 400)
    with pytest.raises(JournalError) as caught:
        register.clerks.sign_in("Ada", PIN)
    assert caught.value.problem.code is Code.STAFF_DAMAGED


def test_a_newer_list_is_left_alone(register: Register) -> None:
    register.store.close()
    db = sqlite3.connect(register.store.path)
    db.execute("PRAGMA user_version = 9")
    db.close()
    with pytest.raises(JournalError) as caught:
        register.clerks.all()
    assert caught.value.problem.code is Code.JOURNAL_NEWER


def test_side_files_of_a_list_that_is_gone_do_not_bring_it_back(tmp_path: Path) -> None:
    register = Register(tmp_path)
    register.clerks.add(alone(""), "Ada", Role.ADMIN, PIN)
    sides = [path.read_bytes() for path in _sides(register)]
    register.store.close()
    register.store.path.unlink()
    for path, data in zip(_sides(register), sides, strict=True):
        path.write_bytes(data)
    register.restart()
    assert register.clerks.all() == ()


def _sides(register: Register) -> list[Path]:
    path = register.store.path
    return [path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")]
