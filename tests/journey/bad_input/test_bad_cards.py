"""Cards that can't be right: said under the field, before anything leaves, with nothing lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from pos_app.domain.checkout import Verdict
from tests.journey.bad_input.conftest import Typist

VISA, AMEX = "4111111111111111", "378282246310005"
DIGITS_ONLY = "Only digits go here: anything else was left out."
every_odd_text = pytest.mark.parametrize(
    "text", ["👩‍🚀🍕", "שלום עולם", "x" * 10_000], ids=["emoji", "rtl", "long"]
)
WRONG = {
    "luhn": ((VISA[:-1] + "2", "1239", "123"), "Card number", "one of the digits is not right"),
    "short": ((VISA[:-2], "1239", "123"), "Card number", "some digits are missing"),
    "long": ((VISA + "0000", "1239", "123"), "Card number", "there are too many digits"),
    "expired": ((VISA, "0120", "123"), "Expires", "has expired"),
    "no-month": ((VISA, "1339", "123"), "Expires", "month"),
    "visa-code-2": ((VISA, "1239", "12"), "Security code", "Enter the 3 digits on the back"),
    "visa-code-4": ((VISA, "1239", "1234"), "Security code", "Enter the 3 digits on the back"),
    "amex-code-3": ((AMEX, "1239", "123"), "Security code", "Enter the 4 digits on the front"),
    "amex-code-5": ((AMEX, "1239", "12345"), "Security code", "Enter the 4 digits on the front"),
}


@pytest.mark.parametrize(("card", "field", "words"), WRONG.values(), ids=WRONG)
def test_a_card_that_is_not_right(
    clerk: Typist, card: tuple[str, str, str], field: str, words: str
) -> None:
    clerk.type_order(VISA)
    clerk.key(Qt.Key.Key_F6)
    for text in card:
        clerk.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        clerk.field(text)
    typed = card_as_typed(clerk)
    before = clerk.page.draft()
    clerk.place()
    assert clerk.page.is_editing
    assert clerk.focus().accessibleName() == field
    assert words in clerk.focus().accessibleDescription()
    assert any(words in told for told in clerk.reads())
    assert clerk.page.draft() == before
    assert card_as_typed(clerk) == typed
    assert clerk.ledger_size() == 0
    clerk.type_card_anew(VISA)
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.PLACED
    assert clerk.ledger_size() == 1


def card_as_typed(clerk: Typist) -> tuple[int, str, int]:
    """What the card's fields hold, told without telling the card."""
    payment = clerk.page.payment
    return payment.number_field.count, payment.expires.line.text(), payment.code_field.count


@every_odd_text
def test_what_is_no_digit_does_not_vanish_silently(clerk: Typist, text: str) -> None:
    clerk.go_to("Card number")
    clerk.paste(text)
    assert clerk.focus().accessibleDescription() == DIGITS_ONLY
    clerk.paste("4111 1111 1111 1111")
    assert clerk.focus().accessibleDescription() == ""
    assert clerk.page.payment.number_field.count == 16


def test_a_code_is_typed_not_pasted(clerk: Typist) -> None:
    clerk.go_to("Security code")
    clerk.write("12x")
    assert clerk.focus().accessibleDescription() == DIGITS_ONLY
    clerk.paste("737")
    assert "can't be pasted" in clerk.focus().accessibleDescription()
    assert clerk.page.payment.code_field.count == 2
    clerk.write("123")
    assert clerk.focus().accessibleDescription() == ""


def test_ten_thousand_digits_are_too_many(clerk: Typist) -> None:
    clerk.go_to("Card number")
    clerk.paste("4" * 10_000)
    clerk.key(Qt.Key.Key_Return)
    assert clerk.message("Card number") == "Read the number back: there are too many digits."


@pytest.mark.parametrize(
    "text", ["👩‍🚀🍕", "שלום עולם", "x" * 10_000], ids=["emoji", "rtl", "long"]
)
def test_an_expiry_that_can_not_be_read(clerk: Typist, text: str) -> None:
    field = clerk.go_to("Expires")
    clerk.paste(text)
    clerk.key(Qt.Key.Key_Return)
    assert field.accessibleDescription().startswith("Enter ")
    assert clerk.page.payment.expires.line.text() == text


def test_a_name_on_the_card_in_any_script_but_not_endless(clerk: Typist) -> None:
    clerk.go_to("Name on card")
    for text in ("👩‍🚀 ZOË", "שלום עולם"):
        clerk.paste(text)
        assert clerk.page.payment.holder.line.text() == text
        assert clerk.message("Name on card") == ""
    clerk.paste("x" * 10_000)
    clerk.key(Qt.Key.Key_Return)
    assert clerk.message("Name on card") == "Shorten this to 150 characters."
    assert len(clerk.page.payment.holder.line.text()) == 10_000
