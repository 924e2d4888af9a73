from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from pos_app.bridge.messages import LoadProduct, Lookup, Search
from pos_app.domain.cart import Cart
from pos_app.domain.errors import Code, Problem
from pos_app.domain.product import PriceRange, Product, ProductHit
from pos_app.gui.hit_model import HitModel
from pos_app.gui.search_text import parse, problem_words
from tests.gui.cart_shop import (
    HOODIE,
    TANK,
    TEE,
    Shop,
    cart_of,
    open_shop,
    single,
    usd,
    variant,
)

_TEE_HIT = ProductHit("radiant-tee", "Radiant Tee", price_range=PriceRange(usd("22"), usd("28")))
_CAP_HIT = ProductHit("radiant-cap", "Radiant Cap")
_SKU = "WS12-XS-Orange"


@pytest.fixture
def shop(qtbot: QtBot) -> Shop:
    return open_shop(qtbot, lambda: "98101")


def test_typing_asks_once_after_a_pause_and_enter_takes_the_row_chosen(
    shop: Shop, qtbot: QtBot
) -> None:
    search = shop.search(qtbot, "radiant")
    assert [asked.query for asked in shop.all(Search)] == ["radiant"]
    shop.hits(search, _TEE_HIT, _CAP_HIT)
    popup = shop.card.search.popup
    assert popup.isVisible()
    assert not popup.isWindow()
    assert popup.window() is shop.window
    assert shop.window.rect().contains(popup.geometry())
    assert shop.card.search.field.hasFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Down):
        shop.press(key)
    shop.press(Qt.Key.Key_Return)
    (load,) = shop.all(LoadProduct)
    assert (load.hit, load.postal_code) == (_CAP_HIT, "98101")
    assert shop.card.is_busy
    shop.answer(load, single("Radiant Cap", "CAP1"))
    assert shop.quantities() == [("CAP1", 1)]
    assert not shop.card.search.finder.is_busy
    assert shop.card.search.field.text() == ""
    assert shop.card.search.field.hasFocus()


def test_an_answer_that_comes_after_a_newer_question_is_not_shown(shop: Shop, qtbot: QtBot) -> None:
    first = shop.search(qtbot, "rad")
    shop.press(Qt.Key.Key_End)
    QTest.keyClicks(shop.card.search.field, "iant")
    second = shop.wait_for_search(qtbot, "radiant")
    shop.hits(second, _TEE_HIT)
    shop.hits(first, _CAP_HIT)
    assert shop.card.search.popup.current() == _TEE_HIT


def test_escape_closes_the_results_and_keeps_the_text(shop: Shop, qtbot: QtBot) -> None:
    shop.hits(shop.search(qtbot, "radiant"), _TEE_HIT)
    shop.press(Qt.Key.Key_Escape)
    assert not shop.card.search.popup.isVisible()
    assert shop.card.search.field.text() == "radiant"


def test_a_scan_looks_the_sku_up_and_adds_it_at_once(shop: Shop) -> None:
    lookup = shop.scan(_SKU)
    assert (lookup.text, lookup.postal_code) == (_SKU, "98101")
    assert shop.all(Search) == []
    shop.answer(lookup, TEE, _SKU)
    assert shop.quantities() == [(_SKU, 1)]
    assert shop.card.search.field.text() == ""


def test_scans_while_one_is_under_way_wait_their_turn_and_none_is_lost(shop: Shop) -> None:
    skus = ["MH07", "WT09", "MH07", "WS12-S-Blue"]
    products = [HOODIE, TANK, HOODIE, TEE]
    for sku in skus:
        shop.scan(sku)
    assert len(shop.all(Lookup)) == 1
    for i, (sku, product) in enumerate(zip(skus, products, strict=True)):
        assert shop.all(Lookup)[i].text == sku
        shop.answer(shop.all(Lookup)[i], product, sku)
    assert shop.quantities() == [("MH07", 2), ("WT09", 1), ("WS12-S-Blue", 1)]
    assert shop.card.search.field.text() == ""


def test_a_scan_without_a_product_is_told_when_another_has_been_typed_over_it(shop: Shop) -> None:
    shop.scan("NONE-1")
    shop.scan("MH07")
    shop.answer(shop.all(Lookup)[0])
    assert "NONE-1" in shop.card.search.note
    shop.answer(shop.all(Lookup)[1], HOODIE, "MH07")
    assert shop.quantities() == [("MH07", 1)]
    assert "NONE-1" in shop.card.search.note


def test_a_second_enter_of_a_scanner_does_not_add_twice(shop: Shop) -> None:
    lookup = shop.scan("MH07")
    shop.press(Qt.Key.Key_Return)
    shop.answer(lookup, HOODIE, "MH07")
    assert len(shop.all(Lookup)) == 1
    assert shop.quantities() == [("MH07", 1)]


def test_words_that_are_no_sku_are_searched_for_after_enter(shop: Shop) -> None:
    shop.answer(shop.scan("radiant tee"))
    (search,) = shop.all(Search)
    shop.hits(search, _TEE_HIT)
    assert shop.card.search.popup.current() == _TEE_HIT
    assert shop.card.search.field.text() == "radiant tee"


