"""The place: fields that follow the country, and texts that outlive every change of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.address import Block, Contact, Field, FieldRef, Party, PostalAddress
from pos_app.domain.address_layout import countries, layout_for
from pos_app.domain.draft import OrderDraft, problems
from pos_app.domain.field_problem import FieldProblem, FormProblem
from pos_app.gui.address_form import AddressForm
from pos_app.gui.party_column import PartyColumn

SEATTLE = PostalAddress(
    address1="123 Main St",
    address2="4B",
    city="Seattle",
    state_or_province="WA",
    postal_code="98101",
)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


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
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return made


@pytest.fixture
def form(column: PartyColumn) -> AddressForm:
    return column.ship_to.form


def choose_country(qtbot: QtBot, form: AddressForm, text: str) -> None:
    form.focus_field(Field.COUNTRY)
    QTest.keyClicks(form.country_line, text)
    QTest.keyClick(form.country_line, Qt.Key.Key_Return)


def walked(qtbot: QtBot, form: AddressForm) -> list[str]:
    """Labels in the order in which Tab goes through the fields."""
    form.focus_field(Field.COUNTRY)
    names = []
    for _ in layout_for(form.country).fields:
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        names.append(focused().accessibleName())
    return names


@pytest.mark.parametrize("country", ["US", "DE", "GB", "JP", "BR", "HK", "IE", "KR", "CN", "SG"])
@pytest.mark.parametrize("width", [300, 420])
def test_the_tab_order_follows_the_country(
    qtbot: QtBot, column: PartyColumn, form: AddressForm, country: str, width: int
) -> None:
    column.resize(width, 900)
    choose_country(qtbot, form, country)
    assert form.country == country
    assert walked(qtbot, form) == [spec.label.value for spec in layout_for(country).fields]


def test_enter_goes_on_to_the_first_field_of_the_new_country(
    qtbot: QtBot, form: AddressForm
) -> None:
    choose_country(qtbot, form, "japan")
    assert form.boxes[Field.POSTAL_CODE].line.hasFocus()


def test_nothing_typed_is_lost_on_the_way_through_other_countries(
    qtbot: QtBot, form: AddressForm
) -> None:
    form.set_address(SEATTLE)
    for country in ("DE", "HK", "BR", "JP", "SG", "US"):
        choose_country(qtbot, form, country)
    assert form.address() == SEATTLE
    assert form.state_line.text() == "Washington"


def test_a_field_of_one_country_only_waits_for_it(qtbot: QtBot, form: AddressForm) -> None:
    choose_country(qtbot, form, "brazil")
    form.focus_field(Field.DISTRICT)
    QTest.keyClicks(form.boxes[Field.DISTRICT].line, "Moema")
    choose_country(qtbot, form, "germany")
    assert not form.boxes[Field.DISTRICT].isVisible()
    assert form.address().district == "Moema"
    choose_country(qtbot, form, "brazil")
    assert form.boxes[Field.DISTRICT].isVisible()
    assert form.boxes[Field.DISTRICT].line.text() == "Moema"


@pytest.mark.parametrize("country", [choice.code for choice in countries()][::8])
def test_an_address_comes_back_as_it_was_set(form: AddressForm, country: str) -> None:
    spec = layout_for(country).spec(Field.STATE)
    state = spec.choices[-1].code if spec and spec.choices else "Somewhere"
    address = PostalAddress(country, "1 Road", "2", "Inc", "District", "Town", state, "12345")
    form.set_address(SEATTLE)
    form.set_address(address)
    assert form.address() == address


def test_state_and_postal_code_are_tidied_when_left(qtbot: QtBot, form: AddressForm) -> None:
    form.focus_field(Field.STATE)
    QTest.keyClicks(form.state_line, "wa")
    QTest.keyClick(form.state_line, Qt.Key.Key_Tab)
    assert (form.state_line.text(), form.address().state_or_province) == ("Washington", "WA")
    choose_country(qtbot, form, "canada")
    line = form.boxes[Field.POSTAL_CODE].line
    form.focus_field(Field.POSTAL_CODE)
    QTest.keyClicks(line, "h3z2y7")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert line.text() == "H3Z 2Y7"


def test_a_message_speaks_the_countrys_words_and_follows_the_country(
    qtbot: QtBot, form: AddressForm
) -> None:
    line = form.boxes[Field.POSTAL_CODE].line
    form.focus_field(Field.POSTAL_CODE)
    QTest.keyClicks(line, "1010")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert form.boxes[Field.POSTAL_CODE].message == "Enter a ZIP code like 95014."
    choose_country(qtbot, form, "germany")
    assert form.boxes[Field.POSTAL_CODE].message == "Enter a postal code like 26133."
    choose_country(qtbot, form, "austria")
    assert form.boxes[Field.POSTAL_CODE].message == ""


def test_an_unknown_state_or_country_is_said(qtbot: QtBot, form: AddressForm) -> None:
    form.focus_field(Field.STATE)
    QTest.keyClicks(form.state_line, "Bavaria")
    QTest.keyClick(form.state_line, Qt.Key.Key_Tab)
    assert form.boxes[Field.STATE].message == "Choose the state from the list."
    choose_country(qtbot, form, "Atlantis")
    assert form.boxes[Field.COUNTRY].message == "Choose the country from the list."
    assert form.country == "US"
    choose_country(qtbot, form, "usa")
    assert form.boxes[Field.COUNTRY].message == ""


@pytest.mark.parametrize("country", ["US", "JP", "KR", "IE", "BR", "AE", "MT"])
def test_a_narrow_column_needs_no_sideways_scrolling(qtbot: QtBot, country: str) -> None:
    area, column = QScrollArea(), PartyColumn("US")
    column.fill()
    area.setWidgetResizable(True)
    area.setWidget(column)
    qtbot.addWidget(area)
    area.resize(300, 700)
    area.show()
    qtbot.waitExposed(area)
    shipping = Party(Contact(), PostalAddress(country=country))
    column.set_draft(OrderDraft(shipping=shipping))
    column.toggle_billing()
    for problem in problems(OrderDraft(shipping=shipping, billing=shipping)):
        column.show_problem(problem)
    boxes = column.ship_to.form.boxes.values()
    qtbot.waitUntil(lambda: column.width() <= area.viewport().width())
    qtbot.waitUntil(lambda: all(box.line.width() >= 75 for box in boxes if box.isVisible()))


def test_f3_goes_to_the_first_empty_field(column: PartyColumn, form: AddressForm) -> None:
    column.focus_ship_to()
    assert form.boxes[Field.ADDRESS1].line.hasFocus()
    form.set_address(PostalAddress(address1="1", address2="2", company="3"))
    column.focus_ship_to()
    assert form.boxes[Field.CITY].line.hasFocus()


def test_a_problem_of_a_field_that_the_country_lacks_leads_to_the_address(
    column: PartyColumn, form: AddressForm
) -> None:
    ref = FieldRef(Block.SHIPPING, Field.DISTRICT)
    column.show_problem(FieldProblem(ref, FormProblem.REQUIRED))
    column.focus_field(ref)
    assert form.boxes[Field.ADDRESS1].line.hasFocus()
    assert form.boxes[Field.ADDRESS1].message
    column.clear_problems()
    assert form.boxes[Field.ADDRESS1].message == ""
