"""The merchant's connection: app id, domain and hosts, and a test that names what failed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.bridge.messages import CheckDone, CheckName, ConnectionTested, TestConnection
from pos_app.domain.connection import (
    DEFAULT_API_URL,
    DEFAULT_PAYMENT_URL,
    Connection,
    check_domain,
    check_url,
    checked,
)
from pos_app.domain.errors import Code, ConfigError, Problem
from pos_app.domain.register_check import Mark
from pos_app.gui.announce import announce
from pos_app.gui.fields import FieldBox, LineEdit
from pos_app.gui.ports import Post, next_ticket
from pos_app.gui.problem_words import problem_said
from pos_app.gui.widgets import Button, label, pill, set_look

_MAX_APP_ID_LENGTH = 200  # wide of any that is given out
_MAX_URL_LENGTH = 2_000


def _check_app_id(text: str) -> str:
    if len(text.strip()) > _MAX_APP_ID_LENGTH:
        raise ConfigError(Problem(Code.INVALID_APP_ID))
    # The rule stands in `checked`, which takes a whole connection.
    return checked(Connection(text, "merchant.example")).app_id


def _check_url(text: str) -> str:
    if len(text.strip()) > _MAX_URL_LENGTH:
        raise ConfigError(Problem(Code.BAD_URL))
    return check_url(text)


class CheckRow(QWidget):
    """One line of a connection test: what is looked at, how it went, what to do about it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._pill = pill("", "plain")
        self._text = label("", "muted", wrap=True)
        self._details = ""
        self.copy = Button(self.tr("Copy details"), "link")
        self.copy.setAccessibleName(f"{name}: {self.copy.text()}")
        self.copy.clicked.connect(self._copy_details)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(label(name))
        top.addStretch(1)
        top.addWidget(self.copy)
        top.addWidget(self._pill)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self._text)
        self.setAccessibleName(name)
        self.wait()

    @property
    def verdict(self) -> str:
        """The word in the pill."""
        return self._pill.text()

    @property
    def text(self) -> str:
        """The words under the name."""
        return self._text.text()

    def wait(self) -> None:
        """The check is under way."""
        self._show(self.tr("Checking"), "plain", "")

    def skip(self) -> None:
        """The test ended before this check."""
        self._show(self.tr("Not checked"), "plain", "")

    def found(self, mark: Mark, text: str, details: str = "") -> None:
        """The check is through; `details` can be copied."""
        verdict, tone = {
            Mark.GOOD: (self.tr("OK"), "ok"),
            Mark.NOTE: (self.tr("Note"), "warn"),
            Mark.BAD: (self.tr("Failed"), "bad"),
        }[mark]
        self._show(verdict, tone, text, details)

    def done(self, problem: Problem | None, note: str) -> None:
        """The check went well, with a note for people, or failed for a reason."""
        if problem is None:
            self.found(Mark.GOOD, note)
            return
        said = problem_said(problem)
        told = self.tr("{headline}. {sentence}").format(
            headline=said.headline, sentence=said.sentence
        )
        self.found(Mark.BAD, told, problem.details())

    @property
    def details(self) -> str:
        """What "Copy details" copies; empty where nothing failed."""
        return self._details

    @property
    def waiting(self) -> bool:
        """Whether the check has not answered yet."""
        return self.verdict == self.tr("Checking")

    @Slot()
    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(self._details)
        announce(self.copy, self.tr("Copied"))

    def _show(self, verdict: str, tone: str, text: str, details: str = "") -> None:
        self._details = details
        self.copy.setVisible(bool(details))
        self._pill.setText(verdict)
        set_look(self._pill, "pill", tone)
        self._text.setText(text)
        set_look(self._text, "role", "problem" if tone == "bad" else "muted")
        self._text.setVisible(bool(text))
        self.setAccessibleDescription(f"{verdict} {text}".strip())


