"""The history: every attempt to place an order, how it ended, and all that is kept of it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pos_app.bridge.messages import CheckoutMoved, FindOrders, OrdersFound, RecordSettled, Report
from pos_app.domain.errors import Problem
from pos_app.gui.announce import announce
from pos_app.gui.history_delegate import HistoryDelegate
from pos_app.gui.history_detail import HistoryDetail
from pos_app.gui.history_model import HistoryModel
from pos_app.gui.history_words import spoken_row, unreadable
from pos_app.gui.ports import Post, next_ticket
from pos_app.gui.receipt_rows import one_line
from pos_app.gui.search_field import SearchField
from pos_app.gui.widgets import Button, Card, label

_PAUSE_MS = 120
_PAGE_ROWS = 8
_LONGEST_ECHO = 30
_GAP = 12


class HistoryPage(QWidget):
    """Search over a list, the details beside it. `order_chosen(attempt_id)`: go to that order.

    The journal is asked when the page is shown, after each pause in typing, and when an order
    ends or is settled while the page is seen.
    """

    order_chosen = Signal(str)

    def __init__(self, post: Post, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._post = post
        self._ticket = 0
        self._asked = ""
        self.field = SearchField()
        self.model = HistoryModel(self)
        self.list = QListView()
        self.detail = HistoryDetail()
        self._count = label("", "muted")
        self._message = _Message()
        self._stack = QStackedWidget()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.field.setAccessibleName(self.tr("Search orders"))
        self.field.setPlaceholderText(
            self.tr("Search orders: name, phone, e-mail, number, SKU, last four")
        )
        _dress(self.list, self.model, HistoryDelegate(self))
        self.list.setAccessibleName(self.tr("Orders"))
        found = Card(self.tr("History"), "Ctrl F")
        found.add_to_header(self._count)
        found.body.setContentsMargins(0, 12, 0, 8)
        found.header.setContentsMargins(16, 0, 16, 0)
        search = QHBoxLayout()
        search.setContentsMargins(16, 0, 16, 0)
        search.addWidget(self.field)
        found.body.addLayout(search)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._message)
        found.body.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(_GAP)
        row.addWidget(found, 11)
        row.addWidget(self.detail, 9)
        self._say(self.tr("Reading the orders of this register"), "")

    def _connect(self) -> None:
        self._pause.timeout.connect(self._ask)
        self.field.textChanged.connect(self._typed)
        self.field.stepped.connect(self._step)
        self.field.entered.connect(self._open)
        self.list.activated.connect(self._open)
        self.list.selectionModel().currentChanged.connect(self._show_current)
        self.detail.left.connect(self._back)
        self.detail.order_chosen.connect(self.order_chosen)
        self._message.again.clicked.connect(self._ask)

    # ---- what the window calls -------------------------------------------------------------

    @Slot()
    def focus_search(self) -> None:
        """Go to the search field; what stands in it is selected, so that typing replaces it."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    @Slot()
    def print_receipt(self) -> None:
        """Print the receipt of the order shown, if it was placed."""
        self.detail.print_receipt()

    @Slot(object)
    def receive(self, report: Report) -> None:
        """Take the answer that is waited for, and hear of orders that end."""
        if isinstance(report, OrdersFound):
            if report.ticket == self._ticket:
                self._show(report)
        elif self.isVisible() and _ends_an_order(report):
            self._pause.start()

    # ---- asking and showing ----------------------------------------------------------------

    @Slot(str)
    def _typed(self, _text: str) -> None:
        self._ticket = 0  # an answer to the text before must not be shown for this one
        if self.isVisible():
            self._pause.start()

    @Slot()
    def _ask(self) -> None:
        self._pause.stop()
        self._ticket = next_ticket()
        self._asked = self.field.text().strip()
        self._post(FindOrders(self._ticket, self._asked))

    def _show(self, report: OrdersFound) -> None:
        if report.problem is not None:
            self._show_problem(report.problem)
            return
        chosen = self.detail.record
        changed = self.model.show(report.records)
        if not report.records:
            self._show_none()
            return
        self._count.setText(self._count_words(len(report.records)))
        self._stack.setCurrentWidget(self.list)
        self.detail.show()
        kept = self.model.row_of(chosen.attempt_id) if chosen is not None else None
        self._choose(kept or 0)
        if changed and self.isVisible():
            announce(self.field, self._count.text())

    def _show_none(self) -> None:
        if self._asked:
            words = self.tr("No order matches “{0}”").format(_shortened(self._asked))
            hint = self.tr(
                "Try fewer words, or another one: a name, phone, e-mail, order number, SKU, "
                "or the last four digits of the card."
            )
        else:
            words = self.tr("No orders yet")
            hint = self.tr(
                "Each order placed on this register is kept here, with its receipt and how it "
                "ended."
            )
        self._say(words, hint)

    def _show_problem(self, problem: Problem) -> None:
        self.model.show(())
        headline, sentence = unreadable(problem)
        self._say(headline, sentence, again=True)

    def _say(self, headline: str, text: str, *, again: bool = False) -> None:
        """Show words in place of the list."""
        self._count.setText("")
        self.detail.show_record(None)
        self.detail.hide()
        self._message.say(headline, text, again=again)
        self._stack.setCurrentWidget(self._message)
        if self.isVisible():
            announce(self.field, f"{headline}. {text}")

    def _count_words(self, count: int) -> str:
        found = self.tr("1 order") if count == 1 else self.tr("{n} orders, newest first")
        return found.replace("{n}", str(count))

    # ---- moving about ----------------------------------------------------------------------

    def _choose(self, row: int) -> None:
        index = self.model.index(row)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)
        self._show_current(index)

    @Slot(int)
    def _step(self, by: int) -> None:
        """↑↓ in the search field: the focus stays there, so the row is told aloud."""
        if not self.model.records:
            return
        row = max(0, min(self.list.currentIndex().row() + by, len(self.model.records) - 1))
        self._choose(row)
        announce(self.field, spoken_row(self.model.records[row]))

    @Slot(QModelIndex)
    def _show_current(self, current: QModelIndex) -> None:
        records = self.model.records
        self.detail.show_record(records[current.row()] if current.isValid() else None)

    @Slot()
    def _open(self) -> None:
        if self.detail.record is not None:
            self.detail.focus_text()

    @Slot()
    def _back(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Page Down in the search field go through the list by the page."""
        by = {Qt.Key.Key_PageDown: _PAGE_ROWS, Qt.Key.Key_PageUp: -_PAGE_ROWS}
        if self.field.hasFocus() and event.key() in by:
            self._step(by[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask anew: orders have ended since."""
        super().showEvent(event)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask no more."""
        super().hideEvent(event)
        self._pause.stop()


class _Message(QWidget):
    """A headline and a sentence in the middle of the room, and a way to try again."""

    def __init__(self) -> None:
        super().__init__()
        self._headline = label("", "heading", wrap=True)
        self._text = label("", "muted", wrap=True)
        self.again = Button(self.tr("Try again"))
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(8)
        column.addStretch(2)
        for part in (self._headline, self._text):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            part.setMinimumWidth(1)  # a path without a space must not widen the window
            column.addWidget(part)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def say(self, headline: str, text: str, *, again: bool) -> None:
        """Show these words."""
        self._headline.setText(headline)
        self._text.setText(text)
        self.again.setVisible(again)


def _shortened(text: str) -> str:
    """What was typed, short enough for a headline."""
    tidy = one_line(text)
    return tidy if len(tidy) <= _LONGEST_ECHO else f"{tidy[:_LONGEST_ECHO]}…"


def _ends_an_order(report: Report) -> bool:
    """Whether the report tells that the journal has another end of an order now."""
    if isinstance(report, CheckoutMoved):
        return report.state.verdict is not None
    return isinstance(report, RecordSettled)


def _dress(view: QListView, model: HistoryModel, delegate: HistoryDelegate) -> None:
    view.setModel(model)
    view.setItemDelegate(delegate)
    view.setObjectName("orders")
    view.setStyleSheet("#orders { border: none; background: transparent; }")
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setUniformItemSizes(True)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
