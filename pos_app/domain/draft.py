"""The order as the clerk has typed it so far, and what is still missing from it."""

from __future__ import annotations

from dataclasses import dataclass, field

from pos_app.domain.address import Block, Field, FieldRef, Party
from pos_app.domain.cart import Cart
from pos_app.domain.choices import Choices
from pos_app.domain.field_problem import FieldProblem, FormProblem


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
