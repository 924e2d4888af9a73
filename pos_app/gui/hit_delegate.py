"""How a search result is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from pos_app.gui import painting, theme
from pos_app.gui.hit_model import HIT_ROLE, HitModel

if TYPE_CHECKING:
    from pos_app.domain.product import ProductHit
    from pos_app.gui.cart_model import Index
    from pos_app.gui.pictures import PictureCache

HIT_HEIGHT = 52
_PICTURE = 40
_GAP = 12


class HitDelegate(QStyledItemDelegate):
    """Picture, title, price or range, and a word where nothing is available."""

    def __init__(self, pictures: PictureCache, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All results are as high."""
        return QSize(0, HIT_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Title above, SKU or availability below, price at the right."""
        t = theme.tokens()
        hit: ProductHit = index.data(HIT_ROLE)
        rect: QRect = option.rect
        painter.save()
        from PySide6.QtWidgets import QStyle

        if option.state & QStyle.StateFlag.State_Selected:
            painting.box(painter, rect.adjusted(4, 1, -4, -1), t.accent, t.accent_soft, 2)
        picture = QRect(rect.left() + 10, rect.center().y() - 19, _PICTURE, _PICTURE)
        painting.picture(painter, picture, self._pictures.get(hit.image_url, _PICTURE))
        price = cast("HitModel", index.model()).price_words(hit)
        known = hit.price_range is not None
        font = theme.font(
            13 if known else 11, QFont.Weight.DemiBold if known else QFont.Weight.Normal
        )
        width = min(QFontMetrics(font).horizontalAdvance(price) + 2, rect.width() // 2)
        side = QRect(rect.right() - 12 - width, rect.top(), width, rect.height())
        ink = t.ink if known and hit.available else t.muted
        painting.line(painter, side, price, font, ink, Qt.AlignmentFlag.AlignRight)
        left = picture.right() + 1 + _GAP
        words = QRect(left, rect.top(), side.left() - _GAP - left, rect.height())
        self._words(painter, words, hit)
        painter.restore()

    def _words(self, painter: QPainter, rect: QRect, hit: ProductHit) -> None:
        t = theme.tokens()
        bold = theme.font(13, QFont.Weight.DemiBold)
        below = hit.matched_sku if hit.available else self.tr("Not available")
        if not below:
            painting.line(painter, rect, hit.title, bold, t.ink)
            return
        top = QRect(rect.left(), rect.top() + 6, rect.width(), 20)
        ink = t.ink if hit.available else t.muted
        painting.line(painter, top, hit.title, bold, ink)
        painting.line(painter, top.translated(0, 20), below, theme.font(12), t.muted)
