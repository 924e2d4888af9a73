"""What is ready and what is still missing before the order can be placed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from pos_app.gui.icons import IconLabel
from pos_app.gui.widgets import Card, label


class Checklist(Card):
    """A row for each part of the order: a check mark, or a word on what is missing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("Checklist", "Still to do"), "", parent)
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self.body.addLayout(self._grid)
        self._rows: list[tuple[QWidget, IconLabel]] = []
        names = (self.tr("Customer"), self.tr("Ship to, bill to"), self.tr("Cart"), self.tr("Card"))
        for row, name in enumerate(names):
            text, mark = label(name, "muted"), IconLabel("minus")
            self._grid.addWidget(text, row, 0)
            self._grid.addWidget(mark, row, 1)
            self._rows.append((text, mark))

    def show_state(self, done: tuple[bool, bool, bool, bool]) -> None:
        """Mark customer, addresses, cart and card as ready or not."""
        self.title.setText(self.tr("Ready to place") if all(done) else self.tr("Still to do"))
        for (text, mark), ready in zip(self._rows, done, strict=True):
            mark.show_icon("check" if ready else "minus", "ok" if ready else "muted")
            text.setAccessibleDescription(self.tr("ready") if ready else self.tr("to do"))
