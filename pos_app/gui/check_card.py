"""“Check this register”: every part looked at in the worker, the result in words, to be copied."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QSysInfo, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app import __version__
from pos_app.bridge import messages as m
from pos_app.domain.connection import Connection
from pos_app.domain.register_check import Mark, Part
from pos_app.gui.announce import announce
from pos_app.gui.check_words import check_sentence, part_name
from pos_app.gui.connection_form import CheckRow
from pos_app.gui.ports import Post, next_ticket
from pos_app.gui.widgets import Button, Card, label, set_look


class RegisterCheckCard(Card):
    """A button, a row for each part, and the verdict. Places no order."""

    def __init__(self, post: Post, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("Check", "Does it work?"), parent=parent)
        self._post = post
        self._connection: Connection | None = None
        self._ticket = 0
        self._ended = QDateTime()
        self.good: bool | None = None  # None: not checked, or not yet through
        words = self.tr(
            "Looks at the keyring, the disk, the clock, the merchant and the printer. "
            "No order is placed."
        )
        self.button = Button(self.tr("Check this register"))
        self.button.setAccessibleDescription(words)
        self.button.clicked.connect(self.check)
        self.verdict = label("", "muted", wrap=True)
        self.copy_button = Button(self.tr("Copy the results"))
        self.copy_button.clicked.connect(self._copy)
        self.marks: dict[Part, Mark] = {}
        self.rows = {part: CheckRow(part_name(part)) for part in Part}
        self._results = QWidget()
        self._lay_out(words)
        self._results.hide()

    def _lay_out(self, words: str) -> None:
        results = QVBoxLayout(self._results)
        results.setContentsMargins(0, 0, 0, 0)
        results.setSpacing(8)
        for row in self.rows.values():
            results.addWidget(row)
        end = QHBoxLayout()
        end.addWidget(self.verdict, 1)
        end.addWidget(self.copy_button)
        results.addLayout(end)
        self.body.addWidget(label(words, "muted", wrap=True))
        self.body.addWidget(self.button)
        self.body.addWidget(self._results)

    def set_connection(self, connection: Connection | None) -> None:
        """Whose merchant is asked: the one that is in use, not one that is being typed."""
        self._connection = connection
        self.button.setEnabled(connection is not None)

    @Slot()
    def check(self) -> None:
        """Begin; while one check is under way there is no second."""
        if self._connection is None or (self._ticket and self.good is None):
            return
        self._ticket, self.good = next_ticket(), None
        self.marks.clear()
        for row in self.rows.values():
            row.wait()
        self._say(self.tr("Checking"), "muted")
        self.copy_button.setEnabled(False)
        self._results.show()
        self._post(m.CheckRegister(self._ticket, self._connection))

    def receive(self, report: m.Report) -> None:
        """Take the worker's answers to this card's own check."""
        if isinstance(report, m.RegisterPartChecked) and report.ticket == self._ticket:
            checked = report.checked
            self.marks[checked.part] = checked.mark
            self.rows[checked.part].found(
                checked.mark,
                check_sentence(checked),
                checked.problem.details() if checked.problem is not None else "",
            )
        elif isinstance(report, m.RegisterChecked) and report.ticket == self._ticket:
            self._through(report.good)

    def text(self) -> str:
        """All of it as lines, for an e-mail to whoever can help."""
        when = QLocale.c().toString(self._ended, "yyyy-MM-dd HH:mm:ss t")
        lines = [
            f"pos-app {__version__}, {QSysInfo.prettyProductName()}, {when}",
            self.verdict.text(),
        ]
        for row in self.rows.values():
            lines.append(f"{row.accessibleName()}: {row.verdict}. {row.text}".rstrip(". ") + ".")
            lines += [f"    {line}" for line in row.details.splitlines()]
        return "\n".join(lines) + "\n"

    def _through(self, good: bool) -> None:  # noqa: FBT001
        self.good, self._ended = good, QDateTime.currentDateTime()
        for row in self.rows.values():
            if row.waiting:
                row.skip()
        words = (
            self.tr("Nothing is in the way of orders.")
            if good
            else self.tr("Something is in the way of orders. Look at what has failed.")
        )
        self._say(words, "muted" if good else "problem")
        self.copy_button.setEnabled(True)
        announce(self.button, words)

    def _say(self, words: str, role: str) -> None:
        self.verdict.setText(words)
        set_look(self.verdict, "role", role)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
        announce(self.copy_button, self.tr("Copied"))
