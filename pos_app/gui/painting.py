"""Strokes that the delegates share: pictures, pills, one line of text that gives way."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPixmapCache,
)

from pos_app.gui import icons, theme

_PICTURE_RADIUS = 8.0
PILL_HEIGHT = 18
_PILL_SIDE = 7


def picture(painter: QPainter, rect: QRect, pixmap: QPixmap | None) -> None:
    """A product picture with round corners, or a quiet glyph in its place."""
    ratio = painter.device().devicePixelRatio()
    shown = None if pixmap is None else pixmap.cacheKey()
    key = f"picture {shown} {rect.width()}x{rect.height()} {ratio} {theme.tokens().name}"
    made = QPixmap()
    # Rounding costs a millisecond; a long cart has a dozen in sight, and is painted often.
    if not QPixmapCache.find(key, made):
        around = rect.size().grownBy(QMargins(1, 1, 1, 1))  # half of the border lies outside
        made = QPixmap((QSizeF(around) * ratio).toSize())
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        strokes = QPainter(made)
        _round_picture(strokes, QRect(QPoint(1, 1), rect.size()), pixmap)
        strokes.end()
        QPixmapCache.insert(key, made)
    painter.drawPixmap(rect.topLeft() - QPoint(1, 1), made)


def _round_picture(painter: QPainter, rect: QRect, pixmap: QPixmap | None) -> None:
    t = theme.tokens()
    path = QPainterPath()
    path.addRoundedRect(QRectF(rect), _PICTURE_RADIUS, _PICTURE_RADIUS)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(path)
    if pixmap is None:
        painter.fillPath(path, QColor(t.window))
        glyph = icons.pixmap("package", t.muted, rect.width() // 2)
        painter.drawPixmap(
            rect.center()
            - QPointF(
                glyph.deviceIndependentSize().width() / 2 - 0.5,
                glyph.deviceIndependentSize().height() / 2 - 0.5,
            ).toPoint(),
            glyph,
        )
    else:
        painter.drawPixmap(rect, pixmap)
    painter.setClipping(False)
    painter.setPen(QPen(QColor(t.border), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.restore()


def line(  # noqa: PLR0913, PLR0917 - what QPainter.drawText takes, and the look
    painter: QPainter,
    rect: QRect,
    text: str,
    font: QFont,
    colour: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> int:
    """One line of plain text, cut with an ellipsis where there is no room. Returns its width."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(one_line(text), Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(rect, align | Qt.AlignmentFlag.AlignVCenter, shown)
    return metrics.horizontalAdvance(shown)


def one_line(text: str) -> str:
    """Text of a server on a single line, at a length that costs nothing to measure."""
    return " ".join(text[:400].split())


def pill_width(text: str) -> int:
    """Points a pill with `text` takes."""
    return QFontMetrics(_pill_font()).horizontalAdvance(one_line(text)) + 2 * _PILL_SIDE


def pill(painter: QPainter, rect: QRect, text: str, ink: str, ground: str) -> None:
    """A small coloured word in `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(QRectF(rect), rect.height() / 2, rect.height() / 2)
    inner = rect.adjusted(_PILL_SIDE, 0, -_PILL_SIDE + 1, 0)
    line(painter, inner, text, _pill_font(), ink)
    painter.restore()


def box(painter: QPainter, rect: QRect, edge: str, ground: str, width: int = 1) -> None:
    """A rounded box with an edge of `width` points that stays inside `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(edge), width))
    painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
    inset = width / 2
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), 8, 8)
    painter.restore()


def _pill_font() -> QFont:
    return theme.font(11, QFont.Weight.DemiBold)
