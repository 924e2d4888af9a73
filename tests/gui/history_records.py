"""Attempts that the tests of the history share, and a history whose requests the test answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from pos_app.bridge.messages import FindOrders, OrdersFound, Request
from pos_app.domain.checkout import Event
from pos_app.domain.connection import Connection
from pos_app.domain.errors import Code, Problem
from pos_app.domain.record import DecidedBy, Decision, OrderRecord, Phase
from pos_app.gui.history_page import HistoryPage
from tests.gui.placing_support import (
    CARD,
    DOMAIN,
    DRAFT,
    PAYING,
    PLACED,
    after,
    ended,
    refused,
    usd,
)

BEGAN = datetime(2026, 11, 24, 9, 41, 7, 114_000, tzinfo=UTC)
CONNECTION = Connection("app", DOMAIN)
DEVICE = "device-7"


def record(
    events: Sequence[Event] = PLACED, *, number: int = 1, first: str = "Mara"
) -> OrderRecord:
    """Attempt `number`, a minute before the one before it, by a customer of that first name."""
    name = replace(DRAFT.shipping.contact, first_name=first)
    state = replace(after(events), attempt_id=f"attempt-{number}")
    began = BEGAN - timedelta(minutes=number)
    return OrderRecord(
        attempt_id=state.attempt_id,
        tab=f"tab-{number}",
        device_id=DEVICE,
        connection=CONNECTION,
        draft=replace(DRAFT, shipping=replace(DRAFT.shipping, contact=name)),
        card=CARD,
        clerk="Ana R.",
        began_at=began,
        state=state,
        phase=Phase.ENDED if state.verdict else Phase.LEAVING,
        quoted=usd("131.94"),
        ended_at=began + timedelta(seconds=4.6) if state.verdict else None,
    )


def unsettled(number: int = 2, first: str = "Jonas") -> OrderRecord:
    """One whose answer was lost after the shipping was told."""
    return record(ended(Code.DROPPED, PAYING), number=number, first=first)


def decided(*, placed: bool, evidence: str = "Confirmation e-mail") -> OrderRecord:
    """One that Ben settled."""
    return unsettled().decided(Decision(placed, DecidedBy.PERSON, BEGAN, "Ben", evidence))


def declined(number: int = 3) -> OrderRecord:
    """One that the card's bank refused."""
    return record(refused("ErrorPaymentDeclined"), number=number, first="Rui")


def not_sent(number: int = 4) -> OrderRecord:
    """One that never left the register."""
    made = record(ended(Code.DNS), number=number, first="Eve")
    return replace(made, phase=Phase.ENDED)


@dataclass
class Room:
    """The page, what it asked, and short ways to answer."""

    page: HistoryPage
    asked: list[Request] = field(default_factory=list)

    @property
    def last(self) -> FindOrders:
        """The newest question."""
        question = self.asked[-1]
        assert isinstance(question, FindOrders)
        return question

    def answer(self, *records: OrderRecord, problem: Problem | None = None) -> None:
        """Answer the newest question."""
        self.page.receive(OrdersFound(self.last.ticket, records, problem))

    def button(self, text: str) -> QPushButton:
        """The button with these words."""
        found = self.page.findChildren(QPushButton)
        return next(button for button in found if button.text() == text)

    @property
    def details(self) -> str:
        """What stands in the details."""
        return self.page.detail.text.toPlainText()


def open_room(qtbot: QtBot) -> Room:
    """A history on screen, with the focus in its search field."""
    asked: list[Request] = []
    page = HistoryPage(asked.append)
    qtbot.addWidget(page)
    page.resize(1376, 800)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.focus_search()
    assert QApplication.focusWidget() is page.field
    return Room(page, asked)
