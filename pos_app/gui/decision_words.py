"""How an unknown outcome was settled, by whom and when: on the screen and on the receipt."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale

from pos_app.domain.record import DecidedBy, Decision
from pos_app.gui.attempt import local, when


def _tr(text: str) -> str:
    return QCoreApplication.translate("Decision", text)


def decided_headline(decision: Decision) -> str:
    """What was settled: "Recorded as placed". A person's word is never the merchant's."""
    if decision.by is DecidedBy.CART:
        return _tr("It was placed")
    return _tr("Recorded as placed") if decision.placed else _tr("Recorded as not placed")


def decided_line(decision: Decision) -> str:
    """Who settled it, when and by what: "Dana, 24 Nov 14:02: confirmation e-mail"."""
    moment = local(decision.at)
    if decision.by is DecidedBy.PERSON:
        return _by_person(decision, short(moment))
    if moment.date() == QDate.currentDate():
        return _tr("Found in the merchant's cart at {0}").format(_time(moment))
    return _tr("Found in the merchant's cart on {0}").format(short(moment))


def decided_for_ever(decision: Decision) -> str:
    """The same with the year and what was settled, for a receipt that is read years later."""
    moment = when(local(decision.at))
    if decision.by is DecidedBy.CART:
        return _tr("Found in the merchant's cart on {0}").format(moment)
    return f"{decided_headline(decision)}. {_by_person(decision, moment)}"


def _by_person(decision: Decision, moment: str) -> str:
    clerk = " ".join(decision.clerk.split()) or _tr("Clerk not named")
    evidence = " ".join(decision.evidence.split()).rstrip(".")
    return _tr("{0}, {1}: {2}").format(clerk, moment, evidence)


def short(moment: QDateTime) -> str:
    """A moment of late, without its year: "24 Nov 14:02"."""
    return QLocale().toString(moment, "d MMM HH:mm")


def _time(moment: QDateTime) -> str:
    return QLocale().toString(moment, "HH:mm")
