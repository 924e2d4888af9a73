"""What the worker reports to the window about the catalogue at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from pos_app.domain.catalogue_news import CatalogueNews
    from pos_app.domain.errors import Problem
    from pos_app.domain.favourites import Favourite
    from pos_app.domain.repeat import Again


@dataclass(frozen=True, slots=True)
class CatalogueTold:
    """How far the merchant's list has been read."""

    news: CatalogueNews


@dataclass(frozen=True, slots=True)
class FavouritesTold:
    """All products kept at hand, with their digits; `problem`: a change could not be kept."""

    favourites: tuple[tuple[int, Favourite], ...]
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Repeated:
    """Answer to `RepeatLast`: the lines of the order of `placed_at` (UTC) as they are today.

    `placed_at` None without a problem: this customer has not ordered here.
    """

    ticket: int
    lines: tuple[Again, ...] = ()
    placed_at: datetime | None = None
    problem: Problem | None = None
