"""Where newer versions of this program are announced, and which version is newer."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

_VERSION = re.compile(r"(?:0|[1-9]\d{0,5})(?:\.(?:0|[1-9]\d{0,5})){1,3}", re.ASCII)
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class UpdateSource:
    """An https address, and the public Ed25519 key of whoever releases this program.

    `public_key` is base64url without padding, the "x" of an OKP key (RFC 8037, 2).
    """

    url: str
    public_key: str


def is_public_key(text: str) -> bool:
    """Whether it is 32 bytes in base64url without padding."""
    try:
        data = base64.b64decode(text + "=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return False
    return len(data) == _KEY_BYTES


def is_version(text: str) -> bool:
    """Whether it is two to four plain numbers: "1.20.3"."""
    return _VERSION.fullmatch(text) is not None


def is_newer(version: str, than: str) -> bool:
    """Whether `version` comes after `than`; false where either is no version."""
    if not (is_version(version) and is_version(than)):
        return False
    return _numbers(version) > _numbers(than)


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    return tuple(numbers + [0] * (4 - len(numbers)))
