"""What the screen says about an outcome, and which actions it offers: pure words.

Each outcome says what is known, what not to do, and what to do next. An unknown outcome is
never called failed, declined or an error, and nothing about it sends the order again.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from pos_app.domain.address import Block, Field, FieldRef
from pos_app.domain.blame import blamed_field, blamed_line
from pos_app.domain.checkout import CheckoutState, StepStatus, Verdict
from pos_app.domain.errors import Code
from pos_app.domain.refusal import Refusal
from pos_app.gui.attempt import Attempt, when
from pos_app.gui.money_text import money
from pos_app.gui.outcome_model import Action, Outcome
from pos_app.gui.quote_outcome import OF_THE_QUOTE, quote_outcome
from pos_app.gui.receipt_rows import line_name
from pos_app.gui.step_words import step_rows
from pos_app.gui.unknown_words import unknown_outcome

__all__ = ["Action", "Outcome", "details_of", "field_words", "outcome_of"]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Outcome", text)


def outcome_of(state: CheckoutState, attempt: Attempt) -> Outcome:
    """The words and actions of `state`, in flight or ended."""
    match state.verdict:
        case None:
            return _in_flight(state)
        case Verdict.PLACED:
            return _placed()
        case Verdict.NOT_SENT:
            return _not_sent(state, attempt)
        case Verdict.UNKNOWN:
            return unknown_outcome()
        case Verdict.REFUSED:
            return _refused(state, attempt)


def _in_flight(state: CheckoutState) -> Outcome:
    if state.can_cancel:
        text = _tr("Nothing has been sent yet. You can still cancel.")
        return Outcome(_tr("Keep the customer on the line."), text, "info", (Action.CANCEL,))
    text = _tr("The order can't be changed now. Closing the window waits for the answer.")
    return Outcome(_tr("Keep the customer on the line."), text, "info")


def _placed() -> Outcome:
    actions = (Action.NEXT_ORDER, Action.PRINT, Action.SAVE_PDF)
    return Outcome(_tr("The order is placed."), "", "ok", actions)


def _not_sent(state: CheckoutState, attempt: Attempt) -> Outcome:
    code = state.problem.code if state.problem else None
    if code in OF_THE_QUOTE:
        return quote_outcome(state, attempt)
    actions = (Action.TRY_AGAIN, Action.PARK)
    return Outcome(_tr("Nothing was sent."), _why_not_sent(code), "warn", actions)


_NO_NETWORK = frozenset({Code.DNS, Code.REFUSED, Code.TIMEOUT, Code.DROPPED, Code.PROXY})
_NOT_TRUSTED = frozenset(
    {Code.TLS_UNTRUSTED, Code.TLS_EXPIRED, Code.TLS_WRONG_NAME, Code.TLS_FAILED, Code.TLS_OLD}
    | {Code.PLAIN_HTTP, Code.HOST_REFUSED}
)
_NOT_LET_IN = frozenset({Code.SESSION, Code.INVALID_APP_ID, Code.FORBIDDEN})
_UNAVAILABLE = frozenset({Code.STORE_UNAVAILABLE, Code.SERVER, Code.RATE_LIMITED})
_NOT_READABLE = frozenset({Code.BAD_JSON, Code.BAD_SHAPE, Code.TOO_LARGE})
_WRONG_ADDRESS = frozenset({Code.REDIRECT, Code.NOT_FOUND, Code.BAD_URL, Code.BAD_DOMAIN})


def _no_answer(code: Code | None) -> str | None:
    """What came in place of the merchant's answer, if anything did."""
    if code is Code.HTML:
        return _tr("A web page came instead of the merchant's answer.")
    if code in _NOT_READABLE:
        return _tr("The merchant's answer could not be read.")
    return None


