"""About this program: version, commit, Qt, Python, and the licences of all its parts."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Slot, qVersion
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from pos_app.bridge import messages as m
from pos_app.gui.announce import announce
from pos_app.gui.ports import Post
from pos_app.gui.widgets import Button, Card, label

_LINES = 14


class AboutCard(Card):
    """Asks for what it shows when it is first seen."""

    def __init__(self, post: Post, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("AboutCard", "About"), parent=parent)
        self._post = post
        self._asked = False
        self.facts = label("", "muted", wrap=True)
        self.facts.setAccessibleName(self.tr("About"))
        self.copy_button = Button(self.tr("Copy"), "link")
        self.copy_button.setAccessibleName(self.tr("Copy what this program is"))
        self.copy_button.clicked.connect(self._copy)
        self.licences_button = Button(self.tr("Licences"), "link")
        self.licences_button.setCheckable(True)
        self.licences_button.toggled.connect(self._fold)
        self.licences = QPlainTextEdit()
        self.licences.setReadOnly(True)
        self.licences.setAccessibleName(self.tr("Licences"))
        self.licences.setTabChangesFocus(True)
        self.licences.setFixedHeight(self.licences.fontMetrics().lineSpacing() * _LINES)
        self.licences.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.licences_button)
        row.addWidget(self.copy_button)
        row.addStretch(1)
        self.body.addWidget(self.facts)
        self.body.addLayout(row)
        self.body.addWidget(self.licences)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask once."""
        super().showEvent(event)
        if not self._asked:
            self._asked = True
            self._post(m.TellAbout())

    def receive(self, report: m.Report) -> None:
        """Show what the worker found out."""
        if not isinstance(report, m.AboutTold):
            return
        about = report.about
        self.facts.setText(
            f"pos-app {about.version}\ncommit {about.commit}\n"
            f"Qt {qVersion()}, Python {about.python}"
        )
        self.facts.setAccessibleDescription(self.facts.text())
        self.licences.setPlainText(about.licences)

    @Slot()
    def _fold(self) -> None:
        unfolded = self.licences_button.isChecked()
        self.licences.setVisible(unfolded)
        state = self.tr("Expanded") if unfolded else self.tr("Collapsed")
        self.licences_button.setAccessibleDescription(state)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.facts.text())
        announce(self.copy_button, self.tr("Copied"))
