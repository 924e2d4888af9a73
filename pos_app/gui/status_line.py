"""The status bar: keys on the left, what the clerk should know on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from pos_app.bridge import messages as m
from pos_app.gui.call_clock import CallClock
from pos_app.gui.widgets import Button, keycap, label, set_look

if TYPE_CHECKING:
    from pos_app.domain.catalogue_news import CatalogueNews
    from pos_app.domain.errors import Problem
    from pos_app.gui.came_from import CameFrom


class StatusLine(QFrame):
    """One line at the bottom of the window.

    `call` says how long the call in front has taken, `catalogue` is what was told last of the
    catalogue at hand. `catalogue_stopped(stop)`: the clerk wants its reading to stop, or to go on.
    `focus_left`: what had the focus here is gone, and so is what had it before.
    """

    catalogue_stopped = Signal(bool)
    focus_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusBar")
        self.setFixedHeight(28)
        self._message, self._tokens, self._orders = label(), label(), label()
        self._journal, self._update = label(), label()
        self._catalogue, self._switch = label(), Button("", "link")
        self._switch.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._switch.clicked.connect(self._switch_catalogue)
        self._switch.hide()
        self._came_from: CameFrom | None = None
        self.catalogue: CatalogueNews | None = None
        self._may_go_on = False
        self.call = CallClock()
        self._version = ""
        self._journal_problem: Problem | None = None
        self._in_flight = self._unsettled = self._placed = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(keycap("F1"))
        row.addWidget(label(self.tr("Keys")))
        row.addStretch(1)
        told = (self._message, self._catalogue, self._switch, self._update, self._tokens)
        for part in (*told, self._orders, self.call, self._journal):
            row.addWidget(part)

    def say(self, text: str, tone: str) -> None:
        """Show a sentence that the clerk should read; `tone` is warn or bad."""
        self._message.setText(text)
        set_look(self._message, "tone", tone)

    def say_problem(self, problem: Problem) -> None:
        """Show what went wrong, until something else is said."""
        from pos_app.gui.problem_words import problem_sentence

        self.say(problem_sentence(problem), "bad")

    def show_tokens(self, report: m.TokensKept) -> None:
        """Say where the session's token is kept, plainly, when it is not in the keyring."""
        if report.safe:
            self._tokens.setText("")
            return
        words = {
            "locked": self.tr("The keyring is locked: the session is kept in memory only."),
            "no_backend": self.tr("No keyring here: the session is kept in memory only."),
        }
        plain = self.tr("The keyring can’t be used: the session is kept in memory only.")
        self._tokens.setText(words.get(report.reason, plain))
        set_look(self._tokens, "tone", "warn")

    def show_update(self, version: str) -> None:
        """A newer version is announced: said quietly, and not while an order needs attention."""
        self._version = version
        self._show_update()

    @property
    def update_text(self) -> str:
        """What is said of a newer version."""
        return self._update.text()

    def _show_update(self) -> None:
        free = bool(self._version) and not self._in_flight and not self._unsettled
        words = self.tr("Version {0} is available.").format(self._version)
        self._update.setText(words if free else "")

    def show_catalogue(self, news: CatalogueNews) -> None:
        """Say how far the merchant's list has been read; nothing once it is at hand."""
        from pos_app.domain.catalogue_news import Reading
        from pos_app.gui.catalogue_words import catalogue_words

        self.catalogue, self._may_go_on = news, news.reading is Reading.STOPPED
        self._catalogue.setText(catalogue_words(news))
        under_way = news.reading in (Reading.READING, Reading.WAITING)
        stop, go_on = self.tr("Stop"), self.tr("Go on")
        self._switch.setText(stop if under_way else go_on)
        stop, go_on = self.tr("Stop reading the catalogue"), self.tr("Go on reading the catalogue")
        self._switch.setAccessibleName(stop if under_way else go_on)
        self._show_switch(under_way or self._may_go_on)

    def _show_switch(self, shown: bool) -> None:  # noqa: FBT001
        """It goes when the list has been read; the focus then goes where it was before."""
        if self._came_from is None:
            from pos_app.gui.came_from import CameFrom

            self._came_from = CameFrom(self._switch)
        placed = shown or self._came_from.give_back()
        self._switch.setVisible(shown)
        if not placed:
            self.focus_left.emit()

    @Slot()
    def _switch_catalogue(self) -> None:
        self.catalogue_stopped.emit(not self._may_go_on)

    def show_journal(self, report: m.JournalTold) -> None:
        """Say that orders can't be written down, or how many have been."""
        self._journal_problem = report.problem
        self._placed = report.orders
        self._show_journal()

    def show_orders(self, in_flight: int, unsettled: int) -> None:
        """How many orders are being placed right now, and of how many nobody knows the end."""
        self._orders.setText(self._being_placed(in_flight))
        if self._in_flight and not in_flight:
            self._message.setText("")
        self._in_flight, self._unsettled = in_flight, unsettled
        self._show_update()
        self._show_journal()

    def _show_journal(self) -> None:
        if self._journal_problem is not None:
            from pos_app.gui.problem_words import problem_sentence

            self._journal.setText(problem_sentence(self._journal_problem))
            set_look(self._journal, "tone", "bad")
            return
        if self._unsettled:
            self._journal.setText(self.tr("Journal: {0} to settle").format(self._unsettled))
            set_look(self._journal, "tone", "warn")
            return
        one, more = (
            self.tr("Journal: 1 order, settled"),
            self.tr("Journal: {0} orders, all settled"),
        )
        self._journal.setText(one if self._placed == 1 else more.format(self._placed))
        set_look(self._journal, "tone", "")

    def _being_placed(self, count: int) -> str:
        if not count:
            return ""
        one, more = self.tr("1 order being placed"), self.tr("{0} orders being placed")
        return one if count == 1 else more.format(count)
