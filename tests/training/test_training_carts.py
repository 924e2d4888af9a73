"""The cart calls of the training merchant, and the order made of a prepared cart."""

from __future__ import annotations

import pytest

from pos_app.training import TrainingStore
from tests.training.register import Json, Register, address, card


def filled(register: Register, quantity: int = 2) -> Json:
    """A cart with a tee and an address."""
    line = {"add_to_cart_ref": register.ref(), "quantity": quantity}
    register.cart("POST", "/line-items?flush_cart=true", line)
    cart: Json = register.cart("POST", "/shipping-info", address()).json()
    return cart


def shipment(register: Register, path: str, **body: str) -> Json:
    shipment_id = register.cart("GET").json()["shipments"][0]["shipment_id"]
    answer: Json = register.cart(
        "POST", f"/shipments/{path}", {"shipment_id": shipment_id, **body}
    ).json()
    return answer


def test_a_new_device_has_an_empty_cart(register: Register) -> None:
    cart = register.cart("GET").json()
    assert (cart["cart_status"], cart["line_items"]) == ("active", [])
    assert register.cart("GET", "/").json()["cart_id"] == cart["cart_id"]
    assert register.get("/api/v2/carts/active").json() == []


def test_lines_are_added_changed_and_removed(register: Register) -> None:
    line = {"add_to_cart_ref": register.ref(), "quantity": 2}
    cart = register.cart("POST", "/line-items", line).json()
    cart = register.cart("POST", "/line-items", line).json()
    assert [entry["quantity"] for entry in cart["line_items"]] == [4]
    path = f"/line-items/{cart['line_items'][0]['line_item_id']}"
    assert register.cart("PUT", path, {"quantity": 3}).json()["sub_total"]["number"] == 6600
    assert register.get("/api/v2/carts/active").json()[0]["cart_id"] == cart["cart_id"]
    assert register.cart("PUT", path, {"quantity": 0}).json()["line_items"] == []
    assert register.cart("PUT", path, {"quantity": 1}).json()["error"] == "ErrorProductNotFound"
    register.cart("POST", "/line-items", line)
    assert register.cart("DELETE", "/line-items").json()["line_items"] == []


def test_flush_makes_a_new_cart(register: Register) -> None:
    line = {"add_to_cart_ref": register.ref(), "quantity": 1}
    first = register.cart("POST", "/line-items", line).json()
    second = register.cart("POST", "/line-items?flush_cart=true", line).json()
    assert first["cart_id"] != second["cart_id"]
    assert second["line_items"][0]["quantity"] == 1


def test_too_many_are_refused(register: Register) -> None:
    line = {"add_to_cart_ref": register.ref(), "quantity": 9_999}
    answer = register.cart("POST", "/line-items", line).json()
    assert answer["error"] == "ErrorNotEnoughStock"
    assert "WS12-XS-Orange" in answer["description"]


def test_an_address_brings_shipping_tax_and_total(register: Register) -> None:
    cart = filled(register)
    options = cart["shipments"][0]["shipping_method_options"]
    assert [option["price"]["number"] for option in options] == [595, 1495]
    assert cart["shipments"][0]["shipping_method"]["id"] == "standard"
    assert cart["tax_total"]["number"] == 286
    assert cart["total"]["value"] == 52.81
    assert filled(register, quantity=7)["shipping_total"]["number"] == 0


def test_shipping_method(register: Register) -> None:
    filled(register)
    cart = shipment(register, "shipping-method", shipping_method_id="express")
    assert cart["shipping_total"]["number"] == 1495
    wrong = shipment(register, "shipping-method", shipping_method_id="balloon")
    assert wrong["error"] == "ErrorInvalidShippingMethod"
    answer = register.cart("POST", "/shipments/shipping-method", {"shipment_id": "none"}).json()
    assert answer["error"] == "ErrorShipmentNotFound"


def test_pickup_and_its_stores(register: Register) -> None:
    filled(register)
    assert shipment(register, "get-availability")["stores"][0]["available"] is True
    cart = shipment(register, "fulfillment-type", fulfillment_type_id="IN_STORE_PICKUP")
    assert cart["shipping_total"]["number"] == 0
    assert cart["shipments"][0]["fulfillment_type"]["id"] == "IN_STORE_PICKUP"
    wrong = shipment(register, "fulfillment-type", fulfillment_type_id="BALLOON")
    assert wrong["error"] == "ErrorInvalidFulfillmentType"


def test_promo_codes(register: Register) -> None:
    filled(register)
    cart = register.cart("POST", "/promo-codes", {"promo_codes": ["welcome10", "FREESHIP"]}).json()
    assert cart["cart_discount"]["number"] == 440
    assert cart["shipping_total"]["number"] == 0
    assert cart["tax_total"]["number"] == 257
    assert [coupon["code"] for coupon in cart["coupons"]] == ["WELCOME10", "FREESHIP"]
    cart = register.cart("DELETE", "/promo-codes", {"promo_codes": ["WELCOME10"]}).json()
    assert [coupon["code"] for coupon in cart["coupons"]] == ["FREESHIP"]
    again = register.cart("DELETE", "/promo-codes", {"promo_codes": ["WELCOME10"]}).json()
    assert again["error"] == "ErrorClearPromoCodeNotAllowed"
    assert register.cart("DELETE", "/promo-codes").json()["coupons"] == []


