"""The icon family (Lucide, ISC licence), drawn in the colour of the text it stands with."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from pos_app.gui import theme
from pos_app.gui.resources import resource


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size: int = 16, ratio: float = 2.0) -> QPixmap:
    """The icon `name` in `colour` (#RRGGBB), `size` device-independent pixels square."""
    from PySide6.QtSvg import QSvgRenderer  # not for the first paint, which draws a chevron alone

    source = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    image = _blank(size, ratio)
    painter = QPainter(image)
    renderer.render(painter, QRectF(image.rect()))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def _blank(size: int, ratio: float) -> QPixmap:
    image = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    image.fill(Qt.GlobalColor.transparent)
    return image


@lru_cache(maxsize=16)
def chevron(colour: str, size: int = 16, ratio: float = 2.0) -> QPixmap:
    """The family's "chevron-down" (in a box of 24: from 6, 9 to 12, 15 to 18, 9, strokes of 2)."""
    image = _blank(size, ratio)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size * ratio / 24, size * ratio / 24)
    pen = QPen(QColor(colour), 2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline([QPointF(6, 9), QPointF(12, 15), QPointF(18, 9)])
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def icon(name: str, colour: str, size: int = 16) -> QIcon:
    """The same as a QIcon for buttons."""
    return QIcon(pixmap(name, colour, size))


class IconLabel(QLabel):
    """An icon that follows the theme. Decoration only: it has no name for assistive technology.

    `tone` is the name of a colour token, such as "muted" or "warn".
    """

    def __init__(
        self, name: str, tone: str = "muted", size: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._tone, self._size = name, tone, size
        self.setFixedSize(size, size)
        theme.state.changed.connect(self._draw)
        self._draw()

    def show_icon(self, name: str, tone: str) -> None:
        """Show another icon or colour."""
        self._name, self._tone = name, tone
        self._draw()

    def _draw(self) -> None:
        self.setPixmap(pixmap(self._name, getattr(theme.tokens(), self._tone), self._size))
