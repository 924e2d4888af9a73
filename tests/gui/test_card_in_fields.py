"""A card number typed where it does not belong: told under the field, and in no title."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from pos_app.domain.address import Field
from pos_app.gui.party_column import PartyColumn

_CARD = "4111 1111 1111 1111"
_NUMBER = "Take the card number out: it belongs under Payment only."
_CODE = "Take the security code out: it must never be written down."


@pytest.fixture
def column(qtbot: QtBot) -> PartyColumn:
    made = PartyColumn()
    made.fill()
    qtbot.addWidget(made)
    made.resize(400, 900)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def leave(line: QLineEdit | QPlainTextEdit, text: str) -> None:
    line.setFocus()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Tab)


@pytest.mark.parametrize("field", [Field.FIRST_NAME, Field.LAST_NAME, Field.EMAIL, Field.PHONE])
def test_a_card_number_in_a_field_of_the_person(column: PartyColumn, field: Field) -> None:
    box = column.customer.form.boxes[field]
    leave(box.line, _CARD)
    assert box.message == _NUMBER
    box.line.setFocus()
    box.line.selectAll()
    QTest.keyClicks(box.line, "Li")
    assert box.message != _NUMBER


@pytest.mark.parametrize("field", [Field.ADDRESS1, Field.ADDRESS2, Field.COMPANY, Field.CITY])
def test_a_card_number_in_a_field_of_the_place(column: PartyColumn, field: Field) -> None:
    box = column.ship_to.form.boxes[field]
    leave(box.line, _CARD)
    assert box.message == _NUMBER


@pytest.mark.parametrize(("text", "words"), [(f"visa {_CARD}", _NUMBER), ("cvv 123", _CODE)])
def test_a_card_in_the_notes(column: PartyColumn, text: str, words: str) -> None:
    leave(column.notes_card.edit, text)
    assert column.notes_card.message == words
    column.notes_card.set_text("call back at five")
    assert column.notes_card.message == ""


def test_no_title_shows_the_number(column: PartyColumn) -> None:
    leave(column.customer.form.boxes[Field.LAST_NAME].line, _CARD)
    assert column.title() == "**** **** **** ****"
