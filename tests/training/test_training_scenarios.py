"""Every scenario: what the client gets to see, and what is in the ledger."""

from __future__ import annotations

import json

import httpx
import pytest

from pos_app.training import MAGIC_CARDS, SCENARIOS, Scenario, TrainingStore
from tests.training.conftest import Opener
from tests.training.register import Register, card, connect

CART, ITEM, SHIPPING, PLACED = "creating-cart", "item-added", "shipping-updated", "order-placed"
UP_TO_SHIPPING = [CART, ITEM, ITEM, SHIPPING]

NAMES: dict[str, list[str]] = {
    "approve": [*UP_TO_SHIPPING, PLACED],
    "decline": [*UP_TO_SHIPPING, "error"],
    "no-stock": [CART, "error"],
    "product-gone": [CART, "error"],
    "store-unavailable": [CART, "error"],
    "slow": [*UP_TO_SHIPPING, PLACED],
    "drop-after-cart": [CART],
    "drop-after-items": [CART, ITEM, ITEM],
    "drop-after-shipping": UP_TO_SHIPPING,
    "lost-answer": UP_TO_SHIPPING,
    "late": UP_TO_SHIPPING,
    "submitted-only": UP_TO_SHIPPING,
    "another-cart": UP_TO_SHIPPING,
    "bad-json": [*UP_TO_SHIPPING, PLACED],
    "old-names": ["order_processing", ITEM, ITEM, "payment_processing", "order_completed"],
    "one-byte": [*UP_TO_SHIPPING, PLACED],
    "huge-event": [CART, "store-report", ITEM, ITEM, SHIPPING, PLACED],
    "total-differs": [*UP_TO_SHIPPING, PLACED],
    "price-up": [*UP_TO_SHIPPING, PLACED],
    "sold-out": [CART, "error"],
    "fixed-methods": [*UP_TO_SHIPPING, PLACED],
    "old-carts": [*UP_TO_SHIPPING, PLACED],
}
"""Event names by scenario, for those that stream."""

CUT = {s.name for s in SCENARIOS if s.cut_after or s.cut_mid_event}

WHOLE: dict[str, tuple[int, str]] = {
    "store-down": (503, "application/json"),
    "invalid-input": (400, "application/json"),
    "captcha-required": (400, "application/json"),
    "unreadable": (200, "text/html"),
    "server-error": (500, "application/json"),
    "server-error-html": (502, "text/html"),
    "json-answer": (200, "application/json"),
    "json-error": (402, "application/json"),
    "notice": (200, "application/json"),
    "redirect": (307, "application/json"),
}
"""Status and media type by scenario, for those that don't stream."""

ERRORS = {
    "decline": "ErrorPaymentDeclined",
    "no-stock": "ErrorNotEnoughStock",
    "sold-out": "ErrorNotEnoughStock",
    "product-gone": "ErrorProductNotFound",
    "store-unavailable": "ErrorStoreUnavailable",
    "store-down": "ErrorStoreUnavailable",
    "invalid-input": "ErrorInvalidInputBody",
    "captcha-required": "ErrorInvalidInputBody",
    "json-error": "ErrorPaymentDeclined",
    "server-error": "InternalServerError",
}

by_name = pytest.mark.parametrize("scenario", SCENARIOS, ids=[s.name for s in SCENARIOS])


def test_every_scenario_is_tested() -> None:
    alone = {"stall", "drop-after-sent", "drop-mid-event", "unknown-events"}
    assert {*NAMES, *WHOLE, *alone} == {scenario.name for scenario in SCENARIOS}


@by_name
def test_the_ledger_holds_what_was_accepted(
    store: TrainingStore, register: Register, scenario: Scenario
) -> None:
    body = register.body(captcha_token="token-of-a-person")
    store.set_next(scenario.name)
    if scenario.stall_after:
        stalled_order(register, json.dumps(body).encode())
    else:
        register.place(body)
    assert len(store.ledger()) == (1 if scenario.accepts else 0)
    if scenario.stall_after is None:
        assert register.place().names[-1] == PLACED, "one scenario, one order"
        assert len(store.ledger()) == (2 if scenario.accepts else 1)


