"""Who works at a register: names, PINs, what each role may do, and how guessing a PIN is stopped.

A register either has clerks who sign in with a PIN, or one clerk without one (`alone`), who may do
everything. Time comes in as an argument: see :class:`Lockout`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from pos_app.domain.rights import Right, Role

if TYPE_CHECKING:
    from datetime import datetime

MAX_NAME_LENGTH = 40  # characters: what the top bar has room for
MIN_PIN_LENGTH = 6
MAX_PIN_LENGTH = 12
# PCI DSS 4.0.1, 8.3.4, allows at most 10 tries and asks for at least 30 minutes.
TRIES = 8
LOCKOUT_SECONDS = 30 * 60.0


_SUPERVISOR = frozenset({Right.DECIDE, Right.SETTINGS, Right.EXPORT})
_RIGHTS = {
    Role.CLERK: frozenset[Right](),
    Role.SUPERVISOR: _SUPERVISOR,
    Role.ADMIN: _SUPERVISOR | {Right.CLERKS},
}


@dataclass(frozen=True, slots=True)
class Clerk:
    """Somebody who signs in here. `clerk_id` 0: the one clerk of a register without PINs."""

    clerk_id: int
    name: str
    role: Role
    disabled: bool = False

    def may(self, right: Right) -> bool:
        """Whether this clerk has a right; one who is disabled has none."""
        return not self.disabled and right in _RIGHTS[self.role]


def alone(name: str) -> Clerk:
    """The one clerk of a register without PINs."""
    return Clerk(0, name, Role.ADMIN)


class ClerkProblem(StrEnum):
    """Why a clerk can't be added, changed or signed in as asked."""

    NAME_MISSING = "name-missing"
    NAME_TOO_LONG = "name-too-long"
    NAME_TAKEN = "name-taken"
    NAME_IS_CARD = "name-is-card"
    PIN_NOT_DIGITS = "pin-not-digits"
    PIN_TOO_SHORT = "pin-too-short"
    PIN_TOO_LONG = "pin-too-long"
    PIN_TOO_EASY = "pin-too-easy"
    LAST_ADMIN = "last-admin"
    NOT_ALLOWED = "not-allowed"
    GONE = "gone"
    WRONG_PIN = "wrong-pin"
    LOCKED_OUT = "locked-out"


def folded(name: str) -> str:
    """A name as it is compared: without case, extra spaces and lookalike forms of a letter."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def check_name(name: str, others: Iterable[Clerk] = ()) -> ClerkProblem | None:
    """What is wrong with a name for somebody new."""
    tidy = name.strip()
    if not any(map(str.isalnum, tidy)):
        return ClerkProblem.NAME_MISSING
    if len(tidy) > MAX_NAME_LENGTH or not tidy.isprintable():
        return ClerkProblem.NAME_TOO_LONG
    from pos_app.domain.card_traces import holds_card_number  # not before the first paint

    if holds_card_number(tidy):
        return ClerkProblem.NAME_IS_CARD
    if any(folded(other.name) == folded(tidy) for other in others):
        return ClerkProblem.NAME_TAKEN
    return None


def check_pin(pin: str) -> ClerkProblem | None:
    """What is wrong with a new PIN: 6 to 12 digits that are not the first a thief would try."""
    if not (pin.isascii() and pin.isdigit()) and pin:
        return ClerkProblem.PIN_NOT_DIGITS
    if len(pin) < MIN_PIN_LENGTH:
        return ClerkProblem.PIN_TOO_SHORT
    if len(pin) > MAX_PIN_LENGTH:
        return ClerkProblem.PIN_TOO_LONG
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    repeats = any(pin == (pin[:size] * len(pin))[: len(pin)] for size in (1, 2, 3))
    if repeats or steps in ({1}, {9}):
        return ClerkProblem.PIN_TOO_EASY
    return None


def check_change(clerks: Iterable[Clerk], changed: Clerk) -> ClerkProblem | None:
    """What stands against `changed` in place of the clerk of its id: an admin must remain."""
    after = {clerk.clerk_id: clerk for clerk in clerks}
    if changed.clerk_id not in after:
        return ClerkProblem.GONE
    after[changed.clerk_id] = changed
    if not any(clerk.may(Right.CLERKS) for clerk in after.values()):
        return ClerkProblem.LAST_ADMIN
    return None


@dataclass(frozen=True, slots=True)
class Lockout:
    """How often a PIN was entered wrongly in a row, and how long nobody may try again.

    `left` is how many seconds of a lockout were left at `seen`, the wall clock's time (UTC) when
    they were last counted. It is counted down by what has certainly passed: by a clock that never
    jumps while the program runs, by the wall clock across a restart. A wall clock that was set
    back counts as no time at all, so it makes a lockout longer, never shorter.
    """

    failures: int = 0
    left: float = 0.0
    seen: datetime | None = None

    @property
    def is_locked(self) -> bool:
        """Whether no PIN is taken now."""
        return self.left > 0

    @property
    def tries_left(self) -> int:
        """How many wrong PINs are taken before the next lockout."""
        return TRIES - self.failures

    def failed(self, now: datetime) -> Lockout:
        """After one more wrong PIN."""
        failures = self.failures + 1
        left = LOCKOUT_SECONDS if failures >= TRIES else 0.0
        return Lockout(failures, left, now)

    def counted(self, elapsed: float, now: datetime) -> Lockout:
        """After `elapsed` seconds; the end of a lockout gives all tries back."""
        if not self.is_locked:
            return self
        left = self.left - max(elapsed, 0.0)
        return replace(self, left=left, seen=now) if left > 0 else Lockout(seen=now)

    def after_restart(self, now: datetime) -> Lockout:
        """As the wall clock has it, which is all there is to go by."""
        elapsed = (now - self.seen).total_seconds() if self.seen is not None else 0.0
        return self.counted(elapsed, now)
