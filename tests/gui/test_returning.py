"""The line of a customer who has ordered before: when it is asked for, said, and taken away."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from pos_app.bridge import messages as m
from pos_app.domain.address import Field
from pos_app.domain.draft import OrderDraft
from pos_app.domain.money import Money
from pos_app.domain.returning import Caller, Returning
from pos_app.gui.party_column import PartyColumn
from pos_app.gui.returning import ReturningHint
from pos_app.gui.returning_words import day_words, returning_said
from tests.domain.attempts import draft

KNOWN = Returning(
    3, datetime(2026, 10, 12, 15, 0, tzinfo=UTC), "Seattle", "WA", Money.of_minor(8800, "USD")
)
BO = Caller(phone="12065551212")


@dataclass
class Desk:
    """The first column of an order, and what it asked the worker."""

    party: PartyColumn
    qtbot: QtBot
    hint: ReturningHint = field(init=False)
    asked: list[m.AskReturning] = field(default_factory=list)
    repeats: list[bool] = field(default_factory=list)

    def post(self, request: m.Request) -> None:
        assert isinstance(request, m.AskReturning)
        self.asked.append(request)

    def line(self, which: Field) -> QLineEdit:
        return self.party.customer.form.boxes[which].line

    def type(self, text: str, which: Field = Field.PHONE) -> None:
        self.line(which).setFocus()
        QTest.keyClicks(self.line(which), text)

    def until_asked(self, times: int = 1) -> m.AskReturning:
        self.qtbot.waitUntil(lambda: len(self.asked) == times, timeout=20_000)
        return self.asked[-1]

    def until_quiet(self) -> None:
        """The pause is over: what had to be asked was asked."""
        self.qtbot.waitUntil(lambda: not self.hint._pause.isActive(), timeout=20_000)

    def tell(self, known: Returning | None, ticket: int | None = None) -> None:
        number = self.asked[-1].ticket if ticket is None else ticket
        self.hint.receive(m.ReturningTold(number, known))

    def repeated(self) -> None:
        self.repeats.append(True)

    @property
    def shown(self) -> tuple[str, str]:
        """The words of the pill and of the line that can be seen."""
        line, badge = self.hint.line, self.hint.pill
        if line is None or badge is None or not (line.isVisible() and badge.isVisible()):
            return "", ""
        return badge.text(), line.words


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    party = PartyColumn()
    party.fill()
    qtbot.addWidget(party)
    party.resize(420, 900)
    made = Desk(party, qtbot)
    made.hint = ReturningHint(party, made.post)
    party.repeat_asked.connect(made.repeated)
    party.show()
    party.activateWindow()
    qtbot.waitUntil(party.isActiveWindow)
    return made


def known(desk: Desk) -> Desk:
    """Its phone number is one that is known."""
    desk.type("2065551212")
    assert desk.until_asked().caller == BO
    desk.tell(KNOWN)
    return desk


def test_a_complete_number_is_asked_about_once_and_shown(desk: Desk) -> None:
    known(desk)
    assert desk.shown[0] == "Returning · 3 orders"
    assert desk.shown[1].startswith("Seattle, WA · last order ")
    assert desk.shown[1].endswith("$88.00")
    QTest.keyClick(desk.line(Field.PHONE), Qt.Key.Key_Return)  # written as usual: the same number
    assert desk.line(Field.PHONE).text() == "+1 206-555-1212"
    desk.type("Mara", Field.FIRST_NAME)
    desk.until_quiet()
    assert len(desk.asked) == 1
    assert desk.shown[0]


def test_nothing_of_the_customer_is_filled_in(desk: Desk) -> None:
    before = desk.party.shipping()
    known(desk)
    contact = replace(before.contact, phone=desk.line(Field.PHONE).text())
    assert desk.party.shipping() == replace(before, contact=contact)


@pytest.mark.parametrize("typed", ["206555121", "555 1212", "Bo"])
def test_half_a_number_is_not_asked_about(desk: Desk, typed: str) -> None:
    desk.type(typed)
    desk.until_quiet()
    assert desk.asked == []


def test_an_unknown_number_shows_nothing(desk: Desk) -> None:
    desk.type("2065551212")
    desk.until_asked()
    desk.tell(None)
    assert desk.shown == ("", "")
    assert desk.hint.line is None


def test_it_goes_when_the_number_changes_and_comes_with_it(desk: Desk) -> None:
    known(desk)
    phone = desk.line(Field.PHONE)
    QTest.keyClick(phone, Qt.Key.Key_Backspace)
    assert desk.shown == ("", "")
    desk.until_quiet()
    assert len(desk.asked) == 1
    desk.type("2")
    assert desk.until_asked(2).caller == BO
    desk.tell(KNOWN)
    assert desk.shown[0] == "Returning · 3 orders"


def test_the_answer_to_an_earlier_question_is_passed_over(desk: Desk) -> None:
    desk.type("2065551212")
    first = desk.until_asked().ticket
    QTest.keyClick(desk.line(Field.PHONE), Qt.Key.Key_Backspace)
    desk.tell(KNOWN, first)
    assert desk.shown == ("", "")
    desk.type("3")
    desk.until_asked(2)
    desk.tell(KNOWN, first)
    assert desk.shown == ("", "")
    desk.tell(replace(KNOWN, orders=1))
    assert desk.shown[0] == "Returning · 1 order"


def test_a_customer_is_known_by_e_mail_too(desk: Desk) -> None:
    desk.type("bo@example.com", Field.EMAIL)
    assert desk.until_asked().caller == Caller(email="bo@example.com")
    desk.tell(replace(KNOWN, by_phone=False))
    assert desk.shown[0]
    desk.type(".au", Field.EMAIL)
    assert desk.shown == ("", "")


def test_an_e_mail_typed_later_leaves_what_is_known_by_phone(desk: Desk) -> None:
    known(desk)
    desk.type("bo@example.com", Field.EMAIL)
    assert desk.shown[0] == "Returning · 3 orders"
    assert desk.until_asked(2).caller == replace(BO, email="bo@example.com")
    desk.tell(replace(KNOWN, orders=4))
    assert desk.shown[0] == "Returning · 4 orders"


def test_a_draft_that_is_shown_is_asked_about(desk: Desk) -> None:
    desk.party.set_draft(draft())
    assert desk.until_asked().caller == replace(BO, email="bo@example.com")
    desk.tell(KNOWN)
    desk.party.set_draft(OrderDraft())
    assert desk.shown == ("", "")


def test_a_locked_order_asks_nothing_until_it_can_be_typed_into_again(desk: Desk) -> None:
    desk.type("2065551212")
    desk.party.set_locked(locked=True)
    assert not desk.hint._pause.isActive()
    desk.party.set_locked(locked=False)
    asked = desk.until_asked()
    desk.party.set_locked(locked=True)
    desk.tell(KNOWN, asked.ticket)
    assert desk.shown == ("", "")
    desk.party.set_locked(locked=False)
    desk.until_asked(2)
    desk.tell(KNOWN)
    assert desk.shown[0]


def test_an_order_in_flight_can_not_be_filled_again(desk: Desk) -> None:
    known(desk)
    assert desk.hint.line is not None
    desk.party.set_locked(locked=True)
    assert desk.shown[0]
    QTest.mouseClick(desk.hint.line.repeat, Qt.MouseButton.LeftButton)
    assert desk.repeats == []
    desk.party.set_locked(locked=False)
    QTest.mouseClick(desk.hint.line.repeat, Qt.MouseButton.LeftButton)
    assert desk.repeats == [True]


def test_the_link_is_reached_with_shift_tab_and_never_in_the_way(desk: Desk) -> None:
    known(desk)
    assert desk.hint.line is not None
    phone, link = desk.line(Field.PHONE), desk.hint.line.repeat
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Return):
        phone.setFocus()
        QTest.keyClick(phone, key)
        assert QApplication.focusWidget() is desk.line(Field.FIRST_NAME)
    phone.setFocus()
    QTest.keyClick(phone, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is link
    QTest.keyClick(link, Qt.Key.Key_Space)
    assert desk.repeats == [True]
    QTest.keyClick(link, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is phone


def test_a_click_leaves_the_focus_where_it_is(desk: Desk) -> None:
    known(desk)
    assert desk.hint.line is not None
    QTest.mouseClick(desk.hint.line.repeat, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is desk.line(Field.PHONE)


def test_the_focus_goes_to_the_phone_when_the_link_goes(desk: Desk) -> None:
    known(desk)
    assert desk.hint.line is not None
    desk.hint.line.repeat.setFocus()
    desk.party.set_draft(OrderDraft())
    assert QApplication.focusWidget() is desk.line(Field.PHONE)


def test_a_screen_reader_knows_the_pill_and_the_link(desk: Desk) -> None:
    known(desk)
    line, badge = desk.hint.line, desk.hint.pill
    assert line is not None
    assert badge is not None
    assert badge.accessibleDescription() == "This customer has ordered at this register 3 times."
    link = QAccessible.queryAccessibleInterface(line.repeat)
    assert link is not None
    assert link.text(QAccessible.Text.Name) == "Repeat it"
    assert "Ctrl+R" in link.text(QAccessible.Text.Description)


def test_it_is_announced_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def hear(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            told.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    known(desk)
    assert len(told) == 1
    assert told[0].startswith("Returning · 3 orders. Seattle, WA · last order ")
    desk.type("bo@example.com", Field.EMAIL)
    desk.until_asked(2)
    desk.tell(KNOWN)
    assert len(told) == 1


@pytest.mark.parametrize(("width", "beside"), [(420, True), (290, False)])
def test_the_link_stands_below_where_there_is_no_room(desk: Desk, width: int, beside: bool) -> None:
    known(desk)
    line = desk.hint.line
    assert line is not None
    desk.party.resize(width, 900)
    desk.qtbot.waitUntil(lambda: desk.party.width() == width)
    desk.qtbot.waitUntil(lambda: (line.repeat.x() > 60) is beside)
    assert line.repeat.geometry().right() <= line.width()


def test_the_news_are_told_in_one_sentence() -> None:
    said = returning_said(KNOWN, QDate(2026, 11, 24))
    assert said.line == "Seattle, WA · last order 12 Oct, $88.00"
    assert said.news == f"Returning · 3 orders. {said.line}. Ctrl+R repeats it."


def test_what_is_not_known_is_left_out() -> None:
    said = returning_said(replace(KNOWN, city="", state="", total=None), QDate(2026, 11, 24))
    assert said.line == "Last order 12 Oct"
    assert returning_said(replace(KNOWN, state=""), QDate(2026, 11, 24)).line.startswith(
        "Seattle ·"
    )


def test_an_order_of_another_year_has_its_year() -> None:
    assert day_words(KNOWN.placed_at, QDate(2027, 1, 2)) == "12 Oct 2026"
    before = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    try:
        assert day_words(KNOWN.placed_at, QDate(2026, 1, 2)) == "12 Okt."
    finally:
        QLocale.setDefault(before)
