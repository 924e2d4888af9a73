"""The audit log, in the settings: is it whole, take it out, remove what is older than a year."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDate, Qt, Slot
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from pos_app.bridge import messages as m
from pos_app.domain.audit import Verified
from pos_app.gui.announce import announce
from pos_app.gui.audit_words import fault_lines, verdict
from pos_app.gui.ports import Post, next_ticket
from pos_app.gui.problem_words import problem_sentence
from pos_app.gui.widgets import Button, Card, label, set_look


class AuditCard(Card):
    """Three buttons and the result in words. All three are in the log themselves."""

    def __init__(self, post: Post, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("AuditCard", "Audit log"), parent=parent)
        self._post, self._ticket = post, 0
        words = self.tr(
            "Who did what and when: sign-ins, locks, orders, verdicts, settings. Each entry "
            "vouches for the one before, so a change shows. Kept for 12 months."
        )
        self.verify_button = Button(self.tr("Is the log whole?"))
        self.export_button = Button(self.tr("Take it out"))
        self.prune_button = Button(self.tr("Remove what is older than 12 months"))
        self.verify_button.clicked.connect(self._verify)
        self.export_button.clicked.connect(self._choose_file)
        self.prune_button.clicked.connect(self._prune)
        self._answer = label("", "muted", wrap=True)
        self._answer.setAccessibleName(self.tr("Status"))
        self._answer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._answer.hide()
        buttons = QGridLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.verify_button, 0, 0)
        buttons.addWidget(self.export_button, 0, 1)
        buttons.addWidget(self.prune_button, 1, 0, 1, 2)
        self.body.addWidget(label(words, "muted", wrap=True))
        self.body.addLayout(buttons)
        self.body.addWidget(self._answer)
        self._dialog: QFileDialog | None = None

    @property
    def answer(self) -> str:
        """What is said of the last thing asked."""
        return self._answer.text()

    def receive(self, report: m.Report) -> None:
        """Take the worker's answers to what was asked here."""
        match report:
            case m.AuditVerified(ticket=self._ticket):
                if report.verified is not None:
                    self._show(report.verified)
            case m.AuditExported(ticket=self._ticket) if report.problem is None:
                self._say(self.tr("Saved as {0}.").format(report.path), good=True)
            case m.AuditPruned(ticket=self._ticket) if report.problem is None:
                self._pruned(report.months)
        answers = (m.AuditVerified, m.AuditExported, m.AuditPruned)
        if isinstance(report, answers) and report.ticket == self._ticket and report.problem:
            self._say(problem_sentence(report.problem), good=False)

    def _show(self, found: Verified) -> None:
        lines = [verdict(found), *fault_lines(found)]
        if found.is_good:
            # Written down on paper, it proves later that the log was not made anew since.
            end = self.tr("Last entry: number {0}, {1}")
            lines.append(end.format(found.end.number, found.end.hash[:16]))
        self._say("\n".join(lines), good=found.is_good)

    def _pruned(self, months: int) -> None:
        if not months:
            self._say(self.tr("Nothing is older than 12 months."), good=True)
        elif months == 1:
            self._say(self.tr("1 month was removed."), good=True)
        else:
            self._say(self.tr("{0} months were removed.").format(months), good=True)

    @Slot()
    def _verify(self) -> None:
        self._ask(m.VerifyAudit(next_ticket()))

    @Slot()
    def _prune(self) -> None:
        self._ask(m.PruneAudit(next_ticket()))

    @Slot()
    def _choose_file(self) -> None:
        """Ask where to; the ending of the name says as what."""
        day = QDate.currentDate().toString(Qt.DateFormat.ISODate)
        dialog = QFileDialog(self, self.tr("Take the audit log out"), f"audit-{day}.jsonl")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(
            [self.tr("As it is, can be verified (*.jsonl)"), self.tr("As a table (*.csv)")]
        )
        dialog.setDefaultSuffix("jsonl")
        dialog.filterSelected.connect(self._filter_selected)
        dialog.fileSelected.connect(self.export)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog = dialog
        dialog.open()

    @Slot(str)
    def _filter_selected(self, name: str) -> None:
        if self._dialog is not None:
            self._dialog.setDefaultSuffix("csv" if "*.csv" in name else "jsonl")

    @Slot(str)
    def export(self, path: str) -> None:
        """Take the log out to a file: a table if it ends in .csv, else the log's own lines."""
        self._ask(m.ExportAudit(next_ticket(), path, table=path.casefold().endswith(".csv")))

    def _ask(self, request: m.VerifyAudit | m.ExportAudit | m.PruneAudit) -> None:
        self._ticket = request.ticket
        self._say(self.tr("One moment"), good=True)
        self._post(request)

    def _say(self, words: str, *, good: bool) -> None:
        self._answer.setText(words)
        self._answer.setVisible(bool(words))
        set_look(self._answer, "role", "muted" if good else "problem")
        announce(self._answer, words)
