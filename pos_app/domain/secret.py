"""Memory for digits that must leave no trace: changed in place, overwritten before it is given up.

Strings and bytes can't be overwritten, and a bytearray that grows, shrinks or is sliced leaves its
old contents behind in memory that was given back. So digits live in buffers of a fixed length, are
moved one by one, and are read through views.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

# Digits of a card as the functions of `card` take them; the product itself passes views.
Digits: TypeAlias = str | bytes | bytearray | memoryview

_ZERO = 0x30
_MOST_OCTETS = 4  # of a character in UTF-8 (RFC 3629, 3)


class SecretBytes(bytearray):
    """A buffer that overwrites itself before its memory is given back; shows nothing of itself."""

    __slots__ = ()

    def wipe(self) -> None:
        """Overwrite the contents with zeros; the length stays."""
        memoryview(self)[:] = bytes(len(self))

    def __del__(self) -> None:
        self.wipe()

    def __repr__(self) -> str:
        return "SecretBytes(hidden)"

    __str__ = __repr__  # else bytearray's own, which shows all

    def __reduce_ex__(self, _protocol: object) -> str:
        raise TypeError("a secret is never serialised")


def secret_bytes(digits: Digits) -> SecretBytes:
    """A buffer of its own for `digits`, without a copy in between unless they are a string.

    Raises:
        ValueError: they are not ASCII.
    """
    if isinstance(digits, str):
        if not digits.isascii():
            raise ValueError("not ASCII")
        return SecretBytes(digits.encode())
    made = SecretBytes(len(digits))
    memoryview(made)[:] = digits
    return made


def joined(parts: Sequence[Digits]) -> SecretBytes:
    """All parts behind one another, in a buffer made as long as they are: one that grows copies.

    Raises:
        ValueError: a part that is a string is not ASCII.
    """
    whole = SecretBytes(sum(map(len, parts)))
    view, start = memoryview(whole), 0
    for part in parts:
        if isinstance(part, str) and not part.isascii():
            raise ValueError("not ASCII")
        view[start : start + len(part)] = part.encode() if isinstance(part, str) else part
        start += len(part)
    return whole


def are_digits(digits: Digits) -> bool:
    """Whether all are decimal digits of ASCII; also when there are none."""
    if isinstance(digits, str):
        return all("0" <= char <= "9" for char in digits)
    return all(_ZERO <= octet <= _ZERO + 9 for octet in digits)


def digit_at(digits: Digits, place: int) -> int:
    """The value, 0 to 9, of one of the digits.

    Raises:
        IndexError: there are not as many.
        ValueError: it is no digit.
    """
    char = digits[place]
    value = int(char) if isinstance(char, str) else char - _ZERO
    if not 0 <= value <= 9:
        raise ValueError("not a digit")
    return value


class SecretDigits:
    """Up to `most` digits that are edited, in one buffer that never moves."""

    __slots__ = ("_buffer", "_size")

    def __init__(self, most: int) -> None:
        self._buffer = SecretBytes(most)
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def __repr__(self) -> str:
        return "SecretDigits(hidden)"

    def view(self) -> memoryview:
        """The digits as ASCII, to read at once: it shows later changes, within its length."""
        return memoryview(self._buffer)[: self._size].toreadonly()

    def insert(self, place: int, value: int) -> bool:
        """Put a digit (0 to 9) in front of the one at `place`; False where there is no room."""
        if self._size == len(self._buffer):
            return False
        for at in range(self._size, place, -1):
            self._buffer[at] = self._buffer[at - 1]
        self._buffer[place] = _ZERO + value
        self._size += 1
        return True

    def delete(self, start: int, end: int) -> None:
        """Take out the digits from `start` up to, not including, `end`."""
        gone = end - start
        for at in range(start, self._size):
            follows = at + gone
            self._buffer[at] = self._buffer[follows] if follows < self._size else 0
        self._size -= gone

    def wipe(self) -> None:
        """Overwrite all."""
        self._size = 0
        self._buffer.wipe()


class SecretText:
    """Up to `most` characters, put one behind the other in one buffer that never moves."""

    __slots__ = ("_buffer", "_size")

    def __init__(self, most: int) -> None:
        self._buffer = SecretBytes(most * _MOST_OCTETS)
        self._size = 0

    def __repr__(self) -> str:
        return "SecretText(hidden)"

    def view(self) -> memoryview:
        """The characters as UTF-8, to read at once: it shows later changes, within its length."""
        return memoryview(self._buffer)[: self._size].toreadonly()

    def add(self, char: str) -> bool:
        """Put a character at the end; False where there is no room."""
        octets = char.encode()
        end = self._size + len(octets)
        if end > len(self._buffer):
            return False
        memoryview(self._buffer)[self._size : end] = octets
        self._size = end
        return True

    def wipe(self) -> None:
        """Overwrite all."""
        self._size = 0
        self._buffer.wipe()
