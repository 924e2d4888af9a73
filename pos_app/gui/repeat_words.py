"""What is said of favourites, and of an order that is repeated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from pos_app.domain.repeat import Again, Change, noted
from pos_app.gui.history_words import local
from pos_app.gui.price_words import price_was
from pos_app.gui.problem_words import problem_sentence

if TYPE_CHECKING:
    from pos_app.domain.cart import CartLine
    from pos_app.domain.errors import Problem
    from pos_app.domain.favourites import Favourite


@dataclass(frozen=True, slots=True)
class Told:
    """Lines to put into the cart, and the sentence about those and the rest."""

    lines: tuple[CartLine, ...]
    words: str


def repeated(lines: Iterable[Again], placed_at: datetime) -> Told:
    """The lines of an order of before as they are today."""
    taken: list[CartLine] = []
    missing: list[str] = []
    for one in lines:
        line = today_with_note(one)
        if line is None:
            missing.append(missing_words(one))
        else:
            taken.append(line)
    return Told(tuple(taken), " ".join((order_of(placed_at), *missing)))


def order_of(placed_at: datetime) -> str:
    """Which order it is."""
    day = QLocale().toString(local(placed_at).date(), QLocale.FormatType.LongFormat)
    return _tr("This is the order of {day}.").replace("{day}", day)


def today_with_note(one: Again) -> CartLine | None:
    """The line as it can be ordered today, saying so where its price is another one; or None."""
    was = one.before.unit_price
    if one.today is not None and one.change is Change.PRICE and was is not None:
        return noted(one.today, price_was(was))
    return one.today


def nothing_here(problem: Problem | None) -> str:
    """There is no order of before, or it can't be looked up."""
    if problem is not None:
        return problem_sentence(problem)
    return _tr("This customer has not ordered at this register yet.")


def no_customer() -> str:
    """Nobody is named whose order could be repeated."""
    return _tr("Enter the customer's phone or e-mail, then press the same keys again.")


def unslotted(slot: int) -> str:
    """Nothing is kept under a digit."""
    words = _tr(
        "Nothing is kept under Ctrl+{n}. Choose a product or a line, and press Ctrl+Shift+{n}."
    )
    return words.replace("{n}", str(slot))


def kept_words(slot: int, favourite: Favourite | None, *, failed: bool) -> str:
    """A product has been kept under a digit, or could not be."""
    if failed or favourite is None:
        return _tr("The disk did not take the favourite. Try again in a moment.")
    words = _tr("Ctrl+{n} adds {title} from now on.").replace("{n}", str(slot))
    return words.replace("{title}", favourite.title)


def missing_words(one: Again) -> str:
    """Why a line can't be ordered today."""
    match one.change:
        case Change.SOLD_OUT:
            words = _tr("{line} is sold out.")
        case Change.UNREAD:
            words = _tr("{line} could not be read from the merchant.")
        case _:
            words = _tr("{line} is no longer sold.")
    return words.replace("{line}", named(one.before))


def named(line: CartLine) -> str:
    """Product and variant."""
    return ", ".join(part for part in (line.title, line.variant_title) if part)


def _tr(text: str) -> str:
    return QCoreApplication.translate("FastWays", text)
