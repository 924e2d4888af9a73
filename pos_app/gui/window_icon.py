"""The program's icon on its windows, for desktops that know no entry of it in their menu."""

from __future__ import annotations

import sys

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from pos_app.gui.resources import resource

SIZES = (16, 24, 32, 48, 64, 128)  # pixels


def show_icon() -> None:
    """Give all windows the icon; nobody misses it before the first paint, so call it then."""
    if sys.platform == "darwin":
        return  # the bundle has it, in the shape that icons have there
    renderer = QSvgRenderer(str(resource("pos-app.svg")))
    icon = QIcon()
    for size in SIZES:
        icon.addPixmap(_drawn(renderer, size))
    QGuiApplication.setWindowIcon(icon)


def _drawn(renderer: QSvgRenderer, size: int) -> QPixmap:
    image = QPixmap(size, size)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(image.rect()))
    painter.end()
    return image
