"""The head of the variant chooser: what exactly would be added, and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from pos_app.domain.product import MessageKind, Product, Variant
from pos_app.gui import icons, theme
from pos_app.gui.money_text import money
from pos_app.gui.painting import one_line
from pos_app.gui.widgets import label, pill

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

    from pos_app.domain.money import Money
    from pos_app.gui.pictures import PictureCache

_PICTURE = 64


class VariantSummary(QWidget):
    """Picture, title, SKU, price (with the list price struck out if higher), remarks."""

    def __init__(self, pictures: PictureCache) -> None:
        super().__init__()
        self._pictures = pictures
        self._url = ""
        self._picture = QLabel()
        self._picture.setFixedSize(_PICTURE, _PICTURE)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = label("", "title", wrap=True)
        self._sku = label("", "muted", wrap=True)
        self._stock = pill("", "warn")
        self._promotion = label("", "hint", wrap=True)
        self._price = label("", "title")
        self._list_price = label("", "muted")
        struck = theme.font(13)
        struck.setStrikeOut(True)
        self._list_price.setFont(struck)
        self._lay_out()
        pictures.arrived.connect(self._picture_came)

    def _lay_out(self) -> None:
        prices = QHBoxLayout()
        prices.setSpacing(8)
        for part in (self._list_price, self._price):
            prices.addWidget(part)
        remarks = QHBoxLayout()
        remarks.setSpacing(8)
        remarks.addWidget(self._stock)
        remarks.addWidget(self._promotion, 1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._picture, 0, 0, 4, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._title, 0, 1)
        grid.addLayout(prices, 0, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._sku, 1, 1, 1, 2)
        grid.addLayout(remarks, 2, 1, 1, 2)
        grid.setRowStretch(3, 1)

    def show_variant(self, product: Product, variant: Variant | None) -> None:
        """Show a variant, or only the product where the choice leads to none."""
        self._title.setText(one_line(product.title))
        self._url = (variant.image_url if variant else "") or product.image_url
        self._draw()
        if variant is None:
            self._fill(sku=self.tr("doesn't exist"))
            return
        self._fill(
            sku=variant.sku or product.base_sku,
            stock=variant.stock_message if variant.available else self.tr("Sold out"),
            promotion=" · ".join(
                m.text for m in variant.messages if m.kind is not MessageKind.STOCK
            ),
            price=self._price_words(variant.price),
            list_price=_list_price(variant),
        )

    def _fill(
        self,
        *,
        sku: str,
        stock: str = "",
        promotion: str = "",
        price: str = "",
        list_price: str = "",
    ) -> None:
        for part, text in (
            (self._sku, sku),
            (self._stock, stock),
            (self._promotion, promotion),
            (self._price, price),
            (self._list_price, list_price),
        ):
            part.setText(one_line(text))
            part.setVisible(bool(text))
        # Struck out for the eye only: a screen reader needs the words.
        before = self.tr("before {price}").replace("{price}", list_price)
        self._list_price.setAccessibleDescription(before if list_price else "")

    def _price_words(self, price: Money | None) -> str:
        return self.tr("price comes from the merchant") if price is None else money(price)

    @Slot(str)
    def _picture_came(self, url: str) -> None:
        if url == self._url:
            self._draw()

    def _draw(self) -> None:
        found: QPixmap | None = self._pictures.get(self._url, _PICTURE)
        self._picture.setPixmap(found or icons.pixmap("package", theme.tokens().muted, 28))


def _list_price(variant: Variant) -> str:
    price, before = variant.price, variant.msrp
    if price is None or before is None or before.currency != price.currency:
        return ""
    return money(before) if before.amount > price.amount else ""
