"""What is written into the catalogue at hand. Only the catalogue's own thread uses this."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos_app.domain.search_words import sku_key, words_of

if TYPE_CHECKING:
    from pos_app.domain.money import Money
    from pos_app.domain.product import Product, ProductHit

_MOST_WORDS = 120
_MOST_TERMS = 20_000
_INSERT = """
    INSERT INTO products (handle, title, page, image, words, seen) VALUES (?, ?, ?, ?, ?, ?)
    RETURNING number
"""
_NEW_ON_SHELF = """
    SELECT number FROM json_each(?) AS wanted CROSS JOIN sold ON sold.handle = wanted.value
    JOIN products ON products.handle = sold.handle
    WHERE number NOT IN (SELECT number FROM shelf)
"""
_NUMBERS = ("reading", "next_page", "begun_at", "completed_at", "not_offered")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the list of all products has been read; times in unix seconds, 0 for never.

    `reading` counts the readings of the whole list, `next_page` is the one to go on with.
    `source` is the host that was asked. `not_offered`: the merchant has no such list.
    """

    reading: int = 0
    next_page: int = 1
    begun_at: float = 0
    completed_at: float = 0
    not_offered: float = 0
    source: str = ""


class CatalogueStore:
    """The statements that change the file. Each method is one short transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._terms: set[str] = set()  # some of those that are written: most words come again

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def count(self) -> int:
        """How many products are at hand."""
        return int(self._db.execute("SELECT count(*) FROM products").fetchone()[0])

    def progress(self) -> Progress:
        """How far the list has been read."""
        found = self._db.execute("SELECT name, value FROM progress WHERE name <> 'sold_until'")
        return Progress(**dict(found.fetchall()))

    def keep_progress(self, progress: Progress) -> None:
        """Remember how far the list has been read."""
        with self._transaction():
            self._keep(progress)

    def put(
        self, hits: Sequence[ProductHit], reading: int, progress: Progress | None = None
    ) -> None:
        """Write entries of the list; with the last ones of a page, also how far that is."""
        with self._transaction():
            new = [hit.handle for hit in hits if self._put(hit, reading)]
            self._shelve(new)
            if progress is not None:
                self._keep(progress)

    def learn(self, products: Iterable[Product], now: float) -> None:
        """Write what products themselves told: SKUs, prices, availability."""
        with self._transaction():
            reading = self._reading()
            for product in products:
                if product.handle:
                    self._learn(product, now, reading)

    def add_sold(self, counts: Mapping[str, int], until: float) -> None:
        """Count what was sold, by handle; all orders up to `until` (unix seconds) are in."""
        with self._transaction():
            self._db.executemany(
                "INSERT INTO sold (handle, count) VALUES (?, ?) "
                "ON CONFLICT (handle) DO UPDATE SET count = count + excluded.count",
                counts.items(),
            )
            self._shelve(counts)
            self._db.execute(
                "INSERT OR REPLACE INTO progress (name, value) VALUES ('sold_until', ?)", (until,)
            )

    def sold_until(self) -> float:
        """Up to when orders have been counted, in unix seconds; 0 for none."""
        return float(self._value("sold_until"))

    def set_favourites(self, handles: Iterable[str]) -> None:
        """These products, and no others, are kept at hand by the clerks."""
        marked = [(handle,) for handle in handles]
        with self._transaction():
            self._db.execute("UPDATE sold SET favourite = 0 WHERE favourite")
            self._db.executemany(
                "INSERT INTO sold (handle, favourite) VALUES (?, 1) "
                "ON CONFLICT (handle) DO UPDATE SET favourite = 1",
                marked,
            )
            self._shelve(handle for (handle,) in marked)

    def stale_best_sellers(self, before: float, limit: int) -> tuple[str, ...]:
        """Handles of what sells best and was last read before then, best first."""
        found = self._db.execute(
            "SELECT handle FROM sold JOIN products USING (handle) WHERE read_at < ? "
            "ORDER BY favourite DESC, count DESC, handle LIMIT ?",
            (before, limit),
        )
        return tuple(handle for (handle,) in found.fetchall())

    def forget(self, handle: str) -> None:
        """Remove a product that the merchant no longer knows."""
        with self._transaction():
            found = self._db.execute("SELECT number FROM products WHERE handle = ?", (handle,))
            self._remove(number for (number,) in found.fetchall())

    def sweep(self, reading: int, limit: int) -> int:
        """Remove some that the last two readings did not see; returns how many.

        One that a single reading did not see may have moved to a page that had been read by then.
        """
        with self._transaction():
            found = self._db.execute(
                "SELECT number FROM products WHERE seen < ? LIMIT ?", (reading - 1, limit)
            ).fetchall()
            self._remove(number for (number,) in found)
        return len(found)

    def _put(self, hit: ProductHit, reading: int) -> bool:
        """Write one entry; True if the product is a new one."""
        if not hit.handle:
            return False
        kept = self._db.execute(
            "SELECT number, title, page, image, seen FROM products WHERE handle = ?", (hit.handle,)
        ).fetchone()
        if kept is None:
            self._insert(hit.handle, hit.title, hit.pdp_url, hit.image_url, reading)
            return True
        number, title, page, image, seen = kept
        if title != hit.title:
            self._reword(number, _words(hit.title, hit.handle))
        if (title, page, image) != (hit.title, hit.pdp_url, hit.image_url) or seen != reading:
            self._db.execute(
                "UPDATE products SET title = ?, page = ?, image = ?, seen = ? WHERE number = ?",
                (hit.title, hit.pdp_url, hit.image_url, reading, number),
            )
        return False

    def _insert(self, handle: str, title: str, page: str, image: str, reading: int) -> int:
        words = _words(title, handle)
        row = (handle, title, page, image, words, reading)
        number = int(self._db.execute(_INSERT, row).fetchone()[0])
        self._db.execute("INSERT INTO all_words (rowid, words) VALUES (?, ?)", (number, words))
        self._keep_terms(words)
        return number

    def _learn(self, product: Product, now: float, reading: int) -> None:
        found = self._db.execute(
            "SELECT number FROM products WHERE handle = ?", (product.handle,)
        ).fetchone()
        if found is None:
            title, image = product.title, product.image_url
            number = self._insert(product.handle, title, "", image, reading)
            self._shelve((product.handle,))
        else:
            number = found[0]
        skus = {sku_key(sku): sku for sku in (v.sku for v in product.variants) if sku_key(sku)}
        if product.base_sku and len(product.variants) == 1:
            skus.setdefault(sku_key(product.base_sku), product.base_sku)
        more = (*skus.values(), *(v.title for v in product.variants))
        self._reword(number, _words(product.title, product.handle, *more))
        self._db.execute("DELETE FROM skus WHERE number = ?", (number,))
        self._db.executemany(
            "INSERT INTO skus (key, number, sku) VALUES (?, ?, ?)",
            [(key, number, sku) for key, sku in skus.items() if key],
        )
        self._db.execute(
            "UPDATE products SET title = ?, currency = ?, low = ?, high = ?, available = ?, "
            "read_at = ? WHERE number = ?",
            (product.title, *_prices(product), _is_available(product), now, number),
        )

    def _reword(self, number: int, words: str) -> None:
        """Let a product be found by other words."""
        (old,) = self._db.execute(
            "SELECT words FROM products WHERE number = ?", (number,)
        ).fetchone()
        if old == words:
            return
        for table in self._tables_of(number):
            self._db.execute(_delete_from(table), (number, old))
            self._db.execute(f"INSERT INTO {table} (rowid, words) VALUES (?, ?)", (number, words))  # noqa: S608 - our own names
        self._db.execute("UPDATE products SET words = ? WHERE number = ?", (words, number))
        self._keep_terms(words)

    def _shelve(self, handles: Iterable[str]) -> None:
        """Have products found among the first: they are sold here, or kept at hand."""
        rows = self._db.execute(_NEW_ON_SHELF, (json.dumps([*handles]),)).fetchall()
        self._db.executemany("INSERT INTO shelf (number) VALUES (?)", rows)
        self._db.executemany(
            "INSERT INTO shelf_words (rowid, words) "
            "SELECT number, words FROM products WHERE number = ?",
            rows,
        )

    def _remove(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            (words,) = self._db.execute(
                "SELECT words FROM products WHERE number = ?", (number,)
            ).fetchone()
            for table in self._tables_of(number):
                self._db.execute(_delete_from(table), (number, words))
            for table in ("shelf", "skus", "products"):
                self._db.execute(f"DELETE FROM {table} WHERE number = ?", (number,))  # noqa: S608 - our own names

    def _tables_of(self, number: int) -> tuple[str, ...]:
        on_shelf = self._db.execute("SELECT 1 FROM shelf WHERE number = ?", (number,)).fetchone()
        return ("all_words", "shelf_words") if on_shelf else ("all_words",)

    def _keep_terms(self, words: str) -> None:
        new = [(word,) for word in words.split() if word not in self._terms]
        if new:
            self._db.executemany("INSERT OR IGNORE INTO terms (term) VALUES (?)", new)
            if len(self._terms) > _MOST_TERMS:
                self._terms.clear()
            self._terms.update(word for (word,) in new)

    def _reading(self) -> int:
        return int(self._value("reading"))

    def _value(self, name: str) -> float:
        found = self._db.execute("SELECT value FROM progress WHERE name = ?", (name,)).fetchone()
        return found[0] if found else 0

    def _keep(self, progress: Progress) -> None:
        rows = [(name, getattr(progress, name)) for name in (*_NUMBERS, "source")]
        self._db.executemany("INSERT OR REPLACE INTO progress (name, value) VALUES (?, ?)", rows)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
                self._terms.clear()


def _delete_from(table: str) -> str:
    # https://sqlite.org/fts5.html#the_delete_command
    return f"INSERT INTO {table} ({table}, rowid, words) VALUES ('delete', ?, ?)"  # noqa: S608


def _words(title: str, *more: str) -> str:
    """The words to be found by, those of the title first."""
    words = [word for text in (title, *more) for word in words_of(text)]
    return " ".join(tuple(dict.fromkeys(words))[:_MOST_WORDS])


def _prices(product: Product) -> tuple[str, str, str]:
    """Currency, lowest and highest price; three empty texts unless all are known and alike."""
    prices: list[Money] = [v.price for v in product.variants if v.price is not None]
    if len({price.currency for price in prices}) != 1:
        return "", "", ""
    amounts = [price.amount for price in prices]
    return prices[0].currency, str(min(amounts)), str(max(amounts))


def _is_available(product: Product) -> bool:
    return any(variant.available for variant in product.variants)