def test_results_of_other_words_are_not_taken_by_enter(shop: Shop, qtbot: QtBot) -> None:
    shop.hits(shop.search(qtbot, "radiant"), _TEE_HIT)
    lookup = shop.scan("MH07")
    assert lookup.text == "MH07"
    assert shop.all(LoadProduct) == []


def test_a_hit_that_is_the_sku_typed_adds_its_variant_at_once(shop: Shop, qtbot: QtBot) -> None:
    hit = ProductHit("radiant-tee", "Radiant Tee", product=TEE, matched_sku=_SKU)
    shop.hits(shop.search(qtbot, _SKU), hit)
    shop.press(Qt.Key.Key_Return)
    shop.answer(shop.all(LoadProduct)[0], TEE)
    assert shop.quantities() == [(_SKU, 1)]


def test_a_link_is_looked_up_and_not_searched_for(shop: Shop) -> None:
    lookup = shop.scan("https://staging.luma.gift/p/radiant-tee?x=1")
    assert lookup.text == "https://staging.luma.gift/p/radiant-tee?x=1"
    shop.answer(lookup)
    assert "No product matches" in shop.card.search.popup.message
    assert shop.all(Search) == []


def test_a_number_before_it_is_the_quantity(shop: Shop) -> None:
    lookup = shop.scan(f"2 x {_SKU}")
    assert lookup.text == _SKU
    shop.answer(lookup, TEE, _SKU)
    assert shop.quantities() == [(_SKU, 2)]


def test_a_number_that_stands_alone_is_of_what_is_scanned_next(shop: Shop, qtbot: QtBot) -> None:
    search = shop.card.search
    shop.hits(shop.search(qtbot, "3"), _TEE_HIT)
    shop.type("3x")
    assert not search.popup.isVisible()
    search.scan("MH07")
    assert search.field.text() == ""
    shop.answer(shop.all(Lookup)[-1], HOODIE, "MH07")
    search.scan("MH07")  # the number was of the one before
    shop.answer(shop.all(Lookup)[-1], HOODIE, "MH07")
    assert shop.quantities() == [("MH07", 4)]
    assert [asked.query for asked in shop.all(Search)] == ["3"]


def test_a_number_that_stands_alone_is_of_a_favourite_taken_next(shop: Shop) -> None:
    shop.type("2 ×")
    shop.card.search.take(ProductHit("aria-hoodie", "Aria 2x Hoodie", matched_sku="MH07"))
    shop.answer(shop.all(LoadProduct)[-1], HOODIE)
    assert shop.quantities() == [("MH07", 2)]


def test_a_number_out_of_range_before_a_scan_is_told(shop: Shop) -> None:
    shop.type("1000x")
    shop.card.search.scan("MH07")
    assert shop.card.search.note == "Enter a quantity from 1 to 999."
    assert shop.card.search.field.text() == "1000x"
    assert shop.all(Lookup) == []
    shop.type("half a na")
    shop.card.search.scan("2x")  # not typed: it is the code
    assert shop.all(Lookup)[-1].text == "2x"
    assert shop.card.search.field.text() == "half a na"


@pytest.mark.parametrize("text", ["0 x MH07", "-1 x MH07", "10000 x MH07"])
def test_a_number_that_is_no_quantity_is_told_and_nothing_asked(shop: Shop, text: str) -> None:
    shop.type(text)
    shop.press(Qt.Key.Key_Return)
    assert shop.card.search.popup.message == "Enter a quantity from 1 to 999."
    assert shop.card.search.field.text() == text
    assert shop.all(Lookup) == []


def test_adding_more_than_999_says_so_and_holds_at_999(shop: Shop) -> None:
    shop.card.set_cart(cart_of(HOODIE, quantity=998))
    shop.answer(shop.scan("5 x MH07"), HOODIE, "MH07")
    assert shop.quantities() == [("MH07", 999)]
    words = [label.text() for label in shop.card.findChildren(QLabel) if label.isVisible()]
    assert "Enter a quantity from 1 to 999." in words


def test_nothing_found_says_what_to_try(shop: Shop, qtbot: QtBot) -> None:
    shop.hits(shop.search(qtbot, "zzz"))
    expected = "No product matches “zzz”. Check the spelling or paste its link."
    assert shop.card.search.popup.message == expected


def test_trouble_is_told_and_enter_tries_again(shop: Shop) -> None:
    lookup = shop.scan("MH07")
    shop.answer(lookup, problem=Problem(Code.DNS))
    assert "can't be reached" in shop.card.search.popup.message
    assert "Press Enter to try again." in shop.card.search.popup.message
    assert shop.card.search.field.text() == "MH07"
    shop.press(Qt.Key.Key_Return)
    assert len(shop.all(Lookup)) == 2
    shop.answer(shop.all(Lookup)[-1], HOODIE, "MH07")
    assert shop.quantities() == [("MH07", 1)]


def test_each_problem_has_words_without_codes() -> None:
    for code in Code:
        words = problem_words(Problem(code, retry_after=3))
        assert words.endswith(".")
        assert code.value not in words.split()


