"""The benchmarks' figures, as a table for people and as one line of JSON for programs."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure beside the baseline of the same run, both in `unit`.

    `limit` is the most that it should be, in the same unit; it is shown, never asserted.
    """

    name: str
    measured: float
    baseline: float
    unit: str = "ms"
    limit: float | None = None

    @property
    def ratio(self) -> float:
        """Measured over baseline."""
        return self.measured / self.baseline if self.baseline else math.inf


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest of `values` that `percent` of them do not exceed (nearest rank)."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(len(ranked) * percent / 100) - 1)]


def table(figures: Sequence[Figure]) -> str:
    """The figures, a line each, under a head."""
    width = max(len(figure.name) for figure in figures)
    lines = [f"{'':<{width}}  {'measure':>14}  {'baseline':>14}  {'ratio':>7}  limit"]
    for figure in figures:
        limit = "" if figure.limit is None else f"<= {figure.limit:g} {figure.unit}"
        measured = f"{figure.measured:.2f} {figure.unit}"
        baseline = f"{figure.baseline:.2f} {figure.unit}"
        ratio = f"{figure.ratio:.2f}"
        lines.append(f"{figure.name:<{width}}  {measured:>14}  {baseline:>14}  {ratio:>7}  {limit}")
    return "\n".join(line.rstrip() for line in lines)


def as_json(figures: Sequence[Figure]) -> str:
    """The figures on one line."""
    rows = [{**asdict(figure), "ratio": round(figure.ratio, 3)} for figure in figures]
    return json.dumps(rows)


def from_json(text: str) -> list[Figure]:
    """What `as_json` wrote."""
    names = {field.name for field in fields(Figure)}
    return [Figure(**{k: v for k, v in row.items() if k in names}) for row in json.loads(text)]
