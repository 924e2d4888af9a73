"""Steps that wait for one another inside the program's only event loop."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

_LOOK_EVERY_MILLISECONDS = 10
STEP_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Wait:
    """Go on as soon as `until` is true; `what` is waited for."""

    what: str
    until: Callable[[], bool]


class TooLongError(Exception):
    """What was waited for did not come."""


Steps: TypeAlias = Generator[Wait, None, None]


class Script(QObject):
    """Runs steps; `ended` when there are no more. Raises nothing: steps catch TooLongError."""

    ended = Signal()

    def __init__(self, steps: Steps, seconds: float = STEP_SECONDS) -> None:
        super().__init__()
        self._steps, self._patience = steps, seconds * 1000
        self._wait: Wait | None = None
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Begin with the first step, inside the event loop."""
        self._timer.start(_LOOK_EVERY_MILLISECONDS)

    def stop(self) -> None:
        """Take no further step."""
        self._timer.stop()
        self._steps.close()

    @Slot()
    def _look(self) -> None:
        try:
            if self._wait is None or self._wait.until():
                self._wait = next(self._steps)
                self._clock.start()
            elif self._clock.elapsed() > self._patience:
                what, self._wait = self._wait.what, None
                self._wait = self._steps.throw(TooLongError(what))
                self._clock.start()
        except StopIteration:
            self._timer.stop()
            self.ended.emit()
