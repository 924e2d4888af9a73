"""What looking through the audit log found, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from pos_app.domain.audit import Fault, FaultKind, Verified

MOST_FAULTS = 5  # said one by one; more are counted


def _tr(text: str) -> str:
    return QCoreApplication.translate("Audit", text)


def verdict(found: Verified) -> str:
    """Whether the log is whole: one sentence."""
    if not found.is_good:
        return _tr("The audit log is not whole. Keep it as it is and tell whoever audits you.")
    if not found.entries:
        return _tr("The audit log has no entries yet.")
    words = _tr("The audit log is whole: {0} entries from {1} to {2}.")
    return words.format(found.entries, found.first[:10], found.last[:10])


def fault_words(fault: Fault) -> str:
    """What is wrong at one place."""
    if fault.kind is FaultKind.CHANGED:
        return _tr("Entry {0} was changed (line {1}).").format(fault.number, fault.line)
    if fault.kind is FaultKind.NO_SECOND_PLACE:
        return _tr("Nobody can say whether the end is missing: the list of clerks is gone.")
    if fault.kind is FaultKind.END_MISSING:
        return _missing(fault, _tr("1 entry is missing at the end, from number {1} on."))
    if not fault.missing:
        return _tr("An entry is out of its place (line {0}).").format(fault.line)
    return _missing(fault, _tr("1 entry is missing from number {1} on (line {2})."))


def _missing(fault: Fault, one: str) -> str:
    if fault.missing == 1:
        return one.format(1, fault.number, fault.line)
    many = _tr("{0} entries are missing from number {1} on.")
    return many.format(fault.missing, fault.number)


def fault_lines(found: Verified) -> list[str]:
    """The first faults, and how many more there are."""
    lines = [fault_words(fault) for fault in found.faults[:MOST_FAULTS]]
    more = len(found.faults) - MOST_FAULTS
    return [*lines, _tr("And {0} more.").format(more)] if more > 0 else lines
