"""Clerks, audit log and recorder in the settings; the first start: real keys, reports as values."""

from __future__ import annotations

from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from pos_app.bridge import messages as m
from pos_app.domain.audit import Fault, FaultKind, Mark, Verified
from pos_app.domain.clerks import Clerk, ClerkProblem, alone
from pos_app.domain.errors import Code, Problem
from pos_app.domain.recorder import RecorderHook
from pos_app.domain.rights import Role
from pos_app.gui.audit_card import AuditCard
from pos_app.gui.first_clerk import FirstClerkCard, NewPin
from pos_app.gui.recorder_card import RecorderCard
from pos_app.gui.staff_card import StaffCard
from pos_app.gui.staff_words import refused_sign_in
from pos_app.gui.widgets import Button

ADA, BEN = Clerk(1, "Ada", Role.ADMIN), Clerk(2, "Ben", Role.CLERK)
T = TypeVar("T")
W = TypeVar("W", bound=QWidget)


def shown(qtbot: QtBot, widget: W) -> W:
    qtbot.addWidget(widget)
    widget.resize(520, 700)
    widget.show()
    qtbot.waitUntil(widget.isActiveWindow)
    return widget


def press(button: Button) -> None:
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)


def type_pins(pins: NewPin, first: str, again: str) -> None:
    for box, text in ((pins.pin, first), (pins.again, again)):
        box.line.setFocus()
        QTest.keyClicks(box.line, text)


def status(card: QWidget) -> str:
    """What the card says of the last thing asked."""
    return next(
        label.text() for label in card.findChildren(QLabel) if label.accessibleName() == "Status"
    )


def only(asked: list[m.Request], kind: type[T]) -> T:
    (one,) = asked
    assert isinstance(one, kind)
    return one


@pytest.fixture
def asked() -> list[m.Request]:
    return []


# ---- the first start --------------------------------------------------------------------------


def test_one_clerk_needs_nothing(qtbot: QtBot, asked: list[m.Request]) -> None:
    card = shown(qtbot, FirstClerkCard(asked.append))
    assert card.begin()
    assert asked == []


def test_several_clerks_begin_with_an_administrator(qtbot: QtBot, asked: list[m.Request]) -> None:
    card = shown(qtbot, FirstClerkCard(asked.append))
    card.several.setFocus()
    QTest.keyClick(card.several, Qt.Key.Key_Space)
    assert not card.begin()
    assert card.name.message == "Enter a name."
    QTest.keyClicks(card.name.line, " Ada ")
    type_pins(card.pins, "123456", "123456")
    assert not card.begin()
    assert "easily guessed" in card.pins.pin.message
    card.pins.clear()
    type_pins(card.pins, "830417", "830418")
    assert not card.begin()
    assert card.pins.again.message == "The two PINs are not the same."
    assert asked == []
    card.pins.clear()
    type_pins(card.pins, "830417", "830417")
    assert not card.begin()
    request = only(asked, m.AddClerk)
    assert (request.name, request.role, request.pin) == ("Ada", Role.ADMIN, "830417")
    assert card.pins.pin.line.text() == card.pins.again.line.text() == ""
    with qtbot.waitSignal(card.ready):
        card.receive(m.ClerkAnswered(request.ticket))


def test_a_disk_that_refuses_is_said(qtbot: QtBot, asked: list[m.Request]) -> None:
    card = shown(qtbot, FirstClerkCard(asked.append))
    card.several.setChecked(True)
    QTest.keyClicks(card.name.line, "Ada")
    type_pins(card.pins, "830417", "830417")
    card.begin()
    ticket = only(asked, m.AddClerk).ticket
    with qtbot.assertNotEmitted(card.ready):
        card.receive(m.ClerkAnswered(ticket, problem=Problem(Code.DISK_READ_ONLY, where="here")))
        card.receive(m.ClerkAnswered(ticket + 1))
    assert card.name.message


# ---- the list of clerks -----------------------------------------------------------------------


def staff_card(qtbot: QtBot, asked: list[m.Request], who: Clerk) -> StaffCard:
    card = shown(qtbot, StaffCard(asked.append))
    card.set_staff((ADA, BEN) if who.clerk_id else (), who)
    return card


