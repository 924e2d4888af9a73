"""Browser sessions: access tokens that are made, checked and renewed (API sheet §1).

An access token is a JWT signed with HMAC-SHA256 (RFC 7515, RFC 7519), over 1,000 characters long
as real ones can be, because a password store that holds less has to be noticed in practice.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from pos_app.training.wire import Json, SessionError, to_bytes

RENEWABLE_SECONDS = 7 * 24 * 3600
_PADDING_BYTES = 720


@dataclass(frozen=True, slots=True)
class Token:
    """What a token says once its signature is known to be ours. `expires` in unix seconds."""

    device_id: str
    expires: float


def b64url(data: bytes) -> str:
    """Base64url without padding (RFC 7515 §2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def unb64url(text: str) -> bytes:
    """The bytes of base64url without padding. Raises ValueError."""
    try:
        data = text.encode("ascii")
        return base64.b64decode(data + b"=" * (-len(data) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error) as problem:
        raise ValueError("not base64url") from problem


class Sessions:
    """Makes and checks the access tokens of one merchant.

    `lifetime` is in seconds; `clock` gives unix seconds.
    """

    def __init__(
        self, app_id: str, *, lifetime: int, clock: Callable[[], float], odd_shapes: bool
    ) -> None:
        self._app_id = app_id
        self._lifetime = lifetime
        self._clock = clock
        self._odd_shapes = odd_shapes
        self._key = secrets.token_bytes(32)
        self._made = 0

    def open(self, app_id: str | None, previous: object) -> Json:
        """The answer of browser-session: a new device, or the device of the previous token.

        Raises SessionError ``InvalidAppId``, ``InvalidJWTToken`` or, a week after expiry,
        ``TokenExpired``.
        """
        if app_id != self._app_id:
            raise SessionError("InvalidAppId", "This app id is not enabled for the domain.")
        if previous is None or previous == "":
            return self._answer(secrets.token_hex(16), created=True)
        token = self._read(previous if isinstance(previous, str) else "")
        if self._clock() > token.expires + RENEWABLE_SECONDS:
            raise SessionError("TokenExpired", "The token expired more than a week ago.")
        return self._answer(token.device_id, created=False)

    def device_of(self, header: str | None) -> str:
        """The device id of the ``x-firmly-authorization`` header of a call.

        Raises SessionError ``MissingAuthHeader``, ``InvalidJWTToken`` or ``TokenExpired``.
        """
        if not header:
            raise SessionError("MissingAuthHeader", "x-firmly-authorization is missing.")
        token = self._read(header)
        if self._clock() >= token.expires:
            raise SessionError("TokenExpired", "The access token has expired.")
        return token.device_id

    def _answer(self, device_id: str, *, created: bool) -> Json:
        self._made += 1
        expires = int(self._clock()) + self._lifetime
        answer: Json = {
            "device_created": created,
            "access_token": self._sign(device_id, expires),
            "expires_in": self._lifetime,
            "expires": expires,
            "device_id": device_id,
        }
        if self._odd_shapes and self._made % 3 == 0:
            del answer["expires"]
        return answer

    def _sign(self, device_id: str, expires: int) -> str:
        claims = {
            "iss": "training",
            "sub": device_id,
            "aud": self._app_id,
            "iat": int(self._clock()),
            "exp": expires,
            "jti": secrets.token_hex(8),
            "ctx": b64url(secrets.token_bytes(_PADDING_BYTES)),
        }
        head = b64url(to_bytes({"alg": "HS256", "typ": "JWT"}))
        signed = f"{head}.{b64url(to_bytes(claims))}"
        return f"{signed}.{b64url(self._signature(signed))}"

    def _signature(self, signed: str) -> bytes:
        return hmac.digest(self._key, signed.encode("ascii"), hashlib.sha256)

    def _read(self, token: str) -> Token:
        invalid = SessionError("InvalidJWTToken", "The access token is not valid.")
        signed, _, signature = token.rpartition(".")
        try:
            genuine = hmac.compare_digest(self._signature(signed), unb64url(signature))
        except ValueError:
            raise invalid from None
        if not genuine:
            raise invalid
        claims = json.loads(unb64url(signed.partition(".")[2]))
        return Token(claims["sub"], claims["exp"])
