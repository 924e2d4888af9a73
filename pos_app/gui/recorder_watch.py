"""Has the call recorder paused while a card is read, and says on the payment form how it is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.bridge import messages as m
from pos_app.domain.recorder import RecorderAction, RecorderHook, RecorderState
from pos_app.gui.order_page import OrderPage
from pos_app.gui.order_tabs import OrderTabs
from pos_app.gui.ports import Post


def recorder_words(state: RecorderState) -> tuple[str, str, str]:
    """Headline, sentence and tone."""
    translate = QCoreApplication.translate
    return {
        RecorderState.RUNNING: (
            translate("Recorder", "The call is being recorded."),
            translate("Recorder", "It pauses as soon as you are in a card field."),
            "info",
        ),
        RecorderState.ASKED: (
            translate("Recorder", "Asking the call recorder."),
            translate("Recorder", "Wait a moment before the customer reads the card."),
            "warn",
        ),
        RecorderState.PAUSED: (
            translate("Recorder", "The call recording is paused."),
            translate("Recorder", "The customer can read the card now."),
            "ok",
        ),
        RecorderState.PAUSE_FAILED: (
            translate("Recorder", "The call recording did not pause."),
            translate("Recorder", "Do it by hand before the customer reads the card."),
            "bad",
        ),
        RecorderState.RESUME_FAILED: (
            translate("Recorder", "The call recording did not go on."),
            translate("Recorder", "Start it again by hand."),
            "bad",
        ),
    }[state]


class RecorderWatch(QObject):
    """Pauses when the focus comes into a payment form, resumes when it leaves.

    While an order is in flight it stays paused, until the order has its verdict. Another window in
    front changes nothing: the customer may still be reading the card.
    """

    def __init__(self, orders: OrderTabs, post: Post) -> None:
        super().__init__(orders)
        self._orders, self._post = orders, post
        self._hook = RecorderHook()
        self._state = RecorderState.RUNNING
        self._paused_for: OrderPage | None = None
        orders.opened.connect(self._show)

    def set_hook(self, hook: RecorderHook) -> None:
        """Another hook, or none any more."""
        if hook == self._hook:
            return
        app = QApplication.instance()
        if isinstance(app, QApplication) and hook.is_set != self._hook.is_set:
            if hook.is_set:
                app.focusChanged.connect(self._focus_moved)
            else:
                app.focusChanged.disconnect(self._focus_moved)
        self._hook, self._state, self._paused_for = hook, RecorderState.RUNNING, None
        self._show()

    def receive(self, report: m.Report) -> None:
        """Take a report of the worker; the orders have had it by now."""
        if isinstance(report, m.RecorderTold):
            self._state = report.state
            self._show()
        self._resume_if_left(QApplication.focusWidget())

    @Slot(QWidget, QWidget)
    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        page = self._orders.page
        if new is not None and page.payment.isAncestorOf(new):
            if self._paused_for is None:
                self._post(m.MoveRecorder(RecorderAction.PAUSE))
            self._paused_for = page
        else:
            self._resume_if_left(new)

    def _resume_if_left(self, focus: QWidget | None) -> None:
        page = self._paused_for
        if page is None or focus is None:
            return
        open_still = page in self._orders.pages
        if open_still and (page.in_flight or page.payment.isAncestorOf(focus)):
            return
        self._paused_for = None
        self._post(m.MoveRecorder(RecorderAction.RESUME))

    @Slot()
    def _show(self) -> None:
        said = recorder_words(self._state) if self._hook.is_set else None
        for page in self._orders.pages:
            page.payment.show_recorder(said)
