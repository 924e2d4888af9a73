"""Columns that scroll on their own and keep the field with the focus in sight."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

_MARGIN = 40


def scrolling(content: QWidget) -> QScrollArea:
    """A column that scrolls on its own, without a frame."""
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


class FocusFollower(QObject):
    """Scrolls `areas` so that the widget with the focus can be seen."""

    def __init__(self, parent: QObject, *areas: QScrollArea) -> None:
        super().__init__(parent)
        self._areas = areas
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]

    @Slot(QWidget, QWidget)
    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        for area in self._areas:
            content = area.widget()
            if new is not None and content is not None and content.isAncestorOf(new):
                area.ensureWidgetVisible(new, 0, _MARGIN)
