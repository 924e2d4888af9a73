"""One attempt of the history, whole: how it ended, the receipt, the people, the ids."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from pos_app.domain.checkout import Verdict
from pos_app.domain.record import OrderRecord
from pos_app.gui import theme
from pos_app.gui.announce import announce
from pos_app.gui.history_document import write_details
from pos_app.gui.history_facts import plain_text
from pos_app.gui.history_words import attempt_of, customer_of, ending_of, ending_sentence, look_of
from pos_app.gui.receipt_document import ReceiptPrinter
from pos_app.gui.widgets import Banner, Button, Card, pill

_CLEAR_OF_BAR = 8
_RING = 8  # the focus ring stands outside the text, which lines up with what is above it
_TEXT_STYLE = """
#orderDetails { background: transparent; border: 2px solid transparent; border-radius: 8px;
  padding: 6px; }
#orderDetails:focus { border-color: %s; }
"""


class DetailText(QTextEdit):
    """Text to read, select and copy, by mouse and by keyboard. Escape goes back: `left`."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("orderDetails")
        self.setAccessibleName(self.tr("Order details"))
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setViewportMargins(0, 0, _CLEAR_OF_BAR, 0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the list, Tab goes on; the rest moves and selects."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 - Qt's spelling
        """What is copied: plain text only, since it is pasted into messages and forms."""
        data = QMimeData()
        data.setText(self.textCursor().selection().toPlainText())
        return data


class HistoryDetail(Card):
    """Read-only. `order_chosen(attempt_id)` of one that is not settled; `left` on Escape."""

    order_chosen = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent=parent)
        self._record: OrderRecord | None = None
        self._printer = ReceiptPrinter(self)
        self._training = pill(self.tr("TRAINING"), "warn")
        self._banner = Banner()
        self._banner.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text = DetailText()
        self._go = Button(self.tr("Go to that order"), "primary")
        self._copy = Button(self.tr("Copy details"))
        self._print = Button(self.tr("Print"), key="Ctrl P")
        self._build()
        self._go.clicked.connect(self._choose)
        self._copy.clicked.connect(self.copy)
        self._print.clicked.connect(self.print_receipt)
        self.text.left.connect(self.left)
        theme.state.changed.connect(self._draw)
        self._draw()

    def _build(self) -> None:
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.title.installEventFilter(self)
        self.header.setStretch(0, 1)
        self.header.setStretch(1, 0)
        self.header.addWidget(self._training)
        self.header.setContentsMargins(_RING, 0, _RING, 0)
        self.body.setContentsMargins(16 - _RING, 12, 16 - _RING, 16)
        head = QVBoxLayout()
        head.setContentsMargins(_RING, 0, _RING, 0)
        head.addWidget(self._banner)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._copy, 1)
        buttons.addWidget(self._print, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(_RING, 0, _RING, 0)
        foot.setSpacing(8)
        foot.addLayout(buttons)
        foot.addWidget(self._go)
        self.body.addLayout(head)
        self.body.addWidget(self.text, 1)
        self.body.addLayout(foot)

    @property
    def record(self) -> OrderRecord | None:
        """What is shown."""
        return self._record

    def show_record(self, record: OrderRecord | None) -> None:
        """Show another attempt, or newer news of the same one, which keeps the place read."""
        if record == self._record:
            return
        before, self._record = self._record, record
        if record is None:
            self.text.clear()
            return
        look = look_of(ending_of(record))
        self._retitle()
        self._training.setVisible(record.connection.training)
        sentence = ending_sentence(record)
        self._banner.say(f"{look.word}.", sentence, look.tone)
        self.text.setAccessibleDescription(f"{look.word}. {sentence}")
        self._go.setVisible(record.is_open)
        self._print.setVisible(record.state.verdict is Verdict.PLACED)
        self._write(keep_place=before is not None and before.attempt_id == record.attempt_id)

    @Slot()
    def copy(self) -> None:
        """Put all details on the clipboard as plain text."""
        if self._record is not None:
            QGuiApplication.clipboard().setText(plain_text(self._record))
            announce(self, self.tr("Copied"))

    @Slot()
    def print_receipt(self) -> None:
        """Ask for a printer and print the receipt; nothing without an order number."""
        record = self._record
        if record is not None and record.state.verdict is Verdict.PLACED:
            self._printer.ask_printer(record.state, attempt_of(record), self)

    def focus_text(self) -> None:
        """Go into the details with the keyboard."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cut a long name anew when the room for it changes."""
        if watched is self.title and event.type() == QEvent.Type.Resize:
            self._retitle()
        return super().eventFilter(watched, event)

    def _retitle(self) -> None:
        """The customer's name, as much of it as there is room for beside the pill."""
        if self._record is not None:
            name, room = customer_of(self._record), self.title.contentsRect().width()
            metrics = self.title.fontMetrics()
            self.title.setText(metrics.elidedText(name, Qt.TextElideMode.ElideRight, room))
            self.title.setAccessibleName(name)

    def _write(self, *, keep_place: bool) -> None:
        if self._record is None:
            return
        bar = self.text.verticalScrollBar()
        place = bar.value() if keep_place else 0
        write_details(self.text.document(), self._record)
        bar.setValue(place)

    @Slot()
    def _draw(self) -> None:
        self.text.setStyleSheet(_TEXT_STYLE % theme.tokens().accent)
        self._write(keep_place=True)

    @Slot()
    def _choose(self) -> None:
        if self._record is not None:
            self.order_chosen.emit(self._record.attempt_id)
