"""What the streaming benchmark looks with: the ends of paints, and a pulse of the thread."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QWidget

_PATIENCE_SECONDS = 60.0


class Repaints(QObject):
    """Seconds from the moment something was sent to the end of the paint that shows it.

    Paints of the watched widgets count; the end is the next moment in which the window's thread
    has nothing more to do.
    """

    def __init__(self) -> None:
        super().__init__()
        self.latencies: list[float] = []
        self._shown: list[float] = []
        self._idle = QTimer(self, singleShot=True, interval=0)
        self._idle.timeout.connect(self._settle)

    def watch(self, widget: QWidget) -> None:
        """Count the paints of a widget and of all in it."""
        for part in (widget, *widget.findChildren(QWidget)):
            part.installEventFilter(self)

    def shown(self, sent: float) -> None:
        """What was sent then has just been given to the widgets."""
        self._shown.append(sent)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note paints, change nothing."""
        if self._shown and event.type() == QEvent.Type.Paint:
            self._idle.start()
        return False

    @Slot()
    def _settle(self) -> None:
        now = time.perf_counter()
        self.latencies += [now - sent for sent in self._shown]
        self._shown.clear()


class Pulse(QObject):
    """A timer of one millisecond; `gaps` are the seconds by which each beat came too late."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Beat from now on."""
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()

    @Slot()
    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(max(0.0, now - self._last - 0.001))
        self._last = now


class Wait(QObject):
    """Runs the event loop, undisturbed but for a look every 20 ms, until a condition holds."""

    def __init__(self) -> None:
        super().__init__()
        self._loop = QEventLoop()
        self._condition: Callable[[], bool] = bool
        self._until = 0.0
        self._timer = QTimer(self, interval=20)
        self._timer.timeout.connect(self._look)

    def until(self, condition: Callable[[], bool]) -> None:
        """Come back when it holds; TimeoutError after a minute."""
        self._condition, self._until = condition, time.monotonic() + _PATIENCE_SECONDS
        self._timer.start()
        self._loop.exec()
        self._timer.stop()
        if not condition():
            raise TimeoutError

    def seconds(self, seconds: float) -> None:
        """Come back after a while."""
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() >= end)

    @Slot()
    def _look(self) -> None:
        if self._condition() or time.monotonic() >= self._until:
            self._loop.quit()
