"""``pos-app --verify-audit [FILE]``: look through the audit log from a command line."""

from __future__ import annotations

from pathlib import Path

from pos_app.domain.audit import Fault, FaultKind, Verified, verify_part
from pos_app.domain.errors import PosError
from pos_app.services.audit import verify_folder
from pos_app.services.console import say
from pos_app.services.staff_store import remembered_end

GOOD, FAULTS, UNREADABLE = 0, 1, 2
_MOST_FAULTS = 20


def verify_audit(folder: Path, file: str = "") -> int:
    """Look through the log of a data folder, or through a file that was taken out of one.

    Says what was found; the exit code is 0 for a whole log, 1 for one with faults, 2 when it can't
    be read. Nothing is changed, and the program may run meanwhile.
    """
    try:
        found = verify_part(Path(file).read_bytes()) if file else _verify_folder(folder)
    except OSError as error:
        say(f"The audit log can't be read: {error.strerror}: {error.filename}")
        return UNREADABLE
    except PosError as error:
        say(f"The end of the audit log can't be looked up.\n{error.problem.details()}")
        return UNREADABLE
    for line in sentences(found):
        say(line)
    return GOOD if found.is_good else FAULTS


def _verify_folder(folder: Path) -> Verified:
    # The end first: what is written in between is one more entry, which is fine.
    known = remembered_end(folder)
    return verify_folder(folder, known)


def sentences(found: Verified) -> list[str]:
    """What was found, in words."""
    lines = [f"{found.entries} entries from {found.first or '-'} to {found.last or '-'}."]
    if found.is_good:
        lines.append(f"Last entry: number {found.end.number}, hash {found.end.hash}.")
        lines.append("The log is whole." if found.whole else "The file is whole as far as it goes.")
        return lines
    lines += [_sentence(fault) for fault in found.faults[:_MOST_FAULTS]]
    if len(found.faults) > _MOST_FAULTS:
        lines.append(f"And {len(found.faults) - _MOST_FAULTS} more faults.")
    return [*lines, "The log is NOT whole."]


def _sentence(fault: Fault) -> str:
    match fault.kind:
        case FaultKind.CHANGED:
            return f"Line {fault.line}: entry {fault.number} was changed."
        case FaultKind.GAP if fault.missing:
            return f"Line {fault.line}: {fault.missing} entries are missing from {fault.number} on."
        case FaultKind.GAP:
            return f"Line {fault.line}: an entry is out of its place."
        case FaultKind.END_MISSING:
            return f"At the end {fault.missing} entries are missing, from {fault.number} on."
        case FaultKind.NO_SECOND_PLACE:
            return "The end of the log is not remembered elsewhere: entries may be missing there."
