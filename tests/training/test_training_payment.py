"""The payment key, the encrypted card, and the body of place-order."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from pos_app.training import MAGIC_CARDS, TrainingStore
from pos_app.training.sessions import b64url, unb64url
from tests.training.conftest import Clock, Opener
from tests.training.register import Json, Register, Told, address, card


def refused(told: Told) -> str:
    """The description of an invalid body, refused before anything was streamed."""
    assert (told.status, told.media_type) == (400, "application/json")
    assert told.json["error"] == "ErrorInvalidInputBody"
    description: str = told.json["description"]
    return description


def test_the_key_is_a_jwk(shared: Register) -> None:
    answer = shared.key()
    jwk = answer.json()
    assert answer.headers["x-firmly-kid"] == jwk["kid"]
    assert (jwk["kty"], jwk["use"]) == ("RSA", "enc")
    assert len(unb64url(jwk["n"])) == 256


@pytest.mark.parametrize(("form", "label"), [("PEM", b"PUBLIC KEY"), ("RSA", b"RSA PUBLIC KEY")])
def test_the_key_as_pem(shared: Register, form: str, label: bytes) -> None:
    answer = shared.key(form)
    assert answer.content.startswith(b"-----BEGIN " + label)
    public = load_pem_public_key(answer.content)
    assert isinstance(public, RSAPublicKey)
    jwk = shared.key().json()
    assert public.public_numbers().n == int.from_bytes(unb64url(jwk["n"]), "big")


def test_another_format_is_refused(shared: Register) -> None:
    assert shared.key("DER").json()["error"] == "ErrorInvalidInputBody"


def test_keys_rotate_and_the_last_three_decrypt(open_register: Opener) -> None:
    register = open_register(TrainingStore(pace=0, key_uses=1))
    body = register.body()
    keys = [register.key().json() for _ in range(4)]
    assert len({key["kid"] for key in keys}) == 4
    assert {("alg" in key) for key in keys} == {True, False}
    tokens = [register.encrypted(card(), key) for key in keys]
    assert "kid" in refused(register.place(body | {"encrypted_card": tokens[0]}))
    for token in tokens[1:]:
        assert register.place(body | {"encrypted_card": token}).names[-1] == "order-placed"


def test_keys_rotate_with_time(store: TrainingStore, register: Register, clock: Clock) -> None:
    first = register.key().json()["kid"]
    assert register.key().json()["kid"] == first
    clock.now += 900
    assert register.key().json()["kid"] != first


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ({"alg": "RSA-OAEP"}, "alg"),
        ({"zip": "DEF"}, "zip"),
        ({"kid": "unknown"}, "kid"),
    ],
)
def test_other_encryption_is_refused(shared: Register, header: dict[str, str], words: str) -> None:
    body = shared.body(encrypted_card=shared.encrypted(card(), **header))
    assert words in refused(shared.place(body))


@pytest.mark.parametrize("part", range(5))
def test_a_tampered_token_is_refused(shared: Register, part: int) -> None:
    parts = shared.encrypted(card()).split(".")
    data = bytearray(unb64url(parts[part]))
    data[-1] ^= 1
    parts[part] = b64url(bytes(data))
    assert "encrypted_card" in refused(shared.place(shared.body(encrypted_card=".".join(parts))))


@pytest.mark.parametrize("token", ["x", "a.b.c.d", "....", "é.a.a.a.a", "W10.a.a.a.a", 7, ""])
def test_what_is_no_token_is_refused(shared: Register, token: object) -> None:
    assert "encrypted_card" in refused(shared.place(shared.body(encrypted_card=token)))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number": "4111111111111112"}, "number"),
        ({"number": "4111 1111 1111 1111"}, "number"),
        ({"number": 4111111111111111}, "string"),
        ({"name": " "}, "name"),
        ({"verification_value": "12"}, "verification_value"),
        ({"verification_value": "1234"}, "verification_value"),
        ({"number": "378282246310005"}, "verification_value"),
        ({"month": "8"}, "month"),
        ({"month": "13"}, "month"),
        ({"year": "27"}, "year"),
        ({"year": 2049}, "string"),
        ({"year": "2020"}, "expired"),
    ],
)
def test_wrong_cards_are_refused(shared: Register, changes: Json, words: str) -> None:
    description = refused(shared.place(shared.body(card() | changes)))
    assert words in description
    assert "4111" not in description


def test_a_card_is_good_through_its_last_day(register: Register, clock: Clock) -> None:
    clock.now = 1_801_439_999  # 2027-01-31 23:59:59 UTC
    register.session = register.open_session().json()
    assert register.place(register.body(card(month="01", year="2027"))).names[-1] == "order-placed"
    clock.now += 2 * 24 * 3600
    register.session = register.open_session().json()
    assert "expired" in refused(register.place(register.body(card(month="01", year="2027"))))


def test_magic_cards_are_card_numbers(shared: Register) -> None:
    for number in MAGIC_CARDS:
        body = shared.body(card(number), shipping_info=address(city=""))
        assert "city" in refused(shared.place(body))
        digits = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
        assert sum(digit - 9 if digit > 9 else digit for digit in digits) % 10 == 0


@pytest.mark.parametrize(
    "name",
    [
        "first_name",
        "last_name",
        "email",
        "phone",
        "address1",
        "city",
        "state_or_province",
        "country",
        "postal_code",
    ],
)
@pytest.mark.parametrize("info", ["shipping_info", "billing_info"])
def test_required_address_fields(shared: Register, info: str, name: str) -> None:
    short = address()
    del short[name]
    assert f"{info}.{name}" in refused(shared.place(shared.body(**{info: short})))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state_or_province": "Washington"}, "state_or_province"),
        ({"postal_code": "9810"}, "postal_code"),
        ({"email": "nobody"}, "email"),
        ({"phone": "(206) 555-0100"}, "phone"),
        ({"address2": None}, "address2"),
        ({"company": 7}, "company"),
    ],
)
def test_wrong_address_fields(shared: Register, changes: Json, words: str) -> None:
    body = shared.body(shipping_info=address() | changes)
    assert words in refused(shared.place(body))


def test_a_country_is_a_code(shared: Register) -> None:
    told = shared.place(shared.body(billing_info=address(country="United States")))
    assert told.json["error"] == "ErrorCountryNotSupported"


@pytest.mark.parametrize(
    "items",
    [None, [], {}, ["x"], [{}], [{"quantity": 1}], [{"add_to_cart_ref": {}, "quantity": 1}]],
)
def test_wrong_items_are_refused(shared: Register, items: object) -> None:
    assert "item" in refused(shared.place(shared.body(items=items)))


@pytest.mark.parametrize("quantity", [0, -1, 10_000, 1.5, "2", True, None, float("inf")])
def test_wrong_quantities_are_refused(shared: Register, quantity: object) -> None:
    item = {"add_to_cart_ref": shared.ref(), "quantity": quantity}
    content = json.dumps(shared.body(items=[item]))
    answer = shared.http.post(shared.payment_path("place"), headers=shared.auth, content=content)
    assert answer.json()["error"] == "ErrorInvalidInputBody"
    assert "quantity" in answer.json()["description"]


def test_an_altered_reference_is_refused(shared: Register) -> None:
    ref = shared.ref()
    without_handles = {k: v for k, v in ref.items() if k != "variant_handles"}
    without_product = {k: v for k, v in ref.items() if k != "product_id"}
    reordered = ref | {"variant_handles": ref["variant_handles"][::-1]}
    for altered in (without_handles, without_product, reordered, ref | {"more": 1}):
        items = [{"add_to_cart_ref": altered, "quantity": 1}]
        assert "add_to_cart_ref" in refused(shared.place(shared.body(items=items)))
        answer = shared.cart("POST", "/line-items", items[0])
        assert answer.json()["error"] == "ErrorInvalidInputBody"


def test_an_unknown_reference_is_refused(shared: Register) -> None:
    items = [{"add_to_cart_ref": shared.ref() | {"variant_id": "var_0"}, "quantity": 1}]
    told = shared.place(shared.body(items=items))
    assert (told.status, told.json["error"]) == (404, "ErrorProductNotFound")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b"null"])
def test_a_body_that_is_no_object_is_refused(shared: Register, content: bytes) -> None:
    url = shared.payment_path("place")
    answer = shared.http.post(url, headers=shared.auth, content=content)
    assert (answer.status_code, answer.json()["error"]) == (400, "ErrorInvalidInputBody")


def test_nothing_refused_is_in_the_ledger_or_uses_up_the_scenario(
    store: TrainingStore, register: Register
) -> None:
    store.set_next("decline")
    refused(register.place(register.body(items=[])))
    assert register.place().names[-1] == "error"
    assert store.ledger() == ()
