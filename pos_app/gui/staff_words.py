"""What the window says about clerks and PINs."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from pos_app.domain.clerks import ClerkProblem
from pos_app.domain.rights import Role

_ROLES = {
    Role.CLERK: QT_TRANSLATE_NOOP("Staff", "Clerk"),
    Role.SUPERVISOR: QT_TRANSLATE_NOOP("Staff", "Supervisor"),
    Role.ADMIN: QT_TRANSLATE_NOOP("Staff", "Administrator"),
}
_PROBLEMS = {
    ClerkProblem.NAME_MISSING: QT_TRANSLATE_NOOP("Staff", "Enter a name."),
    ClerkProblem.NAME_TOO_LONG: QT_TRANSLATE_NOOP("Staff", "Shorten the name to 40 letters."),
    ClerkProblem.NAME_TAKEN: QT_TRANSLATE_NOOP("Staff", "There is a clerk of this name already."),
    ClerkProblem.NAME_IS_CARD: QT_TRANSLATE_NOOP(
        "Staff", "This looks like a card number. Enter a name."
    ),
    ClerkProblem.PIN_NOT_DIGITS: QT_TRANSLATE_NOOP("Staff", "A PIN has digits only."),
    ClerkProblem.PIN_TOO_SHORT: QT_TRANSLATE_NOOP("Staff", "Enter a PIN of 6 digits or more."),
    ClerkProblem.PIN_TOO_LONG: QT_TRANSLATE_NOOP("Staff", "Shorten the PIN to 12 digits."),
    ClerkProblem.PIN_TOO_EASY: QT_TRANSLATE_NOOP(
        "Staff", "This PIN is easily guessed. Choose digits that follow no pattern."
    ),
    ClerkProblem.LAST_ADMIN: QT_TRANSLATE_NOOP(
        "Staff", "Somebody must stay an administrator. Make another clerk one first."
    ),
    ClerkProblem.NOT_ALLOWED: QT_TRANSLATE_NOOP("Staff", "This takes a supervisor."),
    ClerkProblem.GONE: QT_TRANSLATE_NOOP("Staff", "This clerk is not on the list any more."),
}


def _tr(text: object) -> str:
    # The mark for translation hands its text back; only its type is lost on the way.
    return QCoreApplication.translate("Staff", str(text))


def role_name(role: Role) -> str:
    """What somebody is here."""
    return _tr(_ROLES[role])


def clerk_problem(problem: ClerkProblem) -> str:
    """What to put right about a clerk's name, PIN or role."""
    return _tr(_PROBLEMS[problem])


def refused_sign_in(problem: ClerkProblem, tries_left: int, wait: float) -> str:
    """Why somebody is not let in, and what to do; `wait` in seconds."""
    if problem is ClerkProblem.LOCKED_OUT:
        minutes = ceil(wait / 60)
        if minutes <= 1:
            return _tr("Too many wrong PINs. Try again in 1 minute.")
        return _tr("Too many wrong PINs. Try again in {0} minutes.").format(minutes)
    if problem is not ClerkProblem.WRONG_PIN:
        return clerk_problem(problem)
    if not tries_left:
        return _tr("Name and PIN do not fit. Check both.")
    if tries_left == 1:
        return _tr("Name and PIN do not fit. One more try, then 30 minutes to wait.")
    if tries_left <= 3:
        return _tr("Name and PIN do not fit. {0} tries left.").format(tries_left)
    return _tr("Name and PIN do not fit.")