def test_a_new_clerk(qtbot: QtBot, asked: list[m.Request]) -> None:
    card = staff_card(qtbot, asked, ADA)
    QTest.keyClicks(card.name.line, "ben")
    press(card.add_button)
    assert card.name.message == "There is a clerk of this name already."
    card.name.line.clear()
    QTest.keyClicks(card.name.line, "Cy")
    type_pins(card.pins, "604928", "604928")
    press(card.add_button)
    request = only(asked, m.AddClerk)
    assert (request.name, request.role, request.pin) == ("Cy", Role.CLERK, "604928")
    card.receive(m.ClerkAnswered(request.ticket))
    assert status(card) == "Done. It is in the audit log."
    assert card.name.line.text() == ""


def test_the_next_name_can_be_typed_before_the_answer(qtbot: QtBot, asked: list[m.Request]) -> None:
    card = staff_card(qtbot, asked, ADA)
    QTest.keyClicks(card.name.line, "Cy")
    type_pins(card.pins, "604928", "604928")
    press(card.add_button)
    QTest.keyClicks(card.name.line, "Dee")
    card.receive(m.ClerkAnswered(only(asked, m.AddClerk).ticket))
    assert card.name.line.text() == "Dee"


def test_a_refused_name_comes_back(qtbot: QtBot, asked: list[m.Request]) -> None:
    card = staff_card(qtbot, asked, ADA)
    QTest.keyClicks(card.name.line, "Cy")
    type_pins(card.pins, "604928", "604928")
    press(card.add_button)
    ticket = only(asked, m.AddClerk).ticket
    card.receive(m.ClerkAnswered(ticket, refusal=ClerkProblem.NOT_ALLOWED))
    assert card.name.line.text() == "Cy"


def test_role_access_and_pin_of_the_chosen_one(qtbot: QtBot, asked: list[m.Request]) -> None:
    card = staff_card(qtbot, asked, ADA)
    card.list.setFocus()
    QTest.keyClick(card.list, Qt.Key.Key_Down)
    assert card.role.name == "Role of Ben"
    QTest.keyClick(card.role.editor, Qt.Key.Key_Down)
    press(card.role_button)
    press(card.shut_button)
    type_pins(card.pins, "604928", "604928")
    press(card.pin_button)
    role, shut, pin = asked
    assert isinstance(role, m.ChangeClerk)
    assert (role.clerk_id, role.role, role.disabled) == (2, Role.SUPERVISOR, None)
    assert isinstance(shut, m.ChangeClerk)
    assert (shut.clerk_id, shut.role, shut.disabled) == (2, None, True)
    assert isinstance(pin, m.ResetPin)
    assert (pin.clerk_id, pin.pin) == (2, "604928")
    card.set_staff((ADA, Clerk(2, "Ben", Role.SUPERVISOR, disabled=True)), ADA)
    assert card.shut_button.text() == "Let back in"
    assert card.model.data(card.model.index(1)) == "Ben · Supervisor · shut out"


def test_what_stands_against_it_is_said(qtbot: QtBot, asked: list[m.Request]) -> None:
    card = staff_card(qtbot, asked, ADA)
    press(card.shut_button)
    ticket = only(asked, m.ChangeClerk).ticket
    card.receive(m.ClerkAnswered(ticket, ClerkProblem.LAST_ADMIN))
    assert status(card).startswith("Somebody must stay an administrator.")


def test_others_see_who_works_here_and_change_nothing(qtbot: QtBot, asked: list[m.Request]) -> None:
    card = staff_card(qtbot, asked, BEN)
    assert card.list.isVisible()
    for button in (card.add_button, card.role_button, card.shut_button, card.pin_button):
        assert not button.isVisible()


def test_a_register_of_one_can_add_its_first(qtbot: QtBot, asked: list[m.Request]) -> None:
    card = staff_card(qtbot, asked, alone("Mara"))
    assert card.add_button.isVisible()
    assert not card.list.isVisible()
    assert not card.pin_button.isVisible()


def test_words_for_who_is_not_let_in() -> None:
    wrong, out = ClerkProblem.WRONG_PIN, ClerkProblem.LOCKED_OUT
    assert refused_sign_in(wrong, 7, 0) == "Name and PIN do not fit."
    assert refused_sign_in(wrong, 2, 0) == "Name and PIN do not fit. 2 tries left."
    assert "One more try" in refused_sign_in(wrong, 1, 0)
    assert refused_sign_in(out, 0, 61).endswith("Try again in 2 minutes.")
    assert refused_sign_in(out, 0, 5).endswith("Try again in 1 minute.")


# ---- the audit log ----------------------------------------------------------------------------

