"""The field for one of a list: beginnings, codes, other names, keys, mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.address import Field
from pos_app.domain.address_layout import countries, layout_for
from pos_app.gui.choice_list import ChoiceList
from pos_app.gui.type_ahead import TypeAhead, meant, ranked

_STATE = layout_for("US").spec(Field.STATE)
assert _STATE is not None
STATES = _STATE.choices


class Form(QWidget):
    """A type-ahead field with a field before and one after it."""

    def __init__(self) -> None:
        super().__init__()
        self.before, self.line, self.after = QLineEdit(), TypeAhead(countries), QLineEdit()
        column = QVBoxLayout(self)
        for part in (self.before, self.line, self.after):
            column.addWidget(part)
        self.resize(300, 500)


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form()
    made.line.set_code("US", "United States")
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.line.setFocus()
    qtbot.waitUntil(made.line.hasFocus)
    made.line.selectAll()
    return made


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DE", "DE"),
        ("ger", "DE"),
        ("USA", "US"),
        ("UK", "GB"),
        ("cote d'ivoire", "CI"),
        ("zealand", "NZ"),
    ],
)
def test_the_best_country_for_what_people_type(text: str, code: str) -> None:
    assert ranked(countries(), text)[0].code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("wa", "WA"), ("Washington", "WA"), ("wash", "WA"), ("new", None), ("wy", "WY"), ("", None)],
)
def test_a_text_stands_for_one_state_or_for_none(text: str, code: str | None) -> None:
    found = meant(STATES, text)
    assert (found.code if found else None) == code


def test_typing_opens_the_list_and_enter_takes_its_row(qtbot: QtBot, form: Form) -> None:
    QTest.keyClicks(form.line, "ger")
    with qtbot.waitSignal(form.line.settled):
        QTest.keyClick(form.line, Qt.Key.Key_Return)
    assert (form.line.code, form.line.text()) == ("DE", "Germany")
    assert not form.line.is_open
    assert form.after.hasFocus()


def test_arrows_go_through_the_list(qtbot: QtBot, form: Form) -> None:
    QTest.keyClicks(form.line, "united")
    found = ranked(countries(), "united")
    QTest.keyClick(form.line, Qt.Key.Key_Down)
    QTest.keyClick(form.line, Qt.Key.Key_Down)
    QTest.keyClick(form.line, Qt.Key.Key_Up)
    QTest.keyClick(form.line, Qt.Key.Key_Tab)
    assert form.line.code == found[1].code


def test_down_opens_the_whole_list_at_the_present_choice(qtbot: QtBot, form: Form) -> None:
    QTest.keyClick(form.line, Qt.Key.Key_Down)
    assert form.line.is_open
    QTest.keyClick(form.line, Qt.Key.Key_Down)
    QTest.keyClick(form.line, Qt.Key.Key_Return)
    after = [choice.code for choice in countries()].index("US") + 1
    assert form.line.code == countries()[after].code


def test_escape_hides_the_list_and_keeps_the_text(qtbot: QtBot, form: Form) -> None:
    QTest.keyClicks(form.line, "ger")
    QTest.keyClick(form.line, Qt.Key.Key_Escape)
    assert not form.line.is_open
    assert form.line.text() == "ger"
    assert form.line.hasFocus()


def test_a_click_takes_a_row_and_the_focus_stays(qtbot: QtBot, form: Form) -> None:
    QTest.keyClicks(form.line, "swe")
    view = form.findChild(QListView, "choices")
    assert view is not None
    place = view.visualRect(view.currentIndex()).center()
    with qtbot.waitSignal(form.line.settled):
        QTest.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
        )
    assert form.line.code == "SE"
    assert form.line.hasFocus()


def test_leaving_by_mouse_takes_only_what_is_certain(qtbot: QtBot, form: Form) -> None:
    QTest.keyClicks(form.line, "united")
    form.after.setFocus(Qt.FocusReason.MouseFocusReason)
    assert form.line.text() == "united"
    form.line.setFocus()
    form.line.selectAll()
    QTest.keyClicks(form.line, "uk")
    form.after.setFocus(Qt.FocusReason.MouseFocusReason)
    assert (form.line.text(), form.line.code) == ("United Kingdom", "GB")


def test_nothing_found_keeps_the_text(qtbot: QtBot, form: Form) -> None:
    QTest.keyClicks(form.line, "Atlantis")
    assert not form.line.is_open
    QTest.keyClick(form.line, Qt.Key.Key_Tab)
    assert (form.line.text(), form.line.code) == ("Atlantis", "Atlantis")


def test_without_a_list_it_is_a_line_of_text(qtbot: QtBot) -> None:
    line = TypeAhead()
    qtbot.addWidget(line)
    line.show()
    QTest.keyClicks(line, "Anywhere")
    QTest.keyClick(line, Qt.Key.Key_Down)
    assert line.findChildren(ChoiceList) == []
    assert line.code == "Anywhere"


def test_a_text_set_from_outside_counts_as_its_choice(form: Form) -> None:
    form.line.setText("Japan")
    assert form.line.code == "JP"


def test_the_list_opens_upwards_at_the_lower_edge(qtbot: QtBot, form: Form) -> None:
    form.before.setFixedHeight(300)
    form.resize(300, 400)
    qtbot.waitUntil(lambda: form.line.y() > 300)
    QTest.keyClicks(form.line, "united")
    popup = form.findChild(ChoiceList)
    assert popup is not None
    assert popup.geometry().bottom() < form.line.geometry().top()
    assert popup.geometry().right() <= form.width()


def test_read_only_does_not_open_or_change(qtbot: QtBot, form: Form) -> None:
    form.line.setReadOnly(True)
    QTest.keyClicks(form.line, "ger")
    QTest.keyClick(form.line, Qt.Key.Key_Down)
    assert not form.line.is_open
    assert form.line.code == "US"


def test_a_name_longer_than_the_field_is_read_from_its_beginning(form: Form) -> None:
    form.line.setFixedWidth(90)
    QTest.keyClicks(form.line, "bosnia")
    QTest.keyClick(form.line, Qt.Key.Key_Return)
    assert form.line.text().startswith("Bosnia")
    assert form.line.cursorPosition() == 0
