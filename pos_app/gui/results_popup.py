"""The list under the search field, or a sentence in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QVBoxLayout, QWidget

from pos_app.gui.announce import announce
from pos_app.gui.hit_delegate import HIT_HEIGHT, HitDelegate
from pos_app.gui.hit_model import HitModel
from pos_app.gui.overlay import Overlay
from pos_app.gui.widgets import label

if TYPE_CHECKING:
    from pos_app.domain.product import ProductHit
    from pos_app.gui.pictures import PictureCache

_ROWS_SHOWN = 8
_FRAME = 14
_SIDE = 12


class ResultsPopup(Overlay):
    """Results of the search for `words`. The focus stays in the field above."""

    chosen = Signal(object)  # ProductHit

    def __init__(self, anchor: QWidget, pictures: PictureCache) -> None:
        super().__init__(anchor)
        self.setProperty("role", "card")
        self.words = ""
        self._model = HitModel(self)
        self._list = results_list(self._model, HitDelegate(pictures, self))
        self._list.setAccessibleName(self.tr("Search results"))
        self._list.clicked.connect(self._choose)
        pictures.arrived.connect(self._model.repaint_picture)
        self._message = label("", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 5, 1, 5)
        column.setSpacing(0)
        column.addWidget(self._list, 1)
        words = QVBoxLayout()
        words.setContentsMargins(_SIDE, 0, _SIDE, 0)
        words.addWidget(self._message)
        column.addLayout(words)

    @property
    def message(self) -> str:
        """The sentence shown instead of results, or an empty text."""
        return self._message.text() if self._list.isHidden() else ""

    def wanted_height(self, width: int) -> int:
        """Up to eight results, or the sentence."""
        if self._list.isHidden():
            return self._message.heightForWidth(width - 2 * _SIDE - 2) + 2 * _FRAME
        return min(self._model.rowCount(), _ROWS_SHOWN) * HIT_HEIGHT + _FRAME

    def show_hits(self, words: str, hits: tuple[ProductHit, ...]) -> None:
        """Show results, the best one chosen; of the same words, the one that was chosen before."""
        before = self.current() if words == self.words else None
        self.words = words
        self._model.show(hits)
        self._list.setVisible(True)
        self._message.hide()
        row = _row_of(before, hits)
        self._list.setCurrentIndex(self._model.index(row))
        if not row:
            self._list.scrollToTop()
        self.open()
        count = len(hits)
        found = self.tr("1 product") if count == 1 else self.tr("{n} products")
        announce(self._anchor, found.replace("{n}", str(count)))

    def say(self, words: str, message: str) -> None:
        """Show a sentence in place of results."""
        self.words = words
        self._model.show(())
        self._list.hide()
        self._message.setText(message)
        self._message.show()
        self.open()
        announce(self._anchor, message)

    def current(self) -> ProductHit | None:
        """The result that Enter would take."""
        index = self._list.currentIndex()
        return self._model.hit(index.row()) if self.isVisible() and index.isValid() else None

    def step(self, by: int) -> None:
        """Choose the result `by` rows further down; the ends hold."""
        row = self._list.currentIndex().row() + by
        row = max(0, min(row, self._model.rowCount() - 1))
        if self._model.rowCount():
            self._list.setCurrentIndex(self._model.index(row))
            announce(self._anchor, self._model.spoken(self._model.hit(row)))

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self._model.hit(index.row()))


def _row_of(hit: ProductHit | None, hits: tuple[ProductHit, ...]) -> int:
    """Where the product of a hit stands among others, else the first row."""
    handle = hit.handle if hit is not None else ""
    rows = (row for row, other in enumerate(hits) if handle and other.handle == handle)
    return next(rows, 0)


def results_list(model: HitModel, delegate: HitDelegate) -> QListView:
    """A list of products that looks like part of the panel it is in; keys stay where they are."""
    made = QListView()
    made.setModel(model)
    made.setItemDelegate(delegate)
    made.setObjectName("results")
    made.setStyleSheet("#results { border: none; background: transparent; }")
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setUniformItemSizes(True)
    made.setMouseTracking(True)
    made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made
