"""Which fields of a person and a place are wrong, in which order, and what the problem says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.address import Block, Contact, Field, FieldRef, Party, PostalAddress
from pos_app.domain.address_check import MAX_LENGTHS, check_field, check_notes, check_party
from pos_app.domain.countries import countries
from pos_app.domain.field_problem import FieldProblem, FormProblem

CODES = [choice.code for choice in countries()]
SHIP = Block.SHIPPING
GOOD = Party(
    Contact("+1 206-555-1212", "Mara", "Lindqvist", "mara.lindqvist@example.com"),
    PostalAddress("US", "123 Main St", city="Seattle", state_or_province="WA", postal_code="98101"),
)
PERSON = ("phone", "first_name", "last_name", "email")
TEXT_FIELDS = [field for field in MAX_LENGTHS if field is not Field.NOTES]


def changed(field: Field, text: str, party: Party = GOOD) -> Party:
    if field.value in PERSON:
        return replace(party, contact=replace(party.contact, **{field.value: text}))
    return replace(party, address=replace(party.address, **{field.value: text}))


def code_of(field: Field, text: str, party: Party = GOOD) -> str | None:
    problem = check_field(changed(field, text, party), SHIP, field)
    return problem.code.value if problem else None


def test_a_good_party_has_no_problems() -> None:
    assert check_party(GOOD, SHIP) == ()


@pytest.mark.parametrize(
    ("country", "fields"),
    [
        ("US", [Field.ADDRESS1, Field.CITY, Field.STATE, Field.POSTAL_CODE]),
        ("JP", [Field.POSTAL_CODE, Field.STATE, Field.CITY, Field.ADDRESS1]),
        ("HK", [Field.STATE, Field.ADDRESS1]),
        ("DE", [Field.ADDRESS1, Field.POSTAL_CODE, Field.CITY]),
    ],
)
def test_an_empty_party_misses_everything_in_the_order_of_speech(
    country: str, fields: list[Field]
) -> None:
    found = check_party(Party(address=PostalAddress(country)), Block.BILLING)
    person = [Field.PHONE, Field.FIRST_NAME, Field.LAST_NAME, Field.EMAIL]
    assert [problem.ref for problem in found] == [
        FieldRef(Block.BILLING, field) for field in (*person, *fields)
    ]
    assert {problem.code for problem in found} == {FormProblem.REQUIRED}


@pytest.mark.parametrize("name", ["A", "Li", "Bo", "李", "محمد", "😀", "d'Arc", "X Æ A-12", "Ł"])
def test_names_of_any_length_script_and_sign_pass(name: str) -> None:
    assert code_of(Field.FIRST_NAME, name) is None
    assert code_of(Field.LAST_NAME, name) is None


@pytest.mark.parametrize("blank", ["", " ", "\t\n", "\u00a0", "\u3000", "\u200b", "\u200f \u200e"])
def test_what_can_not_be_seen_is_missing(blank: str) -> None:
    for field in (*map(Field, PERSON), Field.ADDRESS1, Field.CITY, Field.STATE, Field.POSTAL_CODE):
        assert code_of(field, blank) == "required"
    for field in (Field.ADDRESS2, Field.COMPANY):
        assert code_of(field, blank) is None


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        (Field.PHONE, "555-1212", "phone-invalid"),
        (Field.PHONE, "1-800-FLOWERS", None),
        (Field.EMAIL, "mara@", "email-invalid"),
        (Field.COUNTRY, "", "required"),
        (Field.COUNTRY, "XX", "country-unknown"),
        (Field.COUNTRY, "United States", "country-unknown"),
        (Field.STATE, "Bavaria", "state-unknown"),
        (Field.STATE, "washington", None),
        (Field.POSTAL_CODE, "9810", "postal-code-invalid"),
        (Field.POSTAL_CODE, "98101-1234", None),
        (Field.POSTAL_CODE, "９８１０１", None),
        (Field.DISTRICT, "a district, left from another country", None),
    ],
)
def test_rules(field: Field, text: str, code: str | None) -> None:
    assert code_of(field, text) == code


def test_problems_bring_an_example_that_would_pass() -> None:
    for country in ("US", "GB", "JP", "IE", "CA", "BR"):
        party = changed(Field.COUNTRY, country)
        for field in (Field.PHONE, Field.EMAIL, Field.STATE, Field.POSTAL_CODE):
            problem = check_field(changed(field, "?!", party), SHIP, field)
            if problem is not None:
                assert problem.example
                assert code_of(field, problem.example, party) is None


def test_an_optional_field_is_checked_once_filled() -> None:
    ireland = changed(Field.COUNTRY, "IE")
    assert code_of(Field.POSTAL_CODE, "", ireland) is None
    assert code_of(Field.POSTAL_CODE, "12345", ireland) == "postal-code-invalid"
    assert code_of(Field.STATE, "", ireland) is None
    assert code_of(Field.STATE, "Texas", ireland) == "state-unknown"


def test_countries_without_a_list_take_any_region() -> None:
    romania = changed(Field.COUNTRY, "RO")
    assert code_of(Field.STATE, "Cluj", romania) is None


def test_fields_the_country_lacks_are_never_wrong() -> None:
    emirates = changed(Field.COUNTRY, "AE")
    assert code_of(Field.POSTAL_CODE, "x" * 10_000, emirates) is None
    assert code_of(Field.CITY, "", emirates) is None


@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_a_paste_of_10_000_characters_gets_the_limit_named(field: Field) -> None:
    party = changed(Field.COUNTRY, "BR") if field is Field.DISTRICT else GOOD
    problem = check_field(changed(field, "é😀" * 5_000, party), SHIP, field)
    assert problem == FieldProblem(
        FieldRef(SHIP, field), FormProblem.TOO_LONG, f"{MAX_LENGTHS[field]:,}"
    )


@pytest.mark.parametrize("field", [Field.FIRST_NAME, Field.ADDRESS1, Field.CITY, Field.COMPANY])
def test_limits_count_what_would_be_sent(field: Field) -> None:
    limit = MAX_LENGTHS[field]
    assert code_of(field, f"  {'x' * limit}  ") is None
    assert code_of(field, "x" * (limit + 1)) == "too-long"


def test_notes_may_be_empty_but_not_endless() -> None:
    assert check_notes("") is None
    assert check_notes("n" * 2_000) is None
    assert check_notes("n" * 2_001) == FieldProblem(
        FieldRef(Block.NOTES, Field.NOTES), FormProblem.TOO_LONG, "2,000"
    )


@given(
    st.sampled_from([*CODES, "", "XX"]),
    st.lists(st.tuples(st.sampled_from(TEXT_FIELDS), st.text(max_size=130)), max_size=6),
)
def test_a_party_has_the_problems_of_its_fields(
    country: str, texts: list[tuple[Field, str]]
) -> None:
    party = changed(Field.COUNTRY, country)
    for field, text in texts:
        party = changed(field, text, party)
    found = check_party(party, SHIP)
    assert set(found) == {
        p
        for f in Field
        if f in (*TEXT_FIELDS, Field.COUNTRY)
        for p in [check_field(party, SHIP, f)]
        if p
    }
    assert len({problem.ref for problem in found}) == len(found)
