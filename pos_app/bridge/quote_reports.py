"""What the worker reports to the window about exact quotes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pos_app.domain.quote import Quote, QuoteFailed


@dataclass(frozen=True, slots=True)
class QuoteTold:
    """Answer to `AskQuote`; with ticket 0 what an order found that was quoted otherwise."""

    order_id: int
    ticket: int
    told: Quote | QuoteFailed
