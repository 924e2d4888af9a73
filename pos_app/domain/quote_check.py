"""What an order needs before the merchant can count it: goods, and where to."""

from __future__ import annotations

from pos_app.domain.address import Block
from pos_app.domain.draft import CART_EMPTY, OrderDraft
from pos_app.domain.field_problem import FieldProblem


def missing_for_quote(draft: OrderDraft) -> tuple[FieldProblem, ...]:
    """All that keeps the draft from being quoted: the form's order, neither payer nor card."""
    from pos_app.domain.address_check import check_party

    missing = check_party(draft.shipping, Block.SHIPPING)
    return (*missing, *(() if draft.cart.lines else (CART_EMPTY,)))
