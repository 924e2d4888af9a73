"""What a device's cart tells after an order that ended without a word, against the ledger."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pos_app.training import SCENARIOS, Scenario, TrainingStore
from tests.training.conftest import Opener
from tests.training.register import Register, connect

WITHOUT_AN_END = [
    s
    for s in SCENARIOS
    if s.cut_after or s.cut_mid_event or s.broken_json or s.stall_after or s.whole
]
BEFORE_ITEMS = {"drop-after-sent", "drop-after-cart"}


def order_lost(register: Register, store: TrainingStore, name: str) -> list[str]:
    """Places an order that goes by a scenario, and leaves it when it stalls; the carts it told."""
    body = register.body()
    store.set_next(name)
    if name == "stall":
        stall(register, json.dumps(body).encode())
        return []
    told = register.place(body)
    if told.media_type != "text/event-stream":
        return []
    carts = [json.loads(data).get("cart", {}) for event, data in told.events if data[-1:] == "}"]
    return [cart["cart_id"] for cart in carts if "cart_id" in cart]


def stall(register: Register, content: bytes) -> None:
    """Sends an order, waits for its last words and hangs up."""
    with connect(register.endpoints.payment_url) as sock:
        path = f"/api/v2/payment/domains/{register.endpoints.domain}/place-order?sse=true"
        head = (
            f"POST {path} HTTP/1.1\r\nhost: x\r\n"
            f"x-firmly-authorization: {register.session['access_token']}\r\n"
            f"content-length: {len(content)}\r\n\r\n"
        )
        sock.sendall(head.encode() + content)
        said = b""
        while b"event: shipping-updated" not in said:
            piece = sock.recv(65536)
            assert piece, "the connection must stay open"
            said += piece


def look(register: Register) -> dict[str, Any]:
    answer = register.cart("GET")
    assert answer.status_code == 200
    cart: dict[str, Any] = answer.json()
    return cart


@pytest.mark.parametrize("scenario", WITHOUT_AN_END, ids=lambda scenario: scenario.name)
def test_the_cart_agrees_with_the_ledger(
    store: TrainingStore, register: Register, scenario: Scenario
) -> None:
    told = order_lost(register, store, scenario.name)
    assert len(set(told)) <= 1
    looks = [look(register) for _ in range(scenario.late_looks + 1)]
    cart = looks[-1]
    entries = store.ledger()
    assert len(entries) == int(scenario.accepts or bool(scenario.late_looks))
    if told and not scenario.moves_on:
        assert cart["cart_id"] == told[0]
    if entries and not scenario.moves_on:
        assert (cart["cart_id"], cart["cart_status"]) == (entries[0].cart_id, "submitted")
        assert bool(cart["line_items"])
        number = str(cart.get("platform_order_number", ""))
        assert number == ("" if scenario.numberless else entries[0].order_number)
    else:
        assert cart["cart_status"] == "active"
        assert "platform_order_number" not in cart
    if told and not entries and scenario.name not in BEFORE_ITEMS:
        assert cart["line_items"], "still what was ordered"


def test_a_late_order_is_first_seen_active_and_then_submitted(
    store: TrainingStore, register: Register
) -> None:
    (cart_id, *_) = order_lost(register, store, "late")
    assert store.ledger() == ()
    told = [look(register) for _ in range(4)]
    assert [cart["cart_status"] for cart in told] == ["active", "active", "submitted", "submitted"]
    assert {cart["cart_id"] for cart in told} == {cart_id}
    (entry,) = store.ledger()
    assert str(told[-1]["platform_order_number"]) == entry.order_number
    assert entry.request_id == "trace-1"


def test_looks_of_another_device_bring_a_late_order_no_nearer(
    store: TrainingStore, register: Register
) -> None:
    order_lost(register, store, "late")
    other = Register(register.endpoints)
    try:
        assert {look(other)["cart_status"] for _ in range(5)} == {"active"}
    finally:
        other.close()
    assert store.ledger() == ()


def test_a_late_order_is_accepted_also_behind_a_newer_cart(
    store: TrainingStore, register: Register
) -> None:
    order_lost(register, store, "late")
    assert register.place().names[-1] == "order-placed"
    for _ in range(3):
        look(register)
    assert len(store.ledger()) == 2


def test_another_cart_is_empty_and_tells_nothing(store: TrainingStore, register: Register) -> None:
    (cart_id, *_) = order_lost(register, store, "another-cart")
    cart = look(register)
    assert cart["cart_id"] != cart_id
    assert (cart["cart_status"], cart["line_items"]) == ("active", [])
    assert store.ledger()[0].cart_id == cart_id


def test_a_cart_that_is_only_submitted_shows_no_number_anywhere(open_register: Opener) -> None:
    store = TrainingStore(pace=0)
    register = open_register(store)
    order_lost(register, store, "submitted-only")
    assert store.ledger()[0].order_number not in json.dumps(look(register))
