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
        before = one.before
        if one.today is None:
            missing.append(_missing(one).replace("{line}", _named(before)))
        elif one.change is Change.PRICE and before.unit_price is not None:
            taken.append(noted(one.today, price_was(before.unit_price)))
        else:
            taken.append(one.today)
    day = QLocale().toString(local(placed_at).date(), QLocale.FormatType.LongFormat)
    words = _tr("This is the order of {day}.").replace("{day}", day)
    return Told(tuple(taken), " ".join((words, *missing)))


def nothing_here(problem: Problem | None) -> str:
    """There is no order of before, or it can't be looked up."""
    if problem is not None:
        return problem_sentence(problem)
    return _tr("This customer has not ordered at this register yet.")


def no_customer() -> str:
    """Nobody is named whose order could be repeated."""
    return _tr("Enter the customer's phone or e-mail, then press Ctrl+R again.")


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


def _missing(one: Again) -> str:
    match one.change:
        case Change.SOLD_OUT:
            return _tr("{line} is sold out.")
        case Change.UNREAD:
            return _tr("{line} could not be read from the merchant.")
        case _:
            return _tr("{line} is no longer sold.")


def _named(line: CartLine) -> str:
    return ", ".join(part for part in (line.title, line.variant_title) if part)


def _tr(text: str) -> str:
    return QCoreApplication.translate("FastWays", text)
