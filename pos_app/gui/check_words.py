"""What the check of a register says, in words for whoever looks after it."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from pos_app.domain.register_check import Checked, Mark, Part
from pos_app.gui.problem_words import problem_said

_NAMES = {
    Part.KEYRING: QT_TRANSLATE_NOOP("Check", "Keyring"),
    Part.DISK: QT_TRANSLATE_NOOP("Check", "Disk"),
    Part.API_HOST: QT_TRANSLATE_NOOP("Check", "API host"),
    Part.PAYMENT_HOST: QT_TRANSLATE_NOOP("Check", "Payment host"),
    Part.CLOCK: QT_TRANSLATE_NOOP("Check", "Clock"),
    Part.SESSION: QT_TRANSLATE_NOOP("Check", "Session"),
    Part.KEY: QT_TRANSLATE_NOOP("Check", "Payment key"),
    Part.CATALOGUE: QT_TRANSLATE_NOOP("Check", "Catalogue"),
    Part.PRINTER: QT_TRANSLATE_NOOP("Check", "Printer"),
}
_KEYRINGS = {
    "keyring.backends.Windows.WinVaultKeyring": QT_TRANSLATE_NOOP(
        "Check", "The session is kept in the Windows Credential Manager."
    ),
    "keyring.backends.macOS.Keyring": QT_TRANSLATE_NOOP(
        "Check", "The session is kept in the macOS keychain."
    ),
}
_IN_MEMORY = {
    "locked": QT_TRANSLATE_NOOP(
        "Check", "The keyring is locked: the session is kept in memory only."
    ),
    "no_backend": QT_TRANSLATE_NOOP(
        "Check", "No keyring here: the session is kept in memory only."
    ),
}
_GIB = 1024


def part_name(part: Part) -> str:
    """What the part is called."""
    return _tr(_NAMES[part])


def check_sentence(checked: Checked) -> str:
    """What was found, and what to do about it if anything is."""
    if checked.problem is not None:
        said = problem_said(checked.problem)
        return f"{said.headline}. {said.sentence}"
    match checked.part:
        case Part.KEYRING:
            return _keyring(checked)
        case Part.DISK:
            return _disk(checked)
        case Part.CLOCK:
            return _clock(checked)
        case Part.API_HOST | Part.PAYMENT_HOST:
            return _tr("{0} answers.").format(checked.subject)
        case Part.SESSION:
            return _tr("The merchant knows this app id and domain.")
        case Part.KEY:
            return _tr("A card can be encrypted to it.")
        case Part.CATALOGUE:
            one, more = _tr("1 product found for “a”."), _tr("{0} products found for “a”.")
            return one if checked.amount == 1 else more.format(checked.amount)
        case Part.PRINTER:
            none = _tr("No printer is set up. Receipts can be saved as PDF.")
            return checked.subject.replace("\n", ", ") or none


def _keyring(checked: Checked) -> str:
    if checked.mark is Mark.GOOD:
        known = _KEYRINGS.get(checked.subject)
        return _tr(known or "The session is kept in the desktop’s keyring.")
    plain = "The keyring can’t be used: the session is kept in memory only."
    return _tr(_IN_MEMORY.get(checked.subject, plain))


def _disk(checked: Checked) -> str:
    free = _size(checked.amount)
    if checked.mark is Mark.GOOD:
        words = _tr("An order was written to the disk and read back. {0} are free.")
    else:
        words = _tr("Only {0} are free. Make room, or orders can’t be written down soon.")
    return words.format(free)


def _clock(checked: Checked) -> str:
    if checked.mark is Mark.NOTE:
        return _tr("The merchant does not tell the time, so nothing is known of this clock.")
    if checked.mark is Mark.GOOD:
        return _tr("As the merchant’s.")
    ahead = _tr("This computer’s clock is {0} ahead of the merchant’s. Set it right.")
    behind = _tr("This computer’s clock is {0} behind the merchant’s. Set it right.")
    return (ahead if checked.amount > 0 else behind).format(_duration(abs(checked.amount)))


def _duration(seconds: int) -> str:
    for size, one, more in (
        (86_400, _tr("1 day"), _tr("{0} days")),
        (3_600, _tr("1 hour"), _tr("{0} hours")),
        (60, _tr("1 minute"), _tr("{0} minutes")),
    ):
        if seconds >= size:
            count = round(seconds / size)
            return one if count == 1 else more.format(QLocale().toString(count))
    return _tr("{0} seconds").format(seconds)


def _size(mib: int) -> str:
    if mib < _GIB:
        return f"{QLocale().toString(mib)} MB"
    return f"{QLocale().toString(mib // _GIB)} GB"


def _tr(text: object) -> str:
    # The stubs give QT_TRANSLATE_NOOP the type object; it returns the text as it is.
    return QCoreApplication.translate("Check", str(text))
