"""Searching the catalogue (API sheet §5): words in any order, beginnings of words, SKUs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.training.bodies import invalid
from pos_app.training.catalog import Catalog, Product, words_of
from pos_app.training.sessions import b64url, unb64url
from pos_app.training.wire import Json, to_bytes

_DEFAULT_PAGE = 20
_LARGEST_PAGE = 100


@dataclass(frozen=True, slots=True)
class Search:
    """A search as asked for. Prices in cents; `domains` empty means any."""

    query: str
    domains: tuple[str, ...]
    min_price: int | None
    max_price: int | None
    in_stock: bool
    page_size: int
    page: int = 1

    @classmethod
    def from_body(cls, body: Json) -> Search:
        """Checks a request body. Raises ApiError ``ErrorInvalidInputBody``."""
        query = body.get("query", "")
        filters = body.get("filters") or {}
        if not isinstance(query, str) or not isinstance(filters, dict):
            raise invalid("query must be a string and filters an object.")
        domains = filters.get("domains") or []
        if not isinstance(domains, list) or not all(isinstance(d, str) for d in domains):
            raise invalid("filters.domains must be a list of strings.")
        size = _whole(body, "page_size")
        if size is not None and not 1 <= size <= _LARGEST_PAGE:
            raise invalid(f"page_size must be 1 to {_LARGEST_PAGE}.")
        return cls(
            query=query,
            domains=tuple(domains),
            min_price=_whole(filters, "min_price"),
            max_price=_whole(filters, "max_price"),
            in_stock=filters.get("in_stock") is True,
            page_size=size or _DEFAULT_PAGE,
            page=max(1, _whole(body, "page") or 1),
        )

    @classmethod
    def from_cursor(cls, cursor: str) -> Search:
        """The search of a ``next_page`` address. Raises ApiError ``ErrorInvalidInputBody``."""
        try:
            body = json.loads(unb64url(cursor))
        except (ValueError, RecursionError):
            raise invalid("cursor is not one of ours.") from None
        if not isinstance(body, dict):
            raise invalid("cursor is not one of ours.")
        return cls.from_body(body)

    def next_cursor(self) -> str:
        """What leads to the page after this one."""
        filters = {
            "domains": list(self.domains),
            "min_price": self.min_price,
            "max_price": self.max_price,
            "in_stock": self.in_stock,
        }
        body = {"query": self.query, "filters": filters, "page_size": self.page_size}
        return b64url(to_bytes(body | {"page": self.page + 1}))


def _whole(body: Json, name: str) -> int | None:
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise invalid(f"{name} must be a whole number.")
    return value


def find(catalog: Catalog, search: Search, domain: str) -> tuple[Sequence[Product], bool]:
    """One page of products, best first, and whether more follow."""
    if search.domains and domain not in search.domains:
        return (), False
    ranked = []
    for product in catalog.candidates(search.query):
        rank = _rank(product, search.query)
        if rank is not None and _passes(catalog, product, search):
            ranked.append((rank, product.title, product))
    ranked.sort(key=lambda entry: entry[:2])
    start = (search.page - 1) * search.page_size
    end = start + search.page_size
    return [product for _, _, product in ranked[start:end]], end < len(ranked)


def _rank(product: Product, query: str) -> int | None:
    """0 for a SKU, 1 for a title that begins so, 2 for any other match, None for no match."""
    wanted = query.strip().casefold()
    if not wanted:
        return 2
    if wanted == product.base_sku.casefold():
        return 0
    if any(wanted == variant.sku.casefold() for variant in product.variants):
        return 0
    if len(wanted) > 4 and any(v.sku.casefold().startswith(wanted) for v in product.variants):
        return 1
    words = words_of(wanted)
    if not words or not all(any(k.startswith(w) for k in product.words) for w in words):
        return None
    return 1 if product.title.casefold().startswith(wanted) else 2


def _passes(catalog: Catalog, product: Product, search: Search) -> bool:
    variants = product.variants
    if search.in_stock:
        variants = tuple(variant for variant in variants if catalog.stock(variant) > 0)
    low = 0 if search.min_price is None else search.min_price
    return any(
        variant.price >= low and (search.max_price is None or variant.price <= search.max_price)
        for variant in variants
    )
