"""Large catalogues of the training merchant, and awkward ones."""

from __future__ import annotations

import time

import pytest

from pos_app.training import ShelfManners, TrainingStore
from pos_app.training.catalog import Catalog
from tests.training.conftest import Opener
from tests.training.register import Json, Register


def page(register: Register, number: int = 1, size: int = 100) -> list[Json]:
    path = f"/api/v1/domains-products/{register.endpoints.domain}"
    answer = register.get(path, page=str(number), size=str(size))
    assert answer.status_code == 200
    listed: list[Json] = answer.json()
    return listed


def test_a_hundred_thousand_products_that_differ() -> None:
    catalog = Catalog(100_000)
    entries = list(catalog.listed(0, 200_000))
    assert len(catalog) == len(entries) == 100_000
    for column in zip(*entries, strict=True):
        assert len(set(column)) == len(entries)
    for handle, title, sku in entries[:: 100_000 // 50]:
        product = catalog.product(handle)
        assert product is not None
        assert (product.title, product.base_sku) == (title, sku)
        for variant in product.variants:
            assert catalog.resolve(variant.ref()) == variant
    assert any("/" in handle for handle, _, _ in entries[1000:])


@pytest.mark.parametrize("products", [0, 20_000, 100_000])
def test_the_list_of_a_catalogue_of_any_size(open_register: Opener, products: int) -> None:
    """Without a number it is the usual one, of some 150."""
    register = open_register(TrainingStore(pace=0, shelf=ShelfManners(products=products)))
    handles: list[str] = []
    while entries := page(register, 1 + len(handles) // 2000, 2000):
        handles += [entry["handle"] for entry in entries]
        if len(entries) < 2000:
            break
    assert len(set(handles)) == len(handles)
    assert len(handles) == products or (not products and 150 <= len(handles) < 250)


def test_a_generated_product_is_listed_found_and_sold(open_register: Opener) -> None:
    register = open_register(TrainingStore(pace=0, shelf=ShelfManners(products=2000)))
    listed = page(register, 20)
    assert len(listed) == 100
    assert page(register, 21) == []
    entry = listed[-1]
    product = register.product(entry["handle"])
    assert product["title"] == entry["title"]
    by_title = register.search(entry["title"]).json()["products"]
    by_sku = register.search(product["base_sku"]).json()["products"]
    assert by_title[0]["handle"] == by_sku[0]["handle"] == entry["handle"]
    variant = next(v for v in product["variants"] if v["available"])
    line = {"add_to_cart_ref": variant["add_to_cart_ref"], "quantity": 1}
    cart = register.cart("POST", "/line-items", line).json()
    assert cart["line_items"][0]["sku"] == variant["sku"]
    picture = register.http.get(entry["image"]["url"])
    assert picture.headers["content-type"] == "image/png"


def test_some_generated_products_show_no_price() -> None:
    catalog = Catalog(1000)
    products = [catalog.product(handle) for handle, _, _ in catalog.listed(200, 1000)]
    assert any(not v.shown_price for product in products if product for v in product.variants)


def test_so_many_products_are_too_many() -> None:
    with pytest.raises(ValueError, match="at most"):
        TrainingStore(shelf=ShelfManners(products=100_001))


def test_a_list_that_is_refused_now_and_then(open_register: Opener) -> None:
    register = open_register(TrainingStore(shelf=ShelfManners(refuse_every=2, retry_after=7)))
    page(register)
    path = f"/api/v1/domains-products/{register.endpoints.domain}"
    refused = register.get(path)
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "7"
    assert refused.json()["error"] == "RateLimitExceeded"
    page(register)


def test_a_list_that_moves_while_it_is_read(open_register: Opener) -> None:
    register = open_register(TrainingStore(shelf=ShelfManners(moves=1)))
    before, after = page(register), page(register)
    assert after[:-1] == before[1:]
    assert page(register) == after


def test_a_merchant_without_a_list(open_register: Opener) -> None:
    register = open_register(TrainingStore(shelf=ShelfManners(listed=False)))
    answer = register.get(f"/api/v1/domains-products/{register.endpoints.domain}")
    assert answer.status_code == 404
    assert answer.json()["error"] == "AllProductsNotImplemented"


def test_a_product_that_is_slow_and_one_that_is_withdrawn(open_register: Opener) -> None:
    store = TrainingStore(shelf=ShelfManners(product_seconds=0.2))
    register = open_register(store)
    begun = time.monotonic()
    assert register.product("radiant-tee")["title"] == "Radiant Tee"
    assert time.monotonic() - begun >= 0.2
    store.withdraw("radiant-tee")
    assert register.product("radiant-tee")["error"] == "ErrorProductNotFound"
    assert "radiant-tee" not in {entry["handle"] for entry in page(register, size=500)}
