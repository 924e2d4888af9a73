"""Orders put aside for later, without their card."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from pos_app.domain.draft import KeptDraft
from pos_app.gui.widgets import label


class ParkedPage(QWidget):
    """A list; Enter or a double click takes an order up again: `resumed(KeptDraft)`."""

    resumed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(label(self.tr("Parked orders"), "heading"))
        hint = self.tr(
            "Press Enter to take an order up again. Parked orders are kept on this computer; their "
            "cards are not."
        )
        column.addWidget(label(hint, "muted", wrap=True))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Parked orders"))
        self.list.itemActivated.connect(self._resume)
        column.addWidget(self.list, 1)

    @Slot(str, object)
    def add(self, title: str, kept: KeptDraft) -> None:
        """Put an order aside."""
        item = QListWidgetItem(title)
        item.setData(Qt.ItemDataRole.UserRole, kept)
        self.list.addItem(item)

    @Slot(QListWidgetItem)
    def _resume(self, item: QListWidgetItem) -> None:
        kept = item.data(Qt.ItemDataRole.UserRole)
        self.list.takeItem(self.list.row(item))
        self.resumed.emit(kept)
