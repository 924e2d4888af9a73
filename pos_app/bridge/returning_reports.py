"""What the worker reports to the window about a customer's orders of before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pos_app.domain.returning import Returning


@dataclass(frozen=True, slots=True)
class ReturningTold:
    """Answer to `AskReturning`; None where nothing is known, or the journal can't be read."""

    ticket: int
    returning: Returning | None = None
