"""What the screen says while nobody knows whether an order was placed, and once somebody does.

Never failed, declined or an error, and never "place the order again": it may have gone through.
"""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from pos_app.domain.errors import Code, Problem
from pos_app.domain.reconcile import Checking, Finding
from pos_app.domain.record import DecidedBy, Decision, OrderRecord
from pos_app.gui.decision_words import decided_headline, decided_line
from pos_app.gui.outcome_model import Action, Outcome
from pos_app.gui.problem_words import problem_said

_ACTIONS = (Action.CHECK_NOW, Action.PROOF_PLACED, Action.PROOF_NOT_PLACED)
# Why no answer came to a check. Anything else came back, and was of no use.
_NO_ANSWER = {
    Code.DNS: QT_TRANSLATE_NOOP("Unknown", "the merchant's address was not found"),
    Code.REFUSED: QT_TRANSLATE_NOOP("Unknown", "nothing answers there"),
    Code.TIMEOUT: QT_TRANSLATE_NOOP("Unknown", "it did not come in time"),
    Code.DROPPED: QT_TRANSLATE_NOOP("Unknown", "the line dropped"),
    Code.PROXY: QT_TRANSLATE_NOOP("Unknown", "the proxy did not let it through"),
    Code.TLS_UNTRUSTED: QT_TRANSLATE_NOOP("Unknown", "the connection is not safe"),
    Code.TLS_EXPIRED: QT_TRANSLATE_NOOP("Unknown", "the connection is not safe"),
    Code.TLS_OLD: QT_TRANSLATE_NOOP("Unknown", "the connection is not safe"),
    Code.TLS_TOO_EARLY: QT_TRANSLATE_NOOP("Unknown", "this computer's clock is off"),
    Code.TLS_CLOCK: QT_TRANSLATE_NOOP("Unknown", "this computer's clock is off"),
    Code.TLS_WRONG_NAME: QT_TRANSLATE_NOOP("Unknown", "the connection is not safe"),
    Code.TLS_FAILED: QT_TRANSLATE_NOOP("Unknown", "the connection is not safe"),
    Code.SESSION: QT_TRANSLATE_NOOP("Unknown", "this register was not let in"),
    Code.INVALID_APP_ID: QT_TRANSLATE_NOOP("Unknown", "this register was not let in"),
    Code.FORBIDDEN: QT_TRANSLATE_NOOP("Unknown", "this register was not let in"),
    Code.RATE_LIMITED: QT_TRANSLATE_NOOP("Unknown", "the merchant asks to wait"),
    Code.STORE_UNAVAILABLE: QT_TRANSLATE_NOOP("Unknown", "the store is not available"),
    Code.SERVER: QT_TRANSLATE_NOOP("Unknown", "the store is not available"),
}
_JOURNAL = frozenset(
    {
        Code.DISK_FULL,
        Code.DISK_READ_ONLY,
        Code.JOURNAL_BUSY,
        Code.JOURNAL_NEWER,
        Code.JOURNAL_DAMAGED,
    }
)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Unknown", text)


def unknown_outcome(checking: Checking | None = None, left: float | None = None) -> Outcome:
    """What to say while the outcome is unknown.

    `left` is how many seconds there are until the next check; without it the words stay the same
    from second to second, as a screen reader needs them.
    """
    may_have = _tr("It may have gone through.")
    if checking is None:
        course = _tr("We are asking the merchant.")
        return _unknown(f"{may_have} {course} {_others()}")
    news = _found(checking)
    if checking.finding is Finding.PLACED and checking.problem is not None:
        return _unknown(news, news)
    if checking.next_in is None and not checking.asking:
        text = _tr(
            "The merchant's cart does not tell. Look it up: confirmation e-mail, or ask the "
            "merchant with the details below. Then say what you found."
        )
        said = " ".join(part for part in (text, _no_answer(checking)) if part)
        return _unknown(f"{may_have} {said}", said, open_details=True)
    course = _tr("We are asking the merchant: {0}.").format(_course(checking, left))
    if checking.number == 0 and left is None and not checking.asking:
        course = _tr("We are asking the merchant.")
    parts = (may_have, course, news, _others())
    return _unknown(" ".join(part for part in parts if part), f"{course} {news}".strip())


def _unknown(text: str, news: str = "", *, open_details: bool = False) -> Outcome:
    headline = _tr("Do not place it again yet.")
    return Outcome(headline, text, "warn", _ACTIONS, open_details=open_details, news=news)


def _others() -> str:
    return _tr("Ctrl+N takes the next order.")


def _course(checking: Checking, left: float | None) -> str:
    """How far the checks are: "check 2 of 6, next in 6 s"."""
    check = _tr("check {0} of {1}").format(checking.number, checking.of)
    if checking.asking:
        return _tr("{0}, asking now").format(check)
    if left is None:
        return check
    # A second that has begun counts: the last thing shown before the check is "1 s".
    seconds = int(-(-max(0.0, left) // 1))
    if checking.number == 0:
        return _tr("first check in {0} s").format(seconds) if seconds else _tr("first check now")
    if not seconds:
        return _tr("{0}, next one now").format(check)
    return _tr("{0}, next in {1} s").format(check, seconds)


def _found(checking: Checking) -> str:
    """What the last check told, in plain words; nothing before there was one."""
    match checking.finding:
        case Finding.PLACED if checking.problem is not None:
            words = _tr(
                "The merchant's cart says that it was placed, but this register could not write "
                "that down: {0}. Put that right, then check again."
            )
            return words.format(disk_words(checking.problem))
        case Finding.PLACED:
            return _tr("The merchant's cart says that it was placed.")
        case Finding.NOT_YET:
            return _tr("Not yet: so far the cart is still open.")
        case Finding.NOTHING:
            return _tr("The last check tells nothing.")
        case None:
            return _no_answer(checking)


def _no_answer(checking: Checking) -> str:
    if checking.finding is not None or checking.problem is None:
        return ""
    why = _NO_ANSWER.get(checking.problem.code)
    if why is None:
        return _tr("The last check brought no answer that tells anything.")
    return _tr("No answer to the last check: {0}.").format(_tr(str(why)))


def disk_words(problem: Problem) -> str:
    """Why something was not written down, as it stands in a sentence: "the disk is full".

    The advice that belongs to it is about orders that were not sent; here it would be wrong.
    """
    if problem.code not in _JOURNAL:
        return _tr("it could not be written to disk")
    headline = problem_said(problem).headline
    return headline[:1].lower() + headline[1:]


def settled_outcome(record: OrderRecord, decision: Decision) -> Outcome:
    """What to say about an outcome that was unknown and was settled by `decision`."""
    line = f"{decided_line(decision)}."
    placed = (Action.NEXT_ORDER, Action.PRINT, Action.SAVE_PDF)
    if decision.by is DecidedBy.CART:
        if record.state.receipt.order_number:
            return Outcome(_tr("The order is placed."), line, "ok", placed)
        text = _tr("The merchant's cart is submitted; the order number comes by e-mail.")
        return Outcome(f"{decided_headline(decision)}.", f"{text} {line}", "ok", placed)
    headline = f"{decided_headline(decision)}."
    if decision.placed:
        return Outcome(headline, line, "info", placed)
    again = _tr("It can be placed again now, with the card read anew.")
    actions = (Action.BACK_TO_ORDER, Action.PARK)
    return Outcome(headline, f"{line} {again}", "info", actions)
