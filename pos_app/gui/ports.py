"""What a part of the window is given to reach the worker: a way to ask, and numbers to ask with."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pos_app.bridge.messages import Request

Post: TypeAlias = "Callable[[Request], None]"

# One row of numbers for the whole program: answers go to the cart of each open order, and each
# must know its own.
_tickets = itertools.count(1)


def next_ticket() -> int:
    """A number that no other request has."""
    return next(_tickets)
