"""Search results as an item model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Slot

from pos_app.gui.money_text import money_range

if TYPE_CHECKING:
    from pos_app.domain.product import ProductHit
    from pos_app.gui.cart_model import Index

HIT_ROLE = Qt.ItemDataRole.UserRole + 1


class HitModel(QAbstractListModel):
    """Hits of one search, best first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: tuple[ProductHit, ...] = ()

    def show(self, hits: tuple[ProductHit, ...]) -> None:
        """Show the hits of another search."""
        self.beginResetModel()
        self._hits = hits
        self.endResetModel()

    def hit(self, row: int) -> ProductHit:
        """The hit in `row`."""
        return self._hits[row]

    def rowCount(self, parent: Index | None = None) -> int:
        """Hits; none has anything below it."""
        return 0 if parent is not None and parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The hit itself and its words."""
        if not index.isValid() or index.row() >= len(self._hits):
            return None
        hit = self._hits[index.row()]
        if role == HIT_ROLE:
            return hit
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(hit)
        return None

    def price_words(self, hit: ProductHit) -> str:
        """The price or its range; "price on the page" where the search told none."""
        if hit.price_range is None:
            return self.tr("price on the page")
        return money_range(hit.price_range.low, hit.price_range.high)

    def spoken(self, hit: ProductHit) -> str:
        """A result as a screen reader says it."""
        parts = [hit.title, hit.matched_sku, self.price_words(hit)]
        if not hit.available:
            parts.append(self.tr("Not available"))
        return ", ".join(part for part in parts if part)

    @Slot(str)
    def repaint_picture(self, url: str) -> None:
        """A picture came: draw the rows that show it."""
        for row, hit in enumerate(self._hits):
            if hit.image_url == url:
                index = self.index(row, 0, QModelIndex())
                self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])
