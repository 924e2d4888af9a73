"""Painted rows of different heights, one under the other, measured as seldom as can be."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

_WIDTHS = 8  # more than a layout asks for between two changes


class Sized(Protocol):
    """What is known of a row at a width; `height` is in pixels."""

    @property
    def height(self) -> int:
        """What the row takes of the column."""


RowT = TypeVar("RowT", bound=Hashable)
PlaceT = TypeVar("PlaceT", bound=Sized)


@dataclass(frozen=True, slots=True)
class Layout(Generic[RowT, PlaceT]):
    """The rows at one width: what each takes, and where it begins; the last top is the end."""

    rows: tuple[RowT, ...]
    places: list[PlaceT]
    tops: list[int]

    @property
    def height(self) -> int:
        """The height of all rows."""
        return self.tops[-1]


class RowColumn(Generic[RowT, PlaceT]):
    """The rows that are shown. `measure` says what one takes at a width.

    Each event of an order tells all rows again, most of them as they were, and layouts ask for
    several widths in between. What a row took at a width stands as long as the row does.
    """

    def __init__(self, measure: Callable[[RowT, int], PlaceT]) -> None:
        self.rows: tuple[RowT, ...] = ()
        self._measure = measure
        self._layouts: dict[int, Layout[RowT, PlaceT]] = {}

    def at(self, width: int) -> Layout[RowT, PlaceT]:
        """The rows at `width`."""
        known = self._layouts.get(width)
        if known is not None and known.rows is self.rows:
            return known
        if known is None and len(self._layouts) >= _WIDTHS:
            self._layouts.clear()
        made = self._layouts[width] = self._laid_out(known or Layout((), [], [0]), width)
        return made

    def show(self, rows: tuple[RowT, ...], width: int) -> tuple[int, int]:
        """Show other rows: the part that looks different at `width`, from top to bottom."""
        before = self.at(width)
        self.rows = rows
        after = self.at(width)
        first, last = _same_start(before.rows, rows), len(rows)
        if len(before.rows) != last or before.height != after.height:
            return after.tops[first], max(before.height, after.height)
        while last > first and _same_row(before, after, last - 1):
            last -= 1
        return after.tops[first], after.tops[last]

    def forget(self) -> None:
        """Measure all rows again: they are written in another font."""
        self._layouts.clear()

    def _laid_out(self, before: Layout[RowT, PlaceT], width: int) -> Layout[RowT, PlaceT]:
        same = _same_start(before.rows, self.rows)
        moved = dict(zip(before.rows[same:], before.places[same:], strict=True))
        places, tops = before.places[:same], before.tops[: same + 1]
        for row in self.rows[same:]:
            place = moved.get(row) or self._measure(row, width)
            places.append(place)
            tops.append(tops[-1] + place.height)
        return Layout(self.rows, places, tops)


def _same_start(before: tuple[RowT, ...], after: tuple[RowT, ...]) -> int:
    """How many rows at the start are the same."""
    count = 0
    for one, other in zip(before, after, strict=False):
        if one is not other and one != other:
            break
        count += 1
    return count


def _same_row(before: Layout[RowT, PlaceT], after: Layout[RowT, PlaceT], i: int) -> bool:
    return before.rows[i] == after.rows[i] and before.tops[i] == after.tops[i]
