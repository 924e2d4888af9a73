"""What is said of a customer who has ordered here before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from pos_app.gui.history_words import local
from pos_app.gui.money_text import money

if TYPE_CHECKING:
    from datetime import datetime

    from pos_app.domain.returning import Returning


@dataclass(frozen=True, slots=True)
class ReturningSaid:
    """The words of the pill, what it means, the line below the phone, and the announcement."""

    pill: str
    meaning: str
    line: str
    news: str


def returning_said(known: Returning, today: QDate | None = None) -> ReturningSaid:
    """`today` as this computer's calendar has it, unless given."""
    one = known.orders == 1
    pill = _tr("Returning · 1 order") if one else _tr("Returning · {n} orders")
    meaning = (
        _tr("This customer has ordered at this register once.")
        if one
        else _tr("This customer has ordered at this register {n} times.")
    )
    pill, meaning = (text.replace("{n}", str(known.orders)) for text in (pill, meaning))
    last = _last(known, today or QDate.currentDate())
    place = ", ".join(part for part in (known.city, known.state) if part)
    line = f"{place} · {last}" if place else f"{last[:1].upper()}{last[1:]}"
    news = f"{pill}. {line}. {_tr('Ctrl+R repeats it.')}"
    return ReturningSaid(pill, meaning, line, news)


def _last(known: Returning, today: QDate) -> str:
    day = day_words(known.placed_at, today)
    if known.total is None:
        return _tr("last order {day}").replace("{day}", day)
    words = _tr("last order {day}, {total}").replace("{day}", day)
    return words.replace("{total}", money(known.total))


def day_words(moment: datetime, today: QDate) -> str:
    """The day of a time (UTC) in this place: "12 Oct", with its year if that is not this one."""
    day = local(moment).date()
    return QLocale().toString(day, "d MMM" if day.year() == today.year() else "d MMM yyyy")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Returning", text)
