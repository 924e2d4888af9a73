"""The order as the clerk has typed it so far, and what is still missing from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from pos_app.domain.address import Block, Field, FieldRef, Party
from pos_app.domain.cart import Cart
from pos_app.domain.choices import Choices

if TYPE_CHECKING:
    from pos_app.domain.card import CardProblem


class FormProblem(StrEnum):
    """What is wrong with a field of the form; the window has the words."""

    REQUIRED = "required"
    PHONE_INVALID = "phone-invalid"
    EMAIL_INVALID = "email-invalid"
    COUNTRY_UNKNOWN = "country-unknown"
    STATE_UNKNOWN = "state-unknown"
    POSTAL_CODE_INVALID = "postal-code-invalid"
    TOO_LONG = "too-long"
    CARD_NUMBER = "card-number"
    SECURITY_CODE = "security-code"
    CART_EMPTY = "cart-empty"


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """Something to put right before the order can be placed.

    `example` is a valid value for the field ("98101") or a limit ("2,000"), if any helps.
    """

    ref: FieldRef
    code: FormProblem | CardProblem
    example: str = ""


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """Everything of an order but the card. `billing` is None when it is the same as shipping.

    `choices` are delivery, promo codes and add-ons, as far as the clerk has chosen any.
    """

    shipping: Party = field(default_factory=Party)
    billing: Party | None = None
    cart: Cart = field(default_factory=Cart)
    notes: str = ""
    captcha_token: str = ""
    choices: Choices = field(default_factory=Choices)

    @property
    def bill_to(self) -> Party:
        """The billing party, whichever it is."""
        return self.billing or self.shipping


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft as it is kept on disk: `tab` is its key for good, `position` its place on screen."""

    tab: str
    draft: OrderDraft
    parked: bool = False
    position: int = 0


CART_EMPTY = FieldProblem(FieldRef(Block.CART, Field.CART), FormProblem.CART_EMPTY)


def problems(draft: OrderDraft) -> tuple[FieldProblem, ...]:
    """All that keeps the draft from being placed, in the order of the form; the card apart."""
    from pos_app.domain.address_check import check_notes, check_party

    found = list(check_party(draft.shipping, Block.SHIPPING))
    if draft.billing is not None:
        found += check_party(draft.billing, Block.BILLING)
    notes = check_notes(draft.notes)
    if notes is not None:
        found.append(notes)
    if not draft.cart.lines:
        found.append(CART_EMPTY)
    return tuple(found)
