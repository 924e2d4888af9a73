"""Whether a register can take orders: what is looked at, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pos_app.domain.errors import Problem

# A card's expiry and a session's end are judged by this clock; a minute does no harm to either.
MAX_CLOCK_SECONDS = 60.0
# Room for tens of thousands of orders.
LITTLE_SPACE_MIB = 200


class Part(StrEnum):
    """What is looked at, in this order."""

    KEYRING = "keyring"
    DISK = "disk"
    API_HOST = "api-host"
    PAYMENT_HOST = "payment-host"
    CLOCK = "clock"
    SESSION = "session"
    KEY = "key"
    CATALOGUE = "catalogue"
    PRINTER = "printer"


class Mark(StrEnum):
    """How a part is: good, working but somebody should know, or in the way of orders."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Checked:
    """One part as it was found.

    `subject` is what it is about: a host, the keyring's class or why it is not used, printers, one
    a line. `amount` is a number about it: MiB free, seconds that this clock is ahead, products.
    """

    part: Part
    mark: Mark = Mark.GOOD
    problem: Problem | None = None
    subject: str = ""
    amount: int = 0


def failed(part: Part, problem: Problem) -> Checked:
    """A part that is in the way of orders."""
    return Checked(part, Mark.BAD, problem)


def disk(free_mib: int) -> Checked:
    """A disk that took an order and gave it back, with `free_mib` MiB left."""
    mark = Mark.GOOD if free_mib >= LITTLE_SPACE_MIB else Mark.NOTE
    return Checked(Part.DISK, mark, amount=free_mib)


def clock(seconds_ahead: float | None) -> Checked:
    """This computer's clock against the merchant's; None: the merchant did not tell the time."""
    if seconds_ahead is None:
        return Checked(Part.CLOCK, Mark.NOTE)
    mark = Mark.GOOD if abs(seconds_ahead) <= MAX_CLOCK_SECONDS else Mark.BAD
    return Checked(Part.CLOCK, mark, amount=round(seconds_ahead))


def printers(names: tuple[str, ...]) -> Checked:
    """The printers that are set up; none is no fault, for receipts can be saved."""
    return Checked(Part.PRINTER, Mark.GOOD if names else Mark.NOTE, subject="\n".join(names))