def _why_not_sent(code: Code | None) -> str:
    if code is Code.CANCELLED:
        return _tr("You cancelled in time. Nothing was charged. You can place it again.")
    if code in _NO_NETWORK:
        words = _tr("The merchant can't be reached from here: look at the network connection.")
        return f"{words} {_tr('You can place it again now.')}"
    if code in _UNAVAILABLE:
        return _tr("The store is not available at the moment. You can place it again.")
    if code in (Code.TLS_CLOCK, Code.TLS_TOO_EARLY):
        words = _tr("This computer's clock is off, so no safe connection could be made.")
        return f"{words} {_tr('Set date and time, then place the order again.')}"
    if code in _NOT_TRUSTED:
        words = _tr("The connection to the merchant is not safe, so it was not used.")
        return f"{words} {_tr('Tell whoever looks after this register.')}"
    if code is Code.KEY_REFUSED:
        words = _tr("The merchant's payment key is not safe, so the card was not sent.")
        return f"{words} {_tr('Tell whoever looks after this register.')}"
    if code in _NOT_LET_IN:
        words = _tr("The merchant did not let this register in.")
        return f"{words} {_tr('Look at the connection under Settings, then place it again.')}"
    if code in _WRONG_ADDRESS:
        words = _tr("The merchant's payment host is not where the settings say.")
        return f"{words} {_tr('Look at the connection under Settings, then place it again.')}"
    if (cause := _no_answer(code)) is not None:
        words = _tr("Nothing was charged. You can place it again.")
        return f"{cause} {words} {_tr('If it stays so, tell whoever looks after this register.')}"
    return _tr("Nothing was charged. You can place it again now.")


def _refused(state: CheckoutState, attempt: Attempt) -> Outcome:
    match state.refusal:
        case Refusal.DECLINED:
            text = _tr(
                "The card's bank said no. Nothing was charged. "
                "Everything else is kept: only the card is empty."
            )
            actions = (Action.ANOTHER_CARD, Action.PARK)
            return Outcome(_tr("Ask for another card."), text, "bad", actions)
        case Refusal.NO_STOCK | Refusal.PRODUCT_GONE:
            return _line_refused(state, attempt)
        case Refusal.INVALID_INPUT:
            return _input_refused(state, attempt)
        case Refusal.CAPTCHA:
            return _captcha()
        case _:
            return _refused_otherwise(state)


def _line_refused(state: CheckoutState, attempt: Attempt) -> Outcome:
    lines = attempt.draft.cart.lines
    words = state.problem.text if state.problem else ""
    row = blamed_line(lines, state.receipt.lines, words)
    gone = state.refusal is Refusal.PRODUCT_GONE
    if row is None:
        unnamed = _tr("A product is no longer sold.") if gone else _tr("A product is out of stock.")
        text = _tr(
            "The merchant did not say which one. Nothing was charged. "
            "Change the cart, then place the order again."
        )
        actions = (Action.GO_TO_CART, Action.PARK)
        return Outcome(unnamed, text, "bad", actions, open_details=True)
    name = line_name(lines[row].title, lines[row].variant_title)
    headline = _tr("No longer sold: {0}.") if gone else _tr("Not enough stock: {0}.")
    if gone:
        text = _tr("Nothing was charged. Remove it, then place the order again.")
    else:
        text = _tr(
            "Nothing was charged. Remove it or change the quantity, then place the order again."
        )
    actions = (Action.GO_TO_LINE, Action.PARK)
    return Outcome(headline.format(name), text, "bad", actions, row=row)


def _input_refused(state: CheckoutState, attempt: Attempt) -> Outcome:
    ref = blamed_field(state.problem.text if state.problem else "")
    if ref is not None and ref.block is Block.BILLING and attempt.draft.billing is None:
        ref = replace(ref, block=Block.SHIPPING)
    if ref is None:
        text = _tr(
            "The merchant did not accept something in this order. Nothing was charged. "
            "The details below are its own words."
        )
        actions = (Action.CHECK_INPUT, Action.PARK)
        return Outcome(_tr("Check what you typed."), text, "bad", actions, open_details=True)
    headline = _tr("Check the {0}.").format(field_words(ref))
    text = _tr(
        "The merchant did not accept it. Nothing was charged. "
        "Put it right, then place the order again."
    )
    return Outcome(headline, text, "bad", (Action.FIX_FIELD, Action.PARK), field=ref)


