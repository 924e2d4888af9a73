"""The window: rail, top bar, one page per caller, status bar. Routes reports and keys."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from PySide6.QtCore import QObject, QSettings, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from pos_app.bridge import messages as m
from pos_app.domain.connection import Connection, Settings
from pos_app.domain.draft import OrderDraft
from pos_app.gui.keys_overlay import KeysOverlay
from pos_app.gui.order_page import OrderPage
from pos_app.gui.parked_page import ParkedPage
from pos_app.gui.ports import Post
from pos_app.gui.problem_words import problem_sentence
from pos_app.gui.rail import Rail, Room
from pos_app.gui.setup_page import SetupPage
from pos_app.gui.status_line import StatusLine
from pos_app.gui.top_bar import TopBar


class MainWindow(QMainWindow):
    """The one window. `painted` fires once, after the first paint: heavy work may begin then.

    `scenarios` are name and title of what the training store can be made to do.
    `cancel_order` is called directly, not queued: a queued stop would come too late.
    """

    painted = Signal()
    settings_chosen = Signal(object)

    def __init__(
        self,
        settings: Settings,
        post: Post,
        cancel_order: Callable[[int], None],
        scenarios: tuple[tuple[str, str], ...],
        memory: QSettings,
    ) -> None:
        super().__init__()
        self._settings, self._post, self._cancel_order = settings, post, cancel_order
        self._titles, self._memory = dict(scenarios), memory
        self._connection: Connection | None = settings.connection
        self._ids = itertools.count(1)
        # Kept alive by the window, whatever it is that feeds it.
        self.shop: QObject | None = None
        self._first_paint = True
        self._pages: list[OrderPage] = []
        self.rail, self.top, self.status = Rail(), TopBar(scenarios), StatusLine()
        self.parked, self.orders = ParkedPage(), QStackedWidget()
        self._rooms = QStackedWidget()
        self._setup: SetupPage | None = None
        self._keys = KeysOverlay(self)
        self.setWindowTitle("pos-app")
        self.setMinimumSize(1024, 700)
        self._build()
        self._connect()
        self._shortcuts()
        self._restore()
        self.show_room(Room.SETUP if settings.connection is None else Room.ORDER)

    def _build(self) -> None:
        body = QWidget()
        body.setObjectName("page")
        self._stripe = QFrame()
        self._stripe.setObjectName("trainingStripe")
        self._stripe.hide()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        for part in (self._stripe, self.top, self._rooms, self.status):
            right.addWidget(part, 1 if part is self._rooms else 0)
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self._rooms.addWidget(self.orders)
        self._rooms.addWidget(self.parked)
        self.setCentralWidget(body)
        self.top.show_clerk(self._settings.clerk)
        self.new_order()

    def _connect(self) -> None:
        self.rail.chosen.connect(self.show_room)
        self.top.new_order.connect(self.new_order)
        self.top.tabs.currentChanged.connect(self._show_page)
        self.top.outcome_chosen.connect(self._choose_outcome)
        self.parked.resumed.connect(self._resume)

    def _shortcuts(self) -> None:
        for keys, slot in (
            ("F1", self._keys.toggle),
            ("F2", self._customer),
            ("F3", self._ship_to),
            ("F4", self._billing),
            ("F5", self._search),
            ("F6", self._card),
            ("Ctrl+Return", self._place),
            ("Ctrl+Enter", self._place),
            ("Ctrl+N", self.new_order),
            ("Ctrl+Tab", self._next_tab),
            ("Ctrl+H", self._park),
            ("Ctrl+P", self._print),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def _restore(self) -> None:
        geometry = self._memory.value("window/geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(1440, 900)

    # ---- orders ----------------------------------------------------------------------------

    @property
    def page(self) -> OrderPage:
        """The order in front."""
        return self._pages[self.top.tabs.currentIndex()]

    @Slot()
    def new_order(self) -> OrderPage:
        """Open a tab for the next caller; an order that has ended well makes way for it."""
        page = OrderPage(next(self._ids), self._settings.country, self._post)
        if self._connection is not None:
            page.set_connection(self._connection)
        page.title_changed.connect(self._retitle)
        page.next_order.connect(self._replace_page)
        page.park_asked.connect(self._park)
        page.cancel_asked.connect(self._cancel)
        self._pages.append(page)
        self.orders.addWidget(page)
        self.top.tabs.addTab(page.title())
        self.top.tabs.setCurrentIndex(len(self._pages) - 1)
        self.show_room(Room.ORDER)
        page.party.focus_phone()
        return page

    def _remove(self, page: OrderPage) -> None:
        index = self._pages.index(page)
        self._pages.pop(index)
        self.top.tabs.removeTab(index)
        self.orders.removeWidget(page)
        page.deleteLater()

    @Slot()
    def _replace_page(self) -> None:
        page = self.sender()
        self.new_order()
        if isinstance(page, OrderPage):
            self._remove(page)

    @Slot()
    def _park(self) -> None:
        page = self.page
        if page.in_flight or page.is_unknown:
            return
        page.payment.clear()
        self.parked.add(page.title(), page.draft())
        self.new_order()
        self._remove(page)

    @Slot(object)
    def _resume(self, draft: OrderDraft) -> None:
        self.new_order().set_draft(draft)

    @Slot(int)
    def _cancel(self, order_id: int) -> None:
        self._cancel_order(order_id)

    @Slot(int)
    def _show_page(self, index: int) -> None:
        if 0 <= index < len(self._pages):
            self.orders.setCurrentWidget(self._pages[index])

    @Slot()
    def _retitle(self) -> None:
        for index, page in enumerate(self._pages):
            if index < self.top.tabs.count():
                self.top.tabs.setTabText(index, page.title())

    # ---- rooms and settings ----------------------------------------------------------------

    @Slot(object)
    def show_room(self, room: Room) -> None:
        """Show the orders, the parked ones, or the settings."""
        if room is Room.SETUP:
            self._open_setup()
        else:
            self._rooms.setCurrentWidget(self.parked if room is Room.PARKED else self.orders)
        self.rail.show_room(room)

    def _open_setup(self) -> None:
        if self._setup is not None:
            self._rooms.removeWidget(self._setup)
            self._setup.deleteLater()
        self._setup = SetupPage(self._post, first=self._settings.connection is None)
        self._setup.set_settings(self._settings)
        self._setup.chosen.connect(self._use)
        self._setup.closed.connect(self._leave_setup)
        self._rooms.addWidget(self._setup)
        self._rooms.setCurrentWidget(self._setup)

    @Slot()
    def _leave_setup(self) -> None:
        self.show_room(Room.ORDER)

    @Slot(object)
    def _use(self, settings: Settings) -> None:
        if any(page.in_flight or page.is_unknown for page in self._pages):
            self.status.say(
                self.tr("An order is not settled yet: finish it before changing the store."), "warn"
            )
            return
        self._settings = settings
        self.top.show_clerk(settings.clerk)
        self._post(m.SaveSettings(settings))
        if settings.connection is not None:
            self._connection = settings.connection
            self._post(m.Connect(settings.connection))
        self.settings_chosen.emit(settings)
        self.show_room(Room.ORDER)
        self.page.party.focus_phone()

    # ---- reports ---------------------------------------------------------------------------

    @Slot(object)
    def receive(self, report: m.Report) -> None:
        """Take a report of the worker and hand it on."""
        if isinstance(report, m.LinkChanged):
            self._connection = report.connection
            self.top.show_link(report)
            self._stripe.setVisible(report.connection.training)
            for page in self._pages:
                page.set_connection(report.connection)
        elif isinstance(report, m.NextOutcomeChosen):
            self.top.show_outcome(self._titles.get(report.scenario, report.scenario))
        elif isinstance(report, m.SettingsSaved) and report.problem is not None:
            self.status.say(problem_sentence(report.problem), "bad")
        elif isinstance(report, m.TokensKept):
            self.status.show_tokens(report)
        for page in self._pages:
            page.receive(report)
        if self._setup is not None:
            self._setup.receive(report)
        self.status.show_orders(sum(page.in_flight for page in self._pages))

    @Slot(str)
    def _choose_outcome(self, scenario: str) -> None:
        self._post(m.ChooseNextOutcome(scenario))

    # ---- keys ------------------------------------------------------------------------------

    @Slot()
    def _customer(self) -> None:
        self.page.party.focus_phone()

    @Slot()
    def _ship_to(self) -> None:
        self.page.party.focus_ship_to()

    @Slot()
    def _billing(self) -> None:
        if self.page.is_editing:
            self.page.party.toggle_billing()

    @Slot()
    def _search(self) -> None:
        self.page.cart.focus_search()

    @Slot()
    def _card(self) -> None:
        if self.page.is_editing:
            self.page.payment.focus_number()
        else:
            self.page.back_to_card()

    @Slot()
    def _place(self) -> None:
        if self._rooms.currentWidget() is self.orders:
            self.page.place()

    @Slot()
    def _print(self) -> None:
        self.page.placing.print_receipt()

    @Slot()
    def _next_tab(self) -> None:
        self.top.tabs.setCurrentIndex((self.top.tabs.currentIndex() + 1) % len(self._pages))

    # ---- Qt --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell when the window has been seen for the first time."""
        super().paintEvent(event)
        if self._first_paint:
            self._first_paint = False
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for the answer to an order in flight, and say so."""
        if any(page.in_flight for page in self._pages):
            self.status.say(
                self.tr(
                    "An order is being placed. The window stays open until the answer is here."
                ),
                "warn",
            )
            event.ignore()
            return
        self._memory.setValue("window/geometry", self.saveGeometry())
        super().closeEvent(event)
