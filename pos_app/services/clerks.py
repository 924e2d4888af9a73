"""Signing in by name and PIN, and keeping the list of clerks. Slow: runs in a lane of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from pos_app.domain.audit import Action, Happening, Outcome
from pos_app.domain.clerks import (
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
from pos_app.services.attempt import CLOCKS, Clocks
from pos_app.services.pins import Pins
from pos_app.services.staff_store import StaffRow, StaffStore


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody was not let in: WRONG_PIN or LOCKED_OUT.

    `tries_left` before a lockout, `wait` in seconds until the next try.
    """

    problem: ClerkProblem
    tries_left: int = 0
    wait: float = 0.0


class Clerks:
    """The clerks of one data folder; without any, the register has one clerk and no PIN.

    `tell` hears of everything that belongs into the audit log. All methods raise JournalError when
    the disk is in the way.
    """

    def __init__(
        self,
        store: StaffStore,
        pins: Pins,
        tell: Callable[[Happening], None],
        clocks: Clocks = CLOCKS,
    ) -> None:
        self._store, self._pins, self._tell, self._clocks = store, pins, tell, clocks
        self._counted_at: dict[int, float] = {}

    def all(self) -> tuple[Clerk, ...]:
        """Everybody, by name; those who are disabled, too."""
        return tuple(row.clerk for row in self._store.rows())

    def sign_in(self, name: str, pin: str) -> Clerk | Refusal:
        """Let somebody in, or not. A try is counted on disk before it is judged."""
        row = self._row_named(name)
        if row is None:
            self._pins.fits(self._nobody, pin)  # as long as for a name that is known
            # Not the name as typed: it may be a PIN that went into the wrong field.
            self._refused("", "no such clerk")
            return Refusal(ClerkProblem.WRONG_PIN)
        clerk, lockout = row.clerk, self._lockout(row)
        if lockout.is_locked:
            self._keep(clerk, lockout)
            self._refused(clerk.name, "locked out")
            return Refusal(ClerkProblem.LOCKED_OUT, wait=lockout.left)
        now = self._clocks.wall()
        tried = lockout.failed(now)
        self._keep(clerk, tried)
        if not self._pins.fits(row.pin, pin):
            return self._wrong(clerk, tried)
        self._keep(clerk, Lockout(seen=now))
        if self._pins.is_weak(row.pin):
            self._store.keep_pin(clerk.clerk_id, self._pins.hashed(pin))
        return clerk

    def add(self, by: Clerk, name: str, role: Role, pin: str) -> ClerkProblem | None:
        """Add somebody; the first one is an admin, whatever was asked for."""
        others = self.all()
        if others and not by.may(Right.CLERKS):
            return self._not_allowed(by, Action.CLERK_ADDED, name.strip())
        problem = check_name(name, others) or check_pin(pin)
        if problem is not None:
            return problem
        tidy, role = name.strip(), role if others else Role.ADMIN
        self._store.add(tidy, role, self._pins.hashed(pin))
        self._tell(Happening(Action.CLERK_ADDED, by.name, tidy, detail=role.value))
        return None

    def change(
        self, by: Clerk, clerk_id: int, *, role: Role | None = None, disabled: bool | None = None
    ) -> ClerkProblem | None:
        """Give somebody another role, shut them out, or let them back in."""
        row = self._row(clerk_id)
        if row is None:
            return ClerkProblem.GONE
        if not by.may(Right.CLERKS):
            return self._not_allowed(by, Action.CLERK_CHANGED, row.clerk.name)
        changed = replace(
            row.clerk,
            role=role or row.clerk.role,
            disabled=row.clerk.disabled if disabled is None else disabled,
        )
        problem = check_change(self.all(), changed)
        if problem is None and changed != row.clerk:
            self._store.change(changed)
            detail = f"{changed.role.value}, {'disabled' if changed.disabled else 'enabled'}"
            self._tell(Happening(Action.CLERK_CHANGED, by.name, changed.name, detail=detail))
        return problem

    def reset_pin(self, by: Clerk, clerk_id: int, pin: str) -> ClerkProblem | None:
        """Give somebody another PIN, and all tries back."""
        row = self._row(clerk_id)
        if row is None:
            return ClerkProblem.GONE
        if not by.may(Right.CLERKS):
            return self._not_allowed(by, Action.PIN_RESET, row.clerk.name)
        problem = check_pin(pin)
        if problem is None:
            self._store.keep_pin(clerk_id, self._pins.hashed(pin))
            self._keep(row.clerk, Lockout(seen=self._clocks.wall()))
            self._tell(Happening(Action.PIN_RESET, by.name, row.clerk.name))
        return problem

    def find(self, clerk_id: int, name_if_alone: str) -> Clerk | None:
        """Who has an id now; id 0 stands for the one clerk of a register that has no list."""
        clerks = self.all()
        if not clerks and clerk_id == 0:
            return alone(name_if_alone)
        return next((one for one in clerks if one.clerk_id == clerk_id), None)

    def _wrong(self, clerk: Clerk, tried: Lockout) -> Refusal:
        self._refused(clerk.name, "wrong PIN")
        if not tried.is_locked:
            return Refusal(ClerkProblem.WRONG_PIN, tried.tries_left)
        self._tell(Happening(Action.LOCKOUT, clerk.name, clerk.name, detail=f"{tried.left:.0f} s"))
        return Refusal(ClerkProblem.LOCKED_OUT, wait=tried.left)

    def _lockout(self, row: StaffRow) -> Lockout:
        """How it stands now: counted by a clock that never jumps, except across a restart."""
        clerk_id, steady = row.clerk.clerk_id, self._clocks.steady()
        before = self._counted_at.get(clerk_id)
        self._counted_at[clerk_id] = steady
        now = self._clocks.wall()
        if before is None:
            return row.lockout.after_restart(now)
        return row.lockout.counted(steady - before, now)

    def _keep(self, clerk: Clerk, lockout: Lockout) -> None:
        self._counted_at[clerk.clerk_id] = self._clocks.steady()
        self._store.keep_lockout(clerk.clerk_id, lockout)

    def _refused(self, name: str, why: str) -> None:
        self._tell(Happening(Action.SIGN_IN, name, name, Outcome.REFUSED, why))

    def _not_allowed(self, by: Clerk, action: Action, subject: str) -> ClerkProblem:
        self._tell(Happening(action, by.name, subject, Outcome.REFUSED, "not allowed"))
        return ClerkProblem.NOT_ALLOWED

    def _row(self, clerk_id: int) -> StaffRow | None:
        return next((row for row in self._store.rows() if row.clerk.clerk_id == clerk_id), None)

    def _row_named(self, name: str) -> StaffRow | None:
        rows = (row for row in self._store.rows() if not row.clerk.disabled)
        return next((row for row in rows if folded(row.clerk.name) == folded(name)), None)

    @cached_property
    def _nobody(self) -> str:
        return self._pins.hashed("nobody has this PIN")
