"""What the window asks of the worker about the catalogue at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pos_app.domain.favourites import Favourite


@dataclass(frozen=True, slots=True)
class StopCatalogue:
    """Read the merchant's list no further."""


@dataclass(frozen=True, slots=True)
class ReadCatalogue:
    """Go on reading the merchant's list after it was stopped."""


@dataclass(frozen=True, slots=True)
class KeepFavourite:
    """Keep a product at hand under a digit from 1 to 9; None frees the digit."""

    slot: int
    favourite: Favourite | None


@dataclass(frozen=True, slots=True)
class RepeatLast:
    """Read anew what a customer ordered last; they are known by phone (any format) or e-mail.

    `country` (ISO 3166-1 alpha-2) is where a number without "+" is dialled from.
    """

    ticket: int
    phone: str
    email: str
    postal_code: str = ""
    country: str = "US"


CatalogueRequest: TypeAlias = StopCatalogue | ReadCatalogue | KeepFavourite | RepeatLast