@pytest.mark.parametrize("name", NAMES)
def test_streams(store: TrainingStore, register: Register, name: str) -> None:
    store.set_next(name)
    told = register.place()
    assert (told.status, told.media_type) == (200, "text/event-stream")
    assert told.names == NAMES[name]
    assert isinstance(told.failure, httpx.ReadError | httpx.RemoteProtocolError) == (name in CUT)
    if name in ERRORS:
        body = json.loads(told.events[-1][1])
        details = body["error"] if isinstance(body["error"], dict) else body
        assert details["error"] == ERRORS[name]
        assert details["description"]


@pytest.mark.parametrize("name", WHOLE)
def test_whole_answers(store: TrainingStore, register: Register, name: str) -> None:
    store.set_next(name)
    told = register.place()
    assert (told.status, told.media_type) == WHOLE[name]
    assert told.failure is None
    if name in ERRORS:
        assert told.json["error"] == ERRORS[name]


@pytest.mark.parametrize(
    "scenario", [s for s in SCENARIOS if not s.stall_after], ids=lambda s: s.name
)
def test_json_is_answered_where_no_stream_was_asked_for(
    store: TrainingStore, register: Register, scenario: Scenario
) -> None:
    body = register.body(captcha_token="token-of-a-person")
    store.set_next(scenario.name)
    told = register.place(body, stream=False)
    assert told.media_type in {"", "application/json", "text/html"}
    assert len(store.ledger()) == (1 if scenario.accepts else 0)
    assert (told.failure is not None) == (scenario.name in CUT)
    if scenario.refuse:
        assert told.json["error"] == scenario.refuse


def test_drop_after_sent_says_nothing(store: TrainingStore, register: Register) -> None:
    store.set_next("drop-after-sent")
    told = register.place()
    assert (told.status, told.body) == (None, b"")
    assert isinstance(told.failure, httpx.ReadError | httpx.RemoteProtocolError)


def test_drop_mid_event_never_shows_the_whole_event(
    store: TrainingStore, register: Register
) -> None:
    store.set_next("drop-mid-event")
    told = register.place()
    assert told.names == [CART, ITEM, ITEM][: len(told.names)], "a reset can take some with it"
    assert isinstance(told.failure, httpx.ReadError | httpx.RemoteProtocolError)


def stalled_order(register: Register, content: bytes) -> bytes:
    """Sends an order, reads up to its silence and gives what was said."""
    with connect(register.endpoints.payment_url) as sock:
        path = f"/api/v2/payment/domains/{register.endpoints.domain}/place-order?sse=true"
        head = (
            f"POST {path} HTTP/1.1\r\nhost: x\r\n"
            f"x-firmly-authorization: {register.session['access_token']}\r\n"
            f"content-length: {len(content)}\r\n\r\n"
        )
        sock.sendall(head.encode() + content)
        said = b""
        while b"event: shipping-updated" not in said or not said.endswith(b"\n\n\r\n"):
            piece = sock.recv(65536)
            assert piece, "the connection must stay open"
            said += piece
    return said


def test_stall_keeps_the_connection_and_places_nothing(
    store: TrainingStore, register: Register
) -> None:
    store.set_next("stall")
    said = stalled_order(register, json.dumps(register.body()).encode())
    assert b"order-placed" not in said
    assert store.ledger() == ()
    cart = register.cart("GET").json()
    assert cart["cart_status"] == "active"
    assert len(cart["line_items"]) == 2


def test_lost_answer_is_seen_in_the_cart(store: TrainingStore, register: Register) -> None:
    store.set_next("lost-answer")
    told = register.place()
    shown = json.loads(told.events[-1][1])["cart"]
    cart = register.cart("GET").json()
    assert (cart["cart_id"], cart["cart_status"]) == (shown["cart_id"], "submitted")
    assert str(cart["platform_order_number"]) == store.ledger()[0].order_number


def test_bad_json_is_bad(store: TrainingStore, register: Register) -> None:
    store.set_next("bad-json")
    with pytest.raises(ValueError, match=r"delimiter|Unterminated|Expecting"):
        json.loads(register.place().events[-1][1])


