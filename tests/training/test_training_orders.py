"""Orders that go well: what the events carry, what is written down, what has gone afterwards."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor

from pos_app.training import TrainingStore
from tests.training.conftest import Clock, Opener
from tests.training.register import Json, Register, address, card


def order_of(register: Register, **changes: object) -> Json:
    told = register.place(register.body(**changes))
    assert told.names[-1] == "order-placed"
    order: Json = json.loads(told.events[-1][1])["order"]
    return order


def cart_of(told_data: str) -> Json:
    cart: Json = json.loads(told_data)["cart"]
    return cart


def test_events_carry_the_cart_as_it_grows(register: Register) -> None:
    events = register.place().events
    items = [cart_of(data) for name, data in events if name == "item-added"]
    assert [len(cart["line_items"]) for cart in items] == [1, 2]
    assert not any("shipping_total" in cart or "tax_total" in cart for cart in items)
    shipped = cart_of(events[-2][1])
    order = json.loads(events[-1][1])["order"]
    assert {cart["cart_id"] for cart in (*items, shipped, order)} == {order["cart_id"]}
    assert shipped["shipments"][0]["shipping_method"]["price"]["number"] == 595
    assert shipped["total"] == order["total"]
    assert "platform_order_number" not in shipped


def test_an_order_has_all_that_a_receipt_needs(register: Register, clock: Clock) -> None:
    order = order_of(register)
    assert order["sub_total"]["number"] == 2 * 2200 + 5400
    assert order["tax_total"]["number"] == 637  # 6.5 % of 98.00
    assert order["total"]["value"] == 110.32
    assert order["cart_status"] == "submitted"
    assert order["submitted_at"] == "2027-01-15T08:00:00+00:00"
    assert order["urls"]["thank_you_page"].endswith(order["platform_order_number"])
    summary = order["payment_summary"]
    assert (summary["bin"], summary["last_four"]) == ("411111", "1111")
    assert (summary["month"], summary["year"]) == (8, 2049)
    assert order["shipping_info"]["country"] == "United States"
    assert order["shipping_info"]["state_name"] == "Washington"


def test_the_ledger_tells_what_was_charged(
    store: TrainingStore, register: Register, clock: Clock
) -> None:
    order = order_of(register)
    entry = store.ledger()[0]
    assert entry.order_number == order["platform_order_number"]
    assert (entry.total, entry.currency) == (11032, "USD")
    assert (entry.last_four, entry.request_id) == ("1111", "trace-1")
    assert (entry.device_id, entry.cart_id) == (register.session["device_id"], order["cart_id"])
    assert entry.placed_at == clock.now


def test_the_card_is_kept_nowhere(store: TrainingStore, register: Register) -> None:
    told = register.place(register.body(card(verification_value="987")))
    kept = told.body.decode() + json.dumps(register.ledger()) + repr(vars(store))
    assert "4111111111111111" not in kept
    # By itself: three digits stand in the middle of a random id, too.
    assert not re.search(r"(?<!\w)987(?!\w)", repr(store.ledger()))


def test_odd_shapes_come_by_turns(register: Register) -> None:
    line = {"add_to_cart_ref": register.ref(), "quantity": 1}
    skus = ("WS12-S-Orange", "WS12-M-Orange", "WS12-L-Orange")
    lines = [line, *({"add_to_cart_ref": register.ref(sku), "quantity": 2} for sku in skus)]
    orders = [order_of(register, items=lines) for _ in range(3)]
    items = orders[0]["line_items"]
    assert [("number" in item["price"]) for item in items] == [True, False, True, True]
    assert [next(iter(item["image"])) for item in items] == ["url", "url", "src", "url"]
    assert [item["quantity"] for item in items] == [1, 2, 2, "2"]
    assert [type(order["platform_order_number"]) for order in orders] == [str, str, int]
    assert "loyalty" in orders[0]


def test_creating_cart_has_three_shapes_and_items_can_come_at_once(register: Register) -> None:
    told = [register.place() for _ in range(4)]
    first = [dict(one.events)["creating-cart"] for one in told[:3]]
    assert first[:2] == ["", "{}"]
    assert cart_of(first[2])["line_items"] == []
    assert [one.names.count("item-added") for one in told] == [2, 2, 2, 1]


def test_odd_shapes_can_be_off(open_register: Opener) -> None:
    register = open_register(TrainingStore(pace=0, odd_shapes=False))
    for _ in range(4):
        events = register.place().events
        order = json.loads(events[-1][1])["order"]
        assert isinstance(order["platform_order_number"], str)
        assert all("number" in line["price"] for line in order["line_items"])
        assert [name for name, _ in events].count("item-added") == 2


def test_json_answer(register: Register) -> None:
    told = register.place(stream=False)
    assert (told.status, told.media_type) == (200, "application/json")
    assert told.json["platform_order_number"] == "200000001"


def test_stock_goes_down_and_runs_out(store: TrainingStore, register: Register) -> None:
    low = next(
        (product, variant, message["text"])
        for product in register.search("", page_size=100).json()["products"]
        for variant in product["variants"]
        for message in variant["messages"]
        if message["type"] == "stock" and variant["available"]
    )
    product, variant, text = low
    left = int(text.split()[0])
    item = {"add_to_cart_ref": variant["add_to_cart_ref"], "quantity": left + 1}
    told = register.place(register.body(items=[item]))
    assert variant["sku"] in told.events[-1][1]
    assert told.names == ["creating-cart", "error"]
    order_of(register, items=[item | {"quantity": left}])
    after = {v["sku"]: v for v in register.product(product["handle"])["variants"]}
    assert after[variant["sku"]]["available"] is False
    assert {"type": "stock", "text": "Out of stock"} in after[variant["sku"]]["messages"]
    assert len(store.ledger()) == 1


def test_a_hidden_price_is_told_by_the_cart(register: Register) -> None:
    variant = register.product("mystery-gift-set")["variants"][0]
    assert "price" not in variant
    item = {"add_to_cart_ref": variant["add_to_cart_ref"], "quantity": 1}
    assert order_of(register, items=[item])["sub_total"]["number"] > 0


def test_a_gift_card_needs_no_shipping(register: Register) -> None:
    variant = register.product("gift-card-by-e-mail")["variants"][0]
    item = {"add_to_cart_ref": variant["add_to_cart_ref"], "quantity": 1}
    order = order_of(register, items=[item])
    assert order["shipments"] == []
    assert order["shipping_total"]["number"] == 0


def test_tax_and_shipping_follow_the_place(register: Register) -> None:
    oregon = order_of(register, shipping_info=address(state_or_province="OR", postal_code="97201"))
    assert oregon["tax_total"]["number"] == 0
    abroad = address(country="DE", state_or_province="Berlin", postal_code="10115")
    berlin = order_of(register, shipping_info=abroad)
    assert berlin["shipping_total"]["number"] == 1995
    assert berlin["tax_total"]["number"] == 1862  # 19 % of 98.00
    assert berlin["shipping_info"]["country"] == "Germany"
    assert "state_name" not in berlin["shipping_info"]


def test_order_status_moves_with_age(register: Register, clock: Clock) -> None:
    number = str(order_of(register)["platform_order_number"])
    path = f"/api/v1/orders/domains/{register.endpoints.domain}/order/{number}/status"
    seen = []
    for age in (0, 60, 600):
        clock.now += age
        seen.append(register.get(path).json()["status"])
    assert seen == ["pending", "confirmed", "processing"]
    missing = register.get(path.replace(number, "1"))
    assert (missing.status_code, missing.json()["error"]) == (404, "ErrorOrderNotFound")


def test_orders_of_many_devices_at_once(store: TrainingStore, register: Register) -> None:
    bodies = [register.body() for _ in range(6)]
    registers = [Register(register.endpoints) for _ in bodies]
    with ThreadPoolExecutor(max_workers=6) as pool:
        told = list(
            pool.map(lambda pair: pair[0].place(pair[1]), zip(registers, bodies, strict=True))
        )
    for other in registers:
        other.close()
    assert all(one.names[-1] == "order-placed" for one in told)
    entries = store.ledger()
    assert len({entry.order_number for entry in entries}) == 6
    assert len({entry.cart_id for entry in entries}) == 6
