"""What the window asks of the worker about exact quotes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pos_app.domain.draft import OrderDraft


@dataclass(frozen=True, slots=True)
class AskQuote:
    """What the merchant would charge for a complete draft. The newest of all pages wins."""

    order_id: int
    ticket: int
    draft: OrderDraft
