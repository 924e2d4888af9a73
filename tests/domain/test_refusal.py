"""What an error proves, case by case (API sheet, §3 and §7)."""

from __future__ import annotations

import pytest

from pos_app.domain.errors import Code, Problem
from pos_app.domain.refusal import Refusal, refusal_of


def error(error_id: str, status: int | None = None, text: str = "") -> Problem:
    return Problem(Code.OTHER, error_id=error_id, status=status, text=text)


@pytest.mark.parametrize(
    ("problem", "refusal"),
    [
        (error("ErrorPaymentDeclined"), Refusal.DECLINED),
        (error("ErrorNotEnoughStock"), Refusal.NO_STOCK),
        (error("ErrorProductNotFound"), Refusal.PRODUCT_GONE),
        (error("ErrorInvalidInputBody"), Refusal.INVALID_INPUT),
        (error("ErrorPaymentDeclined", 200), Refusal.DECLINED),
        (error("ErrorPaymentDeclined", 402), Refusal.DECLINED),
        (error("TokenExpired", 401), Refusal.SESSION),
        (error("Forbidden", 403), Refusal.OTHER),
        (error("RateLimitExceeded", 429), Refusal.OTHER),
        (error("ErrorCountryNotSupported", 400), Refusal.OTHER),
    ],
)
def test_definite_refusals(problem: Problem, refusal: Refusal) -> None:
    assert refusal_of(problem) is refusal


@pytest.mark.parametrize(
    "problem",
    [
        error("ErrorStoreUnavailable"),
        error("ErrorStoreUnavailable", 400),
        error("ServiceUnavailable", 503),
        error("TokenExpired"),  # an event with an id that is none of the four
        error("SomethingNew"),
        error("SomethingNew", 200),
        error("ErrorPaymentDeclined", 408),
        error("ErrorPaymentDeclined", 409),
        error("ErrorPaymentDeclined", 500),
        error("ErrorPaymentDeclined", 302),
        error("", 400),  # an error page, not an error of Firmly's
        error(""),
    ],
)
def test_everything_else_proves_nothing(problem: Problem) -> None:
    assert refusal_of(problem) is None


@pytest.mark.parametrize(
    "problem",
    [
        error("ErrorInvalidInputBody", text="captcha_token is required"),
        error("ErrorInvalidInputBody", 400, "Captcha required"),
        error("ErrorCaptchaRequired", 400),
        error("BadRequest", 400, "solve the CAPTCHA first"),
    ],
)
def test_a_captcha_is_told_by_its_words(problem: Problem) -> None:
    assert refusal_of(problem) is Refusal.CAPTCHA


def test_words_about_a_captcha_turn_nothing_else_into_one() -> None:
    declined = error("ErrorPaymentDeclined", text="captcha")
    assert refusal_of(declined) is Refusal.DECLINED
    assert refusal_of(error("ErrorCaptchaRequired")) is None
