"""What is sent is complete and in its normal form, for every country."""

from __future__ import annotations

import pytest

from pos_app.domain.address import Contact, Party, PostalAddress
from pos_app.domain.countries import countries
from pos_app.domain.ready import ready_to_send


def test_a_typed_address_is_sent_in_codes() -> None:
    typed = Party(
        Contact("206", "Bo", "Li", " Bo.Li@EXAMPLE.com "),
        PostalAddress(
            "US",
            "123 Main St",
            city="Seattle",
            state_or_province="washington",
            postal_code="９８１０１",
        ),
    )
    sent = ready_to_send(typed)
    assert sent.address.state_or_province == "WA"
    assert sent.address.postal_code == "98101"
    assert sent.address.city == "Seattle"
    assert sent.contact.email == "Bo.Li@example.com"


@pytest.mark.parametrize("country", [choice.code for choice in countries()])
def test_required_fields_are_never_empty(country: str) -> None:
    sent = ready_to_send(Party(Contact(), PostalAddress(country, "1 Street"))).address
    assert sent.city
    assert sent.state_or_province
    assert sent.postal_code


def test_a_district_that_stands_in_for_the_city_is_sent_once() -> None:
    sent = ready_to_send(Party(Contact(), PostalAddress("KR", "1 Street", district="Gangnam-gu")))
    assert sent.address.city == "Gangnam-gu"
    assert not sent.address.district