def test_an_expired_promo_code_leaves_a_notice(register: Register) -> None:
    filled(register)
    cart = register.cart("POST", "/promo-codes", {"promo_codes": ["EXPIRED5"]}).json()
    assert cart["notices"][0]["code"] == "PROMO_EXPIRED"
    assert cart["coupons"] == []


@pytest.mark.parametrize(
    ("codes", "error"),
    [
        (["NONSENSE"], "ErrorInvalidPromoCode"),
        ([], "ErrorInvalidInputBody"),
        (["A"] * 11, "ErrorInvalidInputBody"),
        ([7], "ErrorInvalidInputBody"),
    ],
)
def test_wrong_promo_codes(register: Register, codes: list[object], error: str) -> None:
    filled(register)
    answer = register.cart("POST", "/promo-codes", {"promo_codes": codes})
    assert answer.json()["error"] == error


def test_small_carts_are_offered_no_addons(register: Register) -> None:
    cart = filled(register)
    assert cart["addons"] == {"offers": [], "selections": []}
    assert register.cart("POST", "/addons", {"selections": []}).status_code == 200
    wrong = register.cart("POST", "/addons", {"selections": ["wrap"]}).json()
    assert wrong["error"] == "ErrorAddonNotFound"


def completion(register: Register) -> Json:
    return {"encrypted_card": register.encrypted(card()), "billing_info": address()}


def test_complete_order_charges_the_prepared_cart(store: TrainingStore, register: Register) -> None:
    cart = filled(register)
    shipment(register, "shipping-method", shipping_method_id="express")
    quote = register.cart("POST", "/promo-codes", {"promo_codes": ["WELCOME10"]}).json()
    order = register.place(completion(register), call="complete").json
    assert order["cart_id"] == cart["cart_id"]
    assert order["total"] == quote["total"]
    assert store.ledger()[0].total == round(quote["total"]["value"] * 100)
    again = register.place(completion(register), call="complete").json
    assert again["error"] == "ErrorCartNotFound"
    line = {"add_to_cart_ref": register.ref(), "quantity": 1}
    assert register.cart("POST", "/line-items", line).json()["cart_id"] != cart["cart_id"]


def test_complete_order_needs_a_cart_and_an_address(register: Register) -> None:
    body = completion(register)
    assert register.place(body, call="complete").json["error"] == "ErrorCartNotFound"
    line = {"add_to_cart_ref": register.ref(), "quantity": 1}
    register.cart("POST", "/line-items", line)
    missing = register.place(body, call="complete").json
    assert missing["error"] == "ErrorMissingRequiredParameters"


@pytest.mark.parametrize(
    ("scenario", "error"),
    [("decline", "ErrorPaymentDeclined"), ("no-stock", "ErrorNotEnoughStock")],
)
def test_complete_order_plays_scenarios(
    store: TrainingStore, register: Register, scenario: str, error: str
) -> None:
    filled(register)
    store.set_next(scenario)
    assert register.place(completion(register), call="complete").json["error"] == error
    assert register.cart("GET").json()["cart_status"] == "active"
    assert store.ledger() == ()


def test_prices_rise_once_between_quote_and_order(register: Register, store: TrainingStore) -> None:
    assert filled(register)["sub_total"]["number"] == 4400
    store.set_next("price-up")
    risen = [register.cart("GET").json()["sub_total"]["number"] for _ in range(2)]
    assert risen == [4840, 4840]


def test_what_was_sold_out_meanwhile_is_noted(register: Register, store: TrainingStore) -> None:
    filled(register)
    store.set_next("sold-out")
    (notice,) = register.cart("GET").json()["notices"]
    assert notice["code"] == "ITEM_OUT_OF_STOCK"


def test_a_store_without_a_choice_of_methods(register: Register, store: TrainingStore) -> None:
    filled(register)
    store.set_next("fixed-methods")
    answer = shipment(register, "shipping-method", shipping_method_id="express")
    assert answer["error"] == "RouteNotFound"


def test_the_old_shape_of_a_cart(register: Register, store: TrainingStore) -> None:
    filled(register)
    store.set_next("old-carts")
    cart = register.cart("POST", "/promo-codes", {"promo_codes": ["WELCOME10", "EXPIRED5"]}).json()
    assert cart["schema_version"] == "1.0"
    assert cart["tax"]["number"] == 257
    assert cart["coupons"] == ["WELCOME10"]
    assert cart["notice"] == ["The promo code EXPIRED5 has expired."]
    (parcel,) = cart["shipments"]
    assert parcel["shipping_method"] == "standard"
    assert [option["sku"] for option in parcel["shipping_method_options"]] == [
        "standard",
        "express",
    ]
    assert not {"addons", "tax_total", "notices"} & cart.keys()


def test_an_addon_is_offered_chosen_and_charged(register: Register) -> None:
    cart = filled(register, 3)
    assert [(one["id"], one["price"]["number"]) for one in cart["addons"]["offers"]] == [
        ("care-2y", 900)
    ]
    chosen = register.cart("POST", "/addons", {"selections": [{"id": "care-2y"}]}).json()
    assert chosen["addons"]["selections"] == [{"id": "care-2y"}]
    assert chosen["addon_total"]["number"] == 900
    assert chosen["total"]["value"] == pytest.approx(cart["total"]["value"] + 9)
    none = register.cart("POST", "/addons", {"selections": []}).json()
    assert none["addon_total"]["number"] == 0
    broken = register.cart("POST", "/addons", {"selections": [7]}).json()
    assert broken["error"] == "ErrorInvalidInputBody"
