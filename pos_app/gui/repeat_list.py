"""The lines of the customer's last order, to be taken one by one by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.domain.product import PriceRange, ProductHit
from pos_app.gui.announce import announce
from pos_app.gui.hit_delegate import HIT_HEIGHT, HitDelegate
from pos_app.gui.hit_model import HitModel
from pos_app.gui.overlay import Overlay
from pos_app.gui.repeat_words import missing_words, named, today_with_note
from pos_app.gui.results_popup import results_list
from pos_app.gui.widgets import Button, label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from pos_app.domain.repeat import Again
    from pos_app.gui.pictures import PictureCache

_ROWS_SHOWN = 6
_FOOT = 44


class RepeatList(Overlay):
    """↑↓ choose a line, Enter adds it and closes, Shift+Enter adds it and stays, Escape closes."""

    taken = Signal(object)  # CartLine

    def __init__(self, anchor: QWidget, pictures: PictureCache) -> None:
        super().__init__(anchor)
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("The customer’s last order"))
        self._lines: tuple[Again, ...] = ()
        self._model = HitModel(self)
        self._list = results_list(self._model, HitDelegate(pictures, self))
        self._list.setAccessibleName(self.accessibleName())
        self._list.clicked.connect(self._clicked)
        pictures.arrived.connect(self._model.repaint_picture)
        self._headline = label("", "title", wrap=True)
        self._message = label("", "small", wrap=True)
        self._add = Button(self.tr("Add"), "", "⏎")
        self._close = Button(self.tr("Close"), "link")
        for button in (self._add, self._close):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._add.clicked.connect(self._add_and_close)
        self._close.clicked.connect(self.close_up)
        self._lay_out()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 4, 12, 4)
        foot.addWidget(self._message, 1)
        foot.addWidget(self._close)
        foot.addWidget(self._add)
        head = QVBoxLayout()
        head.setContentsMargins(12, 6, 12, 4)
        head.addWidget(self._headline)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 4, 1, 4)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._list, 1)
        column.addLayout(foot)

    @property
    def message(self) -> str:
        """What became of the last key, or what the keys do."""
        return self._message.text()

    def wanted_height(self, width: int) -> int:
        """Up to six lines, the headline and the foot."""
        rows = min(len(self._lines), _ROWS_SHOWN) * HIT_HEIGHT
        words = self._headline.heightForWidth(width - 26) + self._message.heightForWidth(width // 2)
        return rows + max(words, 0) + _FOOT

    def offer(self, lines: tuple[Again, ...], headline: str) -> None:
        """Show the lines as they are today; `headline` says which order they are of."""
        self._lines = lines
        self._headline.setText(headline)
        self._model.show(tuple(_shown(one) for one in lines))
        self._list.setCurrentIndex(self._model.index(0))
        self._message.setText(self.tr("Shift+Enter adds and stays here for another one."))
        self.open()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        announce(self, f"{headline} {self._spoken()}")

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's signature
        """Tab goes on to the next line: what lies under the panel can't be seen."""
        self._step(1 if forward else -1)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """All keys are for the list while it is open."""
        match event.key():
            case Qt.Key.Key_Escape:
                self.close_up()
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self._step(1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                added = self._is_added()
                if added and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                    self.close_up()
            case _:
                super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        row = max(0, min(self._list.currentIndex().row() + by, len(self._lines) - 1))
        self._list.setCurrentIndex(self._model.index(row))
        announce(self, self._spoken())

    def _spoken(self) -> str:
        return self._model.spoken(self._model.hit(self._list.currentIndex().row()))

    @Slot(QModelIndex)
    def _clicked(self, _index: QModelIndex) -> None:
        self._add_and_close()

    @Slot()
    def _add_and_close(self) -> None:
        if self._is_added():
            self.close_up()

    def _is_added(self) -> bool:
        """Add the chosen line, or say why it can't be."""
        one = self._lines[self._list.currentIndex().row()]
        line = today_with_note(one)
        words = missing_words(one)
        if line is not None:
            words = self.tr("Added: {lines}").replace("{lines}", named(line))
            self.taken.emit(line)
        self._message.setText(words)
        announce(self, words)
        return line is not None


def _shown(one: Again) -> ProductHit:
    """A line as a row: how many there were, and what one costs today."""
    line = one.today or one.before
    price = line.unit_price
    return ProductHit(
        line.product_handle,
        f"{line.quantity} × {named(line)}",
        line.image_url,
        price_range=PriceRange(price, price) if price is not None else None,
        available=one.today is not None,
        matched_sku=line.sku,
    )
