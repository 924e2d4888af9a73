"""Postal codes: tidied into the country's form, and checked by its pattern."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.address_data import country_data
from pos_app.domain.countries import countries
from pos_app.domain.postal_code import postal_code_ok, tidy_postal_code

CODES = [choice.code for choice in countries()]


@pytest.mark.parametrize("country", CODES)
def test_examples_pass_however_they_are_typed(country: str) -> None:
    for example in country_data(country).postal_examples:
        bare = example.replace(" ", "").replace("-", "")
        wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in example)
        for typed in (example, example.lower(), bare, f" {example} ", wide):
            assert postal_code_ok(typed, country)
            assert tidy_postal_code(typed, country) == example


@pytest.mark.parametrize(
    ("typed", "country", "tidy"),
    [
        ("９８１０１", "US", "98101"),
        ("٩٨١٠١", "US", "98101"),
        ("98101 1234", "US", "98101-1234"),
        ("981011234", "US", "98101-1234"),
        ("98101－1234", "US", "98101-1234"),
        ("98101–1234", "US", "98101-1234"),
        ("〒１００ー０００１", "JP", "100-0001"),
        ("sw1a1aa", "GB", "SW1A 1AA"),
        ("bfpo57", "GB", "BFPO 57"),
        ("d02af30", "IE", "D02 AF30"),
        ("d6wxy00", "IE", "D6W XY00"),
        ("h3z2y7", "CA", "H3Z 2Y7"),
        ("1234ab", "NL", "1234 AB"),
        ("SE-114 55", "SE", "11455"),
        ("114 55", "SE", "114 55"),
        ("1073", "LV", "LV-1073"),
        ("L-1234", "LU", "1234"),
        ("2000", "MD", "2000"),
    ],
)
def test_codes_as_people_type_them(typed: str, country: str, tidy: str) -> None:
    assert tidy_postal_code(typed, country) == tidy
    assert postal_code_ok(typed, country)


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("", "US"),
        ("9810", "US"),
        ("981011", "US"),
        ("98101-12", "US"),
        ("98101-12345", "US"),
        ("ABCDE", "US"),
        ("98101x", "US"),
        ("x98101", "US"),
        ("9" * 10_000, "US"),
        ("Q1 1AA", "GB"),
        ("SW1A 1CA", "GB"),
        ("SW1A 1AV", "GB"),
        ("XX1 1AA", "GB"),
        ("W1I 1AA", "GB"),
        ("SW1Z 1AA", "GB"),
        ("D02 BF3O", "IE"),
        ("B02 AF30", "IE"),
        ("D0H 1A0", "CA"),
        ("100-001", "JP"),
    ],
)
def test_wrong_codes_are_found_and_kept(typed: str, country: str) -> None:
    assert not postal_code_ok(typed, country)
    assert tidy_postal_code(typed, country) == typed


def test_countries_without_a_pattern_take_anything() -> None:
    assert postal_code_ok("whatever", "AE")
    assert tidy_postal_code(" whatever ", "AE") == "WHATEVER"


@given(st.text(max_size=50), st.sampled_from(CODES))
def test_tidying_is_stable_and_changes_no_verdict(text: str, country: str) -> None:
    tidy = tidy_postal_code(text, country)
    assert tidy_postal_code(tidy, country) == tidy
    assert postal_code_ok(tidy, country) == postal_code_ok(text, country)
