"""What the worker tells about clerks, the audit log and the call recorder: frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pos_app.domain.audit import Verified
    from pos_app.domain.clerks import Clerk, ClerkProblem
    from pos_app.domain.errors import Problem
    from pos_app.domain.recorder import RecorderState


@dataclass(frozen=True, slots=True)
class StaffTold:
    """Who works here, by name; nobody: one clerk without a PIN.

    `problem`: the list can't be read, so nobody can sign in. `missing`: there was a list when the
    program last ran, and now there is none.
    """

    clerks: tuple[Clerk, ...] = ()
    problem: Problem | None = None
    missing: bool = False


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody is signed in. `ticket` 0: nobody had to ask."""

    clerk: Clerk
    ticket: int = 0


@dataclass(frozen=True, slots=True)
class SignInRefused:
    """Nobody was let in: a wrong PIN, a lockout of `wait` seconds, or trouble with the disk."""

    ticket: int
    refusal: ClerkProblem | None = None
    tries_left: int = 0
    wait: float = 0.0
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class ApprovalRefused:
    """A supervisor's approval of a verdict was not given: as `SignInRefused`."""

    attempt_id: str
    refusal: ClerkProblem | None = None
    tries_left: int = 0
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class ClerkAnswered:
    """Answer to `AddClerk`, `ChangeClerk` and `ResetPin`; neither set: it is done."""

    ticket: int
    refusal: ClerkProblem | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class AuditTold:
    """The audit log can't be written, or can again."""

    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class AuditVerified:
    """Answer to `VerifyAudit`, and to the other two when something is wrong with the log."""

    ticket: int
    verified: Verified | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class AuditExported:
    """Answer to `ExportAudit`."""

    ticket: int
    path: str
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class AuditPruned:
    """Answer to `PruneAudit`: how many months were removed."""

    ticket: int
    months: int = 0
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class RecorderTold:
    """How the call recorder is; `why` it did not do as told, in a few words."""

    state: RecorderState
    why: str = ""


@dataclass(frozen=True, slots=True)
class RecorderTried:
    """Answer to `TryRecorder`: why it did not work, or nothing."""

    ticket: int
    why: str = ""


StaffReport: TypeAlias = (
    StaffTold
    | SignedIn
    | SignInRefused
    | ApprovalRefused
    | ClerkAnswered
    | AuditTold
    | AuditVerified
    | AuditExported
    | AuditPruned
    | RecorderTold
    | RecorderTried
)
