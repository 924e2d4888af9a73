"""The window: rail, top bar, one page per caller, status bar. Routes reports and keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QPaintEvent, QSessionManager, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from pos_app.bridge import messages as m
from pos_app.domain.connection import Settings
from pos_app.domain.rights import Right
from pos_app.gui.after_paint import AfterPaint
from pos_app.gui.keys_overlay import KeysOverlay
from pos_app.gui.leaving import Leaving
from pos_app.gui.order_page import OrderPage
from pos_app.gui.order_tabs import OrderTabs
from pos_app.gui.ports import Post
from pos_app.gui.rail import Rail, Room
from pos_app.gui.staff_gate import StaffGate
from pos_app.gui.status_line import StatusLine
from pos_app.gui.top_bar import TopBar

if TYPE_CHECKING:
    from pos_app.domain.draft import KeptDraft
    from pos_app.gui.history_page import HistoryPage
    from pos_app.gui.parked_page import ParkedPage
    from pos_app.gui.setup_page import SetupPage


class MainWindow(QMainWindow):
    """The one window. `painted` fires once, after the first paint: heavy work may begin then.

    `cancel_order` is called directly, not queued: a queued stop would come too late.
    """

    painted = Signal()
    settings_chosen = Signal(object)

    def __init__(
        self,
        settings: Settings,
        post: Post,
        cancel_order: Callable[[int], None],
        memory: QSettings,
    ) -> None:
        super().__init__()
        self._settings, self._post = settings, post
        self._memory = memory
        # Kept alive by the window, whatever it is that feeds it.
        self.shop: QObject | None = None
        self._first_paint = True
        self.rail, self.top, self.status = Rail(), TopBar(), StatusLine()
        self.orders = OrderTabs(self.top.tabs, settings, post, cancel_order)
        self._rooms, self._layers, self._body = QStackedWidget(), QStackedWidget(), QWidget()
        self.staff = StaffGate(self._layers, self.orders, post)
        self._leaving, self._room = Leaving(self.orders, self.status), Room.ORDER
        self._history: HistoryPage | None = None
        self._parked: ParkedPage | None = None
        self._setup: SetupPage | None = None
        self._keys = KeysOverlay(self)
        self._after_paint = AfterPaint(self, post, settings.updates)
        self.setWindowTitle("pos-app")
        self.setMinimumSize(1024, 700)
        self._build()
        self._connect()
        self._shortcuts()
        self._restore()
        self.show_room(Room.SETUP if settings.connection is None else Room.ORDER)
        if settings.sign_in:
            self.staff.close()

    def _build(self) -> None:
        # From the outside in: a branch that gets a parent late is looked through once more.
        self.setCentralWidget(self._layers)
        self._layers.addWidget(self._body)
        self._body.setObjectName("page")
        self._stripe = QFrame()
        self._stripe.setObjectName("trainingStripe")
        self._stripe.hide()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        for part in (self._stripe, self.top, self._rooms, self.status):
            right.addWidget(part, 1 if part is self._rooms else 0)
        row = QHBoxLayout(self._body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self._rooms.addWidget(self.orders)
        self.top.show_clerk(self._settings.clerk)
        self.orders.begin()

    def _connect(self) -> None:
        self.rail.chosen.connect(self.show_room)
        self.staff.entered.connect(self._entered)
        self.staff.left.connect(self._keys.hide)
        self.staff.said.connect(self.status.say)
        self.status.call.watch(lambda: self.orders.page)
        self.top.new_order.connect(self.orders.new_order)
        self.top.outcome_chosen.connect(self._choose_outcome)
        self.orders.opened.connect(self._show_orders)
        self.orders.parked.connect(self._park)
        self.orders.order_asked.connect(self._show_order)

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
            ("F9", self._check_now),
            ("Ctrl+N", self.orders.new_order),
            ("Ctrl+Tab", self.orders.next_tab),
            ("Ctrl+H", self.orders.park),
            ("Ctrl+P", self._print),
            ("Ctrl+F", self._find_order),
            ("Ctrl+L", self.staff.lock),
        ):
            shortcut = QShortcut(keys, self._body)  # not while it is locked
            shortcut.setAutoRepeat(False)  # a key held down is one press
            shortcut.activated.connect(slot)

    def _restore(self) -> None:
        geometry = self._memory.value("window/geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(1440, 900)

    # ---- orders ----------------------------------------------------------------------------

    @property
    def page(self) -> OrderPage:
        """The order in front."""
        return self.orders.page

    @Slot()
    def _show_orders(self) -> None:
        self.show_room(Room.ORDER)

    @Slot(str)
    def _show_order(self, attempt_id: str) -> None:
        """Lead to an order: to its tab, else to its place in the history."""
        if not self.orders.show_order(attempt_id):
            self.show_room(Room.HISTORY)
            self._history_page().field.setText(attempt_id)

    # ---- rooms and settings ----------------------------------------------------------------

    @Slot(object)
    def show_room(self, room: Room) -> None:
        """Show the orders, the parked ones, or the settings."""
        if room is Room.SETUP and not self.staff.opens_settings():
            room = self._room
        self._room = room
        if room is Room.SETUP:
            self._open_setup()
        elif room is Room.HISTORY:
            self._rooms.setCurrentWidget(self._history_page())
            self._history_page().focus_search()
        else:
            self._rooms.setCurrentWidget(self.parked if room is Room.PARKED else self.orders)
        self.rail.show_room(room)

    def _history_page(self) -> HistoryPage:
        """The history: made when it is first asked for."""
        if self._history is None:
            from pos_app.gui.history_page import HistoryPage

            self._history = HistoryPage(self._post)
            self._history.order_chosen.connect(self._show_order)
            self._rooms.addWidget(self._history)
        return self._history

    @property
    def parked(self) -> ParkedPage:
        """The orders put aside: made when there is one, or somebody looks."""
        if self._parked is None:
            from pos_app.gui.parked_page import ParkedPage

            self._parked = ParkedPage()
            self._parked.resumed.connect(self.orders.resume)
            self._rooms.addWidget(self._parked)
        return self._parked

    @Slot(str, object)
    def _park(self, title: str, kept: KeptDraft) -> None:
        self.parked.add(title, kept)

    def _open_setup(self) -> None:
        from pos_app.gui.setup_page import SetupPage

        if self._setup is not None:
            self._rooms.removeWidget(self._setup)
            self._setup.deleteLater()
        self._setup = SetupPage(self._post, first=self._settings.connection is None)
        self._setup.set_settings(self._settings)
        self._setup.set_staff(self.staff.clerks, self.staff.clerk)
        self._setup.chosen.connect(self._use)
        self._setup.closed.connect(self._leave_setup)
        self._rooms.addWidget(self._setup)
        self._rooms.setCurrentWidget(self._setup)

    @Slot(object)
    def _entered(self, _clerk: object) -> None:
        """Somebody has signed in, or has other rights than before."""
        self._show_clerk()
        if self._room is Room.SETUP and not self.staff.may(Right.SETTINGS):
            self.show_room(Room.ORDER)

    def _show_clerk(self) -> None:
        settings = self.staff.followed(self._settings)
        self.orders.set_settings(settings)
        self.top.show_clerk(settings.clerk)

    @Slot()
    def _leave_setup(self) -> None:
        self.show_room(Room.ORDER)

    @Slot(object)
    def _use(self, settings: Settings) -> None:
        moves = settings.connection != self._settings.connection
        if moves and (self.orders.in_flight or self.orders.unknown):
            self.status.say(
                self.tr(
                    "An order is not settled yet, and only this store can tell what became of it. "
                    "Settle it before changing the store."
                ),
                "warn",
            )
            return
        self._settings = settings
        self._show_clerk()
        self._post(m.SaveSettings(settings))
        if settings.connection is not None:
            self.orders.set_connection(settings.connection)
            self._post(m.Connect(settings.connection))
        self.settings_chosen.emit(settings)
        self.show_room(Room.ORDER)
        self.page.party.focus_phone()

    # ---- reports ---------------------------------------------------------------------------

    @Slot(object)
    def receive(self, report: m.Report) -> None:
        """Take a report of the worker and hand it on."""
        if isinstance(report, m.LinkChanged):
            self.orders.set_connection(report.connection)
            self.top.show_link(report)
            self._stripe.setVisible(report.connection.training)
        elif isinstance(report, m.NextOutcomeChosen):
            self.top.show_outcome(report.scenario)
        elif isinstance(report, m.SettingsSaved) and report.problem is not None:
            self.status.say_problem(report.problem)
        elif isinstance(report, m.TokensKept):
            self.status.show_tokens(report)
        elif isinstance(report, m.JournalTold):
            self.status.show_journal(report)
        elif isinstance(report, m.UpdateFound):
            self.status.show_update(report.version)
        self.orders.receive(report)
        self.staff.receive(report)
        self._after_paint.receive(report)
        for room in (self._setup, self._history):
            if room is not None:
                room.receive(report)
        self.status.show_orders(self.orders.in_flight, self.orders.unknown)

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
        if self._history is not None and self._rooms.currentWidget() is self._history:
            self._history.print_receipt()
        else:
            self.page.placing.print_receipt()

    @Slot()
    def _find_order(self) -> None:
        self.show_room(Room.HISTORY)

    @Slot()
    def _check_now(self) -> None:
        self.page.check_now()

    # ---- Qt --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell when the window has been seen for the first time."""
        super().paintEvent(event)
        if self._first_paint:
            self._first_paint = False
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for an order in flight; leave an unsettled one only when told twice."""
        if not self._leaving.may_leave():
            event.ignore()
            return
        self.orders.keep()
        self.staff.stop()
        self._memory.setValue("window/geometry", self.saveGeometry())
        super().closeEvent(event)

    @Slot(QSessionManager)
    def log_out(self, manager: QSessionManager) -> None:
        """The user logs out of the computer: ask to wait while an order is in flight."""
        self.orders.keep()
        if self.orders.in_flight and manager.allowsInteraction():
            manager.cancel()
            manager.release()
