"""What the worker does about exact quotes."""

from __future__ import annotations

from collections.abc import Callable

from pos_app.bridge import messages as m
from pos_app.domain.quote import basis_of, with_choices
from pos_app.services.register import Register


class QuoteOffice:
    """Handles requests for quotes inside the worker's loop."""

    def __init__(self, report: Callable[[m.Report], None]) -> None:
        self._report = report
        self._asked_by: int | None = None

    async def ask(self, register: Register, request: m.AskQuote) -> None:
        """Have the merchant count an order."""
        self._asked_by = request.order_id
        told = await register.quotes.quote(request.draft)
        self._report(m.QuoteTold(request.order_id, request.ticket, told))

    def begin_order(self, register: Register, request: m.PlaceOrder) -> None:
        """The order goes out now: its own quote under way is not wanted any more."""
        if self._asked_by == request.order_id:
            register.quotes.give_up()

    def end_order(self, register: Register, request: m.PlaceOrder) -> None:
        """Tell what the order found its cart to come to, where that is not what was quoted."""
        quote, draft = register.quotes.current, request.draft
        if draft.choices.is_default or quote is None:
            return
        same_goods = with_choices(quote.basis, draft.choices) == basis_of(draft)
        if same_goods and not (quote.holds_for(draft) and quote.total == request.quoted):
            self._report(m.QuoteTold(request.order_id, 0, quote))
