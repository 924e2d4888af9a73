"""Searching the catalogue at hand. Only the thread of the searches uses this.

The index is asked for at most a few hundred rows, unranked, and they are ranked here: ordering by
SQLite's own rank looks at every match, which for "t" are most of 100,000 products.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from decimal import Decimal

from pos_app.domain.money import Money
from pos_app.domain.product import PriceRange, ProductHit
from pos_app.domain.search_words import Candidate, order_key, sku_key, slips, typed_words

SHOWN = 50
_FETCHED = 200
# With fewer hits than this, a letter may have gone wrong.
_FEW = 5
_MOST_SLIPS = 60

_SELECT = """
    SELECT p.handle, p.title, p.page, p.image, p.words, p.currency, p.low, p.high, p.available,
           coalesce(s.count, 0), coalesce(s.favourite, 0)
"""
_SOLD = "LEFT JOIN sold AS s ON s.handle = p.handle"
_BY_SKU = f"""
    {_SELECT}, k.sku FROM skus AS k JOIN products AS p ON p.number = k.number {_SOLD}
    WHERE k.key = ? LIMIT {SHOWN}
"""
_BY_HANDLE = f"{_SELECT}, '' FROM products AS p {_SOLD} WHERE p.handle = ?"
_KNOWN_BEGINNINGS = f"""
    SELECT DISTINCT value FROM json_each(?) AS slip WHERE EXISTS (
        SELECT 1 FROM terms WHERE term >= slip.value AND term < slip.value || char(0x10FFFF)
    ) LIMIT {_MOST_SLIPS}
"""  # noqa: S608


class CatalogueSearch:
    """Finds products in the file."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        db.execute("PRAGMA query_only = ON")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def find(self, text: str, limit: int = SHOWN) -> tuple[ProductHit, ...]:
        """Products that fit what was typed, best first; none for a text without a word."""
        typed = typed_words(text)
        if not typed:
            return ()
        found: dict[str, _Row] = {}
        for row in self._db.execute(_BY_SKU, (sku_key(text),)):
            found.setdefault(row[0], _Row(row))
        for table, match in self._questions(typed):
            self._collect(found, table, match)
            if len(found) >= _FETCHED:
                break
        if len(found) < _FEW and (match := self._forgiving(typed)):
            self._collect(found, "all_words", match)
        ranked = [
            (key, row.hit.title, row)
            for row in found.values()
            if (key := order_key(typed, row.candidate)) is not None
        ]
        ranked.sort(key=lambda entry: entry[:2])
        return tuple(row.hit for _, _, row in ranked[:limit])

    def with_handle(self, handle: str) -> ProductHit | None:
        """One product as it is at hand."""
        row = self._db.execute(_BY_HANDLE, (handle,)).fetchone()
        return None if row is None else _Row(row).hit

    def _questions(self, typed: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """What to ask of which index, until there is enough: what is sold here comes first."""
        begun = _all_of(typed, "*")
        yield "shelf_words", begun
        yield "all_words", _all_of(typed, "")
        yield "all_words", begun

    def _collect(self, found: dict[str, _Row], table: str, match: str) -> None:
        question = f"""
            {_SELECT}, '' FROM {table} JOIN products AS p ON p.number = {table}.rowid {_SOLD}
            WHERE {table} MATCH ? LIMIT {_FETCHED}
        """
        for row in self._db.execute(question, (match,)):
            if row[0] not in found:
                found[row[0]] = _Row(row)

    def _forgiving(self, typed: tuple[str, ...]) -> str:
        """The question with one slip forgiven in each word; empty where none can be."""
        parts = []
        for word in typed:
            asked = json.dumps([word, *slips(word)])
            known = [found for (found,) in self._db.execute(_KNOWN_BEGINNINGS, (asked,))]
            if not known:
                return ""
            begun = " OR ".join(f'"{one}" *' for one in known)
            parts.append(f"({begun})")
        return " AND ".join(parts)


class _Row:
    """A product as the index gave it."""

    __slots__ = ("candidate", "hit")

    def __init__(self, row: tuple[str, str, str, str, str, str, str, str, int, int, int, str]):
        handle, title, page, image, words, currency, low, high, available, sold, kept, sku = row
        self.candidate = Candidate(tuple(words.split()), len(title), sold, bool(kept), bool(sku))
        self.hit = ProductHit(
            handle=handle,
            title=title,
            image_url=image,
            pdp_url=page,
            price_range=_range(currency, low, high),
            available=bool(available),
            matched_sku=sku,
        )


def _range(currency: str, low: str, high: str) -> PriceRange | None:
    if not currency:
        return None
    return PriceRange(Money(Decimal(low), currency), Money(Decimal(high), currency))


def _all_of(words: tuple[str, ...], star: str) -> str:
    return " AND ".join(f'"{word}" {star}' for word in words)
