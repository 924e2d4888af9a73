"""How long the call in front has taken: from the first key of its order to its end."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QLabel, QWidget

if TYPE_CHECKING:
    from pos_app.gui.order_page import OrderPage

_SECOND = 1000


class CallClock(QLabel):
    """A line of the status bar. `clock` counts seconds and never jumps."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._front: Callable[[], OrderPage] | None = None
        self._calls: dict[int, tuple[float, float]] = {}
        self._ticking = QTimer(self, interval=_SECOND)
        self._ticking.timeout.connect(self.tick)

    def watch(self, front: Callable[[], OrderPage]) -> None:
        """Follow whatever order is in front from now on."""
        self._front = front
        self._ticking.start()

    @Slot()
    def tick(self) -> None:
        """Say how long this call has taken; the clock stands once its order has ended."""
        if self._front is None:
            return
        page = self._front()
        if page.is_blank:
            self._calls.pop(page.order_id, None)
            self.setText("")
            return
        now = self._clock()
        began, last = self._calls.get(page.order_id, (now, now))
        if page.is_editing or page.in_flight:
            last = now
        self._calls[page.order_id] = began, last
        minutes, seconds = divmod(int(last - began), 60)
        self.setText(self.tr("On the call {0}").format(f"{minutes:02}:{seconds:02}"))
