"""When to ask whether a newer version is announced: now and then, and never beside an order."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from pos_app.bridge import messages as m
from pos_app.domain.updates import UpdateSource
from pos_app.gui.ports import Post

FIRST_MINUTES = 2
BETWEEN_MINUTES = 12 * 60
# While an order is in flight, or nobody knows the end of one.
AGAIN_MINUTES = 5


class UpdateWatch(QObject):
    """Asks the worker. `busy` says whether an order is in flight or unsettled."""

    def __init__(
        self, source: UpdateSource, post: Post, busy: Callable[[], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._source, self._post, self._busy = source, post, busy
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.look)
        self._wait(FIRST_MINUTES)

    @Slot()
    def look(self) -> None:
        """Ask now, unless there is something more important."""
        if self._busy():
            self._wait(AGAIN_MINUTES)
            return
        self._post(m.LookForUpdate(self._source))
        self._wait(BETWEEN_MINUTES)

    def _wait(self, minutes: int) -> None:
        self.timer.start(minutes * 60_000)