class ConnectionForm(QWidget):
    """The fields of a merchant's connection and "Test the connection". `edited`: on each change."""

    edited = Signal()

    def __init__(self, post: Post, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._post = post
        self._ticket = 0
        self.app_id = FieldBox(self.tr("App id"), LineEdit())
        self.domain = FieldBox(self.tr("Merchant domain"), LineEdit())
        self.domain.line.setPlaceholderText("store.example.com")
        self.api_url = FieldBox(self.tr("API host"), LineEdit())
        self.payment_url = FieldBox(self.tr("Payment host"), LineEdit())
        self.advanced = Button(self.tr("Advanced"), "link")
        self.advanced.setCheckable(True)
        self.advanced.toggled.connect(self._fold)
        self.test_button = Button(self.tr("Test the connection"))
        self.test_button.clicked.connect(self.test)
        self.rows = {
            CheckName.SESSION: CheckRow(self.tr("Session")),
            CheckName.KEY: CheckRow(self.tr("Payment key")),
            CheckName.CATALOGUE: CheckRow(self.tr("Catalogue")),
        }
        self._rules: dict[FieldBox, Callable[[str], str]] = {
            self.app_id: _check_app_id,
            self.domain: check_domain,
            self.api_url: _check_url,
            self.payment_url: _check_url,
        }
        self._lay_out()
        for box in self._rules:
            box.edited.connect(self._edited)
            box.left.connect(self._left)
        self.set_connection(None)

    def _lay_out(self) -> None:
        self._hosts = QWidget()
        hosts = QVBoxLayout(self._hosts)
        self._checks = QWidget()
        checks = QVBoxLayout(self._checks)
        column = QVBoxLayout(self)
        for layout in (hosts, checks, column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(8)
        hosts.addWidget(self.api_url)
        hosts.addWidget(self.payment_url)
        for row in self.rows.values():
            checks.addWidget(row)
        unfold = QHBoxLayout()
        unfold.addWidget(self.advanced)
        unfold.addStretch(1)
        column.addWidget(self.app_id)
        column.addWidget(self.domain)
        column.addLayout(unfold)
        column.addWidget(self._hosts)
        column.addWidget(self.test_button)
        column.addWidget(self._checks)
        self._hosts.hide()
        self._checks.hide()

    def set_connection(self, connection: Connection | None) -> None:
        """Show a merchant's connection; nothing and the defaults for None or the training store."""
        shown = connection if connection and not connection.training else Connection("", "")
        texts = (shown.app_id, shown.domain, shown.api_url, shown.payment_url)
        for box, text in zip(self._rules, texts, strict=True):
            box.line.setText(text)
            box.say("")
        default = (shown.api_url, shown.payment_url) == (DEFAULT_API_URL, DEFAULT_PAYMENT_URL)
        self.advanced.setChecked(not default)
        self._forget_test()

    @property
    def blank(self) -> bool:
        """Whether neither an app id nor a domain was entered."""
        return not (self.app_id.line.text().strip() or self.domain.line.text().strip())

    def connection(self) -> Connection | None:
        """The connection as entered, tidied; None with the problems shown under their fields."""
        wrong = [box for box in self._rules if not self._check(box)]
        if wrong:
            if wrong[-1] in (self.api_url, self.payment_url):
                self.advanced.setChecked(True)
            wrong[0].editor.setFocus()
            announce(wrong[0].editor, f"{wrong[0].name}: {wrong[0].message}")
            return None
        app_id, domain, api_url, payment_url = (box.line.text() for box in self._rules)
        return checked(Connection(app_id, domain, api_url, payment_url))

    @Slot()
    def test(self) -> None:
        """Try the connection as entered; the answers come through `check_done` and `tested`."""
        connection = self.connection()
        if connection is None:
            return
        self._ticket = next_ticket()
        for row in self.rows.values():
            row.wait()
        self._checks.show()
        self._post(TestConnection(self._ticket, connection))

    def check_done(self, report: CheckDone) -> None:
        """One check is through; one of an older test is passed over."""
        if report.ticket == self._ticket:
            self.rows[report.name].done(report.problem, report.note)

    def tested(self, report: ConnectionTested) -> None:
        """The test is over: what has no answer was not checked."""
        if report.ticket != self._ticket:
            return
        for row in self.rows.values():
            if row.waiting:
                row.skip()
        good, bad = self.tr("The connection works."), self.tr("The connection does not work.")
        announce(self.test_button, good if report.good else bad)

    def _check(self, box: FieldBox) -> bool:
        try:
            self._rules[box](box.line.text())
        except ConfigError as error:
            box.say(problem_said(error.problem).sentence)
            return False
        box.say("")
        return True

    def _forget_test(self) -> None:
        self._ticket = 0
        self._checks.hide()

    @Slot()
    def _fold(self) -> None:
        unfolded = self.advanced.isChecked()
        self._hosts.setVisible(unfolded)
        self.advanced.setAccessibleDescription(
            self.tr("Expanded") if unfolded else self.tr("Collapsed")
        )

    @Slot()
    def _edited(self) -> None:
        # What was tested is no longer what is entered.
        self._forget_test()
        box = self.sender()
        if isinstance(box, FieldBox) and box.message:
            self._check(box)
        self.edited.emit()

    @Slot()
    def _left(self) -> None:
        box = self.sender()
        if isinstance(box, FieldBox) and box.line.text():
            self._check(box)
