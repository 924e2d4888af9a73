"""Encryption of a card to the merchant's payment key, as section 2 of the API sheet describes it.

Compact JWE (RFC 7516) with RSA-OAEP-256 and A256GCM (RFC 7518), by jwcrypto. That library takes
weak keys, so the key is examined here, before the card is touched.

The plaintext is built once, in a buffer that is overwritten as soon as it has been encrypted.
jwcrypto's JWE class takes ``bytes`` only, which can't be overwritten, so the five parts are put
together here (RFC 7516 section 5.1) from jwcrypto's own implementations of the two algorithms,
which take buffers. Number and code are never made into strings on the way.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from pos_app.domain.secret import Digits, SecretBytes, are_digits, joined

if TYPE_CHECKING:
    from jwcrypto.jwk import JWK  # type: ignore[import-untyped]

ALGORITHM = "RSA-OAEP-256"
ENCRYPTION = "A256GCM"
CONTENT_KEY_BITS = 256
MIN_MODULUS_BITS = 2048

_MAX_MODULUS_BITS = 16_384  # OpenSSL's limit
_MAX_EXPONENT_BITS = 64  # OpenSSL's limit
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+")
# RFC 7518 sections 6.3.2 (RSA private key) and 6.4 (symmetric key).
_PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
# NIST SP 800-89 section 5.3.3: a modulus has no factor smaller than 752 (2 among them).
_SMALL_PRIMES = math.prod(n for n in range(2, 752) if all(n % m for m in range(2, n)))


class CardFields(Protocol):
    """The card's five fields, as the plaintext names them: month "08", year "2027".

    Number and code may be buffers of ASCII digits, which are read once and not copied elsewhere.
    """

    @property
    def number(self) -> str | bytes | bytearray: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def verification_value(self) -> str | bytes | bytearray: ...  # noqa: D102
    @property
    def month(self) -> str: ...  # noqa: D102
    @property
    def year(self) -> str: ...  # noqa: D102


class KeyRefusal(StrEnum):
    """Why a payment key is not used."""

    NOT_RSA = "not_rsa"
    TOO_SHORT = "too_short"
    WRONG_USE = "wrong_use"
    WRONG_ALG = "wrong_alg"
    WRONG_OPERATIONS = "wrong_operations"
    BAD_EXPONENT = "bad_exponent"
    PRIVATE_MEMBERS = "private_members"
    MALFORMED = "malformed"


class KeyRefused(Exception):  # noqa: N818 - a verdict, named as people say it
    """The payment key can't be trusted with a card; nothing was encrypted.

    The message names the reason alone: neither the key nor the card is in it.
    """

    def __init__(self, reason: KeyRefusal) -> None:
        super().__init__(f"payment key refused: {reason.value}")
        self.reason = reason


def encrypt_card(card: CardFields, jwk: Mapping[str, object], *, kid: str | None = None) -> str:
    """Return the card as a compact JWE for the given public key.

    ``jwk`` is the parsed answer of the payment key call (RFC 7517); ``kid`` is that answer's
    ``x-firmly-kid`` header and wins over the JWK's own. Without any, the header has no ``kid``.

    Raises `KeyRefused` for a key that is not a sound public RSA key for encryption, and ValueError
    for a buffer that holds something else than digits, such as a card that was wiped.
    """
    return seal_card(card, jwk, kid=kid).decode()


def seal_card(
    card: CardFields, jwk: Mapping[str, object], *, kid: str | None = None
) -> SecretBytes:
    """The same in a buffer, which is overwritten when it is given up: not even this stays behind.

    Raises what `encrypt_card` raises.
    """
    from jwcrypto.jwa import JWA  # type: ignore[import-untyped]

    key = _sound_key(jwk)
    header = {"alg": ALGORITHM, "enc": ENCRYPTION}
    key_id = kid or _own_kid(jwk)
    if key_id:
        header["kid"] = key_id
    protected = _base64url(json.dumps(header, separators=(",", ":")).encode())
    wrapped = JWA.keymgmt_alg(ALGORITHM).wrap(key, CONTENT_KEY_BITS, None, header)
    plaintext = _plaintext(card)
    try:
        sealed = JWA.encryption_alg(ENCRYPTION).encrypt(wrapped["cek"], protected, plaintext)
    finally:
        plaintext.wipe()
    key_part, *rest = map(_base64url, (wrapped["ek"], *sealed))
    return joined([protected, b".", key_part, *(part for each in rest for part in (b".", each))])


def check_key(jwk: Mapping[str, object]) -> None:
    """Examine a payment key without encrypting anything: for testing a connection.

    Raises `KeyRefused` for a key that `encrypt_card` would refuse.
    """
    _sound_key(jwk)
    _own_kid(jwk)


def warm() -> None:
    """Import what `encrypt_card` needs, so that the first order does not wait for it."""
    import jwcrypto.jwa  # type: ignore[import-untyped]
    import jwcrypto.jwk  # noqa: F401


def _plaintext(card: CardFields) -> SecretBytes:
    """The JSON of section 2, in a buffer of exactly its length: one that grows leaves a copy."""
    parts: list[Digits] = []
    for name, value in (
        ("number", card.number),
        ("name", card.name),
        ("verification_value", card.verification_value),
        ("month", card.month),
        ("year", card.year),
    ):
        parts += (b',"' if parts else b'{"', name.encode(), b'":', *_json(value))
    parts.append(b"}")
    return joined(parts)


def _json(value: str | bytes | bytearray) -> tuple[bytes | bytearray, ...]:
    if isinstance(value, str):
        # A lone surrogate has no UTF-8 form. It becomes "?", because the UnicodeEncodeError would
        # carry the whole card in its `object`.
        return (json.dumps(value, ensure_ascii=False).encode("utf-8", errors="replace"),)
    if not are_digits(value):
        raise ValueError("the card holds no digits")
    return (b'"', value, b'"')


def _base64url(octets: bytes) -> bytes:
    return base64.urlsafe_b64encode(octets).rstrip(b"=")


def _sound_key(jwk: Mapping[str, object]) -> JWK:
    """Examine the key and rebuild it from its two public numbers alone."""
    from jwcrypto.common import JWException  # type: ignore[import-untyped]
    from jwcrypto.jwk import JWK

    _check_purpose(jwk)
    modulus, exponent = _number(jwk.get("n")), _number(jwk.get("e"))
    if modulus.bit_length() < MIN_MODULUS_BITS:
        raise KeyRefused(KeyRefusal.TOO_SHORT)
    if modulus.bit_length() > _MAX_MODULUS_BITS or math.gcd(modulus, _SMALL_PRIMES) != 1:
        raise KeyRefused(KeyRefusal.MALFORMED)
    if exponent < 3 or exponent % 2 == 0 or exponent.bit_length() > _MAX_EXPONENT_BITS:
        raise KeyRefused(KeyRefusal.BAD_EXPONENT)
    try:
        key = JWK(kty="RSA", n=jwk["n"], e=jwk["e"])
        key.get_op_key("wrapKey")  # OpenSSL's own opinion, before there is a plaintext
    except (JWException, ValueError):
        key = None
    if key is None:
        raise KeyRefused(KeyRefusal.MALFORMED)
    return key


def _check_purpose(jwk: Mapping[str, object]) -> None:
    """Refuse a key that says of itself that it is for something else.

    ``use`` is documented and ``alg`` was seen, but RFC 7517 makes both optional: a missing one
    says nothing against the key, any other value does.
    """
    if jwk.get("kty") != "RSA":
        raise KeyRefused(KeyRefusal.NOT_RSA)
    if not _PRIVATE_MEMBERS.isdisjoint(jwk):
        raise KeyRefused(KeyRefusal.PRIVATE_MEMBERS)
    if jwk.get("use", "enc") != "enc":
        raise KeyRefused(KeyRefusal.WRONG_USE)
    if jwk.get("alg", ALGORITHM) != ALGORITHM:
        raise KeyRefused(KeyRefusal.WRONG_ALG)
    operations = jwk.get("key_ops", ["wrapKey"])
    if not isinstance(operations, list) or not ("wrapKey" in operations or "encrypt" in operations):
        raise KeyRefused(KeyRefusal.WRONG_OPERATIONS)


def _own_kid(jwk: Mapping[str, object]) -> str:
    kid = jwk.get("kid", "")
    if not isinstance(kid, str):
        raise KeyRefused(KeyRefusal.MALFORMED)
    return kid


def _number(value: object) -> int:
    """Read a Base64urlUInt (RFC 7518 section 2) in its only unpadded base64url spelling.

    Leading zero octets are let through: RFC 7518 section 6.3.1.1 forbids them and says that some
    libraries write them. They change nothing, since the size is that of the number.
    """
    if not isinstance(value, str) or not _BASE64URL.fullmatch(value):
        raise KeyRefused(KeyRefusal.MALFORMED)
    octets = None
    with suppress(binascii.Error):
        octets = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
    # Stray bits in the last character would make a second spelling of the same number.
    if octets is None or base64.urlsafe_b64encode(octets).rstrip(b"=") != value.encode():
        raise KeyRefused(KeyRefusal.MALFORMED)
    return int.from_bytes(octets, "big")
