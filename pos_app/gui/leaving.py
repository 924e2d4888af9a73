"""Whether the window may be closed now, and what to say when it may not."""

from __future__ import annotations

from PySide6.QtCore import QObject

from pos_app.gui.order_tabs import OrderTabs
from pos_app.gui.status_line import StatusLine


class Leaving(QObject):
    """Waits for an order in flight; lets an unsettled one be left only when asked twice."""

    def __init__(self, orders: OrderTabs, status: StatusLine) -> None:
        super().__init__(orders)
        self._orders, self._status = orders, status
        self._told = False

    def may_leave(self) -> bool:
        """True if the window may close; else the status bar says why not."""
        if self._orders.in_flight:
            words = self.tr(
                "An order is being placed. The window stays open until the answer is here."
            )
        elif self._orders.unknown and not self._told:
            self._told = True
            words = self.tr(
                "An order is not settled yet. It is kept and comes back at the next start. "
                "Close the window once more to leave."
            )
        else:
            return True
        self._status.say(words, "warn")
        return False
