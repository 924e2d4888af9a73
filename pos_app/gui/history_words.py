"""How the history names an attempt: its end, customer, amount, card and time, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale

from pos_app.domain.checkout import StepStatus, Verdict
from pos_app.domain.errors import Code, Problem
from pos_app.domain.money import Money
from pos_app.domain.receipt import grouped
from pos_app.domain.record import DecidedBy, Decision, OrderRecord, Phase
from pos_app.gui.attempt import Attempt, when
from pos_app.gui.money_text import money
from pos_app.gui.problem_words import problem_said
from pos_app.gui.receipt_rows import one_line
from pos_app.gui.step_words import step_rows


class Ending(Enum):
    """How an attempt ended, or how far it is."""

    PLACED = auto()
    REFUSED = auto()
    NOT_SENT = auto()
    UNSETTLED = auto()
    RECORDED_PLACED = auto()
    RECORDED_NOT_PLACED = auto()
    PREPARED = auto()


@dataclass(frozen=True, slots=True)
class EndingLook:
    """An ending's word, icon and tone (a banner's tone and the name of a colour token)."""

    word: str
    icon: str
    tone: str
    ink: str


def _tr(text: str) -> str:
    return QCoreApplication.translate("History", text)


def training_words() -> str:
    """What stands with an order of the training store."""
    return _tr("Training order: not a real order, nothing was charged.")


def ending_of(record: OrderRecord) -> Ending:
    """How `record` ended. What a person decided is never shown as the merchant's own word."""
    if record.decision is not None:
        if record.decision.by is DecidedBy.PERSON:
            placed = record.decision.placed
            return Ending.RECORDED_PLACED if placed else Ending.RECORDED_NOT_PLACED
        return Ending.PLACED if record.is_placed else Ending.UNSETTLED
    match record.state.verdict:
        case Verdict.PLACED:
            return Ending.PLACED
        case Verdict.REFUSED:
            return Ending.REFUSED
        case Verdict.NOT_SENT:
            return Ending.NOT_SENT
        case _:
            return Ending.PREPARED if record.phase is Phase.PREPARED else Ending.UNSETTLED


def look_of(ending: Ending) -> EndingLook:
    """Word, icon and colours of an ending."""
    match ending:
        case Ending.PLACED:
            return EndingLook(_tr("Placed"), "circle-check", "ok", "ok")
        case Ending.REFUSED:
            return EndingLook(_tr("Refused, nothing charged"), "ban", "bad", "bad")
        case Ending.NOT_SENT:
            return EndingLook(_tr("Not sent"), "x", "info", "muted")
        case Ending.UNSETTLED:
            return EndingLook(_tr("Not settled yet"), "circle-help", "warn", "warn")
        case Ending.RECORDED_PLACED:
            return EndingLook(_tr("Recorded as placed"), "pencil", "ok", "ok")
        case Ending.RECORDED_NOT_PLACED:
            return EndingLook(_tr("Recorded as not placed"), "pencil", "info", "muted")
        case Ending.PREPARED:
            return EndingLook(_tr("Nothing sent yet"), "clock", "info", "muted")


def ending_sentence(record: OrderRecord) -> str:
    """What follows from the ending, and whose word it is."""
    match ending_of(record):
        case Ending.PLACED if record.decision is not None:
            return _tr("The merchant's cart proved it when it was asked later.")
        case Ending.PLACED:
            return _tr("The merchant confirmed it.")
        case Ending.REFUSED:
            return _why_refused(record)
        case Ending.NOT_SENT:
            return _tr("Nothing left this register, so nothing was charged.")
        case Ending.UNSETTLED:
            return _tr("It may have gone through. Do not place it again until it is settled.")
        case Ending.RECORDED_PLACED | Ending.RECORDED_NOT_PLACED:
            return _tr("A person decided this, not the merchant. The evidence is below.")
        case Ending.PREPARED:
            return _tr("The order is being prepared on this register.")


