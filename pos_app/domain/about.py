"""What this program is: its version, where it came from, what it is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class About:
    """`commit` is a full hash, with "-changed" behind it where files differ, or "unknown".

    `licences` is a text for people: the parts with version and licence, then the licences whole.
    """

    version: str
    commit: str
    python: str
    licences: str = ""
