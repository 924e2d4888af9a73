"""A card typed into the wrong field: named by the check, masked in what is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.domain.address import Block, Contact, Field, FieldRef, Party, PostalAddress
from pos_app.domain.address_check import check_field, check_notes, check_party
from pos_app.domain.draft import OrderDraft, problems
from pos_app.domain.draft_safety import without_card_data
from pos_app.domain.field_problem import FieldProblem, FormProblem

_CARD = "4111 1111 1111 1111"
_BUYER = Party(
    Contact("(206) 555-1212", "Mara", "Lindqvist", "mara@example.com"),
    PostalAddress("US", "123 Main St", "", "", "", "Seattle", "WA", "98101"),
)
_PERSON = (Field.FIRST_NAME, Field.LAST_NAME, Field.PHONE)
_PLACE = (Field.ADDRESS1, Field.ADDRESS2, Field.COMPANY, Field.CITY)


def with_text(field: Field, text: str) -> Party:
    name = field.value
    if name in Contact.__slots__:
        return replace(_BUYER, contact=replace(_BUYER.contact, **{name: text}))
    return replace(_BUYER, address=replace(_BUYER.address, **{name: text}))


def test_an_honest_buyer_passes() -> None:
    assert check_party(_BUYER, Block.SHIPPING) == ()
    draft = OrderDraft(_BUYER, notes="Ring twice, security code 4711 at the gate")
    assert without_card_data(draft) == draft


@pytest.mark.parametrize("field", [*_PERSON, *_PLACE])
def test_a_card_number_is_refused_in_each_field(field: Field) -> None:
    problem = check_field(with_text(field, _CARD), Block.SHIPPING, field)
    assert problem == FieldProblem(FieldRef(Block.SHIPPING, field), FormProblem.CARD_NUMBER)


@pytest.mark.parametrize("field", [Field.LAST_NAME, Field.ADDRESS2])
def test_a_security_code_is_refused(field: Field) -> None:
    problem = check_field(with_text(field, "cvv 123"), Block.SHIPPING, field)
    assert problem is not None
    assert problem.code is FormProblem.SECURITY_CODE


def test_an_address_that_is_a_card_number_is_refused_as_one() -> None:
    wrong = with_text(Field.EMAIL, "4111111111111111@example.com")
    problem = check_field(wrong, Block.SHIPPING, Field.EMAIL)
    assert problem is not None
    assert problem.code is FormProblem.CARD_NUMBER


def test_a_phone_number_as_long_as_a_card_s_is_dialled() -> None:
    # Fifteen digits that begin as American Express does, and a number of Finland.
    long = replace(_BUYER, contact=replace(_BUYER.contact, phone="+358 40 1234567"))
    assert check_party(long, Block.SHIPPING) == ()


def test_a_number_spread_over_two_fields_is_told_at_the_first() -> None:
    spread = replace(
        _BUYER, contact=replace(_BUYER.contact, first_name="4111 1111", last_name="1111 1111")
    )
    (problem,) = check_party(spread, Block.BILLING)
    assert problem.ref == FieldRef(Block.BILLING, Field.FIRST_NAME)
    assert problem.code is FormProblem.CARD_NUMBER
    kept = without_card_data(OrderDraft(spread)).shipping.contact
    assert (kept.first_name, kept.last_name) == ("**** ****", "**** ****")


def test_notes_with_a_card_hold_the_order_back() -> None:
    draft = OrderDraft(_BUYER, notes=f"she will pay with {_CARD} cvv 123")
    ref = FieldRef(Block.NOTES, Field.NOTES)
    assert FieldProblem(ref, FormProblem.CARD_NUMBER) in problems(draft)
    assert check_notes("her cvv is 123") == FieldProblem(ref, FormProblem.SECURITY_CODE)
    assert without_card_data(draft).notes == "she will pay with **** **** **** **** cvv ***"


@pytest.mark.parametrize("field", [*_PERSON, *_PLACE, Field.EMAIL])
def test_what_is_kept_has_no_card_in_any_field(field: Field) -> None:
    party = with_text(field, _CARD)
    kept = without_card_data(OrderDraft(party, billing=party))
    assert kept.shipping.get(field) == "**** **** **** ****"
    assert kept.billing == kept.shipping
    unchanged = replace(kept.shipping, contact=_BUYER.contact, address=_BUYER.address)
    assert unchanged == _BUYER
