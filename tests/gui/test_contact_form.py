"""The person: phone numbers in any form, messages that come and go, odd pastes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.address import Block, Contact, Field, FieldRef, Party, PostalAddress
from pos_app.domain.draft import OrderDraft, problems
from pos_app.gui.party_column import PartyColumn
from pos_app.gui.party_form import PartyField

MARA = Contact("+1 206-555-1212", "Mara", "Lindqvist", "mara.lindqvist@example.com")
SEATTLE = PostalAddress(
    address1="123 Main St", city="Seattle", state_or_province="WA", postal_code="98101"
)


@pytest.fixture
def column(qtbot: QtBot) -> PartyColumn:
    made = PartyColumn("US")
    made.fill()
    qtbot.addWidget(made)
    made.resize(420, 900)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.focus_phone()
    qtbot.waitUntil(box(made, Field.PHONE).line.hasFocus)
    return made


def box(column: PartyColumn, field: Field) -> PartyField:
    form = column.customer.form
    return (form.boxes if field in form.boxes else column.ship_to.form.boxes)[field]


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def retype(qtbot: QtBot, line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)


def test_tab_and_enter_follow_the_order_of_speech(qtbot: QtBot, column: PartyColumn) -> None:
    names = ["Phone", "First name", "Last name", "Email", "Country", "Address"]
    names += ["Apartment, suite", "Company", "City", "State", "ZIP code"]
    names += ["Bill to the same address", "Notes"]
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Return):
        column.focus_phone()
        seen = [focused().accessibleName()]
        for _ in names[1:]:
            QTest.keyClick(focused(), key)
            seen.append(focused().accessibleName())
        assert seen == names


@pytest.mark.parametrize(
    "typed", ["2065551212", "(206) 555-1212", "+1 206 555 1212", "206.555.1212"]
)
def test_a_phone_number_is_formatted_when_left(
    qtbot: QtBot, column: PartyColumn, typed: str
) -> None:
    line = box(column, Field.PHONE).line
    QTest.keyClicks(line, typed)
    assert line.text() == typed
    with qtbot.waitSignal(column.left) as left:
        QTest.keyClick(line, Qt.Key.Key_Tab)
    assert line.text() == "+1 206-555-1212"
    assert left.args == [FieldRef(Block.SHIPPING, Field.PHONE)]


def test_a_phone_number_is_read_as_in_the_country(qtbot: QtBot, column: PartyColumn) -> None:
    column.set_draft(OrderDraft(shipping=Party(Contact(), PostalAddress(country="DE"))))
    retype(qtbot, box(column, Field.PHONE).line, "030 123456")
    QTest.keyClick(box(column, Field.PHONE).line, Qt.Key.Key_Tab)
    assert box(column, Field.PHONE).line.text() == "+49 30 123456"


def test_a_message_comes_on_leaving_and_goes_when_it_is_right(
    qtbot: QtBot, column: PartyColumn
) -> None:
    email = box(column, Field.EMAIL)
    retype(qtbot, email.line, "mara@example")
    assert email.message == ""
    QTest.keyClick(email.line, Qt.Key.Key_Tab)
    assert email.message == "Enter an email address like name@example.com."
    assert email.line.accessibleDescription() == email.message
    email.line.setFocus()
    email.line.end(False)
    QTest.keyClicks(email.line, ".")
    assert email.message
    QTest.keyClicks(email.line, "com")
    assert email.message == ""


def test_an_empty_field_is_not_missed_until_placing(qtbot: QtBot, column: PartyColumn) -> None:
    first = box(column, Field.FIRST_NAME)
    first.line.setFocus()
    QTest.keyClick(first.line, Qt.Key.Key_Tab)
    assert first.message == ""
    for problem in problems(OrderDraft(shipping=column.shipping())):
        column.show_problem(problem)
    assert first.message == "Ask for the first name."
    first.line.setFocus()
    QTest.keyClick(first.line, Qt.Key.Key_Tab)
    assert first.message == "Ask for the first name."
    retype(qtbot, first.line, "M")
    assert first.message == ""


def test_missing_letters_are_not_scolded_while_they_are_typed(
    qtbot: QtBot, column: PartyColumn
) -> None:
    phone = box(column, Field.PHONE)
    for problem in problems(OrderDraft(shipping=column.shipping())):
        column.show_problem(problem)
    assert phone.message == "Ask for the phone number."
    QTest.keyClicks(phone.line, "206")
    assert phone.message == ""
    QTest.keyClick(phone.line, Qt.Key.Key_Tab)
    assert phone.message.startswith("Enter the whole number with its area code")


def test_a_draft_comes_back_as_it_was(column: PartyColumn) -> None:
    party = Party(MARA, SEATTLE)
    column.set_draft(OrderDraft(shipping=party, notes="Gift\nwrap"))
    assert column.shipping() == party
    assert column.billing() is None
    assert column.notes() == "Gift\nwrap"


@pytest.mark.parametrize(
    ("contact", "title"),
    [
        (Contact(), "New order"),
        (Contact(phone="+1 206-555-0142"), "Phone 555-0142"),
        (Contact(phone="55"), "Phone 55"),
        (Contact(phone="206", first_name=" Mara ", last_name="Lindqvist"), "Mara Lindqvist"),
    ],
)
def test_the_tab_is_named_after_the_caller(
    column: PartyColumn, contact: Contact, title: str
) -> None:
    column.set_draft(OrderDraft(shipping=Party(contact, PostalAddress())))
    assert column.title() == title


def test_locked_fields_can_be_read_and_selected_only(qtbot: QtBot, column: PartyColumn) -> None:
    column.set_draft(OrderDraft(shipping=Party(MARA, SEATTLE), notes="Gift"))
    column.set_locked(True)
    for field in (Field.PHONE, Field.EMAIL, Field.ADDRESS1, Field.STATE):
        line = box(column, field).line
        retype(qtbot, line, "x")
        assert line.isEnabled()
        assert line.selectedText() == line.text() != ""
    column.toggle_billing()
    assert column.billing() is None
    QTest.keyClicks(column.notes_card.edit, "x")
    assert (column.shipping(), column.notes()) == (Party(MARA, SEATTLE), "Gift")
    column.set_locked(False)
    retype(qtbot, box(column, Field.FIRST_NAME).line, "Ana")
    assert column.shipping().contact.first_name == "Ana"


ODD = {"long": "x" * 10_000, "emoji": "👩‍🚀🍕 Zoë", "right to left": "שלום עולם"}
TYPED = (
    *(Field.PHONE, Field.FIRST_NAME, Field.LAST_NAME, Field.EMAIL, Field.COUNTRY),
    *(Field.ADDRESS1, Field.ADDRESS2, Field.COMPANY, Field.CITY, Field.STATE, Field.POSTAL_CODE),
)


@pytest.mark.parametrize("field", TYPED)
@pytest.mark.parametrize("kind", ODD)
def test_odd_pastes_lose_nothing(
    qtbot: QtBot, column: PartyColumn, field: Field, kind: str
) -> None:
    line = box(column, field).line
    line.setFocus()
    line.selectAll()
    QApplication.clipboard().setText(ODD[kind])
    line.paste()
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert line.text() == ODD[kind]
    assert column.shipping().get(field) == ODD[kind]
    if kind == "long" and field is not Field.COUNTRY:
        assert box(column, field).message.startswith("Shorten this to ")


def test_long_notes_are_kept_and_asked_to_be_shortened(qtbot: QtBot, column: PartyColumn) -> None:
    edit = column.notes_card.edit
    edit.setFocus()
    QApplication.clipboard().setText(ODD["long"])
    edit.paste()
    QTest.keyClick(edit, Qt.Key.Key_Backtab)
    assert column.notes() == ODD["long"]
    assert column.notes_card.message == "Shorten this to 2,000 characters."
    edit.selectAll()
    QTest.keyClicks(edit, "Call back")
    assert column.notes_card.message == ""


def test_shift_enter_begins_a_new_line_in_the_notes(qtbot: QtBot, column: PartyColumn) -> None:
    edit = column.notes_card.edit
    edit.setFocus()
    QTest.keyClicks(edit, "Gift")
    QTest.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(edit, "wrap")
    assert column.notes() == "Gift\nwrap"
