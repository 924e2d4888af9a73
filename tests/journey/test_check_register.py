"""“Check this register” in the settings of the real window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from pos_app import __version__
from pos_app.domain.register_check import Part
from pos_app.gui.about_card import AboutCard
from pos_app.gui.check_card import RegisterCheckCard
from pos_app.gui.rail import Room
from pos_app.gui.widgets import Button
from tests.journey.conftest import Clerk


def open_settings(clerk: Clerk) -> RegisterCheckCard:
    clerk.window.show_room(Room.SETUP)
    card = clerk.window.findChild(RegisterCheckCard)
    assert card is not None
    return card


def press(button: Button) -> None:
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)


def test_each_part_is_looked_at_and_no_order_is_placed(clerk: Clerk) -> None:
    card = open_settings(clerk)
    press(card.button)
    clerk.until(lambda: card.good is not None)
    told = {part: (row.verdict, row.text) for part, row in card.rows.items()}
    # The tests' environment has neither a keyring nor a printer.
    assert told.pop(Part.KEYRING) == (
        "Note",
        "No keyring here: the session is kept in memory only.",
    )
    told.pop(Part.PRINTER)
    assert {verdict for verdict, _ in told.values()} == {"OK"}
    assert told[Part.CLOCK][1] == "As the merchant’s."
    assert "read back" in told[Part.DISK][1]
    assert card.verdict.text() == "Nothing is in the way of orders."
    assert clerk.ledger_size() == 0


def test_the_results_can_be_copied_for_whoever_can_help(clerk: Clerk) -> None:
    card = open_settings(clerk)
    press(card.button)
    clerk.until(lambda: card.good is not None)
    press(card.copy_button)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith(f"pos-app {__version__}, ")
    assert "Clock: OK. As the merchant’s." in lines


def test_an_order_can_be_typed_while_the_register_is_checked(clerk: Clerk) -> None:
    card = open_settings(clerk)
    press(card.button)
    clerk.window.show_room(Room.ORDER)
    clerk.type_order()
    assert clerk.page.cart.cart().lines


def test_about_says_what_this_is_and_shows_the_licences(clerk: Clerk) -> None:
    open_settings(clerk)
    card = clerk.window.findChild(AboutCard)
    assert card is not None
    clerk.until(lambda: bool(card.facts.text()))
    assert card.facts.text().startswith("pos-app ")
    press(card.licences_button)
    assert card.licences.isVisible()
    assert "cryptography" in card.licences.toPlainText()
