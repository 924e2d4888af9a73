"""The card's JWE, opened by another library, and the payment keys that are refused."""

from __future__ import annotations

import base64
import contextlib
import json
import subprocess
import sys
import traceback
from dataclasses import dataclass, field
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwe
from joserfc.jwk import RSAKey
from jwcrypto.jwa import JWA  # type: ignore[import-untyped]

from pos_app.domain.card import Card
from pos_app.firmly.jwe import KeyRefusal, KeyRefused, encrypt_card, seal_card, warm

NUMBER = "4111111111111111"


@dataclass(frozen=True)
class PlainCard:
    number: str = field(default=NUMBER, repr=False)
    name: str = "John Smith"
    verification_value: str = field(default="123", repr=False)
    month: str = "08"
    year: str = "2027"


CARD = PlainCard()


@cache
def private_key(bits: int, exponent: int) -> RSAPrivateKey:
    return generate_private_key(exponent, bits)


def b64(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def number(value: int) -> str:
    return b64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def public_jwk(bits: int = 2048, /, **members: object) -> dict[str, object]:
    numbers = private_key(bits, 65537).public_key().public_numbers()
    public = {"kid": "key-1", "kty": "RSA", "n": number(numbers.n), "e": number(numbers.e)}
    return {**public, "use": "enc", **members}


def decrypted(token: str, key: RSAPrivateKey | None = None) -> dict[str, object]:
    opened = jwe.decrypt_compact(
        token,
        RSAKey.import_key(key or private_key(2048, 65537)),
        algorithms=["RSA-OAEP-256", "A256GCM"],
    )
    assert opened.plaintext is not None
    value = json.loads(opened.plaintext.decode("utf-8"))
    assert isinstance(value, dict)
    return value


def header_of(token: str) -> bytes:
    first = token.split(".", maxsplit=1)[0]
    return base64.urlsafe_b64decode(first + "=" * (-len(first) % 4))


def test_another_library_reads_exactly_the_documented_plaintext() -> None:
    value = decrypted(encrypt_card(CARD, public_jwk()))
    assert value == {
        "number": NUMBER,
        "name": "John Smith",
        "verification_value": "123",
        "month": "08",
        "year": "2027",
    }


def test_a_card_of_the_domain_is_taken_as_it_is() -> None:
    card = Card(number=NUMBER, name="John Smith", verification_value="123", month="08", year="2027")
    whole = decrypted(encrypt_card(CARD, public_jwk()))
    assert decrypted(encrypt_card(card, public_jwk())) == whole


def test_what_travels_is_in_a_buffer_that_can_be_overwritten() -> None:
    sealed = seal_card(CARD, public_jwk())
    assert decrypted(sealed.decode())["number"] == NUMBER
    sealed.wipe()
    assert not any(sealed)


@pytest.mark.parametrize("fails", [False, True])
def test_the_plaintext_is_overwritten(monkeypatch: pytest.MonkeyPatch, fails: bool) -> None:
    """What the library is given to encrypt is looked at afterwards, and when it fails, too."""
    original, plaintexts = JWA.encryption_alg, list[bytearray]()

    class Watched:
        def __init__(self, name: str) -> None:
            self._algorithm = original(name)

        def encrypt(self, key: bytes, protected: bytes, plaintext: bytearray) -> object:
            assert NUMBER.encode() in plaintext
            plaintexts.append(plaintext)
            if fails:
                raise ValueError("no more randomness")
            return self._algorithm.encrypt(key, protected, plaintext)

    monkeypatch.setattr(JWA, "encryption_alg", Watched)
    with pytest.raises(ValueError, match="randomness") if fails else contextlib.nullcontext():
        seal_card(CARD, public_jwk())
    (plaintext,) = plaintexts
    assert len(plaintext) > len(NUMBER)
    assert not any(plaintext)


def test_a_wiped_card_is_not_encrypted() -> None:
    card = Card(number=NUMBER, name="John Smith", verification_value="123", month="08", year="2027")
    card.wipe()
    with pytest.raises(ValueError, match="the card holds no digits"):
        encrypt_card(card, public_jwk())


@pytest.mark.parametrize(
    ("own", "given_kid", "expected"),
    [
        ("key-1", None, b',"kid":"key-1"}'),
        ("key-1", "header-key", b',"kid":"header-key"}'),
        ("key-1", "", b',"kid":"key-1"}'),
        (None, "header-key", b',"kid":"header-key"}'),
        (None, None, b"}"),
        ('q"\u00fc', None, b',"kid":"q\\"\\u00fc"}'),
    ],
)
def test_protected_header(own: str | None, given_kid: str | None, expected: bytes) -> None:
    jwk = public_jwk(kid=own)
    if own is None:
        del jwk["kid"]
    token = encrypt_card(CARD, jwk, kid=given_kid)
    assert header_of(token) == b'{"alg":"RSA-OAEP-256","enc":"A256GCM"' + expected
    assert decrypted(token)["number"] == NUMBER


def test_shape_of_the_compact_serialisation() -> None:
    parts = encrypt_card(CARD, public_jwk()).split(".")
    assert [len(part) for part in parts[1:3]] == [342, 16]  # 2048-bit key, 96-bit IV
    assert len(parts[4]) == 22  # 128-bit tag
    assert len(parts) == 5


def test_two_encryptions_share_nothing_but_the_header() -> None:
    first = encrypt_card(CARD, public_jwk()).split(".")
    second = encrypt_card(CARD, public_jwk()).split(".")
    assert first[0] == second[0]
    assert all(one != two for one, two in zip(first[1:], second[1:], strict=True))


@settings(max_examples=40, deadline=None)
@given(
    name=st.text(max_size=60)
    | st.sampled_from(["😀 Ünal", "שלום כהן", 'O"Neil\\', "\u202egnirts"]),
    digits=st.text("0123456789", min_size=12, max_size=19),
)
def test_any_name_and_number_arrive_unchanged(name: str, digits: str) -> None:
    value = decrypted(encrypt_card(PlainCard(number=digits, name=name), public_jwk()))
    assert value["name"] == name
    # Compared as a verdict: a failing run does not print the number.
    unchanged = value["number"] == digits
    assert unchanged


def test_name_without_utf8_form_does_not_raise_the_card() -> None:
    value = decrypted(encrypt_card(PlainCard(name="Jo\ud800hn"), public_jwk()))
    assert value["name"] == "Jo?hn"


@pytest.mark.parametrize(
    "members",
    [
        {"alg": "RSA-OAEP-256"},
        {"key_ops": ["encrypt"]},
        {"key_ops": ["wrapKey", "verify"]},
        {"x5t": "unknown", "ext": True},
    ],
)
def test_sound_keys_are_taken(members: dict[str, object]) -> None:
    assert decrypted(encrypt_card(CARD, public_jwk(2048, **members)))["number"] == NUMBER


def test_missing_use_says_nothing_against_the_key() -> None:
    jwk = public_jwk()
    del jwk["use"]
    assert decrypted(encrypt_card(CARD, jwk))["number"] == NUMBER


def test_leading_zero_octet_of_some_libraries_is_read() -> None:
    modulus = private_key(2048, 65537).public_key().public_numbers().n
    jwk = public_jwk(n=b64(b"\0" + modulus.to_bytes(256, "big")))
    assert decrypted(encrypt_card(CARD, jwk))["number"] == NUMBER


def test_exponent_three_and_a_longer_modulus_are_taken() -> None:
    key = private_key(3072, 3)
    numbers = key.public_key().public_numbers()
    jwk = public_jwk(n=number(numbers.n), e="Aw")
    assert decrypted(encrypt_card(CARD, jwk), key)["number"] == NUMBER


MODULUS = private_key(2048, 65537).public_key().public_numbers().n

REFUSED: dict[str, tuple[dict[str, object], KeyRefusal]] = {
    "no kty": ({"kty": None}, KeyRefusal.NOT_RSA),
    "EC": ({"kty": "EC", "crv": "P-256", "x": "AQ", "y": "AQ"}, KeyRefusal.NOT_RSA),
    "symmetric": ({"kty": "oct", "k": "AAAA"}, KeyRefusal.NOT_RSA),
    "kty in small letters": ({"kty": "rsa"}, KeyRefusal.NOT_RSA),
    "2047 bits": ({"n": number(MODULUS >> 1 | 1)}, KeyRefusal.TOO_SHORT),
    "1024 bits behind zero octets": (
        {"n": b64(bytes(128) + (MODULUS >> 1024 | 1).to_bytes(128, "big"))},
        KeyRefusal.TOO_SHORT,
    ),
    "zero": ({"n": "AA"}, KeyRefusal.TOO_SHORT),
    "even modulus": ({"n": number(MODULUS + 1)}, KeyRefusal.MALFORMED),
    "modulus with a small factor": ({"n": number(751 * (MODULUS | 1))}, KeyRefusal.MALFORMED),
    "modulus of 16,385 bits": ({"n": number((1 << 16_384) + 1)}, KeyRefusal.MALFORMED),
    "exponent 1": ({"e": "AQ"}, KeyRefusal.BAD_EXPONENT),
    "exponent 0": ({"e": "AA"}, KeyRefusal.BAD_EXPONENT),
    "exponent 2": ({"e": "Ag"}, KeyRefusal.BAD_EXPONENT),
    "even exponent": ({"e": number(65536)}, KeyRefusal.BAD_EXPONENT),
    "exponent of 65 bits": ({"e": number((1 << 64) + 1)}, KeyRefusal.BAD_EXPONENT),
    "use sig": ({"use": "sig"}, KeyRefusal.WRONG_USE),
    "use null": ({"use": None}, KeyRefusal.WRONG_USE),
    "use in capitals": ({"use": "ENC"}, KeyRefusal.WRONG_USE),
    "older RSA-OAEP": ({"alg": "RSA-OAEP"}, KeyRefusal.WRONG_ALG),
    "RSA1_5": ({"alg": "RSA1_5"}, KeyRefusal.WRONG_ALG),
    "signature algorithm": ({"alg": "RS256"}, KeyRefusal.WRONG_ALG),
    "key_ops verify": ({"key_ops": ["verify"]}, KeyRefusal.WRONG_OPERATIONS),
    "key_ops empty": ({"key_ops": []}, KeyRefusal.WRONG_OPERATIONS),
    "key_ops text": ({"key_ops": "encrypt"}, KeyRefusal.WRONG_OPERATIONS),
    "kid a number": ({"kid": 7}, KeyRefusal.MALFORMED),
    "n a number": ({"n": MODULUS}, KeyRefusal.MALFORMED),
    "n null": ({"n": None}, KeyRefusal.MALFORMED),
    "n empty": ({"n": ""}, KeyRefusal.MALFORMED),
    "n padded": ({"n": number(MODULUS) + "=="}, KeyRefusal.MALFORMED),
    "n with a line end": ({"n": number(MODULUS) + "\n"}, KeyRefusal.MALFORMED),
    "n in plain base64": ({"n": "+/" + number(MODULUS)[2:]}, KeyRefusal.MALFORMED),
    "n with stray bits": (
        {"n": number(MODULUS)[:-1] + chr(ord(number(MODULUS)[-1]) + 1)},
        KeyRefusal.MALFORMED,
    ),
    "n of an impossible length": ({"n": number(MODULUS)[:-1]}, KeyRefusal.MALFORMED),
    "n beyond ASCII": ({"n": "é" + number(MODULUS)[1:]}, KeyRefusal.MALFORMED),
    "e missing": ({"e": None}, KeyRefusal.MALFORMED),
    "e with stray bits": ({"e": "AQAC"[:-2] + "B"}, KeyRefusal.MALFORMED),
    **{
        f"private member {name}": ({name: "AQ"}, KeyRefusal.PRIVATE_MEMBERS)
        for name in ("d", "p", "q", "dp", "dq", "qi", "oth", "k")
    },
}


@pytest.mark.parametrize("case", REFUSED)
def test_hostile_key_is_refused_without_a_word_of_the_card(case: str) -> None:
    members, reason = REFUSED[case]
    with pytest.raises(KeyRefused) as caught:
        encrypt_card(CARD, public_jwk(2048, **members))
    assert caught.value.reason is reason
    assert caught.value.__context__ is None
    shown = "".join(traceback.TracebackException.from_exception(caught.value).format())
    silent = NUMBER not in shown and "Smith" not in shown and NUMBER not in repr(caught.value)
    assert silent


@pytest.mark.parametrize("bits", [1024, 2040])
def test_real_but_short_key_is_refused(bits: int) -> None:
    with pytest.raises(KeyRefused) as caught:
        encrypt_card(CARD, public_jwk(bits))
    assert caught.value.reason is KeyRefusal.TOO_SHORT


def test_empty_answer_is_refused() -> None:
    with pytest.raises(KeyRefused):
        encrypt_card(CARD, {})


def test_module_is_light_until_it_is_warmed() -> None:
    code = (
        "import sys, pos_app.firmly.jwe as j\n"
        "before = 'jwcrypto' in sys.modules or 'cryptography' in sys.modules\n"
        "j.warm()\n"
        "print(before, 'jwcrypto.jwa' in sys.modules, 'jwcrypto.jwk' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", "True"]
    warm()
