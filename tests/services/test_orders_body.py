"""What leaves when an order is placed (API sheet §3)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from pos_app.domain.address import Contact, Party, PostalAddress
from pos_app.domain.draft import OrderDraft
from pos_app.training import Endpoints, TrainingStore
from tests.services.order_desk import BUYER, Told
from tests.services.payment_host import Asked, host, place_at


@pytest.fixture(scope="module")
def shop() -> Iterator[Endpoints]:
    merchant = TrainingStore(pace=0)
    yield merchant.start()
    merchant.stop()


def sent_by(shop: Endpoints, party: Party) -> tuple[Asked, Told, OrderDraft]:
    """The order as the payment host got it."""

    async def work() -> tuple[Asked, Told, OrderDraft]:
        payment = host()
        told, draft = await place_at(shop, payment, party)
        (order,) = payment.orders
        return order, told, draft

    return asyncio.run(work())


def test_what_is_sent(shop: Endpoints) -> None:
    order, told, draft = sent_by(shop, BUYER)
    target = f"/api/v2/payment/domains/{shop.domain}/place-order?sse=true"
    assert order.line == f"POST {target} HTTP/1.1"
    assert order.headers["x-firmly-request-id"] == told.end.attempt_id
    assert order.headers["x-firmly-authorization"].count(".") == 2
    assert not {"authorization", "x-firmly-app-id", "cookie"} & set(order.headers)
    body = json.loads(order.body)
    assert set(body) == {"encrypted_card", "billing_info", "shipping_info", "items"}
    assert body["encrypted_card"].count(".") == 4
    address = {
        "first_name": "Bo",
        "last_name": "Li",
        "email": "bo.li@example.com",
        "phone": "+12065551212",
        "address1": "1 Pine Street",
        "city": "Seattle",
        "state_or_province": "WA",
        "country": "US",
        "postal_code": "98101",
    }
    assert body["shipping_info"] == body["billing_info"] == address
    (line,) = draft.cart.lines
    assert body["items"] == [{"add_to_cart_ref": json.loads(line.ref.json), "quantity": 2}]
    assert line.ref.json.encode() in order.body
    assert b"4111111111111111" not in order.body


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        (
            PostalAddress("US", "1 Pine", "", "", "", "Seattle", "washington", "981011234"),
            {"state_or_province": "WA", "postal_code": "98101-1234", "city": "Seattle"},
        ),
        (
            PostalAddress("CO", "Calle 1", "Apto 2", "", "Chapinero", "", "antioquia", "050001"),
            {"city": "Chapinero", "address2": "Apto 2", "postal_code": "050001"},
        ),
        (
            PostalAddress("HK", "1 Queen's Road", city="Central", state_or_province="Kowloon"),
            {"city": "Central", "postal_code": "00000"},
        ),
        (
            PostalAddress("SG", "1 Orchard Road", postal_code="238801"),
            {"city": "Singapore", "state_or_province": "Singapore"},
        ),
        (
            PostalAddress("FI", "Aleksanterinkatu 1", city="Helsinki", postal_code="fi-00100"),
            {"city": "Helsinki", "state_or_province": "Helsinki", "postal_code": "00100"},
        ),
    ],
    ids=lambda value: value.country if isinstance(value, PostalAddress) else "",
)
def test_addresses_are_sent_in_their_normal_form(
    shop: Endpoints, typed: PostalAddress, sent: dict[str, str]
) -> None:
    contact = Contact("+1 206 555 1212", "Bo", "Li", " bo.li@Example.COM ")
    order, _, _ = sent_by(shop, replace(BUYER, contact=contact, address=typed))
    shipping = json.loads(order.body)["shipping_info"]
    assert shipping["email"] == "bo.li@example.com"
    assert shipping["phone"] == "+12065551212"
    assert {name: shipping.get(name) for name in sent} == sent
