"""The payment key: made, rotated, given out in three formats, and used to decrypt cards (§2).

Decryption is written out on `cryptography` alone, so that a client's JWE library is checked by
an implementation that shares nothing with it (RFC 7516 §5.2, RFC 7518 §4.3 and §5.3).
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pos_app.training.sessions import b64url, unb64url
from pos_app.training.wire import ApiError, Json, Reply, json_reply

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

_BITS = 2048
_KEPT = 3


@dataclass(slots=True)
class PaymentKey:
    """One RSA key pair, how often it was given out and when it was made (unix seconds)."""

    kid: str
    private: RSAPrivateKey = field(repr=False)
    made_at: float
    shows_alg: bool
    uses: int = 0

    def jwk(self) -> Json:
        """The public key as a JWK (RFC 7517, RFC 7518 §6.3.1)."""
        numbers = self.private.public_key().public_numbers()
        jwk: Json = {
            "kty": "RSA",
            "use": "enc",
            "kid": self.kid,
            "n": b64url(numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8, "big")),
            "e": b64url(numbers.e.to_bytes((numbers.e.bit_length() + 7) // 8, "big")),
        }
        if self.shows_alg:
            jwk["alg"] = "RSA-OAEP-256"
        return jwk

    def pem(self, *, pkcs1: bool) -> bytes:
        """The public key as PEM: SubjectPublicKeyInfo (RFC 5280) or PKCS #1 (RFC 8017)."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        shape = PublicFormat.PKCS1 if pkcs1 else PublicFormat.SubjectPublicKeyInfo
        return self.private.public_key().public_bytes(Encoding.PEM, shape)


class PaymentKeys:
    """The keys of one merchant: the newest is given out, the last three decrypt.

    A key is replaced after `uses` hand-outs or `seconds`, whichever comes first.
    """

    def __init__(
        self, *, uses: int, seconds: float, clock: Callable[[], float], odd_shapes: bool
    ) -> None:
        self._uses = uses
        self._seconds = seconds
        self._clock = clock
        self._odd_shapes = odd_shapes
        self._keys: deque[PaymentKey] = deque(maxlen=_KEPT)
        self._made = 0
        self._lock = asyncio.Lock()

    async def current(self) -> PaymentKey:
        """The key in force, made or replaced in a thread when that is due."""
        async with self._lock:
            if not self._keys or self._is_spent(self._keys[-1]):
                loop = asyncio.get_running_loop()
                private = await loop.run_in_executor(None, _generate)
                shows_alg = self._made % 2 == 0 or not self._odd_shapes
                kid = secrets.token_hex(16)
                self._keys.append(PaymentKey(kid, private, self._clock(), shows_alg))
                self._made += 1
            return self._keys[-1]

    async def publish(self, form: str) -> Reply:
        """The answer of payment/key in the format ``JWK``, ``PEM`` or ``RSA``.

        Raises ApiError ``ErrorInvalidInputBody`` for any other format.
        """
        if form not in {"JWK", "PEM", "RSA"}:
            raise ApiError("ErrorInvalidInputBody", "format must be JWK, PEM or RSA.")
        key = await self.current()
        key.uses += 1
        if form == "JWK":
            return json_reply(key.jwk(), x_firmly_kid=key.kid)
        pem = key.pem(pkcs1=form == "RSA")
        return Reply(200, pem, "application/x-pem-file", {"x-firmly-kid": key.kid})

    def decrypt(self, token: str) -> bytes:
        """The plaintext of a JWE in compact serialisation.

        Raises ApiError ``ErrorInvalidInputBody``; the description never quotes what was sent.
        """
        try:
            protected, *parts = token.split(".")
            encrypted_key, iv, ciphertext, tag = (unb64url(part) for part in parts)
            header = json.loads(unb64url(protected))
        except (ValueError, RecursionError):
            raise _wrong("it is not a JWE in compact serialisation") from None
        key = self._key_for(header)
        if len(iv) != 12 or len(tag) != 16:
            raise _wrong("the initialisation vector or the tag has a wrong length")
        return _open(key.private, encrypted_key, iv, ciphertext + tag, protected.encode())

    def _is_spent(self, key: PaymentKey) -> bool:
        return key.uses >= self._uses or self._clock() - key.made_at >= self._seconds

    def _key_for(self, header: object) -> PaymentKey:
        if not isinstance(header, dict):
            raise _wrong("the protected header is not an object")
        if header.get("alg") != "RSA-OAEP-256" or header.get("enc") != "A256GCM":
            raise _wrong("alg must be RSA-OAEP-256 and enc must be A256GCM")
        if "zip" in header or "crit" in header:
            raise _wrong("zip and crit are not understood")
        for key in self._keys:
            if key.kid == header.get("kid"):
                return key
        raise _wrong("kid names no key that is in use")


def _generate() -> RSAPrivateKey:
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(public_exponent=65537, key_size=_BITS)


def _open(
    private: RSAPrivateKey, encrypted_key: bytes, iv: bytes, sealed: bytes, aad: bytes
) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
    try:
        content_key = private.decrypt(encrypted_key, oaep)
        if len(content_key) != 32:
            raise _wrong("the content key must have 256 bits")
        return AESGCM(content_key).decrypt(iv, sealed, aad)
    except (ValueError, InvalidTag):
        raise _wrong("it can't be decrypted") from None


def _wrong(what: str) -> ApiError:
    return ApiError("ErrorInvalidInputBody", f"encrypted_card: {what}.")
