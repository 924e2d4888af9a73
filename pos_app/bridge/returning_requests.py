"""What the window asks of the worker about a customer's orders of before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pos_app.domain.returning import Caller


@dataclass(frozen=True, slots=True)
class AskReturning:
    """Whether a caller has ordered at this register before, at the merchant in use."""

    ticket: int
    caller: Caller
