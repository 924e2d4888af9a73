"""What each row of the stepper says: pure words, from the state of the checkout."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from pos_app.domain.checkout import CheckoutState, Step, StepStatus, Verdict
from pos_app.domain.errors import Code
from pos_app.domain.refusal import Refusal
from pos_app.gui.money_text import money
from pos_app.gui.receipt_rows import one_line

SILENCE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class StepRow:
    """A row of the stepper. `time` is when it ended, or how long the attempt runs ("1.6 s")."""

    status: StepStatus
    title: str
    sub: str = ""
    time: str = ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Stepper", text)


def step_rows(state: CheckoutState, domain: str, now: float) -> tuple[StepRow, ...]:
    """The five rows. `domain` is the merchant's, `now` seconds since the attempt began."""
    return tuple(_row(state, name, domain, now) for name in Step)


def _row(state: CheckoutState, name: Step, domain: str, now: float) -> StepRow:
    row = state.step_state(name)
    match row.status:
        case StepStatus.TODO:
            return StepRow(row.status, _title(name))
        case StepStatus.ACTIVE:
            sub = "\n".join(part for part in (_safe(state, name), silence(state, now)) if part)
            return StepRow(row.status, _active_title(state, name), sub, seconds(now))
        case StepStatus.DONE:
            sub = _done_sub(state, name, domain)
            return StepRow(row.status, _done_title(state, name), sub, seconds(row.at or 0.0))
        case StepStatus.FAILED | StepStatus.UNKNOWN:
            title, sub = _ending(state)
            return StepRow(row.status, title, sub, seconds(row.at or 0.0))


def seconds(at: float) -> str:
    """A time as the stepper shows it: "0.2 s"."""
    return _tr("{0} s").format(f"{max(0.0, at):.1f}")


def silence(state: CheckoutState, now: float) -> str:
    """What to say when nothing has been heard for ten seconds, or nothing."""
    quiet = now - state.last_heard
    if state.verdict is not None or quiet < SILENCE_SECONDS:
        return ""
    if answered(state):
        return _tr("Still working: last answer {0} s ago").format(int(quiet))
    return _tr("Still working: no answer yet, {0} s").format(int(quiet))


def answered(state: CheckoutState) -> bool:
    """Whether the merchant has answered anything yet."""
    heard = state.step_state(Step.CART).status is StepStatus.DONE
    return heard or bool(state.activity) or state.problem is not None


def _title(name: Step) -> str:
    return {
        Step.SENT: _tr("Card encrypted, order sent"),
        Step.CART: _tr("Cart created"),
        Step.ITEMS: _tr("Items added"),
        Step.SHIPPING: _tr("Shipping and tax"),
        Step.PLACED: _tr("Order placed"),
    }[name]


def _active_title(state: CheckoutState, name: Step) -> str:
    if name is Step.SENT:
        if state.receipt.cart_id and not (state.prepared or state.leaving):
            return _tr("Filling the quoted cart")
        return _tr("Sending the order") if state.leaving else _tr("Encrypting the card")
    return {
        Step.CART: _tr("Creating the cart"),
        Step.ITEMS: _tr("Adding items"),
        Step.SHIPPING: _tr("Shipping and tax"),
        Step.PLACED: _tr("Placing the order"),
    }[name]


def _safe(state: CheckoutState, name: Step) -> str:
    """Under the step in progress: what is safe, or how far the items are."""
    if state.can_cancel:
        return _tr("You can still cancel")
    lines = state.receipt.lines
    if name is Step.ITEMS and lines:
        count = _tr("{0} of {1}").format(len(lines), max(state.item_total, len(lines)))
        return f"{count} · {one_line(lines[-1].title)}"
    return _tr("The order can't be changed now")


def _done_title(state: CheckoutState, name: Step) -> str:
    if name is Step.ITEMS:
        count = len(state.receipt.lines)
        if not count:
            return _tr("Items added")
        return _tr("1 item added") if count == 1 else _tr("{0} items added").format(count)
    return _title(name)


def _done_sub(state: CheckoutState, name: Step, domain: str) -> str:
    """Shipping and tax stay; the other remarks are of use only while the order is in flight."""
    if name is Step.SHIPPING:
        return _shipping(state)
    if state.verdict is not None:
        return ""
    if name is Step.SENT:
        return _tr("Card details cleared from this screen")
    return _tr("at {0}").format(domain) if name is Step.CART else ""


def _shipping(state: CheckoutState) -> str:
    """What the merchant told of it: "Standard · $5.95, tax $7.19"."""
    receipt = state.receipt
    label = one_line(receipt.shipping_label)
    cost = money(receipt.shipping) if receipt.shipping is not None else ""
    shipping = " · ".join(part for part in (label, cost) if part)
    tax = _tr("tax {0}").format(money(receipt.tax)) if receipt.tax is not None else ""
    return ", ".join(part for part in (shipping, tax) if part)


def _ending(state: CheckoutState) -> tuple[str, str]:
    """Title and words of the row where the attempt ended without an order number."""
    if state.verdict is Verdict.UNKNOWN:
        return _tr("No answer") if _silent(state) else _tr("No clear answer"), _no_answer(state)
    if state.verdict is Verdict.NOT_SENT:
        cancelled = state.problem is not None and state.problem.code is Code.CANCELLED
        return (_tr("Cancelled") if cancelled else _tr("Not sent")), _tr("Nothing was sent.")
    if state.refusal is Refusal.DECLINED:
        return _tr("Payment declined"), _tr("The card's bank said no. Nothing was charged.")
    return _refusal_title(state.refusal), _tr("Nothing was charged.")


def _refusal_title(refusal: Refusal | None) -> str:
    match refusal:
        case Refusal.NO_STOCK:
            return _tr("Not enough stock")
        case Refusal.PRODUCT_GONE:
            return _tr("Product no longer sold")
        case Refusal.INVALID_INPUT:
            return _tr("Something typed was not accepted")
        case Refusal.CAPTCHA:
            return _tr("The merchant asks for a captcha")
        case Refusal.CART_CHANGED:
            return _tr("The merchant changed the cart")
        case Refusal.SESSION:
            return _tr("The register was not let in")
        case _:
            return _tr("The merchant refused the order")


_SILENT_CODES = frozenset({Code.DROPPED, Code.TIMEOUT, Code.CANCELLED, Code.INTERRUPTED})


def _silent(state: CheckoutState) -> bool:
    """Whether the merchant's last word simply never came."""
    return state.problem is None or state.problem.code in _SILENT_CODES


def _no_answer(state: CheckoutState) -> str:
    match state.problem.code if state.problem else None:
        case None:
            return _tr("The answer ended before the merchant said how it went")
        case Code.TIMEOUT:
            return _tr("The merchant did not answer in time")
        case Code.DROPPED:
            return _tr("The connection dropped before the merchant answered")
        case Code.CANCELLED:
            return _tr("Waiting was stopped before the merchant answered")
        case Code.INTERRUPTED:
            return _tr("The app ended before the merchant answered")
        case _:
            return _tr("The answer does not say whether the order was placed")
