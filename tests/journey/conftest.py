"""The real window, worker and training store, offscreen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_app.app import Shop, Training, build
from pos_app.domain.checkout import Verdict
from pos_app.gui.main_window import MainWindow
from pos_app.gui.order_page import OrderPage


class Clerk:
    """Somebody at the keyboard of the real window."""

    def __init__(self, window: MainWindow, training: Training, qtbot: QtBot) -> None:
        self.window, self.training, self.qtbot = window, training, qtbot

    @property
    def page(self) -> OrderPage:
        return self.window.page

    def key(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(self.focus(), key, modifier)

    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def write(self, text: str) -> None:
        QTest.keyClicks(self.focus(), text)

    def field(self, text: str) -> None:
        """Type and go on with Enter."""
        self.write(text)
        self.key(Qt.Key.Key_Return)

    def until(self, condition: Callable[[], bool], milliseconds: int = 20_000) -> None:
        self.qtbot.waitUntil(condition, timeout=milliseconds)

    def type_order(self, card: str = "4111111111111111", phone: str = "2065551212") -> None:
        """Everything of an order, by keyboard alone, up to the card; a customer per phone."""
        self.key(Qt.Key.Key_F2)
        for text in (phone, "Mara", "Lindqvist", f"mara.{phone}@example.com"):
            self.field(text)
        self.key(Qt.Key.Key_F3)
        for text in ("123 Main St", "", "", "Seattle", "WA", "98101"):
            self.field(text)
        self.key(Qt.Key.Key_F5)
        self.field("WS12-XS-Orange")
        self.until(lambda: bool(self.page.cart.cart().lines))
        self.type_card(card)

    def type_card(self, card: str) -> None:
        self.key(Qt.Key.Key_F6)
        for text in (card, "1239", "123", ""):
            self.field(text)

    def place(self) -> None:
        self.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def verdict(self) -> Verdict | None:
        return self.page.state.verdict if self.page.state else None

    def wait_for_verdict(self) -> Verdict:
        self.until(lambda: self.verdict() is not None)
        verdict = self.verdict()
        assert verdict is not None
        return verdict

    def ledger_size(self) -> int:
        assert self.training.store is not None
        return len(self.training.store.ledger())


@contextmanager
def at_the_till(
    argv: Sequence[str], qtbot: QtBot, merchant: Training, own: Training
) -> Iterator[Clerk]:
    """A clerk in front of a window that is started with `argv`, and ended without a word.

    `merchant` is the store that takes the orders, `own` the one that the program starts itself.
    """
    _app, window = build(argv, own)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: merchant.store is not None, timeout=20_000)
    qtbot.waitUntil(lambda: window.orders.restored, timeout=20_000)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=20_000)
    try:
        yield Clerk(window, merchant, qtbot)
    finally:
        assert isinstance(window.shop, Shop)
        window.shop.close()
        window.close()
        window.deleteLater()


@pytest.fixture
def clerk(qtbot: QtBot, data_dir: Path) -> Iterator[Clerk]:
    """A clerk in front of the window on the training store, connected."""
    training = Training(pace=0)
    argv = ["--training", "--data-dir", str(data_dir)]
    with at_the_till(argv, qtbot, training, training) as clerk:
        yield clerk


@dataclass
class Shopfront:
    """A merchant that outlives the program, and a register of it with one data folder."""

    merchant: Training
    data_dir: Path
    qtbot: QtBot

    def till(self, api_url: str = "") -> AbstractContextManager[Clerk]:
        """Start the program; a second time it finds what the first one left.

        `api_url`: the line to the API host, if there is one between.
        """
        at = self.merchant.start()
        argv = ["--api-url", api_url or at.api_url, "--payment-url", at.payment_url]
        argv += ["--app-id", at.app_id, "--domain", at.domain, "--data-dir", str(self.data_dir)]
        return at_the_till(argv, self.qtbot, self.merchant, Training(pace=0))


@pytest.fixture
def shopfront(qtbot: QtBot, data_dir: Path) -> Iterator[Shopfront]:
    """A merchant apart from the program."""
    merchant = Training(pace=0)
    yield Shopfront(merchant, data_dir, qtbot)
    merchant.stop()
