"""What is wrong with the person and the place on an order, field by field (API sheet, §3, §8)."""

from __future__ import annotations

import unicodedata

from pos_app.domain.address import Block, Field, FieldRef, Party
from pos_app.domain.address_layout import FieldSpec, layout_for, normal_state
from pos_app.domain.contact import EMAIL_EXAMPLE, check_email, phone_example, phone_ok
from pos_app.domain.countries import is_country
from pos_app.domain.field_problem import FieldProblem, FormProblem
from pos_app.domain.postal_code import postal_code_ok

# Characters. The API names no limits: these are wide of any real value (e-mail by RFC 5321,
# 4.5.3.1.3) and keep a wrong paste from being sent.
MAX_LENGTHS: dict[Field, int] = {
    Field.PHONE: 40,
    Field.FIRST_NAME: 60,
    Field.LAST_NAME: 60,
    Field.EMAIL: 254,
    Field.ADDRESS1: 120,
    Field.ADDRESS2: 120,
    Field.COMPANY: 100,
    Field.DISTRICT: 80,
    Field.CITY: 80,
    Field.STATE: 80,
    Field.POSTAL_CODE: 16,
    Field.NOTES: 2_000,
}
# Shown one under the other, so that a number may run on from one to the next.
_NEIGHBOURS = (
    (Field.FIRST_NAME, Field.LAST_NAME),
    (Field.ADDRESS1, Field.ADDRESS2, Field.COMPANY, Field.DISTRICT, Field.CITY),
)
_PERSON = (Field.PHONE, Field.FIRST_NAME, Field.LAST_NAME, Field.EMAIL, Field.COUNTRY)


def check_party(party: Party, block: Block) -> tuple[FieldProblem, ...]:
    """All that is wrong with a party, in the order in which a clerk asks on a call."""
    layout = layout_for(party.address.country)
    order = (*_PERSON, *(spec.field for spec in layout.fields))
    found = (check_field(party, block, field) for field in order)
    return (*(problem for problem in found if problem is not None), *_split_cards(party, block))


def check_field(party: Party, block: Block, field: Field) -> FieldProblem | None:
    """What is wrong with one field of a party, or None; for checking on leaving the field.

    A field that the country does not have is never wrong. Names need one character; any script
    and any emoji will do.
    """
    ref = FieldRef(block, field)
    text = party.get(field)
    if field in _PERSON:
        return _check_person(ref, text, party.address.country)
    spec = layout_for(party.address.country).spec(field)
    return _check_place(ref, text, spec, party.address.country) if spec else None


def check_notes(text: str) -> FieldProblem | None:
    """What is wrong with the notes, or None: they may be empty, not endless, and hold no card."""
    ref = FieldRef(Block.NOTES, Field.NOTES)
    return _card_data(ref, text) or _too_long(ref, text)


def is_blank(text: str) -> bool:
    """Whether nothing of the text can be seen: spaces, line ends, direction marks, or nothing."""
    return all(unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp", "Zs"} for char in text)


def _check_person(ref: FieldRef, text: str, country: str) -> FieldProblem | None:
    if is_blank(text):
        return FieldProblem(ref, FormProblem.REQUIRED)
    if ref.field is Field.COUNTRY:
        return None if is_country(text) else FieldProblem(ref, FormProblem.COUNTRY_UNKNOWN)
    too_long = _too_long(ref, text)
    if too_long is not None:
        return too_long
    if ref.field is Field.PHONE and phone_ok(text, country):
        return None  # some numbers abroad are as long as a card's
    card = _card_data(ref, text)
    if card is not None:
        return card
    if ref.field is Field.PHONE:
        return FieldProblem(ref, FormProblem.PHONE_INVALID, phone_example(country))
    if ref.field is Field.EMAIL:
        wrong = check_email(text)
        return None if wrong is None else FieldProblem(ref, wrong, EMAIL_EXAMPLE)
    return None


def _check_place(ref: FieldRef, text: str, spec: FieldSpec, country: str) -> FieldProblem | None:
    if is_blank(text):
        missing = FieldProblem(ref, FormProblem.REQUIRED, spec.example)
        return missing if spec.required else None
    too_long = _too_long(ref, text)
    if too_long is not None:
        return too_long
    card = _card_data(ref, text)
    if card is not None:
        return card
    if spec.choices and normal_state(text, country) not in {c.code for c in spec.choices}:
        return FieldProblem(ref, FormProblem.STATE_UNKNOWN, spec.example)
    if spec.field is Field.POSTAL_CODE and not postal_code_ok(text, country):
        return FieldProblem(ref, FormProblem.POSTAL_CODE_INVALID, spec.example)
    return None


def _too_long(ref: FieldRef, text: str) -> FieldProblem | None:
    limit = MAX_LENGTHS[ref.field]
    if len(text.strip()) <= limit:
        return None
    return FieldProblem(ref, FormProblem.TOO_LONG, f"{limit:,}")


def _card_data(ref: FieldRef, text: str) -> FieldProblem | None:
    """Card data where it would be kept and sent on (PCI DSS 3.3.1, 3.4.1)."""
    from pos_app.domain.card_traces import holds_card_number, holds_security_code

    if holds_card_number(text):
        return FieldProblem(ref, FormProblem.CARD_NUMBER)
    return FieldProblem(ref, FormProblem.SECURITY_CODE) if holds_security_code(text) else None


def _split_cards(party: Party, block: Block) -> tuple[FieldProblem, ...]:
    """The first field of each row of neighbours over which a card number is spread."""
    from pos_app.domain.card_traces import is_split_over

    return tuple(
        FieldProblem(FieldRef(block, fields[0]), FormProblem.CARD_NUMBER)
        for fields in _NEIGHBOURS
        if is_split_over([party.get(field) for field in fields])
    )
