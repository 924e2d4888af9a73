"""The top bar: one tab per caller, and on the right the store, the connection and the clerk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QTabBar, QToolButton, QWidget

from pos_app.bridge import messages as m
from pos_app.gui.plain_text import tip
from pos_app.gui.widgets import Button, label, pill, set_look

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QResizeEvent

    from pos_app.domain.errors import Problem

_ROOMY = 1150


class TopBar(QFrame):
    """Signals: `new_order`, and `outcome_chosen(str)` from the training menu."""

    new_order = Signal()
    outcome_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setFixedHeight(48)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setAccessibleName(self.tr("Open orders"))
        self._add = Button(self.tr("New order"), "link", "Ctrl+N")
        self._training = pill(self.tr("TRAINING STORE — no real orders, no real charges"), "warn")
        self._outcomes = QToolButton()
        self._merchant = label("", "muted")
        self._link = pill("", "plain")
        self._clerk = label("", "muted")
        self._titles: dict[str, str] = {}
        self._build()

    def _build(self) -> None:
        self._outcomes.setText(self.tr("Next order will…"))
        self._outcomes.setAccessibleName(self.tr("Next order will"))
        self._outcomes.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._outcomes.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._add.clicked.connect(self.new_order)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.tabs)
        row.addWidget(self._add)
        row.addStretch(1)
        for part in (self._training, self._outcomes, self._merchant, self._link, self._clerk):
            row.addWidget(part)
        for part in (self._training, self._outcomes, self._link):
            part.hide()  # until it is known which store this is

    def set_scenarios(self, scenarios: Iterable[tuple[str, str]]) -> None:
        """Name and title of what the training store can be made to do."""
        self._titles = dict(scenarios)
        menu = QMenu(self)
        for name, title in self._titles.items():
            menu.addAction(title).setData(name)
        menu.triggered.connect(self._chosen)
        self._outcomes.setMenu(menu)

    def show_link(self, report: m.LinkChanged) -> None:
        """Show which merchant this is, and whether it can be reached."""
        words, tone = {
            m.Link.CONNECTING: (self.tr("Connecting"), "plain"),
            m.Link.CONNECTED: (self.tr("Connected"), "ok"),
            m.Link.OFFLINE: (self.tr("Not connected"), "bad"),
        }[report.link]
        self._link.setText(words)
        set_look(self._link, "pill", tone)
        self._link.show()
        self._link.setToolTip(tip(_reason(report.problem)) if report.problem else "")
        self._merchant.setText(report.connection.domain)
        self._training.setVisible(report.connection.training)
        self._outcomes.setVisible(report.connection.training)

    def show_outcome(self, scenario: str) -> None:
        """Show what the next order in training will do."""
        title = self._titles.get(scenario, scenario)
        self._outcomes.setText(self.tr("Next order will {0}").format(title))

    def show_clerk(self, name: str) -> None:
        """Show who works here."""
        self._clerk.setText(self.tr("Clerk: {0}").format(name) if name else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say training in fewer words where there is less room."""
        super().resizeEvent(event)
        roomy = self.tr("TRAINING STORE — no real orders, no real charges")
        brief = self.tr("TRAINING STORE")
        self._training.setText(roomy if event.size().width() > _ROOMY else brief)
        self._training.setToolTip(roomy)

    @Slot(object)
    def _chosen(self, action: object) -> None:
        name = getattr(action, "data", None)
        if callable(name):
            self.outcome_chosen.emit(str(name()))


def _reason(problem: Problem) -> str:
    from pos_app.gui.problem_words import problem_sentence

    return problem_sentence(problem)
