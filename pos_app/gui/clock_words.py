"""How far the clock is off, in words: "about 3 hours behind"."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def clock_off(seconds: int) -> str:
    """`seconds` by which this computer's clock is ahead; negative if it is behind."""
    size = abs(seconds)
    if size < _HOUR:
        count, one, many = round(size / _MINUTE), _tr("1 minute"), _tr("{n} minutes")
    elif size < 2 * _DAY:
        count, one, many = round(size / _HOUR), _tr("1 hour"), _tr("{n} hours")
    else:
        count, one, many = round(size / _DAY), _tr("1 day"), _tr("{n} days")
    span = one if count == 1 else many.replace("{n}", str(count))
    words = _tr("about {span} ahead") if seconds > 0 else _tr("about {span} behind")
    return words.replace("{span}", span)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Clock", text)
