"""The training merchant's catalogue, its pictures and its search."""

from __future__ import annotations

import struct
import zlib

import pytest

from pos_app.training.assortment import PALETTE
from pos_app.training.catalog import Catalog
from pos_app.training.pictures import SIZE
from tests.training.register import Json, Register


def listed(register: Register, **query: str) -> list[Json]:
    path = f"/api/v1/domains-products/{register.endpoints.domain}"
    products: list[Json] = register.get(path, **query).json()
    return products


def test_there_is_something_to_sell_and_it_is_the_same_each_time() -> None:
    first, second = Catalog(), Catalog()
    assert len(first.products) >= 150
    assert first.products == second.products
    skus = [variant.sku for product in first.products for variant in product.variants]
    assert len(skus) == len(set(skus))
    assert len({product.handle for product in first.products}) == len(first.products)


def test_odd_products_are_there() -> None:
    products = Catalog().products
    variants = [variant for product in products for variant in product.variants]
    possible = sum(len(p.axes[0].values) * 3 for p in products if p.base_sku == "WS01")
    assert len(next(p for p in products if p.base_sku == "WS01").variants) < possible
    assert any(not variant.shown_price for variant in variants)
    assert any(variant.stock == 0 for variant in variants)
    assert any(0 < variant.stock <= 5 for variant in variants)
    assert any("/" in product.handle for product in products)
    assert any(not product.title.isascii() for product in products)
    assert any(len(product.title) > 100 for product in products)
    assert any(not product.axes for product in products)


@pytest.mark.parametrize(
    ("handle", "sku", "cents"),
    [
        ("radiant-tee", "WS12-XS-Orange", 2200),
        ("hero-hoodie", "MH07-XS-Gray", 5400),
        ("breathe-easy-tank", "WT09-S-Blue", 3400),
    ],
)
def test_well_known_products(shared: Register, handle: str, sku: str, cents: int) -> None:
    product = shared.product(handle)
    variant = next(v for v in product["variants"] if v["sku"] == sku)
    assert variant["price"]["number"] == cents
    assert variant["available"] is True
    assert variant["add_to_cart_ref"]["variant_handles"]
    colours = product["variant_option_values"][1]["option_values"]
    assert all(colour["swatch"] == PALETTE[colour["value"]] for colour in colours)


def test_paging_ends_with_a_short_page(shared: Register) -> None:
    pages = [listed(shared, page=str(page), size="100") for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [100, 73, 0]
    assert set(pages[0][0]) == {"loc", "handle", "title", "image"}


@pytest.mark.parametrize("query", [{"size": "7"}, {"page": "0"}, {"page": "x"}])
def test_a_wrong_page_is_refused(shared: Register, query: dict[str, str]) -> None:
    path = f"/api/v1/domains-products/{shared.endpoints.domain}"
    assert shared.get(path, **query).json()["error"] == "ErrorInvalidInputBody"


def test_every_listed_product_can_be_read_by_handle_and_by_page(shared: Register) -> None:
    for entry in listed(shared, size="500")[::9] + listed(shared, size="500")[-5:]:
        product = shared.product(entry["handle"])
        assert product["title"] == entry["title"]
        assert shared.get("/api/v1/domains-pdp", url=entry["loc"]).json() == product


def test_unknown_products(shared: Register) -> None:
    assert shared.product("no-such-thing")["error"] == "ErrorProductNotFound"
    for url in (
        "https://elsewhere.example/products/x",
        "",
        "http://[",
        "https://training.example/",
    ):
        answer = shared.get("/api/v1/domains-pdp", url=url)
        assert (answer.status_code, answer.json()["error"]) == (404, "ProductUrlNotImplemented")


def test_pictures_are_pngs(shared: Register) -> None:
    url = shared.product("radiant-tee")["images"][0]["url"]
    answer = shared.http.get(url)
    assert answer.headers["content-type"] == "image/png"
    png = answer.content
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", png[16:24]) == (SIZE, SIZE)
    length = struct.unpack(">I", png[33:37])[0]
    assert len(zlib.decompress(png[41 : 41 + length])) == SIZE * (1 + 3 * SIZE)
    assert shared.http.get(url.replace("ws12", "nothing")).status_code == 404


def test_every_picture_of_the_catalogue_can_be_drawn(shared: Register) -> None:
    urls = {entry["image"]["url"] for entry in listed(shared, size="500")}
    assert all(shared.http.get(url).status_code == 200 for url in urls)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("radiant", "Radiant Tee"),
        ("TEE radi", "Radiant Tee"),
        ("ws12-xs-orange", "Radiant Tee"),
        ("WS12", "Radiant Tee"),
        ("hoodie hero gray", "Hero Hoodie"),
        ("湯呑み", "湯呑み 山桜 (Yunomi)"),
    ],
)
def test_search_finds(shared: Register, query: str, first: str) -> None:
    assert shared.search(query).json()["products"][0]["title"] == first


@pytest.mark.parametrize("query", ["zzzz", "radiant zzzz", "!!!", "adiant"])
def test_search_finds_nothing(shared: Register, query: str) -> None:
    assert shared.search(query).json() == {"products": [], "next_page": None}


def test_search_filters(shared: Register) -> None:
    elsewhere = {"domains": ["elsewhere.example"]}
    assert shared.search("tee", filters=elsewhere).json()["products"] == []
    cheap = shared.search("", filters={"max_price": 1000, "in_stock": True}, page_size=100).json()
    assert cheap["products"]
    assert all(p["price_range"]["min"] <= 1000 for p in cheap["products"])
    assert all(p["has_available_variants"] for p in cheap["products"])


def test_search_pages_to_the_end(shared: Register) -> None:
    answer = shared.search("", page_size=50).json()
    handles = [product["handle"] for product in answer["products"]]
    while answer["next_page"]:
        answer = shared.http.get(answer["next_page"], headers=shared.auth).json()
        handles += [product["handle"] for product in answer["products"]]
    assert len(handles) == len(set(handles)) == 173


@pytest.mark.parametrize(
    "body",
    [{"page_size": 101}, {"page_size": True}, {"filters": ["x"]}, {"filters": {"domains": 3}}],
)
def test_a_wrong_search_is_refused(shared: Register, body: dict[str, object]) -> None:
    assert shared.search("tee", **body).json()["error"] == "ErrorInvalidInputBody"
