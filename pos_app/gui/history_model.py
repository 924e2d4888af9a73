"""Attempts of the journal as an item model."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QObject, Qt

from pos_app.domain.record import OrderRecord
from pos_app.gui.cart_model import Index
from pos_app.gui.history_words import customer_of, spoken_row

RECORD_ROLE = Qt.ItemDataRole.UserRole + 1


class HistoryModel(QAbstractListModel):
    """Attempts in the order the journal told them: newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._records: tuple[OrderRecord, ...] = ()

    @property
    def records(self) -> tuple[OrderRecord, ...]:
        """What is shown."""
        return self._records

    def show(self, records: tuple[OrderRecord, ...]) -> bool:
        """Show these. True if the rows are others than before; else only what they say changed."""
        before = [record.attempt_id for record in self._records]
        if records and before == [record.attempt_id for record in records]:
            self._records = records
            self.dataChanged.emit(self.index(0), self.index(len(records) - 1))
            return False
        self.beginResetModel()
        self._records = records
        self.endResetModel()
        return True

    def row_of(self, attempt_id: str) -> int | None:
        """The row of an attempt, or None."""
        found = (row for row, r in enumerate(self._records) if r.attempt_id == attempt_id)
        return next(found, None)

    def rowCount(self, parent: Index | None = None) -> int:
        """Attempts; none has anything below it."""
        return 0 if parent is not None and parent.isValid() else len(self._records)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The attempt itself, the customer's name, and the row in words."""
        if not index.isValid() or index.row() >= len(self._records):
            return None
        record = self._records[index.row()]
        if role == RECORD_ROLE:
            return record
        if role == Qt.ItemDataRole.DisplayRole:
            return customer_of(record)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_row(record)
        return None
