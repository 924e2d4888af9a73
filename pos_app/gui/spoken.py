"""An order number as it is read out over the phone."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from pos_app.domain.receipt import grouped

_DIGITS = (
    QT_TRANSLATE_NOOP("Spoken", "zero"),
    QT_TRANSLATE_NOOP("Spoken", "one"),
    QT_TRANSLATE_NOOP("Spoken", "two"),
    QT_TRANSLATE_NOOP("Spoken", "three"),
    QT_TRANSLATE_NOOP("Spoken", "four"),
    QT_TRANSLATE_NOOP("Spoken", "five"),
    QT_TRANSLATE_NOOP("Spoken", "six"),
    QT_TRANSLATE_NOOP("Spoken", "seven"),
    QT_TRANSLATE_NOOP("Spoken", "eight"),
    QT_TRANSLATE_NOOP("Spoken", "nine"),
)
_SIGNS = {
    "-": QT_TRANSLATE_NOOP("Spoken", "dash"),
    "_": QT_TRANSLATE_NOOP("Spoken", "underscore"),
    "/": QT_TRANSLATE_NOOP("Spoken", "slash"),
    ".": QT_TRANSLATE_NOOP("Spoken", "dot"),
    "#": QT_TRANSLATE_NOOP("Spoken", "number sign"),
}


def spoken(number: str) -> str:
    """Turn "186872537" into "one-eight-six-eight, seven-two-five-three-seven".

    Groups are those of :func:`grouped`; letters are spelled, signs named.
    """
    groups = ["-".join(_word(char) for char in group) for group in grouped(number).split()]
    return ", ".join(groups)


def _word(char: str) -> str:
    known = _DIGITS[int(char)] if char.isdecimal() else _SIGNS.get(char)
    return QCoreApplication.translate("Spoken", str(known)) if known else char.upper()
