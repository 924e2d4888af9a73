"""The three columns of an order, the last two of which may come later than the first."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos_app.gui.widgets import Card

_MARGIN = 16


class Columns(QHBoxLayout):
    """Who and where, what, and pay. Empty cards hold the places of the last two until `fill`."""

    def __init__(self, page: QWidget, first: QWidget) -> None:
        super().__init__(page)
        self.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self.setSpacing(_MARGIN)
        self._places = (Card(), Card())
        for widget, stretch, least in zip(
            (first, *self._places), (29, 36, 26), (290, 320, 280), strict=True
        ):
            widget.setMinimumWidth(least)
            self.addWidget(widget, stretch)

    def fill(self, *columns: QWidget) -> None:
        """Put the second and third column in their places, exactly as wide."""
        for place, column in zip(self._places, columns, strict=True):
            column.setMinimumWidth(place.minimumWidth())
            self.replaceWidget(place, column)
            column.show()  # a layout would only do it later, and a hidden field takes no focus
            place.deleteLater()
