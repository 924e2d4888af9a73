"""What proves an outcome: asked, checked, kept while it is typed, recorded once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from pos_app.domain.card_traces import holds_card_number
from pos_app.gui.evidence_form import EvidenceForm, choices, evidence_problem
from tests.gui.unknown_support import named

_TEST_CARDS = ("4111111111111111", "378282246310005", "30569309025904", "6304000000000000")


@pytest.fixture
def form(qtbot: QtBot) -> EvidenceForm:
    made = EvidenceForm()
    qtbot.addWidget(made)
    made.resize(290, 300)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    made.ask(placed=True)
    return made


def evidence(form: EvidenceForm) -> QLineEdit:
    field = named(form, "Evidence")
    assert isinstance(field, QLineEdit)
    return field


def choose(form: EvidenceForm, choice: str) -> None:
    """Choose as a clerk does: open the list, go to the line, take it."""
    box = named(form, "What do you have?")
    assert isinstance(box, QComboBox)
    index = box.findText(choice)
    assert index >= 0
    box.setFocus()
    box.setCurrentIndex(-1)
    for _ in range(index + 1):
        QTest.keyClick(box, Qt.Key.Key_Down)


@pytest.mark.parametrize(
    "text", ["confirmation e-mail", "Merchant order number 186872537", "merchant ORDER number #9"]
)
def test_a_few_words_are_evidence(text: str) -> None:
    assert evidence_problem(text) == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Say what you saw, in a few words."),
        ("  a \u200b ", "Say what you saw, in a few words."),
        ("ok", "Say what you saw, in a few words."),
        ("Merchant order number", "Add the order number itself."),
        ("Merchant order number  #-", "Add the order number itself."),
        ("Merchant order number 4111 1111 1111 1111", "This looks like a card number."),
    ],
)
def test_what_is_no_evidence_is_told_with_what_to_do(text: str, words: str) -> None:
    assert evidence_problem(text).startswith(words)


@given(
    st.sampled_from(_TEST_CARDS),
    st.sampled_from(["", " ", "-", ".", " - ", "\u00a0"]),
    st.integers(1, 6),
    st.sampled_from(["", "e-mail ", "12 ", "no. 7, "]),
    st.sampled_from(["", " 99", " by phone"]),
)
def test_a_card_number_is_found_however_it_is_written(
    digits: str, between: str, size: int, before: str, after: str
) -> None:
    groups = [digits[i : i + size] for i in range(0, len(digits), size)]
    assert holds_card_number(f"{before}{between.join(groups)}{after}")


@pytest.mark.parametrize(
    "text", ["186872537", "4111 1111 1111 1112", "card ending 1111", "24 Nov 2026, 14:02", "1" * 40]
)
def test_other_numbers_are_no_card_numbers(text: str) -> None:
    assert not holds_card_number(text)


def test_it_asks_in_the_field_and_enter_records(qtbot: QtBot, form: EvidenceForm) -> None:
    qtbot.waitUntil(evidence(form).hasFocus)
    QTest.keyClicks(evidence(form), " seen in the shop ")
    with qtbot.waitSignal(form.recorded) as said:
        QTest.keyClick(evidence(form), Qt.Key.Key_Return)
    assert said.args == [True, "seen in the shop"]


def test_nothing_is_recorded_without_evidence(qtbot: QtBot, form: EvidenceForm) -> None:
    with qtbot.assertNotEmitted(form.recorded):
        named(form, "Record it").click()  # type: ignore[attr-defined]
    assert form.message == "Say what you saw, in a few words."
    assert evidence(form).accessibleDescription() == form.message
    QTest.keyClicks(evidence(form), "shop")
    assert form.message == ""


def test_a_card_number_is_refused(qtbot: QtBot, form: EvidenceForm) -> None:
    QTest.keyClicks(evidence(form), "paid with 4111-1111-1111-1111")
    with qtbot.assertNotEmitted(form.recorded):
        named(form, "Record it").click()  # type: ignore[attr-defined]
    assert form.message.startswith("This looks like a card number.")
    assert "4111" not in form.message


def test_it_is_recorded_once_however_often_it_is_pressed(qtbot: QtBot, form: EvidenceForm) -> None:
    QTest.keyClicks(evidence(form), "seen in the shop")
    said: list[str] = []
    form.recorded.connect(lambda _placed, text: said.append(text))
    for _ in range(50):
        QTest.keyClick(evidence(form), Qt.Key.Key_Return)
    assert said == ["seen in the shop"]
    form.refuse("Not recorded.")
    assert form.text == "seen in the shop"
    QTest.keyClick(evidence(form), Qt.Key.Key_Return)
    assert len(said) == 2


def test_a_choice_begins_the_text(form: EvidenceForm) -> None:
    choose(form, "Confirmation e-mail")
    assert form.text.strip() == "Confirmation e-mail"


def test_a_choice_keeps_what_was_typed_and_takes_the_place_of_another(form: EvidenceForm) -> None:
    QTest.keyClicks(evidence(form), "186872537")
    choose(form, "Confirmation e-mail")
    assert form.text == "Confirmation e-mail 186872537"
    box = named(form, "What do you have?")
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert form.text == "Merchant order number 186872537"


def test_what_recording_does_is_said_before(form: EvidenceForm) -> None:
    form.ask(placed=False)
    shown = [part.text() for part in form.findChildren(QLabel)]
    assert "How do you know that it was not placed?" in shown
    assert any("can then be placed again, with the card read anew." in words for words in shown)
    described = named(form, "Record it").accessibleDescription()
    assert described.startswith("The order can then be placed again")


def test_each_question_keeps_its_own_words(qtbot: QtBot, form: EvidenceForm) -> None:
    QTest.keyClicks(evidence(form), "confirmation e-mail")
    with qtbot.waitSignal(form.back):
        QTest.keyClick(evidence(form), Qt.Key.Key_Escape)
    form.ask(placed=False)
    assert form.text == ""
    form.ask(placed=True)
    assert form.text == "confirmation e-mail"
    form.forget()
    form.ask(placed=True)
    assert form.text == ""


@pytest.mark.usefixtures("qapp")
def test_an_email_is_no_proof_that_an_order_was_not_placed() -> None:
    assert "Confirmation e-mail" in choices(placed=True)
    assert "Confirmation e-mail" not in choices(placed=False)
