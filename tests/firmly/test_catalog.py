"""The catalogue against answers as section 5 of the API sheet shows them, odd ones included."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

import pytest

from pos_app.domain.errors import AnswerError, Code, PosError, Problem, UnreadableError
from pos_app.firmly.catalog import Catalog

T = TypeVar("T")
API = "https://api.example/"
BASE = "https://api.example/api/v1"
DOMAIN = "staging.luma.gift"
SEARCH = ("POST", f"{BASE}/discovery/search")
PDP = ("GET", f"{BASE}/domains-pdp")
NOT_FOUND = Problem(Code.NOT_FOUND, error_id="ErrorProductNotFound", status=404)
NOT_OFFERED = Problem(Code.NOT_OFFERED, error_id="ProductUrlNotImplemented", status=404)


class Answers:
    """Answers by method and address, as they were recorded; a `Problem` is an error answer."""

    def __init__(self, recorded: Mapping[tuple[str, str], object]) -> None:
        self._recorded = recorded
        self.asked: list[tuple[str, str, Mapping[str, str], object]] = []

    async def json(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        body: object = None,
    ) -> object:
        self.asked.append((method, url, params or {}, body))
        answer = self._recorded.get((method, url), NOT_FOUND)
        if isinstance(answer, Problem):
            raise AnswerError(answer)
        return answer


def shop(recorded: Mapping[tuple[str, str], object]) -> tuple[Catalog, Answers]:
    answers = Answers(recorded)
    return Catalog(answers, API, DOMAIN), answers


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


def mug(handle: str = "mug", sku: str = "M-1", **more: object) -> dict[str, object]:
    variants = [{"sku": sku, "add_to_cart_ref": {"variant_id": sku}}]
    return {"handle": handle, "title": handle, "variants": variants, **more}


def by_handle(name: str) -> tuple[str, str]:
    return "GET", f"{BASE}/domains-products/{DOMAIN}/{name}"


def found(*products: object) -> dict[str, object]:
    return {"products": list(products), "next_page": None}


def test_search_asks_for_this_merchant_alone() -> None:
    catalog, answers = shop({SEARCH: found()})
    assert run(catalog.search("  blue mug ", 500)) == ()
    body = {"query": "blue mug", "filters": {"domains": [DOMAIN]}, "page_size": 100}
    assert answers.asked == [(*SEARCH, {}, body)]


def test_nothing_typed_asks_nothing() -> None:
    catalog, answers = shop({})
    assert run(catalog.search(" \t")) == ()
    assert run(catalog.find_sku(" ")) is None
    assert answers.asked == []


def test_hits_of_others_are_dropped_and_a_whole_sku_is_first() -> None:
    products = (
        mug("near", "M-12", domain=DOMAIN),
        mug("other", "M-1", domain="elsewhere.example"),
        mug("exact", "m-1", domain=DOMAIN.upper()),
        mug("unnamed", "M-13"),
        None,
        {"title": "no handle"},
    )
    catalog, _ = shop({SEARCH: found(*products)})
    hits = run(catalog.search("M-1"))
    assert [hit.handle for hit in hits] == ["exact", "near", "unnamed"]
    assert [hit.matched_sku for hit in hits] == ["m-1", "", ""]


@pytest.mark.parametrize("answer", [None, [], {}, {"products": None}, {"products": {}}, "x", 3])
def test_an_answer_of_another_shape(answer: object) -> None:
    catalog, _ = shop({SEARCH: answer, by_handle("mug"): answer, PDP: answer})
    works: list[Coroutine[Any, Any, object]] = [
        catalog.search("mug"),
        catalog.product("mug"),
        catalog.product_by_url(f"https://{DOMAIN}/mug"),
    ]
    for work in works:
        with pytest.raises(UnreadableError) as error:
            run(work)
        assert error.value.problem.code is Code.BAD_SHAPE
        assert error.value.problem.where.startswith("api.example/api/v1/")


def test_a_handle_is_one_part_of_the_address() -> None:
    handle = "gifts/winter & co?#%é"
    encoded = by_handle("gifts%2Fwinter%20%26%20co%3F%23%25%C3%A9")
    catalog, answers = shop({encoded: {"variants": [{"sku": "A"}]}})
    product = run(catalog.product(handle, " 98101 "))
    assert product.handle == handle
    assert answers.asked == [(*encoded, {"postal_code": "98101"}, None)]


@pytest.mark.parametrize(
    "link",
    [
        "https://staging.luma.gift/products/mug",
        "http://STAGING.luma.gift:443/mug?utm=1#top",
        "https://www.staging.luma.gift/mug",
        "https://luma.gift/mug",
        "https://www.luma.gift/mug",
        "https://eu.staging.luma.gift/mug",
        "  staging.luma.gift/products/mug ",
    ],
)
def test_pages_of_the_merchant(link: str) -> None:
    catalog, answers = shop({PDP: mug()})
    assert catalog.is_link(link)
    product = run(catalog.product_by_url(link, "98101"))
    assert product is not None
    ((_, _, params, _),) = answers.asked
    assert params["postal_code"] == "98101"
    assert params["url"].startswith("http")
    assert "#" not in params["url"]


@pytest.mark.parametrize(
    "link",
    [
        "https://elsewhere.example/mug",
        "https://notluma.gift/mug",
        "https://gift/mug",
        "https://staging.luma.gift.evil.example/mug",
        "https://staging.luma.gift@evil.example/mug",
        "https://[bad/mug",
        "https://",
        "https://a..b/mug",
    ],
)
def test_pages_of_others_ask_nothing(link: str) -> None:
    catalog, answers = shop({PDP: mug()})
    assert catalog.is_link(link)
    assert run(catalog.product_by_url(link)) is None
    assert answers.asked == []


@pytest.mark.parametrize(
    "text", ["", "mug", "M-1", "ABC/12", "blue mug / large", "ftp://staging.luma.gift/x", "\ud83d"]
)
def test_what_is_no_link(text: str) -> None:
    catalog, _ = shop({})
    assert not catalog.is_link(text)
    assert run(catalog.product_by_url(text)) is None


def test_where_pages_can_not_be_looked_up_the_path_is_a_handle() -> None:
    page = f"https://{DOMAIN}/products/m%C3%BCg/?a=b"
    catalog, answers = shop({PDP: NOT_OFFERED, by_handle("m%C3%BCg"): mug("müg")})
    product = run(catalog.product_by_url(page))
    assert product is not None
    assert [url for _, url, _, _ in answers.asked] == [PDP[1], by_handle("m%C3%BCg")[1]]
    assert run(catalog.product_by_url(f"https://{DOMAIN}/gone")) is None
    assert run(catalog.product_by_url(f"https://{DOMAIN}/")) is None


@pytest.mark.parametrize("code", [Code.SESSION, Code.RATE_LIMITED, Code.STORE_UNAVAILABLE])
def test_other_errors_are_not_hidden(code: Code) -> None:
    problem = Problem(code)
    catalog, _ = shop({PDP: problem, SEARCH: found(mug()), by_handle("mug"): problem})
    for work in (catalog.product_by_url(f"https://{DOMAIN}/mug"), catalog.find_sku("M-1")):
        with pytest.raises(PosError) as error:
            run(work)
        assert error.value.problem is problem


def test_a_sku_is_read_again_before_it_is_sold() -> None:
    fresh = mug(price={"currency": "USD", "value": 5})
    fresh["variants"] = [{"sku": "M-1", "available": False}, {"sku": "M-10"}]
    catalog, _ = shop({SEARCH: found(mug()), by_handle("mug"): fresh})
    answer = run(catalog.find_sku("m-1"))
    assert answer is not None
    product, variant = answer
    assert (product.handle, variant.sku, variant.available) == ("mug", "M-1", False)


def test_a_sku_that_the_index_still_has_and_the_shop_has_not() -> None:
    catalog, _ = shop(
        {
            SEARCH: found(mug("gone"), mug("renamed"), mug("here")),
            by_handle("renamed"): mug("renamed", "M-2"),
            by_handle("here"): mug("here"),
        }
    )
    answer = run(catalog.find_sku("M-1"))
    assert answer is not None
    assert answer[0].handle == "here"
    assert run(catalog.find_sku("M-")) is None


def test_results_that_tell_no_skus_are_read() -> None:
    bare: dict[str, object] = {"handle": "mug", "title": "Mug"}
    by_page: dict[str, object] = {"title": "Cup", "pdp_url": f"https://{DOMAIN}/cup"}
    catalog, _ = shop({SEARCH: found(by_page, bare), by_handle("mug"): mug(), PDP: mug("c", "C")})
    for sku, handle in (("M-1", "mug"), ("C", "c")):
        answer = run(catalog.find_sku(sku))
        assert answer is not None
        assert answer[0].handle == handle


def test_a_product_with_one_variant_goes_by_its_own_sku() -> None:
    single: dict[str, object] = {
        "handle": "mug",
        "title": "Mug",
        "base_sku": "MUG",
        "variants": [{"title": "x"}],
    }
    catalog, _ = shop({SEARCH: found(single), by_handle("mug"): single})
    answer = run(catalog.find_sku("mug"))
    assert answer is not None
    assert answer[1].sku == ""


def test_the_list_of_all_products() -> None:
    url = ("GET", f"{BASE}/domains-products/{DOMAIN}")
    catalog, answers = shop({url: [{"handle": "mug", "loc": "https://x/mug"}]})
    (hit,) = run(catalog.all_products(2, 500))
    assert (hit.handle, hit.pdp_url) == ("mug", "https://x/mug")
    assert answers.asked == [(*url, {"page": "2", "size": "500", "countryCode": "us"}, None)]
    for page, size in ((0, 100), (1, 50)):
        with pytest.raises(ValueError, match="sizes"):
            run(catalog.all_products(page, size))
    catalog, _ = shop({url: {"products": []}})
    with pytest.raises(UnreadableError):
        run(catalog.all_products())
