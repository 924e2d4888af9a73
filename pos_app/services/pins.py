"""PINs as they are kept: argon2id, which makes each guess cost memory and time."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from argon2 import PasswordHasher


class Pins(Protocol):
    """Makes and checks what is kept of a PIN. Slow on purpose: never on the window's thread."""

    def hashed(self, pin: str) -> str:
        """What is kept of a PIN; another text each time."""

    def fits(self, kept: str, pin: str) -> bool:
        """Whether it is the PIN of what was kept; an unreadable text fits none."""

    def is_weak(self, kept: str) -> bool:
        """Whether it was made with less effort than a new one would be."""


class Argon2Pins:
    """argon2id, RFC 9106, with the second of its recommended settings: 3 passes over 64 MiB.

    Six digits are guessed in a day by whoever has the file, whatever the settings: they protect
    against guessing at the register, and delay everything else.
    """

    def __init__(self, time_cost: int = 3, memory_kib: int = 65_536, parallelism: int = 4) -> None:
        self._settings = (time_cost, memory_kib, parallelism)

    @cached_property
    def _hasher(self) -> PasswordHasher:
        from argon2 import PasswordHasher

        time_cost, memory_cost, parallelism = self._settings
        return PasswordHasher(time_cost, memory_cost, parallelism)

    def hashed(self, pin: str) -> str:
        """What is kept of a PIN."""
        return self._hasher.hash(pin)

    def fits(self, kept: str, pin: str) -> bool:
        """Whether it is the PIN of what was kept."""
        from argon2.exceptions import InvalidHashError, VerificationError

        try:
            return self._hasher.verify(kept, pin)
        except (VerificationError, InvalidHashError):
            return False

    def is_weak(self, kept: str) -> bool:
        """Whether it was made with other settings."""
        return self._hasher.check_needs_rehash(kept)