def _why_refused(record: OrderRecord) -> str:
    """The step that the merchant refused, in the words of the stepper: "Payment declined."."""
    rows = step_rows(record.state, record.connection.domain, record.state.last_heard)
    titles = (row.title for row in rows if row.status is StepStatus.FAILED)
    return _tr("{0}.").format(next(titles, _tr("The merchant said no")))


def unreadable(problem: Problem) -> tuple[str, str]:
    """What the history says when the journal can't be read: a headline, and what to do."""
    said = problem_said(problem)
    where = problem.where or _tr("the data folder")
    match problem.code:
        case Code.JOURNAL_BUSY:
            words = _tr(
                "Close any other program that has {0} open, such as a backup, then try again."
            )
        case Code.DISK | Code.DISK_FULL | Code.DISK_READ_ONLY:
            words = _tr("Ask your administrator to look at {0} on this computer, then try again.")
        case _:
            return said.headline, said.sentence
    return said.headline, words.format(where)


def decided_words(record: OrderRecord) -> str:
    """Who settled the outcome, and when if it was not the answer itself."""
    decision = record.decision
    if decision is not None:
        return _decision_words(decision)
    match ending_of(record):
        case Ending.PLACED | Ending.REFUSED:
            return _tr("By the merchant's answer")
        case Ending.NOT_SENT:
            return _tr("By this register: no byte of the order left it")
        case _:
            return _tr("Not decided yet")


def _decision_words(decision: Decision) -> str:
    moment = when(local(decision.at))
    if decision.by is DecidedBy.CART:
        return _tr("By the merchant's cart, {0}").format(moment)
    clerk = one_line(decision.clerk) or _tr("a person who gave no name")
    return _tr("By {0}, {1}").format(clerk, moment)


def local(moment: datetime) -> QDateTime:
    """A moment of the journal (UTC) in the register's local time."""
    return QDateTime.fromMSecsSinceEpoch(round(moment.timestamp() * 1000))


def attempt_of(record: OrderRecord) -> Attempt:
    """The attempt as the receipt's words want it."""
    connection = record.connection
    began = local(record.began_at)
    return Attempt(record.draft, record.card, connection.domain, connection.training, began)


def customer_of(record: OrderRecord) -> str:
    """The customer's name, else what else is known to call them by."""
    contact = record.draft.shipping.contact
    name = one_line(contact.full_name or contact.phone or contact.email)
    return name or _tr("No name")


def total_of(record: OrderRecord) -> Money | None:
    """The merchant's total, else the one quoted, else what the catalogue's prices add up to."""
    receipt = record.state.receipt
    known = (receipt.total, record.quoted, receipt.subtotal, record.draft.cart.subtotal)
    return next((amount for amount in known if amount is not None), None)


def card_of(record: OrderRecord) -> str:
    """The card as it may be shown: "Visa ending 1111"."""
    brand, last_four = attempt_of(record).card_text(record.state)
    if not last_four:
        return ""
    return _tr("{0} ending {1}").format(one_line(brand) or _tr("Card"), one_line(last_four))


def number_of(record: OrderRecord) -> str:
    """The merchant's order number grouped for reading aloud, or an empty text."""
    return grouped(one_line(record.state.receipt.order_number))


def day_words(day: QDate, today: QDate) -> str:
    """A day as one says it: "Today", "Yesterday", "24 Nov 2026"."""
    if day == today:
        return _tr("Today")
    if day == today.addDays(-1):
        return _tr("Yesterday")
    return QLocale().toString(day, "d MMM yyyy")


def line_below(record: OrderRecord) -> str:
    """Order number, card and clerk on one line, what there is of them."""
    number = number_of(record)
    parts = (
        _tr("Order {0}").format(number) if number else "",
        card_of(record),
        one_line(record.clerk),
    )
    return " · ".join(part for part in parts if part)


def spoken_row(record: OrderRecord) -> str:
    """An attempt as a screen reader says it."""
    parts = (
        customer_of(record),
        money(total_of(record)),
        look_of(ending_of(record)).word,
        line_below(record),
        when(local(record.began_at)),
        _tr("training order") if record.connection.training else "",
    )
    return ", ".join(part for part in parts if part)
