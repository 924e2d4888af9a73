"""Error answers and error events, in the shapes that documents and clients show (§3, §7)."""

from __future__ import annotations

from collections.abc import Mapping

from pos_app.domain.card_traces import masked
from pos_app.domain.errors import Code, Problem
from pos_app.firmly.wire_cart import receipt_from
from pos_app.firmly.wire_json import exact
from pos_app.firmly.wire_text import plain

_CODES: dict[str, Code] = {
    "InvalidAppId": Code.INVALID_APP_ID,
    "MissingAuthHeader": Code.SESSION,
    "InvalidJWTToken": Code.SESSION,
    "InvalidToken": Code.SESSION,
    "TokenExpired": Code.SESSION,
    "Unauthorized": Code.SESSION,
    "ErrorUnauthorized": Code.SESSION,
    "Forbidden": Code.FORBIDDEN,
    "ErrorProductNotFound": Code.NOT_FOUND,
    "RouteNotFound": Code.NOT_OFFERED,
    "AllProductsNotImplemented": Code.NOT_OFFERED,
    "ProductUrlNotImplemented": Code.NOT_OFFERED,
    "RateLimitExceeded": Code.RATE_LIMITED,
    "ErrorStoreUnavailable": Code.STORE_UNAVAILABLE,
    "ServiceUnavailable": Code.STORE_UNAVAILABLE,
    "ErrorInvalidInputBody": Code.INVALID_INPUT,
    "BadRequest": Code.INVALID_INPUT,
    "ValidationError": Code.INVALID_INPUT,
    "InvalidRequest": Code.INVALID_INPUT,
}
_STATUS_CODES = {
    401: Code.SESSION,
    403: Code.FORBIDDEN,
    404: Code.NOT_FOUND,
    429: Code.RATE_LIMITED,
}
_MEMBERS = frozenset({"code", "error", "description", "message"})
_ID_LENGTH = 100
_DEPTH = 4


def problem_from(
    data: object, *, status: int | None, where: str, request_id: str
) -> Problem | None:
    """The error that an answer (`status`) or an `error` event (no status) tells, or None.

    An answer that carries an order number is an order, whatever else stands in it. Without an
    error id, words or a code make an error only where one is expected: in an event, with a status
    of 400 or more, or where nothing else is told.
    """
    if not isinstance(data, dict) or receipt_from(data).order_number:
        return None
    levels = _levels(data)
    error_id = next((found for level in levels if (found := _error_id(level))), "")
    text = next((found for level in levels if (found := _text(level))), "")
    if not error_id:
        told = bool(text) or any(exact(level.get("code")) for level in levels)
        expected = status is None or status >= 400 or set(data) <= _MEMBERS
        if not (told and expected):
            return None
    return Problem(
        code=_CODES.get(error_id, Code.OTHER) if error_id else _by_status(status),
        where=where,
        text=text or (error_id if " " in error_id else ""),
        error_id=error_id,
        status=status,
        request_id=request_id,
    )


def _levels(data: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The error as told, the innermost first: it can be nested under `error`."""
    found = [data]
    while len(found) < _DEPTH and isinstance(inner := found[0].get("error"), dict):
        found.insert(0, inner)
    return found


def _error_id(level: Mapping[str, object]) -> str:
    """`error`, or a `code` that is a word; codes that are numbers only repeat the status."""
    found = plain(exact(level.get("error")), _ID_LENGTH)
    code = level.get("code")
    if not found and isinstance(code, str) and not code.strip().isdecimal():
        found = plain(code, _ID_LENGTH)
    return found


def _text(level: Mapping[str, object]) -> str:
    """The words; should a server repeat the card in them, it goes no further."""
    return masked(plain(level.get("description")) or plain(level.get("message")))


def _by_status(status: int | None) -> Code:
    if status is not None and status >= 500:
        return Code.SERVER
    return _STATUS_CODES.get(status or 0, Code.OTHER)
