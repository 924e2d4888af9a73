"""What an error after sending proves: a refusal by the merchant, or nothing (API sheet, §3, §7)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pos_app.domain.errors import Problem


class Refusal(StrEnum):
    """Why the merchant refused."""

    DECLINED = "declined"
    NO_STOCK = "no-stock"
    PRODUCT_GONE = "product-gone"
    INVALID_INPUT = "invalid-input"
    CAPTCHA = "captcha"
    CART_CHANGED = "cart-changed"
    SESSION = "session"
    OTHER = "other"


_REFUSALS = {
    "ErrorInvalidInputBody": Refusal.INVALID_INPUT,
    "ErrorProductNotFound": Refusal.PRODUCT_GONE,
    "ErrorNotEnoughStock": Refusal.NO_STOCK,
    "ErrorPaymentDeclined": Refusal.DECLINED,
}
_SESSION_ERRORS = frozenset(
    {
        "MissingAuthHeader",
        "InvalidJWTToken",
        "InvalidToken",
        "TokenExpired",
        "Unauthorized",
        "ErrorUnauthorized",
    }
)
_NO_PROOF = frozenset({"ErrorStoreUnavailable", "ServiceUnavailable"})
_UNPROVEN_STATUSES = frozenset({408, 409})


def refusal_of(problem: Problem) -> Refusal | None:
    """The refusal that an error after sending proves, or None where it proves nothing (§3).

    The error id decides first: four ids are definite wherever they come from, "store unavailable"
    is a catch-all and definite nowhere. Any other id is definite only as a whole HTTP answer with
    a 4xx status that is not 408 or 409. A redirect proves nothing.
    """
    if not problem.error_id or problem.error_id in _NO_PROOF:
        return None
    answered_4xx = problem.status is not None and 400 <= problem.status < 500
    in_a_200 = problem.status is None or 200 <= problem.status < 300  # an event has no status
    if problem.status in _UNPROVEN_STATUSES or not (answered_4xx or in_a_200):
        return None
    kind = _REFUSALS.get(problem.error_id)
    if kind is None and answered_4xx:
        kind = Refusal.SESSION if problem.error_id in _SESSION_ERRORS else Refusal.OTHER
    if kind in (Refusal.INVALID_INPUT, Refusal.OTHER) and _asks_captcha(problem):
        return Refusal.CAPTCHA
    return kind


def _asks_captcha(problem: Problem) -> bool:
    """No error id for a missing captcha token is documented: the words must tell (§7)."""
    return "captcha" in f"{problem.error_id} {problem.text}".casefold()
