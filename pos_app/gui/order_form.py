"""The fields of an order, wherever they stand: saying what is wrong, and leading there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_app.domain.address import Block, Field, FieldRef

if TYPE_CHECKING:
    from pos_app.domain.draft import OrderDraft
    from pos_app.domain.field_problem import FieldProblem
    from pos_app.gui.cart_card import CartCard
    from pos_app.gui.party_column import PartyColumn
    from pos_app.gui.pay_column import PayColumn


class OrderForm:
    """All three columns, as far as they are filled in."""

    def __init__(self, party: PartyColumn, cart: CartCard, pay: PayColumn) -> None:
        self._party, self._cart, self._pay = party, cart, pay

    def missing(self, draft: OrderDraft) -> tuple[FieldProblem, ...]:
        """All that `draft` and its card lack, in the order in which a clerk asks."""
        from pos_app.domain.draft import problems

        return (*problems(draft), *self._pay.payment.problems())

    def leads_to(self, missing: tuple[FieldProblem, ...]) -> bool:
        """Say what is missing and go to the first of it; False where nothing is."""
        for problem in missing:
            self._show(problem)
        if missing:
            self.focus(missing[0].ref)
        return bool(missing)

    def focus(self, ref: FieldRef) -> None:
        """Put the cursor into a field."""
        if ref.field is Field.CAPTCHA:
            self._pay.captcha.line.setFocus()
        elif ref.block is Block.CARD:
            self._pay.payment.focus_field(ref)
        elif ref.block is Block.CART:
            self._cart.focus_search()
        else:
            self._party.focus_field(ref)

    def _show(self, problem: FieldProblem) -> None:
        if problem.ref.block is Block.CARD:
            self._pay.payment.show_problem(problem)
        elif problem.ref.block is not Block.CART:
            self._party.show_problem(problem)
