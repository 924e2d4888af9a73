"""What every endpoint of the training merchant shares: JSON values, replies and API errors.

Error bodies and their ids follow the API sheet §7: ``{"code", "error", "description"}``, and
``{"error", "message"}`` for everything about sessions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

STATUS_OF: Mapping[str, int] = {
    "ErrorInvalidInputBody": 400,
    "ErrorMissingRequiredParameters": 400,
    "ErrorCountryNotSupported": 400,
    "ErrorInvalidPromoCode": 400,
    "ErrorPromoNotAvailable": 400,
    "ErrorClearPromoCodeNotAllowed": 400,
    "ErrorInvalidShippingMethod": 400,
    "ErrorInvalidFulfillmentType": 400,
    "ErrorInvalidState": 400,
    "ErrorPaymentDeclined": 402,
    "ErrorProductNotFound": 404,
    "ErrorCartNotFound": 404,
    "ErrorShipmentNotFound": 404,
    "ErrorAddonNotFound": 404,
    "ErrorOrderNotFound": 404,
    "ProductUrlNotImplemented": 404,
    "AllProductsNotImplemented": 404,
    "RouteNotFound": 404,
    "ErrorNotEnoughStock": 422,
    "BadRequest": 400,
    "ErrorStoreUnavailable": 503,
    "RateLimitExceeded": 429,
    "InternalServerError": 500,
    "Forbidden": 403,
    "InvalidAppId": 400,
    "MissingAuthHeader": 401,
    "InvalidJWTToken": 401,
    "TokenExpired": 401,
}


class ApiError(Exception):
    """An answer of the API that is an error: its id, words for people, and the HTTP status.

    `retry_after`: after how many seconds the client may ask again, if that is told.
    """

    def __init__(self, error: str, description: str, retry_after: int | None = None) -> None:
        super().__init__(f"{error}: {description}")
        self.retry_after = retry_after
        self.error = error
        self.description = description
        self.status = STATUS_OF[error]

    def body(self) -> Json:
        """The JSON body that carries this error."""
        return {"code": self.status, "error": self.error, "description": self.description}


class SessionError(ApiError):
    """An error of the session: the same, in the shape of the authentication pages."""

    def body(self) -> Json:
        """The JSON body that carries this error."""
        return {"error": self.error, "message": self.description}


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer: status, body, media type and further headers."""

    status: int
    body: bytes
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


def to_bytes(value: object) -> bytes:
    """A JSON value as UTF-8, without spaces and without escapes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def json_reply(value: object, status: int = 200, **headers: str) -> Reply:
    """A JSON answer; ``x_firmly_kid="…"`` becomes the header ``x-firmly-kid``."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(status, to_bytes(value), headers=named)


def error_reply(error: ApiError) -> Reply:
    """The answer that carries an API error."""
    if error.retry_after is None:
        return json_reply(error.body(), error.status)
    return json_reply(error.body(), error.status, retry_after=str(error.retry_after))


def read_object(body: bytes) -> Json:
    """The JSON object in a request body.

    Raises ApiError ``ErrorInvalidInputBody`` when the body is not UTF-8 JSON or not an object.
    """
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise ApiError("ErrorInvalidInputBody", "The body is not valid JSON.") from problem
    if not isinstance(value, dict):
        raise ApiError("ErrorInvalidInputBody", "The body must be a JSON object.")
    return value
