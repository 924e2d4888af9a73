"""From an event on the wire to its repaint, and how long the window's thread is ever held up.

The real window, offscreen, with the real worker on the real training store; orders of 50 lines.
The clock starts when the store hands an event to its socket and stops in the first idle moment
after the paint that shows it. The baselines, in the same process: a bare label in a bare window
that a thread updates by a queued signal, and the window with nothing to do.

Run by itself it prints JSON, and with `--profile FILE` writes a profile of the window's thread.
"""

from __future__ import annotations

import asyncio
import cProfile
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from bench_order import CARD_CODE, CARD_EXPIRY, CARD_NUMBER, connection_to, draft_at
from bench_probes import Pulse, Repaints, Wait
from bench_report import Figure, as_json, percentile
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from pos_app.app import Shop, Training, build
from pos_app.bridge.messages import CheckoutMoved, Report
from pos_app.bridge.worker import Worker
from pos_app.domain.checkout import CheckoutState, Step, StepStatus, Verdict
from pos_app.domain.connection import Connection
from pos_app.domain.draft import OrderDraft
from pos_app.gui.main_window import MainWindow
from pos_app.training import TrainingStore
from pos_app.training.http11 import Exchange

_ORDERS = 6
_LINES = 50
_EVENTS = _LINES + 3  # creating-cart, item-added for each line, shipping-updated, order-placed
_PACE = 0.02
_IDLE_SECONDS = 2.0


class Store(Training):
    """A training store that tells of each line by an event of its own; runs from the beginning."""

    def __init__(self) -> None:
        super().__init__()
        # One key for all: making a new one keeps a processor busy while events are timed.
        self.store = TrainingStore(pace=_PACE, odd_shapes=False, key_uses=1_000_000)
        self.at = self.store.start()

    def start(self) -> Connection:
        """Where it is."""
        return connection_to(self.at)


