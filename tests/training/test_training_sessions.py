"""Sessions of the training merchant: opened, renewed, expired, refused."""

from __future__ import annotations

import pytest

from pos_app.training import TrainingStore
from tests.training.conftest import Clock, Opener
from tests.training.register import Register

WEEK = 7 * 24 * 3600


def test_session_has_a_long_token_and_an_expiry(register: Register, clock: Clock) -> None:
    session = register.session
    assert session["device_created"] is True
    assert len(session["access_token"]) > 1000
    assert session["expires_in"] == 3600
    assert session["expires"] == clock.now + 3600


def test_expires_is_missing_now_and_then(register: Register) -> None:
    answers = [register.open_session().json() for _ in range(5)]
    assert [("expires" in answer) for answer in answers] == [True, False, True, True, False]


def test_renewal_keeps_the_device_and_its_cart(register: Register) -> None:
    register.cart("POST", "/line-items", {"add_to_cart_ref": register.ref(), "quantity": 2})
    cart_id = register.cart("GET").json()["cart_id"]
    renewed = register.open_session(register.session["access_token"]).json()
    assert renewed["device_created"] is False
    assert renewed["device_id"] == register.session["device_id"]
    assert renewed["access_token"] != register.session["access_token"]
    register.session = renewed
    assert register.cart("GET").json()["cart_id"] == cart_id


@pytest.mark.parametrize(("late", "status"), [(WEEK, 200), (WEEK + 1, 401)])
def test_an_expired_token_renews_for_a_week(
    register: Register, clock: Clock, late: int, status: int
) -> None:
    clock.now += 3600 + late
    answer = register.open_session(register.session["access_token"])
    assert answer.status_code == status
    if status == 401:
        assert answer.json().keys() == {"error", "message"}
        assert answer.json()["error"] == "TokenExpired"


def test_an_expired_token_opens_nothing_else(register: Register, clock: Clock) -> None:
    clock.now += 3600
    answer = register.cart("GET")
    assert (answer.status_code, answer.json()["error"]) == (401, "TokenExpired")


def test_a_wrong_app_id_is_refused(register: Register) -> None:
    answer = register.open_session(app_id="someone-else")
    assert (answer.status_code, answer.json()["error"]) == (400, "InvalidAppId")


def test_bearer_does_not_count(register: Register) -> None:
    url = f"{register.endpoints.api_url}/api/v2/carts/active"
    bearer = {"authorization": f"Bearer {register.session['access_token']}"}
    answer = register.http.get(url, headers=bearer)
    assert (answer.status_code, answer.json()["error"]) == (401, "MissingAuthHeader")


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", "a.b.!", ".", "x" * 2000])
def test_a_token_that_is_none_is_refused(register: Register, token: str) -> None:
    register.session = {"access_token": token}
    answer = register.cart("GET")
    assert (answer.status_code, answer.json()["error"]) == (401, "InvalidJWTToken")
    assert register.open_session(token).status_code == 401


def test_a_token_of_another_signer_is_refused(register: Register, open_register: Opener) -> None:
    stranger = open_register(TrainingStore(pace=0))
    answer = register.open_session(stranger.session["access_token"])
    assert (answer.status_code, answer.json()["error"]) == (401, "InvalidJWTToken")


def test_another_merchant_is_forbidden(register: Register) -> None:
    answer = register.get("/api/v2/domains/elsewhere.example/cart")
    assert (answer.status_code, answer.json()["error"]) == (403, "Forbidden")


def test_a_call_on_the_wrong_host_finds_no_route(register: Register) -> None:
    here, there = register.endpoints.api_url, register.endpoints.payment_url
    for url in (f"{here}/api/v1/payment/key", f"{there}/api/v2/carts/active"):
        answer = register.http.get(url, headers=register.auth)
        assert (answer.status_code, answer.json()["error"]) == (404, "RouteNotFound")
