"""One page per caller under a bar of tabs; kept on disk as they are typed, and brought back."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from pos_app.bridge import messages as m
from pos_app.gui.order_page import OrderPage
from pos_app.gui.ports import Post

if TYPE_CHECKING:
    from pos_app.domain.connection import Connection, Settings
    from pos_app.domain.draft import KeptDraft

# How long after a key, in milliseconds, what was typed is kept; a power cut costs that much.
KEEP_AFTER = 400


class OrderTabs(QStackedWidget):
    """The orders that are open, in the order of their tabs; from `begin` on there is one.

    That one is filled in after the first paint, or when somebody asks for it.
    `restored` says whether what was open when the program ended has been brought back.

    `cancel_order` is called directly, not queued: a queued stop would come too late. Signals:
    `opened` when a page comes to the front on its own, `parked(title, KeptDraft)`, `repeat_asked`
    when the last order of the customer in front is wanted again.
    """

    opened = Signal()
    parked = Signal(str, object)
    order_asked = Signal(str)
    repeat_asked = Signal()

    def __init__(
        self,
        tabs: QTabBar,
        settings: Settings,
        post: Post,
        cancel_order: Callable[[int], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tabs, self._settings, self._post = tabs, settings, post
        self._cancel_order = cancel_order
        self._connection: Connection | None = settings.connection
        self._ids = itertools.count(1)
        self._pages: list[OrderPage] = []
        self._kept: dict[str, KeptDraft] = {}
        self.restored = False
        self._keeping = QTimer(self, singleShot=True, interval=KEEP_AFTER)
        self._keeping.timeout.connect(self.keep)
        tabs.currentChanged.connect(self._show_page)

    # ---- pages -----------------------------------------------------------------------------

    def begin(self) -> None:
        """Open the first order: it takes keys at once."""
        self._begun().party.focus_phone()

    @Slot()
    def fill(self) -> None:
        """Bring what is not needed for the first key."""
        for page in self._pages:
            page.fill()

    @property
    def page(self) -> OrderPage:
        """The order in front."""
        return self.pages[self._tabs.currentIndex()]

    @property
    def pages(self) -> tuple[OrderPage, ...]:
        """All open orders, in the order of their tabs."""
        self.fill()
        return tuple(self._pages)

    @property
    def in_flight(self) -> int:
        """How many are being placed right now."""
        return sum(page.in_flight for page in self._pages)

    @property
    def unknown(self) -> int:
        """Of how many nobody knows yet whether they were placed."""
        return sum(page.is_unknown for page in self._pages)

    @property
    def keeping(self) -> bool:
        """Whether something typed has not been handed on to be kept yet."""
        return self._keeping.isActive()

    @Slot()
    def new_order(self) -> OrderPage:
        """Open a tab for the next caller."""
        page = self._made()
        self._tabs.setCurrentIndex(len(self._pages) - 1)
        self.opened.emit()
        page.party.focus_phone()
        return page

    def _made(self) -> OrderPage:
        page = self._begun()
        page.fill()
        return page

    def _begun(self) -> OrderPage:
        page = OrderPage(next(self._ids), self._settings.country, self._post)
        page.clerk = self._settings.clerk
        if self._connection is not None:
            page.set_connection(self._connection)
        page.title_changed.connect(self._retitle)
        page.edited.connect(self._edited)
        page.next_order.connect(self._replace_page)
        page.park_asked.connect(self.park)
        page.cancel_asked.connect(self._cancel)
        page.order_asked.connect(self.order_asked)
        page.party.repeat_asked.connect(self.repeat_asked)
        self._pages.append(page)
        self.addWidget(page)
        self._tabs.addTab(page.title())
        return page

    def _remove(self, page: OrderPage) -> None:
        index = self._pages.index(page)
        self._pages.pop(index)
        self._kept.pop(page.tab, None)
        self._tabs.removeTab(index)
        self.removeWidget(page)
        page.deleteLater()

    @Slot()
    def _replace_page(self) -> None:
        page = self.sender()
        self.new_order()
        if isinstance(page, OrderPage):
            self._remove(page)

    @Slot()
    def park(self) -> None:
        """Put the order in front aside; a blank one is closed, one that has ended makes way."""
        from pos_app.domain.draft import KeptDraft

        page = self.page
        if page.in_flight or page.is_unknown:
            return
        page.payment.clear()
        if not page.is_blank and not page.is_placed:
            kept = KeptDraft(page.tab, page.draft(), parked=True)
            self._post(m.KeepDraft(kept))
            self.parked.emit(page.title(), kept)
        if not page.is_blank or len(self._pages) == 1:
            self.new_order()
        self._remove(page)
        self.page.party.focus_phone()

    @Slot(object)
    def resume(self, kept: KeptDraft) -> None:
        """Take a parked order up again."""
        front = self.page if self.page.is_blank else self.new_order()
        front.tab = kept.tab
        front.set_draft(kept.draft)
        self.opened.emit()
        self.keep()

    @Slot(str)
    def show_order(self, attempt_id: str) -> bool:
        """Bring the order of an attempt to the front; False if it is not open."""
        for index, page in enumerate(self._pages):
            if page.state is not None and page.state.attempt_id == attempt_id:
                self._tabs.setCurrentIndex(index)
                self.opened.emit()
                return True
        return False

    @Slot()
    def next_tab(self) -> None:
        """Go to the tab on the right, after the last one to the first."""
        self._tabs.setCurrentIndex((self._tabs.currentIndex() + 1) % len(self._pages))

    @Slot(int)
    def _cancel(self, order_id: int) -> None:
        self._cancel_order(order_id)

    @Slot(int)
    def _show_page(self, index: int) -> None:
        if 0 <= index < len(self._pages):
            self.setCurrentWidget(self._pages[index])

    @Slot()
    def _retitle(self) -> None:
        for index, page in enumerate(self._pages):
            # An unchanged text would have the bar laid out and painted anew, for each event.
            if index < self._tabs.count() and self._tabs.tabText(index) != page.title():
                self._tabs.setTabText(index, page.title())

    # ---- what the window hands on ----------------------------------------------------------

    def set_connection(self, connection: Connection) -> None:
        """The merchant that orders go to."""
        self._connection = connection
        for page in self._pages:
            page.set_connection(connection)

    def set_settings(self, settings: Settings) -> None:
        """Who takes orders from now on, and where most customers live."""
        self._settings = settings
        for page in self._pages:
            page.clerk = settings.clerk

    def receive(self, report: m.Report) -> None:
        """Take a report of the worker."""
        if isinstance(report, m.Restored):
            self._restore(report)
        for page in self._pages:
            page.receive(report)

    # ---- on disk ---------------------------------------------------------------------------

    @Slot()
    def _edited(self) -> None:
        # Not started anew by each key: somebody who types without a pause is kept, too.
        if not self._keeping.isActive():
            self._keeping.start()

    @Slot()
    def keep(self) -> None:
        """Keep what has changed since it was last kept; an order that was placed keeps itself."""
        from pos_app.domain.draft import KeptDraft

        self._keeping.stop()
        for position, page in enumerate(self.pages):
            if page.is_placed:
                continue
            draft = replace(page.draft(), captcha_token="")
            kept = KeptDraft(page.tab, draft, position=position)
            if page.is_blank:
                if self._kept.pop(page.tab, None) is not None:
                    self._post(m.DropDraft(page.tab))
            elif self._kept.get(page.tab) != kept:
                self._kept[page.tab] = kept
                self._post(m.KeepDraft(kept))

    def _restore(self, report: m.Restored) -> None:
        """Bring back what was open; an order that nobody knows the end of comes to the front."""
        self.restored = True
        spare = [self.page] if self.page.is_blank else []
        unsettled = {record.tab for record in report.unsettled}
        for kept in sorted(report.drafts, key=lambda one: one.position):
            if kept.tab in unsettled:
                continue
            if kept.parked:
                self.parked.emit(_title_of(kept), kept)
                continue
            page = spare.pop() if spare else self._made()
            page.tab = kept.tab
            page.set_draft(kept.draft)
        for record in report.unsettled:
            page = spare.pop() if spare else self._made()
            page.restore(record)
            self._tabs.setCurrentIndex(self._pages.index(page))
        if report.unsettled:
            self.opened.emit()
            self.page.focus_first()


def _title_of(kept: KeptDraft) -> str:
    """What the list of parked orders says of one that is not on a page."""
    from pos_app.gui.money_text import money

    subtotal = kept.draft.cart.subtotal
    name = kept.draft.shipping.contact.full_name or kept.draft.shipping.contact.phone
    return f"{name} · {money(subtotal)}" if subtotal is not None else name
