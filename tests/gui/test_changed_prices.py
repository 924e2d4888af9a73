"""A product is read again before it is sold: what has changed since stands on the line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from pos_app.bridge.messages import LoadProduct, SearchDone
from pos_app.domain.cart import line_for
from pos_app.domain.favourites import Favourite
from pos_app.domain.product import PriceRange, ProductHit
from pos_app.domain.repeat import Again, Change, again, price_before
from pos_app.gui.repeat_words import repeated
from tests.gui.cart_shop import HOODIE, TEE, Shop, open_shop, usd


@pytest.fixture
def shop(qtbot: QtBot) -> Shop:
    return open_shop(qtbot)


def choose(shop: Shop, qtbot: QtBot, low: str, high: str) -> None:
    """Take a result that showed a price; the product read anew costs $54.00."""
    shown = PriceRange(usd(low), usd(high))
    hit = ProductHit("hero hoodie", "Hero Hoodie", price_range=shown, matched_sku="MH07")
    shop.hits(shop.search(qtbot, "hero"), hit)
    shop.press(Qt.Key.Key_Return)
    shop.answer(shop.all(LoadProduct)[-1], HOODIE)


@pytest.mark.parametrize(
    ("low", "high", "note"),
    [
        ("54.00", "54.00", ""),
        ("50.00", "60.00", ""),
        ("49.00", "49.00", "was $49.00"),
        ("40.00", "50.00", "was $50.00"),
        ("60.00", "70.00", "was $60.00"),
    ],
)
def test_a_price_that_is_not_the_one_shown_is_said_on_the_line(
    shop: Shop, qtbot: QtBot, low: str, high: str, note: str
) -> None:
    choose(shop, qtbot, low, high)
    (line,) = shop.card.cart().lines
    assert (line.note, line.unit_price) == (note, usd("54.00"))


def test_a_price_in_another_currency_is_not_compared() -> None:
    euros = replace(usd("1.00"), currency="EUR")
    assert price_before(PriceRange(euros, euros), usd("54.00")) is None
    assert price_before(None, usd("54.00")) is None
    assert price_before(PriceRange(usd("1.00"), usd("1.00")), None) is None


def test_the_first_answer_may_be_followed_by_another(shop: Shop, qtbot: QtBot) -> None:
    search = shop.search(qtbot, "hero")
    first, second = ProductHit("a", "A Hero"), ProductHit("b", "B Hero")
    shop.card.receive(SearchDone(search.ticket, "hero", (first, second), more=True))
    shop.press(Qt.Key.Key_Down)
    assert shop.card.favourite_at_hand() == Favourite("b", "B Hero")
    third = ProductHit("c", "C Hero")
    shop.card.receive(SearchDone(search.ticket, "hero", (third, first, second)))
    assert shop.card.favourite_at_hand() == Favourite("b", "B Hero")
    shop.card.receive(SearchDone(search.ticket, "hero", (third,)))
    assert shop.card.favourite_at_hand() == Favourite("b", "B Hero")


def test_lines_of_an_order_that_is_repeated() -> None:
    kept = line_for(HOODIE, HOODIE.variants[0], 2)
    dearer = replace(kept, unit_price=usd("40.00"))
    sold_out = line_for(TEE, TEE.variants[2])
    lines = (
        again(kept, HOODIE),
        again(dearer, HOODIE),
        again(sold_out, TEE),
        again(kept, None),
        Again(kept, None, Change.UNREAD),
    )
    changes = [one.change for one in lines]
    assert changes == [Change.NONE, Change.PRICE, Change.SOLD_OUT, Change.GONE, Change.UNREAD]
    told = repeated(lines, datetime(2026, 3, 9, 12, tzinfo=UTC))
    assert [line.note for line in told.lines] == ["", "was $40.00"]
    assert [line.quantity for line in told.lines] == [2, 2]
    for words in ("2026", "sold out", "no longer sold", "could not be read"):
        assert words in told.words
