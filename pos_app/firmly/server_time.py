"""How far this computer's clock is off, by the `Date` of the last answer (RFC 9110, 6.6.1)."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from email.utils import parsedate_to_datetime

from pos_app.domain.errors import Code, Problem

# Less does not make a certificate look out of date, and an answer's way takes a while.
WORTH_TELLING_SECONDS = 900


class ServerTime:
    """Remembers when an answer said that it is; only answers over a line that was checked count.

    `wall` gives unix seconds and may jump, `steady` seconds that never do.
    """

    def __init__(
        self,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wall, self._steady = wall, steady
        self._ahead: float | None = None  # of the server before `steady`

    def hear(self, headers: Mapping[str, str]) -> None:
        """Take the time from an answer; one without a readable date changes nothing."""
        try:
            told = parsedate_to_datetime(headers.get("date", "")).timestamp()
        except (ValueError, TypeError, OverflowError):
            return
        self._ahead = told - self._steady()

    @property
    def off(self) -> int | None:
        """Seconds by which this computer is ahead, negative if behind; None while unknown."""
        if self._ahead is None:
            return None
        return round(self._wall() - self._steady() - self._ahead)

    def explain(self, problem: Problem) -> Problem:
        """The same problem; of a certificate out of date, that it is the clock, if it is."""
        if problem.code not in {Code.TLS_EXPIRED, Code.TLS_TOO_EARLY}:
            return problem
        off = self.off
        if off is not None and abs(off) >= WORTH_TELLING_SECONDS:
            return replace(problem, code=Code.TLS_CLOCK, clock_off=off)
        return problem