@pytest.mark.parametrize(
    "text", ["👩‍👩‍👧 🎁", "قميص مشرق", "x" * 10_000, "\u202egnirts\u202c", "a\u0000b"]
)
def test_odd_text_is_kept_and_answered(shop: Shop, qtbot: QtBot, text: str) -> None:
    field = shop.card.search.field
    field.setFocus()
    field.insert(text)
    kept = field.text()
    if len(text) > 1000:
        qtbot.waitUntil(shop.card.search.popup.isVisible)
        assert "too long" in shop.card.search.popup.message
        shop.press(Qt.Key.Key_Return)
        assert shop.asked == []
    else:
        search = shop.wait_for_search(qtbot, kept.strip())
        shop.hits(search)
        assert "No product matches" in shop.card.search.popup.message
    assert field.text() == kept


def test_a_product_that_cannot_be_ordered_is_told(shop: Shop) -> None:
    shop.answer(shop.scan("GC"), Product("gift", "GC", "Gift Card"), "GC")
    assert shop.card.search.note == "“Gift Card” can't be ordered by phone. Offer another product."
    assert shop.card.search.field.text() == "GC"
    assert shop.card.cart() == Cart()


def test_a_product_without_a_price_can_be_added(shop: Shop) -> None:
    shop.answer(
        shop.scan("NP"), Product("np", "NP", "Mug", variants=(variant("NP", "", price=None),))
    )
    assert shop.quantities() == [("NP", 1)]
    assert shop.card.cart().subtotal is None


def test_an_answer_during_an_order_waits_until_it_is_over(shop: Shop) -> None:
    lookup = shop.scan("MH07")
    shop.card.set_locked(True)
    shop.answer(lookup, HOODIE, "MH07")
    assert shop.quantities() == []
    assert shop.card.is_busy
    shop.card.set_locked(False)
    assert shop.quantities() == [("MH07", 1)]


def test_answers_after_the_window_closed_or_the_order_changed_do_nothing(
    shop: Shop, qtbot: QtBot
) -> None:
    lookup = shop.scan("MH07")
    shop.card.set_cart(cart_of(TANK))
    shop.answer(lookup, HOODIE, "MH07")
    assert shop.quantities() == [("WT09", 1)]
    search = shop.search(qtbot, "radiant")
    shop.window.close()
    shop.hits(search, _TEE_HIT)
    assert not shop.card.search.popup.isVisible()


def test_the_card_can_go_while_its_results_are_open(shop: Shop, qtbot: QtBot) -> None:
    shop.hits(shop.search(qtbot, "radiant"), _TEE_HIT)
    popup = shop.card.search.popup
    with qtbot.waitSignal(popup.destroyed):
        shop.card.deleteLater()
    assert [w for w in shop.window.children() if isinstance(w, QWidget)] == []


def test_results_tell_price_and_availability_in_words(qtbot: QtBot) -> None:
    model = HitModel()
    gone = ProductHit("m", "Mug", price_range=PriceRange(usd("12"), usd("12")), available=False)
    assert model.spoken(gone) == "Mug, $12.00, Not available"
    assert model.spoken(_TEE_HIT) == "Radiant Tee, $22.00–$28.00"
    assert model.spoken(_CAP_HIT) == "Radiant Cap, price on the page"


@pytest.mark.parametrize(
    ("text", "words", "quantity"),
    [
        ("2x radiant", "radiant", 2),
        (" 12 × tee ", "tee", 12),
        ("2XL-TEE", "2XL-TEE", 1),
        ("2x", "", 2),
        ("12 ×", "", 12),
        ("x2", "x2", 1),
        ("3 * a  b", "a  b", 3),
    ],
)
def test_quantities_are_told_from_skus(text: str, words: str, quantity: int) -> None:
    typed = parse(text)
    assert (typed.words, typed.quantity) == (words, quantity)


@pytest.mark.parametrize("between", ["", " ", "-"])
def test_a_card_number_is_not_sent_to_the_catalogue(shop: Shop, qtbot: QtBot, between: str) -> None:
    number = between.join(("4111", "1111", "1111", "1111"))
    search = shop.card.search
    search.field.setFocus()
    QTest.keyClicks(search.field, number)
    words = "This looks like a card number. It was not sent."
    qtbot.waitUntil(lambda: search.popup.message.startswith(words))
    shop.press(Qt.Key.Key_Return)
    assert search.popup.isVisible()
    assert search.field.text() == number
    assert shop.all(Search) == []
    assert shop.all(Lookup) == []


def test_digits_that_may_become_a_card_number_wait_for_enter(shop: Shop, qtbot: QtBot) -> None:
    search = shop.card.search
    search.field.setFocus()
    QTest.keyClicks(search.field, "400638133393")
    qtbot.waitUntil(lambda: search.popup.message == "Press Enter to look for this number.")
    assert shop.all(Search) == []
    shop.press(Qt.Key.Key_Return)
    assert [asked.text for asked in shop.all(Lookup)] == ["400638133393"]


def test_a_product_link_is_looked_up_whatever_its_numbers() -> None:
    assert not parse("https://shop.example/tee?variant=4111111111111111").withheld
