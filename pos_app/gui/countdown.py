"""Seconds until something happens, counted on a clock that nobody sets."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

_TICK_MS = 200


class Countdown(QObject):
    """Counts down to zero and ticks on the way; stands still while it is paused.

    Signal: `ticked`, several times a second. `clock` counts seconds.
    """

    ticked = Signal()

    def __init__(self, clock: Callable[[], float], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._end: float | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.ticked)

    @property
    def left(self) -> float | None:
        """Seconds that are left, zero when they are over, None when nothing is counted."""
        return None if self._end is None else max(0.0, self._end - self._clock())

    @property
    def is_running(self) -> bool:
        """Whether it ticks."""
        return self._timer.isActive()

    def begin(self, seconds: float | None) -> None:
        """Count `seconds` from now on, or nothing. Ticks once it runs."""
        self._end = None if seconds is None else self._clock() + seconds
        if self._end is None:
            self._timer.stop()

    def run(self, *, on: bool) -> None:
        """Tick, or stand still; the time goes on either way."""
        if on and self._end is not None:
            self._timer.start()
        else:
            self._timer.stop()
