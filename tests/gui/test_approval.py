"""A supervisor's name and PIN below the evidence, for a clerk who may not decide."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from pos_app.bridge.messages import Decide
from pos_app.domain.clerks import Clerk, alone
from pos_app.domain.rights import Role
from pos_app.gui import approval
from pos_app.gui.evidence_form import EvidenceForm
from tests.gui.unknown_support import named

ADA, BEN = Clerk(1, "Ada", Role.ADMIN), Clerk(2, "Ben", Role.CLERK)
CY, GONE = Clerk(3, "Cy", Role.SUPERVISOR), Clerk(4, "Dee", Role.SUPERVISOR, disabled=True)
VERDICT = Decide("attempt-1", placed=True, evidence="seen", clerk="Ben")


@pytest.fixture(autouse=True)
def nobody() -> Iterator[None]:
    """Nobody is signed in, before and after."""
    yield
    approval.state.set_staff((), None)


@pytest.fixture
def form(qtbot: QtBot) -> EvidenceForm:
    made = EvidenceForm()
    qtbot.addWidget(made)
    made.resize(290, 420)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def press(form: EvidenceForm) -> None:
    button = named(form, "Record it")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)


def write(form: EvidenceForm, name: str, text: str) -> QLineEdit:
    line = named(form, name)
    assert isinstance(line, QLineEdit)
    line.setFocus()
    QTest.keyClicks(line, text)
    return line


def test_whoever_may_decide_needs_nobody(form: EvidenceForm, qtbot: QtBot) -> None:
    for who in (ADA, CY, alone("Mara"), None):
        approval.state.set_staff((ADA, BEN, CY), who)
        form.ask(placed=True)
        assert not form.supervisor.isVisible()
    write(form, "Evidence", "an e-mail")
    with qtbot.waitSignal(form.recorded):
        press(form)
    assert approval.state.completed(VERDICT) == VERDICT


def test_only_those_who_may_can_be_chosen() -> None:
    approval.state.set_staff((ADA, BEN, CY, GONE), BEN)
    assert approval.state.approvers == (ADA, CY)


def test_both_are_asked_for_and_handed_on_once(form: EvidenceForm, qtbot: QtBot) -> None:
    approval.state.set_staff((ADA, BEN, CY), BEN)
    form.ask(placed=True)
    write(form, "Evidence", "an e-mail")
    with qtbot.assertNotEmitted(form.recorded):
        press(form)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Supervisor Name"
    write(form, "Supervisor Name", "Cy")
    pin = write(form, "Supervisor PIN", "604928")
    assert "604928" not in pin.displayText()
    with qtbot.waitSignal(form.recorded):
        QTest.keyClick(pin, Qt.Key.Key_Return)
    assert pin.text() == ""
    asked = approval.state.completed(VERDICT)
    assert (asked.approver, asked.pin) == ("Cy", "604928")
    assert "604928" not in repr(asked)
    assert approval.state.completed(VERDICT) == VERDICT


def test_a_wrong_pin_is_said_and_the_evidence_stays(form: EvidenceForm, qtbot: QtBot) -> None:
    approval.state.set_staff((BEN, CY), BEN)
    form.ask(placed=False)
    write(form, "Evidence", "the back office")
    pin = write(form, "Supervisor PIN", "111111")
    with qtbot.waitSignal(form.recorded):
        QTest.keyClick(pin, Qt.Key.Key_Return)
    approval.state.refused.emit("Name and PIN do not fit.")
    assert form.supervisor.pin.message == "Name and PIN do not fit."
    assert form.text == "the back office"
    QTest.keyClicks(pin, "604928")
    assert form.supervisor.pin.message == ""
    with qtbot.waitSignal(form.recorded):
        QTest.keyClick(pin, Qt.Key.Key_Return)


def test_nothing_of_a_pin_can_be_copied(form: EvidenceForm) -> None:
    approval.state.set_staff((BEN, CY), BEN)
    form.ask(placed=True)
    pin = write(form, "Supervisor PIN", "604928")
    QApplication.clipboard().setText("before")
    pin.selectAll()
    for key in (Qt.Key.Key_C, Qt.Key.Key_X):
        QTest.keyClick(pin, key, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "before"
