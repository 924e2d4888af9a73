"""What the quote box, the totals and the lines say about an exact quote: pure words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from pos_app.domain.errors import Code
from pos_app.domain.refusal import Refusal, refusal_of
from pos_app.gui.money_text import money
from pos_app.gui.problem_words import problem_said
from pos_app.gui.quoting import QuoteState, Quoting

if TYPE_CHECKING:
    from pos_app.domain.cart import Cart, CartLine
    from pos_app.domain.money import Money
    from pos_app.domain.pickup import PickupStore
    from pos_app.domain.quote import (
        Addon,
        CodeRefused,
        Fulfillment,
        Quote,
        QuotedLine,
        QuoteFailed,
        ShippingOption,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Quote", text)


@dataclass(frozen=True, slots=True)
class QuoteSaid:
    """A headline, what follows from it, and a banner's tone."""

    headline: str
    text: str
    tone: str = "info"


@dataclass(frozen=True, slots=True)
class LineNote:
    """What the quote makes of a line: the merchant's price if it is another one, and words."""

    words: str
    price: Money | None = None


def quote_said(quoting: Quoting, cart: Cart) -> QuoteSaid:
    """What is known of the exact total."""
    match quoting.state:
        case QuoteState.FRESH:
            return _fresh(quoting)
        case _ if quoting.is_locked:
            return QuoteSaid(
                _tr("No exact quote."), _tr("The order can't be changed now."), "plain"
            )
        case QuoteState.STALE:
            text = _tr("The order has changed since. A new one comes in a moment, or with F7.")
            return QuoteSaid(_tr("The quote is out of date."), text, "warn")
        case QuoteState.OLD:
            text = _tr("Press F7 for a new one before you read the total.")
            return QuoteSaid(_tr("The quote is too old."), text, "warn")
        case QuoteState.ASKING | QuoteState.SOON:
            text = _tr("The exact total comes in a moment.")
            return QuoteSaid(_tr("Asking the merchant…"), text, "plain")
        case QuoteState.FAILED if quoting.failed is not None:
            return _failed(quoting.failed, cart)
        case _:
            text = _tr("It comes by itself once customer and address are complete.")
            return QuoteSaid(_tr("No exact quote yet."), text, "plain")


def _fresh(quoting: Quoting) -> QuoteSaid:
    quote = quoting.quote
    headline = _tr("Exact quote from the merchant")
    if quote is not None and quote.is_blocked:
        text = _tr("It can't be ordered like this. Tell the customer, and change the cart.")
        return QuoteSaid(headline, f"· {_ago(quoting.age)} {text}", "warn")
    if quote is not None and quote.total is None:
        text = _tr("The merchant does not tell the total.")
        return QuoteSaid(headline, f"· {_ago(quoting.age)} {text}", "warn")
    text = _tr("Read the total to the customer before you take the card.")
    return QuoteSaid(headline, f"· {_ago(quoting.age)} {text}")


def _ago(seconds: int) -> str:
    if seconds < 60:
        return _tr("{n} s ago.").replace("{n}", str(seconds))
    return _tr("{n} min ago.").replace("{n}", str(seconds // 60))


def _failed(failed: QuoteFailed, cart: Cart) -> QuoteSaid:
    problem = failed.problem
    if failed.row is not None and failed.row < len(cart.lines):
        headline = _line_refused(refusal_of(problem)).replace(
            "{line}", cart.lines[failed.row].title
        )
        text = _tr("Remove it or change the quantity: there is no exact quote with it.")
        return QuoteSaid(headline, text, "bad")
    if problem.code in (Code.OTHER, Code.INVALID_INPUT) and problem.text:
        headline = _tr("The merchant gives no quote.")
        return QuoteSaid(headline, problem.text, "warn")
    said = problem_said(problem)
    return QuoteSaid(f"{said.headline}.", said.sentence, "warn")


def _line_refused(refusal: Refusal | None) -> str:
    if refusal is Refusal.PRODUCT_GONE:
        return _tr("No longer sold: {line}.")
    return _tr("Not enough stock: {line}.")


def code_refused(refused: CodeRefused) -> str:
    """Why a promo code is not in force."""
    why = refused.problem.text or _tr("The merchant does not say why.")
    return _tr("{code} was refused: {why}").replace("{code}", refused.code).replace("{why}", why)


def option_words(option: ShippingOption) -> str:
    """A way of shipping: "Standard, 3–5 days · $5.95"."""
    label = ", ".join(part for part in (option.label, option.estimate) if part)
    if option.price is None:
        return label
    price = money(option.price) if option.price else _tr("free")
    return f"{label} · {price}"


def addon_words(addon: Addon) -> str:
    """Something offered beside the goods: "2 years of care · $9.00"."""
    return addon.label if addon.price is None else f"{addon.label} · {money(addon.price)}"


def store_words(store: PickupStore) -> str:
    """Where it is picked up: "Pick up at Main Street, 1 Main Street, Seattle: in stock."."""
    place = ", ".join(part for part in (store.name, store.address) if part)
    match store.available:
        case True:
            words = _tr("Pick up at {place}: in stock.")
        case False:
            words = _tr("Pick up at {place}: not all of it is in stock.")
        case _:
            words = _tr("Pick up at {place}.")
    return words.replace("{place}", place)


def fulfillment_words(kind: Fulfillment) -> str:
    """Another way to get the goods: "Pick up · In the store, today"."""
    return " · ".join(part for part in dict.fromkeys((kind.name, kind.description)) if part)


def line_notes(cart: Cart, quote: Quote | None, failed: QuoteFailed | None) -> dict[int, LineNote]:
    """What stands on the lines by row; nothing where the merchant agrees with the catalogue."""
    if failed is not None and failed.row is not None:
        gone = refusal_of(failed.problem) is Refusal.PRODUCT_GONE
        return {failed.row: LineNote(_tr("not sold") if gone else _tr("not in stock"))}
    if quote is None or len(quote.lines) != len(cart.lines):
        return {}
    notes = (_note(line, told) for line, told in zip(cart.lines, quote.lines, strict=True))
    return {row: note for row, note in enumerate(notes) if note is not None}


def _note(line: CartLine, told: QuotedLine) -> LineNote | None:
    if told.quantity == 0:
        return LineNote(_tr("not in the quote"))
    if told.quantity is not None and told.quantity != line.quantity:
        return LineNote(_tr("{n} in the quote").replace("{n}", str(told.quantity)), told.price)
    if told.more:
        sign = "+" if told.more.amount > 0 else ""
        return LineNote(sign + money(told.more), told.price)
    if line.line_price is None and told.price is not None:
        return LineNote("", told.price)
    return None


def change_words(quoted: Money, now: Money) -> str:
    """By how much two totals differ: "$2.00 more"; empty where that can't be said."""
    if quoted.currency != now.currency:
        return ""
    more = now - quoted
    words = _tr("{amount} more") if more.amount > 0 else _tr("{amount} less")
    return words.replace("{amount}", money(more if more.amount > 0 else -more))
