"""How long nobody has touched keyboard or mouse."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal, Slot

_LOOKS_MILLISECONDS = 5_000  # how often it is looked at: a lock comes that much later at most
_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Emits `idle` once nothing was touched for `seconds`; works between `start` and `stop`.

    Two clocks, of which the later one counts: `steady` can't be set back, and `wall` goes on while
    the computer sleeps.
    """

    idle = Signal()

    def __init__(
        self,
        parent: QObject,
        steady: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._clocks = (steady, wall)
        self._touched = (0.0, 0.0)
        self._seconds = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def start(self, seconds: float) -> None:
        """Begin to watch, from now on."""
        self._seconds = seconds
        self._touch()
        self._timer.start(min(_LOOKS_MILLISECONDS, max(int(seconds * 250), 1)))
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    @Slot()
    def look(self) -> None:
        """Look at the clocks."""
        idle_for = max(now() - then for now, then in zip(self._clocks, self._touched, strict=True))
        if idle_for >= self._seconds:
            self._touch()
            self.idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note what somebody does; nothing is kept from anybody."""
        if event.type() in _INPUT:
            self._touch()
        return super().eventFilter(watched, event)

    def _touch(self) -> None:
        steady, wall = self._clocks
        self._touched = (steady(), wall())
