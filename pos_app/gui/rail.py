"""The rail on the left: the rooms of the app."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from pos_app.gui import theme

_GLYPHS = {"order": "plus", "history": "history", "parked": "pause", "setup": "settings"}
_SIZE = QSize(18, 18)


class Room(Enum):
    """Where the clerk can go."""

    ORDER = "order"
    HISTORY = "history"
    PARKED = "parked"
    SETUP = "setup"


class Rail(QFrame):
    """A button per room, with an empty place for its icon; `chosen(Room)`."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(64)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 10, 6, 10)
        column.setSpacing(8)
        self._group = QButtonGroup(self)
        self._buttons: dict[Room, QToolButton] = {}
        place = QPixmap(_SIZE)
        place.fill(Qt.GlobalColor.transparent)
        for room, name in (
            (Room.ORDER, self.tr("Order")),
            (Room.HISTORY, self.tr("History")),
            (Room.PARKED, self.tr("Parked")),
            (Room.SETUP, self.tr("Settings")),
        ):
            button = QToolButton()
            button.setText(name)
            button.setAccessibleName(name)
            button.setCheckable(True)
            button.setIcon(QIcon(place))
            button.setIconSize(_SIZE)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setFixedSize(52, 50)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._group.addButton(button)
            self._buttons[room] = button
            column.addWidget(button)
        column.addStretch(1)
        self._group.buttonClicked.connect(self._clicked)

    def show_icons(self) -> None:
        """Put the icons in their places: drawing them is no part of the first paint."""
        from pos_app.gui import icons

        for room, button in self._buttons.items():
            button.setIcon(icons.icon(_GLYPHS[room.value], theme.DARK.ink, _SIZE.width()))

    def show_room(self, room: Room) -> None:
        """Mark the room that is shown."""
        self._buttons[room].setChecked(True)

    @Slot(QAbstractButton)
    def _clicked(self, button: QAbstractButton) -> None:
        self.chosen.emit(next(r for r, b in self._buttons.items() if b is button))
