"""The card that checks the register: what it asks, what it says of each finding."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pos_app.bridge.messages import CheckRegister, RegisterChecked, RegisterPartChecked, Request
from pos_app.domain import register_check as found
from pos_app.domain.connection import Connection
from pos_app.domain.errors import Code, Problem
from pos_app.domain.register_check import Checked, Mark, Part
from pos_app.gui.check_card import RegisterCheckCard
from pos_app.gui.check_words import check_sentence

MERCHANT = Connection("app-1", "store.example.com")


@pytest.fixture
def asked() -> list[Request]:
    return []


@pytest.fixture
def card(qtbot: QtBot, asked: list[Request]) -> RegisterCheckCard:
    made = RegisterCheckCard(asked.append)
    qtbot.addWidget(made)
    made.set_connection(MERCHANT)
    made.show()
    made.button.setFocus()
    return made


def begin(card: RegisterCheckCard, asked: list[Request]) -> int:
    QTest.keyClick(card.button, Qt.Key.Key_Space)
    request = asked[-1]
    assert isinstance(request, CheckRegister)
    assert request.connection == MERCHANT
    return request.ticket


def test_one_check_at_a_time(card: RegisterCheckCard, asked: list[Request]) -> None:
    ticket = begin(card, asked)
    QTest.keyClick(card.button, Qt.Key.Key_Space)
    assert len(asked) == 1
    card.receive(RegisterChecked(ticket, good=True))
    QTest.keyClick(card.button, Qt.Key.Key_Space)
    assert len(asked) == 2


def test_a_part_without_an_answer_was_not_checked(
    card: RegisterCheckCard, asked: list[Request]
) -> None:
    ticket = begin(card, asked)
    card.receive(RegisterPartChecked(ticket, Checked(Part.SESSION)))
    card.receive(RegisterChecked(ticket, good=True))
    assert card.rows[Part.SESSION].verdict == "OK"
    assert card.rows[Part.KEY].verdict == "Not checked"


def test_answers_of_another_check_are_passed_over(
    card: RegisterCheckCard, asked: list[Request]
) -> None:
    ticket = begin(card, asked)
    card.receive(RegisterPartChecked(ticket + 1, Checked(Part.SESSION)))
    card.receive(RegisterChecked(ticket + 1, good=False))
    assert card.rows[Part.SESSION].waiting
    assert card.good is None


def test_what_failed_is_copied_with_its_details(
    card: RegisterCheckCard, asked: list[Request]
) -> None:
    ticket = begin(card, asked)
    problem = Problem(Code.DNS, where="api.example.com")
    card.receive(RegisterPartChecked(ticket, found.failed(Part.API_HOST, problem)))
    card.receive(RegisterChecked(ticket, good=False))
    assert card.verdict.text().startswith("Something is in the way")
    assert "API host: Failed. Address not found. The address api.example.com" in card.text()
    assert "    code: dns\n" in card.text()


def test_without_a_merchant_there_is_nothing_to_check(card: RegisterCheckCard) -> None:
    card.set_connection(None)
    assert not card.button.isEnabled()


@pytest.mark.parametrize(
    ("checked", "words"),
    [
        (found.clock(180), "3 minutes ahead of the merchant’s"),
        (found.clock(-3600), "1 hour behind the merchant’s"),
        (found.clock(-90_000), "1 day behind"),
        (found.clock(None), "does not tell the time"),
        (found.disk(150), "Only 150 MB are free."),
        (found.disk(10_240), "10 GB are free."),
        (found.printers(()), "saved as PDF"),
        (found.printers(("Till", "Office")), "Till, Office"),
        (Checked(Part.KEYRING, Mark.NOTE, subject="locked"), "The keyring is locked"),
        (Checked(Part.KEYRING, Mark.NOTE, subject="error"), "can’t be used"),
        (
            Checked(Part.KEYRING, subject="keyring.backends.Windows.WinVaultKeyring"),
            "Windows Credential Manager",
        ),
        (Checked(Part.KEYRING, subject="keyring.backends.SecretService.Keyring"), "the desktop’s"),
        (Checked(Part.CATALOGUE, amount=1), "1 product found"),
    ],
)
def test_each_finding_has_its_words(checked: Checked, words: str) -> None:
    assert words in check_sentence(checked)