WHOLE = Verified(3, "2026-01-02T", "2026-11-24T", Mark(3, "ab" * 32), ())


def test_a_whole_log_is_said_with_its_end(qtbot: QtBot, asked: list[m.Request]) -> None:
    card = shown(qtbot, AuditCard(asked.append))
    press(card.verify_button)
    card.receive(m.AuditVerified(only(asked, m.VerifyAudit).ticket, WHOLE))
    assert card.answer == (
        "The audit log is whole: 3 entries from 2026-01-02 to 2026-11-24.\n"
        "Last entry: number 3, abababababababab"
    )


def test_faults_are_said_with_their_places(qtbot: QtBot, asked: list[m.Request]) -> None:
    card = shown(qtbot, AuditCard(asked.append))
    press(card.verify_button)
    ticket = only(asked, m.VerifyAudit).ticket
    kinds = FaultKind
    faults = (
        Fault(kinds.CHANGED, 17, 17),
        Fault(kinds.GAP, 20, 19, 3),
        Fault(kinds.GAP, 22, 21, 1),
        Fault(kinds.GAP, 24, 23),
        Fault(kinds.END_MISSING, 30, 31, 1),
        Fault(kinds.NO_SECOND_PLACE, 30, 31),
    )
    card.receive(m.AuditVerified(ticket, Verified(30, "", "", Mark(), faults)))
    lines = card.answer.splitlines()
    assert lines[0].startswith("The audit log is not whole.")
    assert lines[1:] == [
        "Entry 17 was changed (line 17).",
        "3 entries are missing from number 19 on.",
        "1 entry is missing from number 21 on (line 22).",
        "An entry is out of its place (line 24).",
        "1 entry is missing at the end, from number 31 on.",
        "And 1 more.",
    ]


def test_export_and_removal_say_how_it_went(qtbot: QtBot, asked: list[m.Request]) -> None:
    card = shown(qtbot, AuditCard(asked.append))
    card.export("somewhere/out.csv")
    export = only(asked, m.ExportAudit)
    assert export.table
    card.receive(m.AuditExported(export.ticket, export.path))
    assert card.answer == "Saved as somewhere/out.csv."
    asked.clear()
    press(card.prune_button)
    ticket = only(asked, m.PruneAudit).ticket
    for months, words in ((0, "Nothing is older"), (1, "1 month was"), (3, "3 months were")):
        card.receive(m.AuditPruned(ticket, months))
        assert card.answer.startswith(words)
    card.receive(m.AuditPruned(ticket, problem=Problem(Code.NOT_ALLOWED)))
    assert card.answer == "Ask a supervisor to sign in for this."


# ---- the call recorder ------------------------------------------------------------------------


def test_a_hook_is_read_as_it_is_shown(qtbot: QtBot, asked: list[m.Request]) -> None:
    card = shown(qtbot, RecorderCard(asked.append))
    for hook in (
        RecorderHook(),
        RecorderHook(("rec", "{action}")),
        RecorderHook(("C:\\Program Files\\rec.exe", 'say "now"', "x")),
        RecorderHook(url="https://recorder.example.com/{action}"),
    ):
        card.set_hook(hook)
        assert card.hook() == hook


@pytest.mark.parametrize(
    ("command", "address", "words"),
    [
        ("rec", "https://a.example.com", "not both"),
        ("", "http://recorder.example.com", "https"),
        ("", "nonsense", ""),
    ],
)
def test_a_hook_that_can_not_be_used_is_said(
    qtbot: QtBot, asked: list[m.Request], command: str, address: str, words: str
) -> None:
    card = shown(qtbot, RecorderCard(asked.append))
    QTest.keyClicks(card.command.line, command)
    QTest.keyClicks(card.address.line, address)
    press(card.button)
    assert card.address.message
    assert words in card.address.message
    assert asked == []


def test_trying_says_how_it_went(qtbot: QtBot, asked: list[m.Request]) -> None:
    card = shown(qtbot, RecorderCard(asked.append))
    press(card.button)
    assert status(card) == "There is nothing to try yet."
    QTest.keyClicks(card.command.line, 'rec "a b"')
    press(card.button)
    request = only(asked, m.TryRecorder)
    assert request.hook == RecorderHook(("rec", "a b"))
    card.receive(m.RecorderTried(request.ticket, "exit code 1"))
    assert status(card) == "It did not work: exit code 1."
    card.receive(m.RecorderTried(request.ticket))
    assert status(card) == "It paused and went on."
