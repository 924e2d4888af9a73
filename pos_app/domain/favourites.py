"""Products kept at hand under the digits 1 to 9."""

from __future__ import annotations

from dataclasses import dataclass

SLOTS = range(1, 10)


@dataclass(frozen=True, slots=True)
class Favourite:
    """A product by its handle; `sku` names the variant, if it is always the same one."""

    handle: str
    title: str
    sku: str = ""
