"""The merchant's catalogue: search, one product, one SKU, one product page (§5)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol
from urllib.parse import quote, unquote, urlsplit

from pos_app.domain.errors import AnswerError, Code, Problem, UnreadableError
from pos_app.domain.product import Product, ProductHit, Variant
from pos_app.firmly import wire

MAX_SEARCH_PAGE = 100
LIST_SIZES = (100, 500, 1000, 2000)
# Results without variants tell no SKU: so many of them are read to find one.
_READ_AHEAD = 3
_READ_AT_ONCE = 40
_BREATH_SECONDS = 0.002
_ABSENT = frozenset({Code.NOT_FOUND, Code.NOT_OFFERED})


class JsonCalls(Protocol):
    """Calls with the device's token; `url` is absolute. Raises `PosError` for known errors."""

    async def json(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        body: object = None,
    ) -> object:
        """The parsed answer."""


class Catalog:
    """One merchant's catalogue.

    Each method raises what `calls` raises, and UnreadableError (`BAD_SHAPE`) for an answer that
    is not of the documented shape.
    """

    def __init__(self, calls: JsonCalls, api_url: str, domain: str, country: str = "us") -> None:
        self._calls = calls
        self._api = api_url.rstrip("/") + "/api/v1"
        self._domain = domain.casefold()
        self._country = country.casefold()

    async def search(self, query: str, page_size: int = 30) -> tuple[ProductHit, ...]:
        """Results of this merchant, best first; one whose SKU is the query stands before all."""
        wanted = query.strip()
        if not wanted:
            return ()
        url = f"{self._api}/discovery/search"
        body = {
            "query": wanted,
            "filters": {"domains": [self._domain]},
            "page_size": min(max(page_size, 1), MAX_SEARCH_PAGE),
        }
        answer = await self._calls.json("POST", url, body=body)
        found = answer.get("products") if isinstance(answer, dict) else None
        if not isinstance(found, list):
            raise _bad_shape(url)
        hits = (wire.hit_from(entry, wanted) for entry in found if self._is_ours(entry))
        return tuple(sorted((hit for hit in hits if hit), key=lambda hit: not hit.matched_sku))

    async def product(self, handle: str, postal_code: str = "") -> Product:
        """All about one product. AnswerError (`NOT_FOUND`) when there is no such handle."""
        name = quote(handle, safe="", errors="replace")
        url = f"{self._api}/domains-products/{self._domain}/{name}"
        product = wire.product_from(await self._calls.json("GET", url, params=_near(postal_code)))
        if product is None:
            raise _bad_shape(url)
        return product if product.handle else replace(product, handle=handle)

    async def product_by_url(self, url: str, postal_code: str = "") -> Product | None:
        """The product of a product page, or None: not this merchant's, or no product there.

        Where the merchant can't look pages up, the last part of the path is tried as a handle.
        """
        link = self._link(url)
        if not link:
            return None
        call = f"{self._api}/domains-pdp"
        try:
            answer = await self._calls.json("GET", call, params={"url": link} | _near(postal_code))
        except AnswerError as error:
            if error.problem.code not in _ABSENT:
                raise
            return await self._by_last_segment(link, postal_code)
        product = wire.product_from(answer)
        if product is None:
            raise _bad_shape(call)
        return product

    async def find_sku(self, sku: str) -> tuple[Product, Variant] | None:
        """The one variant with exactly this SKU, letter case aside, or None.

        The search index can lag behind the shop: the product is read again before it is sold.
        """
        wanted = sku.strip()
        hits = await self.search(wanted)
        sure = [hit for hit in hits if hit.matched_sku]
        silent = [hit for hit in hits if hit.product is None and not hit.matched_sku]
        for hit in (*sure, *silent[:_READ_AHEAD]):
            product = await self._still_there(hit)
            variant = _with_sku(product, wanted) if product else None
            if product is not None and variant is not None:
                return product, variant
        return None

    async def all_products(self, page: int = 1, size: int = 100) -> tuple[ProductHit, ...]:
        """One page of the list of all products, without prices; a page that is short is the last.

        AnswerError (`NOT_OFFERED`) where the merchant has no such list. ValueError for a page
        below 1 or a size other than 100, 500, 1000 or 2000.
        """
        if page < 1 or size not in LIST_SIZES:
            raise ValueError("pages count from 1; sizes are 100, 500, 1000 and 2000")
        url = f"{self._api}/domains-products/{self._domain}"
        params = {"page": str(page), "size": str(size), "countryCode": self._country}
        listed = await self._calls.json("GET", url, params=params)
        if not isinstance(listed, list):
            raise _bad_shape(url)
        hits: list[ProductHit] = []
        for start in range(0, len(listed), _READ_AT_ONCE):
            hits += wire.listing_from(listed[start : start + _READ_AT_ONCE]) or ()
            await asyncio.sleep(_BREATH_SECONDS)  # 2,000 take a while: the window's thread first
        return tuple(hits)

    def is_link(self, text: str) -> bool:
        """Whether `text` is a web address, not words: any with http(s), or one of the merchant's.

        "staging.luma.gift/products/mug" is one for that merchant; "ABC/12" is none.
        """
        bare = text.strip().casefold()
        return bare.startswith(("https://", "http://")) or bool(self._link(text))

    def _link(self, text: str) -> str:
        """`text` as an absolute address without fragment if its host is the merchant's, else "".

        The merchant's are the domain itself, hosts above it (the shop of "staging.luma.gift" can
        have its pages on "luma.gift" or "www.luma.gift") and hosts below it. It decides only
        whether the merchant's own catalogue is asked; no call goes to the host.
        """
        bare = text.strip().encode("utf-8", "replace").decode()
        if not bare or not bare.isprintable() or " " in bare:
            return ""
        try:
            parts = urlsplit(bare if "://" in bare else f"https://{bare}")
            host = (parts.hostname or "").encode("idna").decode().rstrip(".")
        except ValueError:  # UnicodeError of a name that is none is one, too
            return ""
        if parts.scheme not in ("http", "https") or not _same_site(host, self._domain):
            return ""
        return parts._replace(fragment="").geturl()

    async def _by_last_segment(self, link: str, postal_code: str) -> Product | None:
        handle = unquote(urlsplit(link).path.rstrip("/").rpartition("/")[2])
        return await self._or_none(handle, postal_code) if handle else None

    async def _still_there(self, hit: ProductHit) -> Product | None:
        if hit.handle:
            return await self._or_none(hit.handle)
        return await self.product_by_url(hit.pdp_url)

    async def _or_none(self, handle: str, postal_code: str = "") -> Product | None:
        try:
            return await self.product(handle, postal_code)
        except AnswerError as error:
            if error.problem.code not in _ABSENT:
                raise
            return None

    def _is_ours(self, entry: object) -> bool:
        """Results that name no domain were asked for by domain."""
        domain = entry.get("domain") if isinstance(entry, dict) else None
        return not isinstance(domain, str) or domain.strip().casefold() == self._domain


def _with_sku(product: Product, sku: str) -> Variant | None:
    """The variant; a product's only variant can go by the SKU of the product alone."""
    variant = product.variant_by_sku(sku) if sku else None
    if variant is None and len(product.variants) == 1 and not product.variants[0].sku:
        return product.variants[0] if product.base_sku.casefold() == sku.casefold() else None
    return variant


def _same_site(host: str, domain: str) -> bool:
    host, domain = host.removeprefix("www."), domain.removeprefix("www.")
    if "." not in host:
        return host == domain
    return host == domain or host.endswith(f".{domain}") or domain.endswith(f".{host}")


def _near(postal_code: str) -> dict[str, str]:
    return {"postal_code": postal_code.strip()} if postal_code.strip() else {}


def _bad_shape(url: str) -> UnreadableError:
    return UnreadableError(Problem(Code.BAD_SHAPE, where=url.partition("://")[2]))
