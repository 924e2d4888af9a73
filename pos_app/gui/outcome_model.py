"""What an outcome is to the screen: words, a tone, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication

from pos_app.domain.address import FieldRef


class Action(Enum):
    """What the clerk can do about an outcome."""

    CANCEL = auto()
    NEXT_ORDER = auto()
    PRINT = auto()
    SAVE_PDF = auto()
    ANOTHER_CARD = auto()
    BACK_TO_ORDER = auto()
    PARK = auto()
    TRY_AGAIN = auto()
    GO_TO_LINE = auto()
    GO_TO_CART = auto()
    FIX_FIELD = auto()
    CHECK_INPUT = auto()
    CHECK_NOW = auto()
    PROOF_PLACED = auto()
    PROOF_NOT_PLACED = auto()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The words and actions of one state.

    The first of `actions` is the primary one. `row` is the cart line to go to, `field` the field
    to put right. `tone` is a banner's. `open_details` shows the details without being asked.
    `news` is what to announce where only a part of the words is new, all of them if empty.
    """

    headline: str
    text: str
    tone: str
    actions: tuple[Action, ...] = ()
    row: int | None = None
    field: FieldRef | None = None
    open_details: bool = False
    news: str = ""


ACTION_KEYS = {
    Action.NEXT_ORDER: "Ctrl N",
    Action.PRINT: "Ctrl P",
    Action.ANOTHER_CARD: "F6",
    Action.PARK: "Ctrl H",
    Action.GO_TO_LINE: "F5",
    Action.GO_TO_CART: "F5",
    Action.CHECK_NOW: "F9",
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Outcome", text)


def action_label(action: Action) -> str:
    """What the button of an action says."""
    return {
        Action.CANCEL: _tr("Cancel"),
        Action.NEXT_ORDER: _tr("Next order"),
        Action.PRINT: _tr("Print"),
        Action.SAVE_PDF: _tr("Save PDF"),
        Action.ANOTHER_CARD: _tr("Take another card"),
        Action.BACK_TO_ORDER: _tr("Back to the order"),
        Action.PARK: _tr("Park this order"),
        Action.TRY_AGAIN: _tr("Try again"),
        Action.GO_TO_LINE: _tr("Go to the line"),
        Action.GO_TO_CART: _tr("Go to the cart"),
        Action.FIX_FIELD: _tr("Fix it"),
        Action.CHECK_INPUT: _tr("Back to the order"),
        Action.CHECK_NOW: _tr("Check now"),
        Action.PROOF_PLACED: _tr("I have proof it was placed…"),
        Action.PROOF_NOT_PLACED: _tr("I have proof it was not…"),
    }[action]
