"""First start and settings: the training store or a merchant, and who sits at this register."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pos_app.bridge.messages import (
    CheckDone,
    ConnectionTested,
    Report,
    SettingsSaved,
    SignedIn,
    StaffTold,
)
from pos_app.domain.address_layout import countries
from pos_app.domain.clerks import Clerk
from pos_app.domain.connection import Connection, Settings, Theme
from pos_app.gui.about_card import AboutCard
from pos_app.gui.announce import announce
from pos_app.gui.audit_card import AuditCard
from pos_app.gui.capture import capture_words
from pos_app.gui.check_card import RegisterCheckCard
from pos_app.gui.connection_form import ConnectionForm
from pos_app.gui.fields import FieldBox, LineEdit
from pos_app.gui.first_clerk import FirstClerkCard
from pos_app.gui.ports import Post
from pos_app.gui.problem_words import problem_said
from pos_app.gui.recorder_card import RecorderCard
from pos_app.gui.staff_card import StaffCard
from pos_app.gui.widgets import Banner, Button, Card, label

_WIDTH = 560
_MAX_CLERK_LENGTH = 40  # what the top bar has room for
TRAINING = Connection(app_id="", domain="", api_url="", payment_url="", training=True)


class SetupPage(QWidget):
    """Two ways to begin (`first`), or the settings.

    Signals: `chosen` with `Settings` whose every part was checked: the window decides whether they
    may change now, and has them written; `closed` when the clerk leaves the settings without
    saving (never at the first start).
    """

    chosen = Signal(object)
    closed = Signal()

    def __init__(
        self,
        post: Post,
        first: bool,  # noqa: FBT001
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._post = post
        self._first = first
        self._settings = Settings()
        self._chosen: Settings | None = None
        self._capture = label("", "muted", wrap=True)
        self.form = ConnectionForm(post)
        self.banner = Banner()
        self.banner.hide()
        self.training_button = Button(
            self.tr("Training store") if first else self.tr("Use the training store"),
            "primary" if first else "",
        )
        self.training_button.clicked.connect(self._train)
        self.save_button = Button(
            self.tr("Connect") if first else self.tr("Save"), "" if first else "primary"
        )
        self.save_button.clicked.connect(self._save)
        self.close_button = Button(self.tr("Close"))
        self.close_button.clicked.connect(self.closed)
        self._make_cards()
        self._make_preferences()
        self._lay_out()

    def _make_cards(self) -> None:
        self.who_card = FirstClerkCard(self._post) if self._first else None
        if self.who_card is not None:
            self.who_card.ready.connect(self._begin)
        self.recorder_card = None if self._first else RecorderCard(self._post)
        self.staff_card = None if self._first else StaffCard(self._post)
        self.audit_card = None if self._first else AuditCard(self._post)
        self._wanted: Connection | None = None
        self._clerks: tuple[Clerk, ...] = ()
        self._who: Clerk | None = None
        self.check_card = None if self._first else RegisterCheckCard(self._post)
        self.about_card = None if self._first else AboutCard(self._post)

    def _make_preferences(self) -> None:
        self.clerk = FieldBox(self.tr("Clerk name"), LineEdit())
        self.clerk.edited.connect(self._clerk_edited)
        self.clerk.left.connect(self._check_clerk)
        self.country = FieldBox(self.tr("Country"), QComboBox())
        self.theme = FieldBox(self.tr("Theme"), QComboBox())
        names = {
            Theme.SYSTEM: self.tr("System"),
            Theme.LIGHT: self.tr("Light"),
            Theme.DARK: self.tr("Dark"),
        }
        for theme, name in names.items():
            self._combo(self.theme).addItem(name, theme.value)
        if not self._first:  # reads the countries' data, which the first start has no use for
            for choice in countries():
                self._combo(self.country).addItem(choice.name, choice.code)

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        title = self.tr("How do you want to begin?") if self._first else self.tr("Settings")
        column.addWidget(label(title, "heading", wrap=True))
        column.addWidget(self.banner)
        self._main_cards(column)
        self._extra_cards(column)
        for unused in (self.clerk, self.country, self.theme, self._capture, self.close_button):
            if self._first:
                unused.setParent(self)
                unused.hide()
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(inner, 100)
        row.addStretch(1)
        area.setWidget(middle)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _main_cards(self, column: QVBoxLayout) -> None:
        if self.who_card is not None:
            column.addWidget(self.who_card)
        cards = (self._training_card(), self._merchant_card())
        for card in cards if self._first else (self._register_card(), *reversed(cards)):
            column.addWidget(card)
        if self.recorder_card is not None:
            column.addWidget(self.recorder_card)
            column.addLayout(self._buttons())

    def _extra_cards(self, column: QVBoxLayout) -> None:
        for card in (self.staff_card, self.audit_card, self.check_card, self.about_card):
            if card is not None:
                column.addWidget(card)

    def _training_card(self) -> Card:
        card = Card(self.tr("Training store"))
        words = self.tr("Practise with a store on this computer. No account, no real orders.")
        card.body.addWidget(label(words, "muted", wrap=True))
        card.body.addWidget(self.training_button)
        self.training_button.setAccessibleDescription(words)
        return card

    def _merchant_card(self) -> Card:
        card = Card(self.tr("Connect a merchant") if self._first else self.tr("Merchant"))
        card.body.addWidget(self.form)
        if self._first:
            card.body.addWidget(self.save_button)
        return card

    def _register_card(self) -> Card:
        card = Card(self.tr("This register"))
        for box in (self.clerk, self.country, self.theme):
            card.body.addWidget(box)
        card.body.addWidget(self._capture)
        return card

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.close_button)
        row.addWidget(self.save_button, 1)
        return row

    def set_settings(self, settings: Settings) -> None:
        """Show these settings; what was typed before is replaced."""
        self._settings = settings
        self._chosen = None
        self.form.set_connection(settings.connection)
        if self.check_card is not None:
            self.check_card.set_connection(settings.connection)
        self._capture.setText(capture_words(self))
        self.clerk.line.setText(settings.clerk)
        self.clerk.say("")
        if self.recorder_card is not None:
            self.recorder_card.set_hook(settings.recorder)
        for box, value in ((self.country, settings.country), (self.theme, settings.theme.value)):
            combo = self._combo(box)
            combo.setCurrentIndex(combo.findData(value))
        self.banner.hide()
        training = settings.connection is not None and settings.connection.training
        if training and not self._first:
            self._say(
                self.tr("You are using the training store."),
                self.tr("Fill in the merchant below to leave it."),
                "info",
            )

    def set_staff(self, clerks: tuple[Clerk, ...], who: Clerk | None) -> None:
        """Who works here, and who is looking. With PINs, nobody types the clerk's name here."""
        self._clerks, self._who = clerks, who
        if self.staff_card is not None:
            self.staff_card.set_staff(clerks, who)
            self.clerk.setVisible(not clerks)

    @Slot(object)
    def receive(self, report: Report) -> None:
        """Take the worker's answers to what this page asked; all others are passed over."""
        mine = (self.who_card, self.recorder_card, self.staff_card, self.audit_card)
        for card in (*mine, self.check_card, self.about_card):
            if card is not None:
                card.receive(report)
        if isinstance(report, CheckDone):
            self.form.check_done(report)
        elif isinstance(report, StaffTold):
            self.set_staff(report.clerks, self._who)
        elif isinstance(report, SignedIn):
            self.set_staff(self._clerks, report.clerk)
        elif isinstance(report, ConnectionTested):
            self.form.tested(report)
        elif isinstance(report, SettingsSaved) and self._is_mine(report):
            self._saved(report)

    def _is_mine(self, report: SettingsSaved) -> bool:
        """Whether it is about what was chosen here; whether PINs are asked is the worker's word."""
        chosen = self._chosen
        return chosen is not None and chosen == replace(report.settings, sign_in=chosen.sign_in)

    def _saved(self, report: SettingsSaved) -> None:
        self._chosen = None
        if report.problem is None:
            self._settings = report.settings
            return
        said = problem_said(report.problem)
        self._say(f"{said.headline}.", said.sentence, "bad")
        announce(self.save_button, f"{said.headline}. {said.sentence}")

    @Slot()
    def _train(self) -> None:
        self._choose(TRAINING)

    @Slot()
    def _save(self) -> None:
        current = self._settings.connection
        # The training store has no fields: with none filled in, the clerk stays with it.
        stays = not self._first and current is not None and current.training and self.form.blank
        connection = current if stays else self.form.connection()
        if connection is not None and self._clerk_fits():
            self._choose(connection)

    def _clerk_fits(self) -> bool:
        """Whether the clerk's name can be shown; else the cursor is put there."""
        self._check_clerk()
        if self.clerk.message:
            self.clerk.line.setFocus()
            announce(self.clerk.line, f"{self.clerk.name}: {self.clerk.message}")
        return not self.clerk.message

    @Slot()
    def _check_clerk(self) -> None:
        fits = len(self.clerk.line.text().strip()) <= _MAX_CLERK_LENGTH
        words = self.tr("Shorten this to {0} characters.").format(_MAX_CLERK_LENGTH)
        self.clerk.say("" if fits else words)

    @Slot()
    def _clerk_edited(self) -> None:
        if self.clerk.message:
            self._check_clerk()

    def _choose(self, connection: Connection) -> None:
        self._wanted = connection
        if self.who_card is None or self.who_card.begin():
            self._begin()

    @Slot()
    def _begin(self) -> None:
        old, connection = self._settings, self._wanted
        recorder = old.recorder if self.recorder_card is None else self.recorder_card.hook()
        if connection is None or recorder is None:
            return
        if self._first:
            wanted = replace(old, connection=connection)
        else:
            wanted = replace(
                old,
                connection=connection,
                recorder=recorder,
                clerk=self.clerk.line.text().strip(),
                country=self._combo(self.country).currentData() or old.country,
                theme=Theme(self._combo(self.theme).currentData() or old.theme),
            )
        self._chosen = wanted
        self.banner.hide()
        self.chosen.emit(wanted)

    def _say(self, headline: str, text: str, tone: str) -> None:
        self.banner.say(headline, text, tone)
        self.banner.show()

    @staticmethod
    def _combo(box: FieldBox) -> QComboBox:
        return cast("QComboBox", box.editor)
