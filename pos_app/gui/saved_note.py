"""What came of saving the receipt: where it is, or what keeps it from being written."""

from __future__ import annotations

from PySide6.QtCore import QFileInfo, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.gui.announce import announce
from pos_app.gui.receipt_document import ReceiptPrinter
from pos_app.gui.widgets import label, set_look


class SavedNote(QWidget):
    """A line that is hidden until the first receipt was saved, or was not."""

    def __init__(self, printer: ReceiptPrinter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = label("", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._words)
        printer.saved.connect(self._saved)
        printer.not_saved.connect(self._not_saved)
        self.hide()

    @property
    def text(self) -> str:
        """What is said, or an empty text."""
        return self._words.text()

    @Slot(str)
    def _saved(self, path: str) -> None:
        self._say(self.tr("The receipt is saved as {0}.").format(path), "muted")

    @Slot(str)
    def _not_saved(self, path: str) -> None:
        next_thing = self.tr("Save it in another folder, or print it.")
        self._say(f"{self._why(path)} {next_thing}", "problem")

    def _why(self, path: str) -> str:
        there = QFileInfo(path)
        folder = QFileInfo(there.absolutePath())
        if not folder.isDir():
            words = self.tr("The receipt was not saved: there is no folder {0}.")
            return words.format(folder.filePath())
        if there.isDir():
            return self.tr("The receipt was not saved: {0} is a folder.").format(path)
        if not folder.isWritable() or (there.exists() and not there.isWritable()):
            words = self.tr("The receipt was not saved: nothing can be written to {0}.")
            return words.format(folder.filePath() if not folder.isWritable() else path)
        return self.tr("The receipt was not saved: the disk did not take {0}.").format(path)

    def _say(self, words: str, role: str) -> None:
        self._words.setText(words)
        set_look(self._words, "role", role)
        self.show()
        announce(self, words)
