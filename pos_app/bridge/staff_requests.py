"""What the window asks about clerks, the audit log and the call recorder: frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pos_app.domain.recorder import RecorderAction, RecorderHook
    from pos_app.domain.rights import Role


@dataclass(frozen=True, slots=True)
class OpenStaff:
    """Tell who works here, and begin the audit log."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """Let somebody in, or back in after a lock. A register without PINs takes empty texts."""

    ticket: int
    name: str = ""
    pin: str = field(default="", repr=False)


class LockReason(StrEnum):
    """Why the window was locked."""

    ASKED = "asked"
    IDLE = "idle"
    CHANGED = "changed"
    """Whoever is signed in may not do so any more."""


@dataclass(frozen=True, slots=True)
class LockUp:
    """Nobody is signed in any more."""

    reason: LockReason


@dataclass(frozen=True, slots=True)
class AddClerk:
    """Add somebody; the first one is an admin, and is signed in at once."""

    ticket: int
    name: str
    role: Role
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChangeClerk:
    """Give somebody another role, shut them out or let them back in; None leaves it as it is."""

    ticket: int
    clerk_id: int
    role: Role | None = None
    disabled: bool | None = None


@dataclass(frozen=True, slots=True)
class ResetPin:
    """Give somebody another PIN."""

    ticket: int
    clerk_id: int
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class VerifyAudit:
    """Look through the audit log."""

    ticket: int


@dataclass(frozen=True, slots=True)
class ExportAudit:
    """Write the audit log to a file: a table (CSV), or its own lines."""

    ticket: int
    path: str
    table: bool


@dataclass(frozen=True, slots=True)
class PruneAudit:
    """Remove whole months older than twelve from the audit log."""

    ticket: int


@dataclass(frozen=True, slots=True)
class MoveRecorder:
    """Tell the call recorder to pause or to go on; nothing happens where none is set up."""

    action: RecorderAction


@dataclass(frozen=True, slots=True)
class TryRecorder:
    """Try a hook before it is kept: pause, then resume."""

    ticket: int
    hook: RecorderHook


StaffRequest: TypeAlias = (
    OpenStaff
    | SignIn
    | LockUp
    | AddClerk
    | ChangeClerk
    | ResetPin
    | VerifyAudit
    | ExportAudit
    | PruneAudit
    | MoveRecorder
    | TryRecorder
)