def _captcha() -> Outcome:
    text = _tr(
        "Nothing was charged. Solve the captcha on the merchant's page, "
        "put its token into the captcha field, then place the order again."
    )
    ref = FieldRef(Block.CARD, Field.CAPTCHA)
    headline = _tr("The merchant asks for a captcha.")
    return Outcome(headline, text, "bad", (Action.FIX_FIELD, Action.PARK), field=ref)


def _refused_otherwise(state: CheckoutState) -> Outcome:
    if state.refusal is Refusal.CART_CHANGED:
        headline = _tr("The merchant changed the cart.")
        text = _tr(
            "The order was not placed and nothing was charged. The merchant's remarks are below. "
            "Tell the customer, change the cart, then place the order again."
        )
        actions = (Action.GO_TO_CART, Action.PARK)
        return Outcome(headline, text, "bad", actions, open_details=True)
    if state.refusal is Refusal.SESSION:
        text = _tr("Nothing was charged. Place the order again: the register signs in anew first.")
        headline = _tr("The merchant did not let this register in.")
        return Outcome(headline, text, "bad", (Action.TRY_AGAIN, Action.PARK))
    headline = _tr("The merchant did not take the order.")
    text = _tr("Nothing was charged. The details below are the merchant's own words.")
    actions = (Action.TRY_AGAIN, Action.PARK)
    return Outcome(headline, text, "bad", actions, open_details=True)


def field_words(ref: FieldRef) -> str:
    """A field in words, with its block where two have the same name: "billing postal code"."""
    words = {
        Field.PHONE: _tr("phone"),
        Field.FIRST_NAME: _tr("first name"),
        Field.LAST_NAME: _tr("last name"),
        Field.EMAIL: _tr("e-mail"),
        Field.COUNTRY: _tr("country"),
        Field.ADDRESS1: _tr("address"),
        Field.ADDRESS2: _tr("apartment or suite"),
        Field.COMPANY: _tr("company"),
        Field.DISTRICT: _tr("district"),
        Field.CITY: _tr("city"),
        Field.STATE: _tr("state or province"),
        Field.POSTAL_CODE: _tr("ZIP or postal code"),
        Field.NOTES: _tr("notes"),
        Field.CART: _tr("cart"),
        Field.CARD_NUMBER: _tr("card number"),
        Field.EXPIRES: _tr("expiry date"),
        Field.SECURITY_CODE: _tr("security code"),
        Field.NAME_ON_CARD: _tr("name on the card"),
        Field.CAPTCHA: _tr("captcha token"),
    }[ref.field]
    return _tr("billing {0}").format(words) if ref.block is Block.BILLING else words


def details_of(state: CheckoutState, attempt: Attempt) -> str:
    """Lines for support, ready to copy: ids, the last step, and the server's own words."""
    done = [
        row.title for row in step_rows(state, attempt.domain, 0.0) if row.status is StepStatus.DONE
    ]
    rows = [
        (_tr("Cart id"), state.receipt.cart_id or _tr("none was told")),
        (_tr("Request id"), state.attempt_id),
        (_tr("Last step reached"), done[-1] if done else _tr("none")),
        (_tr("Merchant"), attempt.domain),
        (_tr("Began"), when(attempt.began)),
    ]
    if state.verdict is Verdict.UNKNOWN:
        amount = attempt.amount(state)
        rows.append((_tr("Customer"), attempt.customer))
        rows.append((_tr("Amount"), money(amount)))
    ids = [f"{name}: {value}" for name, value in rows if value]
    told = [notice.text for notice in state.receipt.notices if notice.text]
    if state.problem is not None and state.problem.text not in (*told, "\n".join(told)):
        told.append(state.problem.text)
    facts = [replace(state.problem, text="").details()] if state.problem is not None else []
    parts = told + ids if state.verdict is Verdict.REFUSED else ids + told
    return "\n".join(part for part in parts + facts if part)