class Desk(QObject):
    """Places orders in the window as a clerk does, and matches what is shown to what was sent."""

    def __init__(self, window: MainWindow, sent: list[float], repaints: Repaints) -> None:
        super().__init__()
        self._window, self._sent, self._repaints = window, sent, repaints
        self._told = -1
        self.state: CheckoutState | None = None
        self.pulse, self.wait = Pulse(), Wait()
        # In the window's place, so that nothing can be painted between showing and noting it.
        worker = _shop_of(window).findChildren(Worker)[0]
        worker.reported.disconnect(window.receive)
        worker.reported.connect(self.heard)

    @Slot(object)
    def heard(self, report: Report) -> None:
        """Hand a report to the window: the events up to it then wait for their paint."""
        self._window.receive(report)
        if not isinstance(report, CheckoutMoved):
            return
        self.state = report.state
        reached = _event_number(report.state)
        for number in range(self._told + 1, reached + 1):
            self._repaints.shown(self._sent[number])
        self._told = max(self._told, reached)

    def order(self, draft: OrderDraft) -> None:
        """From the first key of the card to the order number."""
        page = self._window.page
        page.set_draft(draft)
        self._key(Qt.Key.Key_F6)
        for text in (CARD_NUMBER, CARD_EXPIRY, CARD_CODE, ""):
            QTest.keyClicks(QApplication.focusWidget() or self._window, text)
            self._key(Qt.Key.Key_Return)
        self.wait.seconds(0.3)  # the line has been warmed, and the window is at rest
        self._sent.clear()
        self._told, self.state = -1, None
        self._repaints.watch(page.placing)
        self.pulse.start()
        self._key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.wait.until(self._is_over)
        self.wait.seconds(0.2)
        self.pulse.stop()
        if self._told + 1 != _EVENTS or len(self._sent) != _EVENTS:
            raise RuntimeError(f"{self._told + 1} of {len(self._sent)} events were shown")
        page.next_order.emit()

    def _is_over(self) -> bool:
        return self.state is not None and self.state.verdict is not None

    def _key(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(QApplication.focusWidget() or self._window, key, modifier)


def _shop_of(window: MainWindow) -> Shop:
    if not isinstance(window.shop, Shop):
        raise TypeError("a window without a shop")
    return window.shop


def _event_number(state: CheckoutState) -> int:
    """Which of an order's events this state is the answer to, from 0; -1 before the first."""
    if state.verdict is Verdict.PLACED:
        return _EVENTS - 1
    if state.step_state(Step.SHIPPING).status is StepStatus.DONE:
        return _LINES + 1
    if state.receipt.lines:
        return len(state.receipt.lines)
    return 0 if state.step_state(Step.CART).status is StepStatus.DONE else -1


@contextmanager
def _stamped() -> Iterator[list[float]]:
    """The moments at which the store hands an event to its socket, by `time.perf_counter`."""
    sent: list[float] = []
    real = Exchange.chunk

    async def chunk(self: Exchange, data: bytes) -> None:
        sent.append(time.perf_counter())
        await real(self, data)

    Exchange.chunk = chunk  # type: ignore[method-assign]
    try:
        yield sent
    finally:
        Exchange.chunk = real  # type: ignore[method-assign]


class BareWindow(QObject):
    """The least that can be done: a thread emits, a queued slot sets a label's text."""

    told = Signal(float)

    def __init__(self, repaints: Repaints) -> None:
        super().__init__()
        self._repaints = repaints
        self._count = 0
        self._label = QLabel("0")
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.told.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def measure(self) -> list[float]:
        """Seconds of each of as many updates as an order has events, three orders long."""
        self._label.resize(1440, 900)
        self._label.show()
        self._repaints.watch(self._label)
        wait = Wait()
        wait.seconds(0.5)
        self._thread.start()
        wait.until(lambda: len(self._repaints.latencies) >= 3 * _EVENTS)
        self._thread.join()
        self._label.close()
        latencies, self._repaints.latencies = self._repaints.latencies, []
        return latencies

    def _run(self) -> None:
        for _ in range(3 * _EVENTS):
            time.sleep(_PACE)
            self.told.emit(time.perf_counter())

    @Slot(float)
    def _show(self, sent: float) -> None:
        self._count += 1
        self._label.setText(str(self._count))
        self._repaints.shown(sent)


def measure(profile: cProfile.Profile | None = None) -> list[Figure]:
    """The figures; takes about half a minute. `profile` is filled by the window's thread."""
    _app = QApplication(["pos-app"])
    repaints = Repaints()
    bare = BareWindow(repaints).measure()
    store = Store()
    with tempfile.TemporaryDirectory() as folder, _stamped() as sent:
        drafts = asyncio.run(_drafts(store))
        _, window = build(["--training", "--data-dir", folder], store)
        window.show()
        window.activateWindow()
        desk = Desk(window, sent, repaints)
        desk.wait.seconds(_IDLE_SECONDS)
        desk.pulse.start()
        desk.wait.seconds(_IDLE_SECONDS)
        desk.pulse.stop()
        idle, desk.pulse.gaps = desk.pulse.gaps, []
        if profile is not None:
            profile.enable()
        for draft in drafts:
            desk.order(draft)
        if profile is not None:
            profile.disable()
        _shop_of(window).close()
        window.close()
    return [*_latency_figures(repaints.latencies, bare), *_block_figures(desk.pulse.gaps, idle)]


async def _drafts(store: Store) -> list[OrderDraft]:
    draft = await draft_at(store.at, _LINES)
    return [_for_customer(draft, number) for number in range(_ORDERS)]


def _for_customer(draft: OrderDraft, number: int) -> OrderDraft:
    """The same order of somebody else, so that it does not look like the one before."""
    contact = replace(
        draft.shipping.contact,
        phone=f"+1206555{1200 + number}",
        email=f"customer-{number}@example.com",
    )
    return replace(draft, shipping=replace(draft.shipping, contact=contact))


def _latency_figures(ours: list[float], bare: list[float]) -> list[Figure]:
    limits = {50: None, 95: 10.0, 100: None}
    return [
        Figure(
            f"Event on the wire to repainted, {_name(percent)} / bare label",
            1000 * percentile(ours, percent),
            1000 * percentile(bare, percent),
            limit=limit,
        )
        for percent, limit in limits.items()
    ]


def _block_figures(ours: list[float], idle: list[float]) -> list[Figure]:
    limits = {99: None, 100: 50.0}
    return [
        Figure(
            f"Window's thread held up, Enter to order number, {_name(percent)} / idle",
            1000 * percentile(ours, percent),
            1000 * percentile(idle, percent),
            limit=limit,
        )
        for percent, limit in limits.items()
    ]


def _name(percent: int) -> str:
    return "max" if percent == 100 else f"p{percent}"


def main() -> int:
    """Measure, or profile."""
    if len(sys.argv) == 3 and sys.argv[1] == "--profile":
        profile = cProfile.Profile()
        measure(profile)
        profile.dump_stats(sys.argv[2])
        return 0
    sys.stdout.write(as_json(measure()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