def test_redirect_leads_back_here(store: TrainingStore, register: Register) -> None:
    store.set_next("redirect")
    told = register.place()
    assert told.headers["location"].endswith("/place-order?sse=true")


def test_notice_has_no_order_number(store: TrainingStore, register: Register) -> None:
    store.set_next("notice")
    told = register.place()
    assert told.json["notices"][0]["code"] == "PRICE_INCREASED"
    assert "platform_order_number" not in told.json


def test_captcha_is_named_and_then_enough(store: TrainingStore, register: Register) -> None:
    store.set_next("captcha-required")
    assert "captcha_token" in register.place().json["description"]
    assert register.place().names[-1] == PLACED


def test_old_names_carry_no_cart_with_the_payment(store: TrainingStore, register: Register) -> None:
    store.set_next("old-names")
    events = dict(register.place().events)
    assert json.loads(events["payment_processing"]) == {}
    assert "platform_order_number" in json.loads(events["order_completed"])


def test_unknown_events_stand_between_the_known(store: TrainingStore, register: Register) -> None:
    store.set_next("unknown-events")
    told = register.place()
    assert told.body.startswith(b"\xef\xbb\xbf:")
    assert b"\r\n" in told.body
    assert told.names.count("fraud-check") == 4
    known = [name for name in told.names if name != "fraud-check"]
    assert known == NAMES["approve"]
    assert "platform_order_number" in json.loads(told.events[-1][1])["order"]


def test_huge_event_is_ten_megabytes(store: TrainingStore, register: Register) -> None:
    store.set_next("huge-event")
    assert len(register.place().events[1][1]) > 10 * 1024 * 1024


def test_total_differs_from_the_quote(store: TrainingStore, register: Register) -> None:
    store.set_next("total-differs")
    sub_total = json.loads(register.place().events[-1][1])["order"]["sub_total"]
    assert sub_total["number"] == 2 * 2420 + 5940


def test_one_byte_at_a_time(store: TrainingStore, register: Register) -> None:
    store.set_next("one-byte")
    assert register.place().names == NAMES["approve"]


@pytest.mark.parametrize("number", sorted(set(MAGIC_CARDS) - {"4000000000000051"}))
def test_magic_cards(store: TrainingStore, register: Register, number: str) -> None:
    told = register.place(register.body(card(number)))
    assert told.names == NAMES[MAGIC_CARDS[number]]


def test_a_chosen_scenario_comes_before_a_magic_card(
    store: TrainingStore, register: Register
) -> None:
    store.set_next("no-stock")
    told = register.place(register.body(card("4000000000000002")))
    assert "ErrorNotEnoughStock" in told.events[-1][1]


def test_a_standing_scenario_stays(open_register: Opener) -> None:
    register = open_register(TrainingStore(pace=0, scenario="decline"))
    assert [register.place().names[-1] for _ in range(2)] == ["error", "error"]


def test_pauses_change_nothing_but_the_time(open_register: Opener) -> None:
    store = TrainingStore(pace=0.001)
    register = open_register(store)
    for name in ("approve", "slow", "lost-answer"):
        store.set_next(name)
        assert register.place().names == NAMES[name]
    assert len(store.ledger()) == 3


def test_unknown_scenarios_are_refused(store: TrainingStore, register: Register) -> None:
    with pytest.raises(ValueError, match="no scenario 'nonsense'"):
        store.set_next("nonsense")
    with pytest.raises(ValueError, match="no scenario"):
        TrainingStore(scenario="nonsense")
    url = f"{register.endpoints.api_url}/training/next"
    answer = register.http.post(url, json={"scenario": "nonsense"})
    assert answer.json()["error"] == "ErrorInvalidInputBody"


def test_control_over_http(store: TrainingStore, register: Register) -> None:
    url = f"{register.endpoints.api_url}/training"
    listed = register.http.get(f"{url}/scenarios").json()["scenarios"]
    assert [entry["name"] for entry in listed] == [scenario.name for scenario in SCENARIOS]
    assert register.http.post(f"{url}/next", json={"scenario": "lost-answer"}).status_code == 200
    assert register.place().failure is not None
    assert register.ledger()[0]["order_number"] == store.ledger()[0].order_number
