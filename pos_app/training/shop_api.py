"""Endpoints of the API host that sell nothing yet: sessions, catalogue, search, order status.

Also ``/training/…``: pictures, and the control of the merchant from outside.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from pos_app.training import discovery, pictures
from pos_app.training.bodies import text_at
from pos_app.training.merchant import DOMAIN, Merchant
from pos_app.training.routing import Call, Route
from pos_app.training.scenarios import MAGIC_CARDS, SCENARIOS
from pos_app.training.wire import ApiError, Reply, json_reply, read_object

_PAGE_SIZES = (100, 500, 1000, 2000)


class ShopApi:
    """Sessions, catalogue, discovery and order status."""

    def __init__(self, merchant: Merchant) -> None:
        self._merchant = merchant

    def routes(self) -> tuple[Route, ...]:
        """What this part answers."""
        products = "/api/v1/domains-products/{domain}"
        status = "/api/v1/orders/domains/{domain}/order/{number}/status"
        return (
            Route("POST", "/api/v1/browser-session", self.browser_session, needs_session=False),
            Route("GET", products, self.products),
            Route("GET", products + "/{handle*}", self.product),
            Route("GET", "/api/v1/domains-pdp", self.product_by_url),
            Route("POST", "/api/v1/discovery/search", self.search),
            Route("GET", "/api/v1/discovery/search", self.search),
            Route("GET", status, self.order_status),
        )

    async def browser_session(self, call: Call) -> Reply:
        """Opens or renews a session."""
        body = read_object(call.request.body) if call.request.body.strip() else {}
        app_id = call.request.headers.get("x-firmly-app-id")
        return json_reply(self._merchant.sessions.open(app_id, body.get("access_token")))

    async def products(self, call: Call) -> Reply:
        """One page of the list of all products."""
        page = _number(call.request.query, "page", 1)
        size = _number(call.request.query, "size", 100)
        if size not in _PAGE_SIZES or page < 1:
            raise ApiError(
                "ErrorInvalidInputBody", "size must be 100, 500, 1000 or 2000; page from 1."
            )
        merchant = self._merchant
        await asyncio.sleep(merchant.shelf.page_seconds)
        start = (page - 1) * size + merchant.shelf.take_page()
        listed = merchant.catalog.listed(start, start + size)
        shown = (entry for entry in listed if merchant.shelf.knows(entry[0]))
        return json_reply([merchant.shapes.listed(*entry) for entry in shown])

    async def product(self, call: Call) -> Reply:
        """A product by its handle."""
        await asyncio.sleep(self._merchant.shelf.product_seconds)
        return self._product(call.params["handle"])

    async def product_by_url(self, call: Call) -> Reply:
        """A product by the address of its page."""
        elsewhere = ApiError("ProductUrlNotImplemented", "This is no product page of ours.")
        try:
            url = urlsplit(call.request.query.get("url", ""))
        except ValueError:
            raise elsewhere from None
        prefix = "/products/"
        if url.hostname != DOMAIN or not url.path.startswith(prefix):
            raise elsewhere
        return self._product(unquote(url.path.removeprefix(prefix)))

    async def search(self, call: Call) -> Reply:
        """A page of search results; ``next_page`` can be fetched with GET or POST."""
        cursor = call.request.query.get("cursor")
        if cursor is not None:
            search = discovery.Search.from_cursor(cursor)
        else:
            search = discovery.Search.from_body(read_object(call.request.body))
        found, more = discovery.find(self._merchant.catalog, search, DOMAIN)
        address = f"{self._merchant.api_url}/api/v1/discovery/search?cursor={search.next_cursor()}"
        shapes = self._merchant.shapes
        return json_reply(
            {
                "products": [shapes.found(product) for product in found],
                "next_page": address if more else None,
            }
        )

    async def order_status(self, call: Call) -> Reply:
        """How far an order has come."""
        return json_reply(self._merchant.order_status(call.params["number"]))

    def _product(self, handle: str) -> Reply:
        product = self._merchant.catalog.product(handle)
        if product is None or not self._merchant.shelf.knows(handle):
            raise ApiError("ErrorProductNotFound", "There is no product of that handle.")
        return json_reply(self._merchant.shapes.product(product))


class ControlApi:
    """Pictures, and what tests and drivers outside the app use to direct the merchant."""

    def __init__(self, merchant: Merchant) -> None:
        self._merchant = merchant
        self._drawn: dict[str, bytes] = {}

    def routes(self) -> tuple[Route, ...]:
        """What this part answers; none of it needs a session."""
        return (
            Route("GET", "/training/images/{name}", self.image, needs_session=False),
            Route("GET", "/training/ledger", self.ledger, needs_session=False),
            Route("GET", "/training/scenarios", self.scenarios, needs_session=False),
            Route("POST", "/training/next", self.set_next, needs_session=False),
        )

    async def image(self, call: Call) -> Reply:
        """A picture, drawn when it is first asked for."""
        key = call.params["name"].removesuffix(".png")
        outline = self._merchant.catalog.outline(key)
        if outline is None:
            raise ApiError("RouteNotFound", "There is no such picture.")
        if key not in self._drawn:
            self._drawn[key] = pictures.draw(*outline)
        return Reply(200, self._drawn[key], "image/png", {"cache-control": "max-age=86400"})

    async def ledger(self, _call: Call) -> Reply:
        """The orders that were really accepted."""
        return json_reply({"orders": self._merchant.ledger.as_json()})

    async def scenarios(self, _call: Call) -> Reply:
        """All scenarios and magic cards."""
        listed = [{"name": s.name, "title": s.title, "accepts": s.accepts} for s in SCENARIOS]
        return json_reply({"scenarios": listed, "magic_cards": dict(MAGIC_CARDS)})

    async def set_next(self, call: Call) -> Reply:
        """Chooses what the next order will do."""
        name = text_at(read_object(call.request.body), "scenario")
        try:
            self._merchant.plan.set_next(name)
        except ValueError as problem:
            raise ApiError("ErrorInvalidInputBody", str(problem)) from None
        return json_reply({"scenario": name})


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name, str(default))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
