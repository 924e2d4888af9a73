"""What the screen says when an order was stopped because its quoted cart is another one by now."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from pos_app.domain.checkout import CheckoutState
from pos_app.domain.errors import Code
from pos_app.gui.attempt import Attempt
from pos_app.gui.money_text import money
from pos_app.gui.outcome_model import Action, Outcome
from pos_app.gui.problem_words import problem_said

OF_THE_QUOTE = frozenset({Code.PRICE_CHANGED, Code.CART_CHANGED, Code.CART_IN_USE})


def _tr(text: str) -> str:
    return QCoreApplication.translate("Outcome", text)


def quote_outcome(state: CheckoutState, attempt: Attempt) -> Outcome:
    """Nothing was sent; the clerk goes back to the order, which has the new quote by then."""
    actions = (Action.BACK_TO_ORDER, Action.PARK)
    problem = state.problem
    if problem is not None and problem.code is Code.CART_CHANGED:
        text = _tr(
            "Nothing was charged. The merchant's remarks are below. "
            "Tell the customer, change the cart, then place the order."
        )
        headline = _tr("The merchant changed the cart.")
        return Outcome(headline, text, "warn", actions, open_details=True)
    if problem is not None and problem.code is Code.CART_IN_USE:
        text = f"{problem_said(problem).sentence} {_tr('Nothing was charged.')}"
        return Outcome(_tr("Nothing was sent."), text, "warn", actions)
    text = _tr("Nothing was charged. Tell the customer the new total, then place the order again.")
    return Outcome(
        _tr("The total has changed."), f"{_change(state, attempt)} {text}", "warn", actions
    )


def _change(state: CheckoutState, attempt: Attempt) -> str:
    """Both totals, and by how much they differ."""
    from pos_app.gui.quote_words import change_words

    quoted, now = attempt.quoted, state.receipt.total
    if quoted is None or now is None or quoted == now:
        return _tr("What was chosen is not to be had as it was quoted.")
    words = _tr("It was quoted at {0} and is {1} now")
    by = change_words(quoted, now)
    return f"{words.format(money(quoted), money(now))}{f': {by}' if by else ''}."
