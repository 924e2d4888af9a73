"""What a window gets once it has been seen: nothing of it is needed for the first key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from pos_app.bridge import messages as m
    from pos_app.domain.updates import UpdateSource
    from pos_app.gui.fast_ways import FastWays
    from pos_app.gui.main_window import MainWindow
    from pos_app.gui.ports import Post


class AfterPaint(QObject):
    """Fills the window up. `updates` None: nobody asks for newer versions."""

    def __init__(self, window: MainWindow, post: Post, updates: UpdateSource | None) -> None:
        super().__init__(window)
        self._window, self._post, self._updates = window, post, updates
        self._fast_ways: FastWays | None = None
        window.painted.connect(self._begin)

    @Slot()
    def _begin(self) -> None:
        from pos_app.gui.fast_ways import FastWays

        self._window.orders.fill()
        self._window.rail.show_icons()
        self._fast_ways = FastWays(self._window, self._post)
        if self._updates is not None:
            from pos_app.gui.update_watch import UpdateWatch

            UpdateWatch(self._updates, self._post, self._needs_attention, self)

    def receive(self, report: m.Report) -> None:
        """Take a report of the worker."""
        if self._fast_ways is not None:
            self._fast_ways.receive(report)

    def _needs_attention(self) -> bool:
        return bool(self._window.orders.in_flight or self._window.orders.unknown)
