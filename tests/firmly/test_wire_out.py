"""What is sent to place an order: the names of section 3 of the API sheet, and no others."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.address import Contact, Party, PostalAddress
from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.draft import OrderDraft
from pos_app.domain.product import AddToCartRef
from pos_app.firmly import wire

PARTY = Party(
    Contact("206 555 1212", " Li ", "Bo", "li@example.com"),
    PostalAddress("us", "1 Main St ", city="Seattle", state_or_province="WA", postal_code="98101"),
)
REQUIRED = {
    "first_name": "Li",
    "last_name": "Bo",
    "email": "li@example.com",
    "phone": "+12065551212",
    "address1": "1 Main St",
    "city": "Seattle",
    "state_or_province": "WA",
    "country": "US",
    "postal_code": "98101",
}


def line(ref: str, quantity: int = 1) -> CartLine:
    return CartLine(AddToCartRef(ref), "S", "Mug", "", quantity, None)


def at(**changes: str) -> Party:
    return replace(PARTY, address=replace(PARTY.address, **changes))


def test_an_address_without_optional_parts() -> None:
    assert wire.address_json(PARTY, phone_e164="+12065551212") == REQUIRED


@pytest.mark.parametrize(
    ("district", "second", "sent"),
    [
        ("Centro", "Apto 4", "Centro, Apto 4"),
        ("Centro", "", "Centro"),
        ("", " Apto 4 ", "Apto 4"),
    ],
)
def test_the_district_leads_the_second_line(district: str, second: str, sent: str) -> None:
    told = wire.address_json(
        at(district=district, address2=second, company=" ACME "), phone_e164="+12065551212"
    )
    assert told == REQUIRED | {"address2": sent, "company": "ACME"}


@pytest.mark.parametrize(
    ("party", "region", "sent"),
    [
        (at(country="DK", state_or_province="", city="Aarhus"), "", ("Aarhus", "Aarhus")),
        (at(country="DK", state_or_province="", city="Aarhus"), "Jylland", ("Aarhus", "Jylland")),
        (at(country="US"), "ignored", ("Seattle", "WA")),
        (at(country="SG", state_or_province="", city=""), "", ("Singapore", "Singapore")),
        (at(country="HK", state_or_province="Kowloon", city=""), "", ("Kowloon", "Kowloon")),
    ],
)
def test_city_and_state_are_always_there(party: Party, region: str, sent: tuple[str, str]) -> None:
    told = wire.address_json(party, phone_e164="", region=region)
    assert (told["city"], told["state_or_province"]) == sent


def test_the_whole_body() -> None:
    ref = '{"variant_id":"4","variant_handles":["é"],"n":1.10}'
    draft = OrderDraft(shipping=PARTY, cart=Cart((line(ref, 2), line('{"variant_id":"5"}'))))
    body = wire.place_order_body(draft, "a.b.c.d.e", "+12065551212", "+12065551213")
    items = f'[{{"add_to_cart_ref":{ref},"quantity":2}},'
    items += '{"add_to_cart_ref":{"variant_id":"5"},"quantity":1}]'
    assert body.decode().endswith(f',"items":{items}}}')
    assert json.loads(body) == {
        "encrypted_card": "a.b.c.d.e",
        "billing_info": REQUIRED | {"phone": "+12065551213"},
        "shipping_info": REQUIRED,
        "items": json.loads(items),
    }


def test_another_billing_party_notes_and_captcha() -> None:
    billing = replace(PARTY, contact=replace(PARTY.contact, first_name="Ann"))
    draft = OrderDraft(PARTY, billing, Cart((line("{}"),)), notes="ring twice", captcha_token=" t ")
    body = wire.place_order_body(draft, "x", "+1", "+2")
    told = json.loads(body)
    assert told["billing_info"]["first_name"] == "Ann"
    assert told["shipping_info"]["first_name"] == "Li"
    assert told["captcha_token"] == "t"
    assert b"ring twice" not in bytes(body)


@given(st.text(), st.text(), st.text())
def test_whatever_is_typed_is_sent_as_json(name: str, street: str, second: str) -> None:
    party = Party(Contact(first_name=name), PostalAddress(address1=street, address2=second))
    body = wire.place_order_body(OrderDraft(shipping=party), "x", "", "")
    told = json.loads(body)["shipping_info"]
    assert told["first_name"] == name.strip()
    assert told["address1"] == street.strip()
    assert told.get("address2", "") == second.strip()
    assert "" not in {told.get("address2", "x"), told.get("company", "x")}
