"""The steps of placing an order, as the stepper shows them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """The stepper's rows, in order."""

    SENT = "sent"
    CART = "cart"
    ITEMS = "items"
    SHIPPING = "shipping"
    PLACED = "placed"


class StepStatus(StrEnum):
    """How far a step is."""

    TODO = "to-do"
    ACTIVE = "in-progress"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class StepState:
    """A row of the stepper; `at` is when it ended, None while it has not."""

    status: StepStatus = StepStatus.TODO
    at: float | None = None
