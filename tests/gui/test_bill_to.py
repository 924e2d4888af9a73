"""Billing: folded while it is the same, begun with a copy, remembered through folding."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.address import Block, Contact, Field, FieldRef, Party, PostalAddress
from pos_app.domain.draft import OrderDraft
from pos_app.domain.field_problem import FieldProblem, FormProblem
from pos_app.gui.party_column import PartyColumn

SHIPPING = Party(
    Contact("+1 206-555-1212", "Mara", "Lindqvist", "mara@example.com"),
    PostalAddress("US", "123 Main St", "", "", "", "Seattle", "WA", "98101"),
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
    made.resize(420, 1200)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.set_draft(OrderDraft(shipping=SHIPPING))
    made.focus_phone()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return made


def test_unfolding_begins_with_a_copy_and_goes_to_the_payers_phone(
    qtbot: QtBot, column: PartyColumn
) -> None:
    with qtbot.waitSignal(column.changed):
        column.toggle_billing()
    assert column.billing() == SHIPPING
    assert focused().accessibleName() == "Billing Phone"
    column.toggle_billing()
    assert column.billing() is None
    assert column.bill_to.same.hasFocus()


def test_the_second_block_is_named_apart(qtbot: QtBot, column: PartyColumn) -> None:
    column.toggle_billing()
    names = ["Billing Phone"]
    for _ in range(10):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        names.append(focused().accessibleName())
    assert names[1:6] == [
        *("Billing First name", "Billing Last name", "Billing Email"),
        *("Billing Country", "Billing Address"),
    ]
    assert names[-1] == "Billing ZIP code"
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert column.notes_card.edit.hasFocus()


def test_what_was_typed_outlives_folding(qtbot: QtBot, column: PartyColumn) -> None:
    column.toggle_billing()
    column.focus_field(FieldRef(Block.BILLING, Field.ADDRESS1))
    QTest.keyClicks(focused(), "9 Other Ave")
    typed = replace(SHIPPING, address=replace(SHIPPING.address, address1="9 Other Ave"))
    column.toggle_billing()
    column.toggle_billing()
    assert column.billing() == typed
    assert column.shipping() == SHIPPING


def test_an_untouched_copy_is_made_anew(qtbot: QtBot, column: PartyColumn) -> None:
    column.toggle_billing()
    column.toggle_billing()
    column.focus_field(FieldRef(Block.SHIPPING, Field.CITY))
    QTest.keyClicks(focused(), "Tacoma")
    column.toggle_billing()
    billing = column.billing()
    assert billing is not None
    assert billing.address.city == "Tacoma"


def test_space_unfolds_and_enter_moves_on(qtbot: QtBot, column: PartyColumn) -> None:
    same = column.bill_to.same
    same.setFocus()
    QTest.keyClick(same, Qt.Key.Key_Return)
    assert same.isChecked()
    assert column.notes_card.edit.hasFocus()
    same.setFocus()
    QTest.keyClick(same, Qt.Key.Key_Space)
    assert not same.isChecked()
    QTest.keyClick(same, Qt.Key.Key_Return)
    assert focused().accessibleName() == "Billing Phone"


def test_a_problem_unfolds_billing(column: PartyColumn) -> None:
    ref = FieldRef(Block.BILLING, Field.POSTAL_CODE)
    column.show_problem(FieldProblem(ref, FormProblem.POSTAL_CODE_INVALID, "95014"))
    column.focus_field(ref)
    box = column.bill_to.editor.address.boxes[Field.POSTAL_CODE]
    assert box.isVisible()
    assert box.line.hasFocus()
    assert box.message == "Enter a ZIP code like 95014."
    column.clear_problems()
    assert box.message == ""


def test_a_draft_with_billing_comes_back_and_the_next_order_begins_folded(
    column: PartyColumn,
) -> None:
    billing = Party(
        Contact("+49 30 123456", "Jo", "Roth", "jo@example.com"),
        PostalAddress("DE", "Weg 1", "", "", "", "Berlin", "", "10115"),
    )
    column.set_draft(OrderDraft(shipping=SHIPPING, billing=billing))
    assert column.billing() == billing
    column.set_draft(OrderDraft(shipping=SHIPPING))
    assert column.billing() is None
    column.toggle_billing()
    assert column.billing() == SHIPPING


def test_locking_holds_for_fields_that_are_made_later(column: PartyColumn) -> None:
    column.set_locked(True)
    editor = column.bill_to.editor
    assert all(box.line.isReadOnly() for box in editor.contact.boxes.values())
    assert all(box.line.isReadOnly() for box in editor.address.boxes.values())
