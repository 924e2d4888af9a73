"""Firmly's errors in the shapes that documents and clients show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import Code, Problem
from pos_app.firmly import wire

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.decimals(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["error", "code", "message", "description", "order", "cart"]), inner
        )
    ),
    max_leaves=12,
)


def read(data: object, status: int | None = 400) -> Problem | None:
    return wire.problem_from(data, status=status, where="host/path", request_id="r-1")


def test_all_of_it() -> None:
    told = {"code": 422, "error": "ErrorPaymentDeclined", "description": "<b>Declined</b>\n"}
    assert read(told, 422) == Problem(
        Code.OTHER,
        where="host/path",
        text="Declined",
        error_id="ErrorPaymentDeclined",
        status=422,
        request_id="r-1",
    )


@pytest.mark.parametrize(
    "told",
    [
        {"code": 400, "error": "ErrorNotEnoughStock", "description": "Two left"},
        {"error": "ErrorNotEnoughStock", "message": "Two left"},
        {"error": {"code": 400, "error": "ErrorNotEnoughStock", "description": "Two left"}},
        {"error": {"error": {"error": "ErrorNotEnoughStock", "message": "Two left"}}},
        {"error": {"error": "ErrorNotEnoughStock"}, "message": "Two left"},
        {"error": {"code": "ErrorNotEnoughStock", "message": "Two left"}},
        {"code": "ErrorNotEnoughStock", "description": "Two left", "message": "other"},
        {"error": " ErrorNotEnoughStock ", "description": "Two left", "trace": [1], "cart": {}},
    ],
)
@pytest.mark.parametrize("status", [None, 200, 400, 500])
def test_shapes(told: object, status: int | None) -> None:
    problem = read(told, status)
    assert problem is not None
    assert (problem.error_id, problem.text) == ("ErrorNotEnoughStock", "Two left")


@pytest.mark.parametrize(
    ("error_id", "code"),
    [
        ("InvalidAppId", Code.INVALID_APP_ID),
        ("TokenExpired", Code.SESSION),
        ("MissingAuthHeader", Code.SESSION),
        ("InvalidJWTToken", Code.SESSION),
        ("ErrorUnauthorized", Code.SESSION),
        ("Forbidden", Code.FORBIDDEN),
        ("RouteNotFound", Code.NOT_OFFERED),
        ("AllProductsNotImplemented", Code.NOT_OFFERED),
        ("ProductUrlNotImplemented", Code.NOT_OFFERED),
        ("ErrorProductNotFound", Code.NOT_FOUND),
        ("RateLimitExceeded", Code.RATE_LIMITED),
        ("ErrorStoreUnavailable", Code.STORE_UNAVAILABLE),
        ("ServiceUnavailable", Code.STORE_UNAVAILABLE),
        ("ErrorInvalidInputBody", Code.INVALID_INPUT),
        ("ValidationError", Code.INVALID_INPUT),
        ("ErrorPaymentDeclined", Code.OTHER),
        ("SomethingNew", Code.OTHER),
    ],
)
def test_ids(error_id: str, code: Code) -> None:
    problem = read({"error": error_id})
    assert problem is not None
    assert (problem.code, problem.error_id) == (code, error_id)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, Code.SESSION),
        (403, Code.FORBIDDEN),
        (404, Code.NOT_FOUND),
        (429, Code.RATE_LIMITED),
        (502, Code.SERVER),
        (400, Code.OTHER),
        (None, Code.OTHER),
    ],
)
def test_words_without_an_id(status: int | None, code: Code) -> None:
    assert read({"message": "No", "trace": 1}, status) == Problem(
        code, where="host/path", text="No", status=status, request_id="r-1"
    )


def test_a_sentence_for_an_id_is_shown() -> None:
    problem = read({"error": "Card was declined"})
    assert problem is not None
    assert problem.text == "Card was declined"


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        "ErrorPaymentDeclined",
        {},
        {"error": None},
        {"error": ""},
        {"error": False},
        {"error": {}},
        {"description": "A mug", "title": "Mug"},
        {"platform_order_number": "5", "message": "Thank you"},
        {"cart_id": "c", "error": None, "code": 0, "line_items": []},
    ],
)
def test_what_is_no_error(told: object) -> None:
    assert read(told, 200) is None


@pytest.mark.parametrize("status", [None, 200, 400, 500])
def test_an_order_number_is_an_order_whatever_else_is_told(status: int | None) -> None:
    told = {"error": "ErrorStoreUnavailable", "order": {"platform_order_number": 7}}
    assert read(told, status) is None


@given(JSON, st.sampled_from([None, 200, 404, 500]))
def test_no_shape_is_too_odd(data: object, status: int | None) -> None:
    problem = read(data, status)
    if problem is not None:
        assert isinstance(data, dict)
        assert (problem.status, problem.where, problem.request_id) == (status, "host/path", "r-1")
