"""The catalogue at hand: what is found in it, what it learns, and how it is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest

from pos_app.domain.connection import Connection
from pos_app.domain.money import Money
from pos_app.domain.product import AddToCartRef, PriceRange, Product, Variant
from pos_app.services.catalogue_file import path_for
from pos_app.services.catalogue_store import Progress
from pos_app.services.local_catalogue import LocalCatalogue
from tests.services.at_hand import hit

T = TypeVar("T")

CONNECTION = Connection("app", "shop.example", "https://api.example", "https://cc.example")
LIST = tuple(
    hit(title.lower().replace(" ", "-"), title)
    for title in (
        "Radiant Tee",
        "Radio Tee Shirt",
        "Hero Hoodie",
        "Crème Brûlée Candle",
        "Tee Towel",
        "Blue Mug",
        "Mug Blue Large",
    )
)


def using(folder: Path, work: Callable[[LocalCatalogue], Awaitable[T]]) -> T:
    async def used() -> T:
        local = LocalCatalogue(folder, CONNECTION)
        try:
            return await work(local)
        finally:
            await local.close()

    return asyncio.run(used())


async def filled(local: LocalCatalogue) -> None:
    await local.put(LIST, Progress(1, 2), 1)


def found(folder: Path, *texts: str) -> list[list[str]]:
    async def search(local: LocalCatalogue) -> list[list[str]]:
        await filled(local)
        return [[one.title for one in await local.find(text)] for text in texts]

    return using(folder, search)


def tee(*prices: str, available: bool = True) -> Product:
    variants = tuple(
        Variant(
            f"v{n}", f"WS12-{n}-Orange", f"{n} · Orange", AddToCartRef("{}"), price, None, available
        )
        for n, price in enumerate(Money(Decimal(price), "USD") for price in prices)
    )
    return Product("radiant-tee", "WS12", "Radiant Tee", variants=variants)


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("tee radiant", ["Radiant Tee"]),
        ("rad tee", ["Radiant Tee", "Radio Tee Shirt"]),
        ("creme brulee", ["Crème Brûlée Candle"]),
        ("CANDLE", ["Crème Brûlée Candle"]),
        ("raidant", ["Radiant Tee"]),
        ("hodie hero", ["Hero Hoodie"]),
        ("blue mug", ["Blue Mug", "Mug Blue Large"]),
        ("hero-hoodie", ["Hero Hoodie"]),
        ("purple", []),
        ("%_\"'*()", []),
        ("OR AND NOT", []),
        ("", []),
    ],
)
def test_what_is_found(tmp_path: Path, typed: str, titles: list[str]) -> None:
    assert found(tmp_path, typed) == [titles]


def test_a_sku_is_found_exactly_and_by_its_beginning(tmp_path: Path) -> None:
    async def search(local: LocalCatalogue) -> None:
        await filled(local)
        await local.learn([tee("22", "24")], 5.0)
        (exact,) = await local.find("ws12-1-orange")
        assert (exact.handle, exact.matched_sku) == ("radiant-tee", "WS12-1-Orange")
        (begun,) = await local.find("WS12-1")
        assert (begun.handle, begun.matched_sku) == ("radiant-tee", "")

    using(tmp_path, search)


def test_what_a_product_told_is_kept_while_the_list_is_read_again(tmp_path: Path) -> None:
    async def search(local: LocalCatalogue) -> None:
        await filled(local)
        await local.learn([tee("24", "22", available=False)], 5.0)
        await local.put(LIST, Progress(2, 2), 2)
        kept = await local.with_handle("radiant-tee")
        assert kept is not None
        assert kept.price_range == PriceRange(Money(Decimal(22), "USD"), Money(Decimal(24), "USD"))
        assert not kept.available
        assert [one.handle for one in await local.find("orange")] == ["radiant-tee"]

    using(tmp_path, search)


def test_a_price_that_is_not_told_is_none(tmp_path: Path) -> None:
    async def search(local: LocalCatalogue) -> None:
        product = tee("22")
        silent = replace(product.variants[0], price=None)
        await local.learn([replace(product, variants=(silent,))], 5.0)
        kept = await local.with_handle("radiant-tee")
        assert kept is not None
        assert kept.price_range is None

    using(tmp_path, search)


def test_what_sells_here_comes_first(tmp_path: Path) -> None:
    async def search(local: LocalCatalogue) -> None:
        await filled(local)
        before = [one.title for one in await local.find("tee")]
        await local.add_sold({"radio-tee-shirt": 3, "gone": 9}, 1.0)
        await local.add_sold({"radio-tee-shirt": 2}, 1.0)
        after = [one.title for one in await local.find("tee")]
        assert before[0] == "Tee Towel"
        assert after == ["Radio Tee Shirt", *[one for one in before if one != "Radio Tee Shirt"]]
        assert await local.stale_best_sellers(1.0, 5) == ("radio-tee-shirt",)

    using(tmp_path, search)


def test_what_sells_here_is_found_among_more_than_is_looked_at(tmp_path: Path) -> None:
    async def search(local: LocalCatalogue) -> None:
        many = tuple(hit(f"plain-{n}", f"Plain Tee {n}") for n in range(600))
        await local.put((*many, hit("last", "Tee Last")), Progress(1, 2), 1)
        await local.add_sold({"last": 1}, 1.0)
        found = await local.find("tee")
        assert found[0].title == "Tee Last"
        assert len(found) == 50

    using(tmp_path, search)


def test_favourites_come_first_until_they_are_none(tmp_path: Path) -> None:
    async def search(local: LocalCatalogue) -> None:
        await filled(local)
        await local.set_favourites(["radiant-tee"])
        assert (await local.find("tee"))[0].title == "Radiant Tee"
        await local.set_favourites([])
        assert (await local.find("tee"))[0].title == "Tee Towel"

    using(tmp_path, search)


def test_another_title_is_found_and_the_old_one_no_more(tmp_path: Path) -> None:
    async def search(local: LocalCatalogue) -> None:
        await filled(local)
        await local.add_sold({"blue-mug": 1}, 1.0)
        await local.put([hit("blue-mug", "Azure Cup")], Progress(2, 2), 2)
        assert [one.title for one in await local.find("azure")] == ["Azure Cup"]
        assert [one.title for one in await local.find("mug large")] == ["Mug Blue Large"]

    using(tmp_path, search)


def test_only_what_two_readings_missed_is_gone(tmp_path: Path) -> None:
    async def search(local: LocalCatalogue) -> None:
        await filled(local)
        await local.add_sold({"hero-hoodie": 1}, 1.0)
        rest = [one for one in LIST if one.handle != "hero-hoodie"]
        await local.put(rest, Progress(2, 2), 2)
        assert await local.sweep(2) == 0
        await local.put(rest, Progress(3, 2), 3)
        assert await local.sweep(3) == 1
        assert await local.find("hero") == ()
        assert await local.count() == len(rest)

    using(tmp_path, search)


def test_it_is_kept_on_disk_for_one_merchant_and_for_nobody_else(tmp_path: Path) -> None:
    using(tmp_path, filled)
    path = path_for(tmp_path, CONNECTION)
    assert path.stat().st_mode & 0o077 == 0
    assert using(tmp_path, lambda local: local.count()) == len(LIST)
    assert path_for(tmp_path, replace(CONNECTION, domain="other.example")) != path
    assert path_for(tmp_path, replace(CONNECTION, app_id="other")) != path


@pytest.mark.parametrize("rubbish", [b"", b"not a database, whatever its name says" * 200])
def test_a_damaged_file_is_thrown_away_and_begun_anew(tmp_path: Path, rubbish: bytes) -> None:
    using(tmp_path, filled)
    path_for(tmp_path, CONNECTION).write_bytes(rubbish)

    async def search(local: LocalCatalogue) -> None:
        assert await local.find("tee") == ()
        await filled(local)
        assert len(await local.find("tee")) == 3

    using(tmp_path, search)


def test_damage_that_shows_only_when_it_is_used(tmp_path: Path) -> None:
    many = tuple(hit(f"tee-{n}", f"Tee {n} of {n * 7}") for n in range(2000))
    using(tmp_path, lambda local: local.put(many, Progress(1, 2), 1))
    path = path_for(tmp_path, CONNECTION)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xaa" * (len(whole) - 4096))

    async def search(local: LocalCatalogue) -> None:
        await local.find("tee 1999")
        await local.put(many[:5], Progress(1, 2), 1)
        await filled(local)
        assert [one.title for one in await local.find("radiant")] == ["Radiant Tee"]
        assert await local.count() < len(many)

    using(tmp_path, search)


def test_a_file_of_another_version_is_begun_anew(tmp_path: Path) -> None:
    import sqlite3

    using(tmp_path, filled)
    db = sqlite3.connect(path_for(tmp_path, CONNECTION))
    db.execute("PRAGMA user_version = 999")
    db.close()
    assert using(tmp_path, lambda local: local.count()) == 0
    assert using(tmp_path, lambda local: local.count()) == 0


def test_both_threads_may_come_first(tmp_path: Path) -> None:
    async def search(local: LocalCatalogue) -> None:
        await asyncio.gather(*(local.find("tee") for _ in range(3)), filled(local), local.count())
        assert len(await local.find("tee")) == 3

    using(tmp_path, search)
