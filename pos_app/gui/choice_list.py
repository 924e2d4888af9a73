"""The list below a type-ahead field. The keys stay with the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from pos_app.gui import theme
from pos_app.gui.announce import announce
from pos_app.gui.overlay import Overlay

if TYPE_CHECKING:
    from pos_app.domain.address_layout import Choice

_ROW_HEIGHT = 28
_ROWS_SHOWN = 8
_FRAME = 10
_MIN_WIDTH = 220
_MARGIN = 8
_GAP = 4

_Index = QModelIndex | QPersistentModelIndex


class _Choices(QAbstractListModel):
    """Names to show; the code is told under `Qt.ItemDataRole.UserRole`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.choices: tuple[Choice, ...] = ()

    def show(self, choices: tuple[Choice, ...]) -> None:
        """Hold other choices."""
        self.beginResetModel()
        self.choices = choices
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        """One row for each choice."""
        return 0 if parent is not None and parent.isValid() else len(self.choices)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Name and code."""
        choice = self.choices[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return choice.name
            case Qt.ItemDataRole.UserRole:
                return choice.code
            case _:
                return None


class _Row(QStyledItemDelegate):
    """The name, and behind it the code, which is quicker to type next time."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one row."""
        t = theme.tokens()
        rect = option.rect
        painter.save()
        if option.state & option.state.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.accent_soft))
            painter.drawRoundedRect(rect.adjusted(4, 0, -4, 0), 6, 6)
        inside = rect.adjusted(10, 0, -10, 0)
        code = str(index.data(Qt.ItemDataRole.UserRole))
        code = code if code != index.data() else ""
        painter.setFont(theme.font(11))
        painter.setPen(QColor(t.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inside, Qt.AlignmentFlag.AlignRight | middle, code)
        room = inside.width() - painter.fontMetrics().horizontalAdvance(code) - 8
        painter.setFont(theme.font(13))
        painter.setPen(QColor(t.ink))
        name = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | middle, name)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """All rows are equally high."""
        return QSize(_MIN_WIDTH, _ROW_HEIGHT)


class ChoiceList(Overlay):
    """Choices below (or, near the window's lower edge, above) the field they are for."""

    picked = Signal(QModelIndex)

    def __init__(self, anchor: QWidget) -> None:
        super().__init__(anchor)
        self.setProperty("role", "card")
        self._model = _Choices(self)
        self._view = QListView()
        self._view.setModel(self._model)
        self._view.setItemDelegate(_Row(self))
        self._view.setUniformItemSizes(True)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.setObjectName("choices")
        self._view.setStyleSheet("#choices { border: none; background: transparent; }")
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.clicked.connect(self.picked)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 5, 1, 5)
        column.addWidget(self._view)
        self._watched: list[QWidget] = []

    def show_choices(self, choices: tuple[Choice, ...], row: int) -> None:
        """Show choices with one of them chosen, and say it aloud."""
        self._model.show(choices)
        self._view.setAccessibleName(self._anchor.accessibleName())
        self.open()
        self._choose(row)

    def step(self, rows: int) -> None:
        """Choose a row further down or up; stops at the ends."""
        self._choose(self._view.currentIndex().row() + rows)

    def current(self) -> Choice | None:
        """The chosen row."""
        return self.choice(self._view.currentIndex())

    def choice(self, index: QModelIndex) -> Choice | None:
        """What a row stands for."""
        return self._model.choices[index.row()] if index.isValid() else None

    def open(self) -> None:
        """Show it, and follow the field when the column is scrolled."""
        super().open()
        self._follow_nothing()
        above = self._anchor.parentWidget()
        while above is not None and not above.isWindow():
            above.installEventFilter(self)
            self._watched.append(above)
            above = above.parentWidget()

    def close_up(self) -> None:
        """Hide it."""
        super().close_up()
        self._follow_nothing()

    def place(self) -> None:
        """Where there is more room; wide enough to read a name in."""
        window = self._anchor.window()
        top = self._anchor.mapTo(window, QPoint(0, 0))
        width = max(self._anchor.width(), _MIN_WIDTH)
        left = max(min(top.x(), window.width() - width - _MARGIN), 0)
        below = window.height() - top.y() - self._anchor.height() - _GAP - _MARGIN
        above = top.y() - _GAP - _MARGIN
        wanted = min(self._model.rowCount(), _ROWS_SHOWN) * _ROW_HEIGHT + _FRAME
        if below >= min(wanted, above):
            y, height = top.y() + self._anchor.height() + _GAP, min(wanted, below)
        else:
            height = min(wanted, above)
            y = top.y() - _GAP - height
        self.setGeometry(QRect(left, y, width, max(height, 0)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the field."""
        if event.type() is QEvent.Type.Move and watched in self._watched and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)

    def _follow_nothing(self) -> None:
        for widget in self._watched:
            widget.removeEventFilter(self)
        self._watched.clear()

    def _choose(self, row: int) -> None:
        index = self._model.index(max(0, min(row, self._model.rowCount() - 1)))
        self._view.setCurrentIndex(index)
        announce(self._anchor, str(index.data() or ""))
