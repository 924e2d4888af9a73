"""Any number of further products, each made by its number when it is asked for: none are kept.

Titles are three words long, unique, and the same at every start. Every 500th has a handle with a
slash, every 50th shows no price.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from pos_app.training import catalog as base
from pos_app.training.assortment import FAMILIES, PALETTE, Family, names

_SERIES = names(
    "Amber; Birchwood; Cascade; Dakota; Eastwind; Fairhaven; Golden; Hillside; Ironwood; "
    "Juneberry; Kingfisher; Longmeadow; Maplewood; Northgate; Oakridge; Pinecrest; Quarry; "
    "Riverside; Silverlake; Thornbury; Upland; Valley; Westbrook; Yarrow; Zephyr; Alpine; "
    "Bluebell; Copperfield; Driftwood; Elderflower; Foxglove; Glenwood; Heather; Indigo; "
    "Jasmine; Kelp; Lavender; Moonlit; Nightfall; Orchard; Prairie; Quiet; Rosewood; Saffron; "
    "Tidewater; Umber; Velvet; Willow; Yonder; Zenith; Ashgrove; Brisk; Clearwater; Dewdrop; "
    "Evermore; Fernhill; Greenway; Hazel; Ivory; Jubilant"
)
_NAMES = tuple(dict.fromkeys(name for family in FAMILIES for name in family.names))
_SKU = re.compile(r"([A-Z]{2})(\d{6})")
_FOUND = 300

MOST = len(FAMILIES) * len(_NAMES) * len(_SERIES)


class Generated:
    """`count` products, numbered from 0. Raises ValueError for more than there are titles."""

    def __init__(self, count: int) -> None:
        if not 0 <= count <= MOST:
            raise ValueError(f"at most {MOST} products can be generated")
        self._count = count
        self.product: Callable[[int], base.Product] = lru_cache(4000)(self._made)

    def __len__(self) -> int:
        return self._count

    def title(self, number: int) -> str:
        """The title of a product."""
        family, name, series = _parts(number)
        return f"{series} {name} {family.noun}"

    def sku(self, number: int) -> str:
        """The SKU of a product without its variants."""
        return f"{_parts(number)[0].prefix}{number:06d}"

    def handle(self, number: int) -> str:
        """The handle of a product."""
        own = f"{base.slug(self.title(number))}-{number}"
        return f"outlet/{own}" if number % 500 == 7 else own

    def by_handle(self, handle: str) -> base.Product | None:
        """The product of a handle, or None."""
        number = handle.rpartition("-")[2]
        return self._if_so(number, lambda n: self.handle(n) == handle)

    def by_sku(self, sku: str) -> base.Product | None:
        """The product that a SKU, or a variant's, begins with."""
        found = _SKU.match(sku.upper())
        return self._if_so(found[2], lambda n: self.sku(n) == found[0]) if found else None

    def find(self, words: frozenset[str]) -> Iterator[base.Product]:
        """Products with words in the title that begin with each of `words`; 300 at most."""
        left = _FOUND
        for number in range(self._count):
            title = base.words_of(self.title(number))
            if all(any(word.startswith(begun) for word in title) for begun in words):
                yield self.product(number)
                left -= 1
                if not left:
                    return

    def outline(self, key: str) -> tuple[str, str] | None:
        """Outline and colour of a picture by its id, or None."""
        found = _SKU.match(key.upper())
        if found is None or not int(found[2]) < self._count:
            return None
        colours = {name.lower(): colour for name, colour in PALETTE.items()}
        own = tuple(PALETTE.values())[int(found[2]) % len(PALETTE)]
        return _parts(int(found[2]))[0].outline, colours.get(key.rpartition("-")[2], own)

    def _if_so(self, number: str, fits: Callable[[int], bool]) -> base.Product | None:
        if not number.isascii() or not number.isdigit() or len(number) > 6:
            return None
        at = int(number)
        return self.product(at) if at < self._count and fits(at) else None

    def _made(self, number: int) -> base.Product:
        family = _parts(number)[0]
        made = base.made(family, self.sku(number), self.title(number), self.handle(number))
        if number % 50 != 3:
            return made
        hidden = tuple(replace(variant, shown_price=False) for variant in made.variants)
        return replace(made, variants=hidden)


def _parts(number: int) -> tuple[Family, str, str]:
    """Kind, name and series by number: neighbours differ in all three."""
    rest, family = divmod(number, len(FAMILIES))
    series, name = divmod(rest, len(_NAMES))
    return FAMILIES[family], _NAMES[name], _SERIES[(series + name) % len(_SERIES)]
