"""What is told of the catalogue at hand: how far its list has been read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pos_app.domain.errors import Problem


class Reading(StrEnum):
    """What the reading of the merchant's list is at."""

    READING = "reading"
    WAITING = "waiting"  # the merchant or the line needs a pause; `problem` says which
    COMPLETE = "complete"
    NOT_OFFERED = "not-offered"  # this merchant has no list: its search is asked instead
    STOPPED = "stopped"  # by the clerk; it goes on where it was
    UNWRITABLE = "unwritable"  # the disk does not take it: the merchant's search is asked instead


@dataclass(frozen=True, slots=True)
class CatalogueNews:
    """How many products are at hand, and what the reading is at."""

    reading: Reading
    products: int = 0
    problem: Problem | None = None
