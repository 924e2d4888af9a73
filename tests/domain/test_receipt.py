"""The receipt that fills as events arrive."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.card import Brand, CardSummary
from pos_app.domain.money import Money
from pos_app.domain.receipt import Charge, Notice, Receipt, ReceiptLine, grouped

MONEY = st.none() | st.builds(lambda minor: Money.of_minor(minor, "USD"), st.integers(0, 9999))
TEXT = st.sampled_from(["", "a", "b"])
RECEIPTS = st.builds(
    Receipt,
    cart_id=TEXT,
    order_number=TEXT,
    lines=st.lists(
        st.builds(ReceiptLine, TEXT, TEXT, TEXT, st.integers(0, 9), MONEY), max_size=2
    ).map(tuple),
    subtotal=MONEY,
    discounts=st.sampled_from([(), (Charge("Discount", Money(Decimal(-1), "USD")),)]),
    shipping=MONEY,
    shipping_label=TEXT,
    tax=MONEY,
    total=MONEY,
    card=st.sampled_from([None, CardSummary(Brand.VISA, "1111"), CardSummary(None, "4444")]),
    notices=st.sampled_from([(), (Notice("n"),)]),
)
NAMES = [field.name for field in fields(Receipt) if field.name != "order_number"]


@given(RECEIPTS, RECEIPTS)
def test_what_is_left_out_is_filled_in_and_nothing_else(later: Receipt, earlier: Receipt) -> None:
    merged = later.merged_over(earlier)
    for name in NAMES:
        told = getattr(later, name)
        left_out = told is None or told in ("", ())
        assert getattr(merged, name) == (getattr(earlier, name) if left_out else told)


@given(RECEIPTS, RECEIPTS)
def test_an_order_number_is_never_taken_from_before(later: Receipt, earlier: Receipt) -> None:
    assert later.merged_over(earlier).order_number == later.order_number


@given(RECEIPTS, RECEIPTS, RECEIPTS)
def test_merging_is_associative(one: Receipt, two: Receipt, three: Receipt) -> None:
    by_parts = three.merged_over(two.merged_over(one))
    assert by_parts == three.merged_over(two).merged_over(one)
    assert three.merged_over(three) == three
    assert three.merged_over(Receipt()) == three


def test_nothing_to_pay_is_told() -> None:
    free = Receipt(shipping=Money.zero("USD"), total=Money.zero("USD"))
    earlier = Receipt(shipping=Money(Decimal(5), "USD"), total=Money(Decimal(5), "USD"))
    assert free.merged_over(earlier) == free


def test_item_count() -> None:
    assert Receipt().item_count == 0
    each = ReceiptLine("Mug", "", "M", 2, None)
    assert Receipt(lines=(each, replace(each, quantity=3))).item_count == 5


@pytest.mark.parametrize(
    ("code", "blocking"),
    [
        ("ITEM_NOT_SHIPPABLE", True),
        ("ITEM_OUT_OF_STOCK", True),
        ("SHIPPING_NOT_AVAILABLE", True),
        ("PROMO_EXPIRED", False),
        ("PROMO_NOT_APPLICABLE", False),
        ("PRICE_INCREASED", False),
        ("", False),
    ],
)
def test_which_notices_stop_an_order(code: str, *, blocking: bool) -> None:
    assert Notice("words", code).blocking is blocking


@pytest.mark.parametrize(
    ("number", "read"),
    [
        ("", ""),
        ("7", "7"),
        ("12345", "12345"),
        ("123456", "1234 56"),
        ("12345678", "1234 5678"),
        ("186872537", "1868 72537"),
        ("1234567890123", "1234 5678 90123"),
        ("#1001", "#1001"),
        ("WEB-123456", "WEB-123456"),
        ("1234 5678", "1234 5678"),
    ],
)
def test_grouping_for_reading_aloud(number: str, read: str) -> None:
    assert grouped(number) == read


@given(st.text("0123456789", max_size=30) | st.text(max_size=12))
def test_grouping_changes_nothing_but_spaces(number: str) -> None:
    read = grouped(number)
    if read != number:
        assert read.replace(" ", "") == number
        groups = read.split(" ")
        assert all(len(group) == 4 for group in groups[:-1])
        assert 2 <= len(groups[-1]) <= 5
