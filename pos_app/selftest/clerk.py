"""What a clerk does with the window, by keys alone: an order, its receipt, a check of the register.

Each is a generator of what has to be waited for, and tells what came of it.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDateTime, Qt
from PySide6.QtWidgets import QApplication

from pos_app.app import Training
from pos_app.domain.card import Brand, CardSummary
from pos_app.domain.checkout import CheckoutState, Verdict
from pos_app.domain.register_check import Mark, Part
from pos_app.gui.attempt import Attempt
from pos_app.gui.check_card import RegisterCheckCard
from pos_app.gui.main_window import MainWindow
from pos_app.gui.rail import Room
from pos_app.gui.receipt_document import save_pdf
from pos_app.gui.widgets import Button
from pos_app.selftest.keyboard import Keyboard
from pos_app.selftest.results import Results
from pos_app.selftest.script import Steps, Wait

_CUSTOMER = ("2065551212", "Mara", "Lindqvist", "mara.lindqvist@example.com")
_ADDRESS = ("123 Main St", "", "", "Seattle", "WA", "98101")
_SKU = "WS12-XS-Orange"
_FINE = (Mark.GOOD, Mark.NOTE)
_TEST_CARD = ("4111111111111111", "1239", "123", "")  # takes no money anywhere


class Clerk:
    """Somebody at the window's keyboard."""

    def __init__(self, window: MainWindow, training: Training, results: Results) -> None:
        self._window, self._training, self._results = window, training, results
        self._keys = Keyboard(window)

    def order(self) -> Steps:
        """From an empty window to the merchant's order number."""
        window, keys = self._window, self._keys
        yield Wait("a field to type into", lambda: QApplication.focusWidget() is not None)
        yield Wait("the journal", lambda: window.orders.restored)
        for key, texts in ((Qt.Key.Key_F2, _CUSTOMER), (Qt.Key.Key_F3, _ADDRESS)):
            keys.press(key)
            for text in texts:
                keys.field(text)
        keys.press(Qt.Key.Key_F5)
        keys.field(_SKU)
        yield Wait("the product in the cart", lambda: bool(window.page.cart.cart().lines))
        keys.press(Qt.Key.Key_F6)
        for text in _TEST_CARD:
            keys.field(text)
        keys.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        yield Wait("the verdict on the order", lambda: self._verdict() is not None)
        number = self._state.receipt.order_number if self._state is not None else ""
        self._results.tell(
            "order placed",
            f"number {number}" if number else f"{self._verdict()}",
            good=self._verdict() is Verdict.PLACED and bool(number),
        )
        store = self._training.store
        booked = [] if store is None else [entry.order_number for entry in store.ledger()]
        self._results.tell("merchant's books", f"orders: {len(booked)}", good=booked == [number])

    def receipt(self, folder: Path) -> Steps:
        """Its receipt as a PDF. Without the file dialog: that one keeps a memory of its own."""
        button = self._button("Save PDF")
        yield Wait("the receipt's buttons", button.isVisible)
        if self._state is None:
            return
        card, path = CardSummary(Brand.VISA, _TEST_CARD[0][-4:]), folder / "receipt.pdf"
        now = QDateTime.currentDateTime()
        attempt = Attempt(
            self._window.page.draft(), card, "training.example", training=True, began=now
        )
        written = save_pdf(self._state, attempt, str(path))
        data = path.read_bytes() if written else b""
        self._results.tell("receipt as PDF", f"{len(data)} bytes", good=data.startswith(b"%PDF-"))

    def register_check(self) -> Steps:
        """“Check this register” in the settings."""
        self._window.show_room(Room.SETUP)
        card = self._window.findChild(RegisterCheckCard)
        if card is None:
            self._results.tell("check this register", "not in the settings", good=False)
            return
        card.button.setFocus()
        self._keys.press(Qt.Key.Key_Space, text=" ")
        yield Wait("the check of the register", lambda: card.good is not None)
        for part in Part:
            mark, row = card.marks.get(part), card.rows[part]
            said = row.text or row.verdict
            self._results.tell(part.value.replace("-", " "), said, good=mark in _FINE)

    @property
    def _state(self) -> CheckoutState | None:
        return self._window.page.state

    def _verdict(self) -> Verdict | None:
        return self._state.verdict if self._state is not None else None

    def _button(self, name: str) -> Button:
        found = [each for each in self._window.findChildren(Button) if each.text() == name]
        shown = [each for each in found if each.isVisible()]
        return (shown or found)[0]
