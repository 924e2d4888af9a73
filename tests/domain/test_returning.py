"""Who a caller is: the same number however it is written, and nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.domain.connection import Connection
from pos_app.domain.draft import OrderDraft
from pos_app.domain.money import Money
from pos_app.domain.receipt import Receipt
from pos_app.domain.record import DecidedBy, Decision, OrderRecord
from pos_app.domain.returning import Caller, orders_of, returning
from tests.domain.attempts import CONNECTION, NOON, draft, placed, prepared, unknown

BO = Caller.complete("206 555 1212", "", "US")


def order(attempt_id: str, days: int = 0, wanted: OrderDraft | None = None) -> OrderRecord:
    """A placed order, some days after the first."""
    return placed(attempt_id, wanted, NOON + timedelta(days=days))


@pytest.mark.parametrize(
    "phone",
    ["2065551212", "(206) 555-1212", "+1 206 555 1212", "1-206-555-1212", "001 206 5551212"],
)
def test_a_number_is_the_same_however_it_is_written(phone: str) -> None:
    caller = Caller.complete(phone, "", "US")
    assert orders_of(caller, [order("a-1")], CONNECTION) == (order("a-1"),)


@pytest.mark.parametrize("phone", ["206 555 1213", "+44 20 6555 1212", "555 1212", "206555121", ""])
def test_another_number_is_another_customer(phone: str) -> None:
    assert returning(Caller.complete(phone, "", "US"), [order("a-1")], CONNECTION) is None


@pytest.mark.parametrize("email", ["bo@example.com", " BO@Example.COM "])
def test_a_customer_is_known_by_e_mail(email: str) -> None:
    known = returning(Caller.complete("", email, "US"), [order("a-1")], CONNECTION)
    assert known is not None
    assert not known.by_phone


@pytest.mark.parametrize("email", ["o@example.com", "bo@example.co", "bo@", ""])
def test_another_e_mail_is_another_customer(email: str) -> None:
    assert returning(Caller.complete("", email, "US"), [order("a-1")], CONNECTION) is None


def test_nobody_is_not_the_customer_of_an_order_without_phone_and_e_mail() -> None:
    nobody = order("a-1", wanted=draft(phone="", email=""))
    assert orders_of(Caller(), [nobody], CONNECTION) == ()


def test_only_placed_orders_count() -> None:
    open_order = unknown("a-2")
    person = Decision(placed=True, by=DecidedBy.PERSON, at=NOON, clerk="Kim", evidence="Told so")
    records = [
        prepared("a-1"),
        open_order,
        replace(open_order, attempt_id="a-3", decision=person),
        replace(open_order, attempt_id="a-4", decision=replace(person, placed=False)),
        order("a-5", days=1),
    ]
    assert [one.attempt_id for one in orders_of(BO, records, CONNECTION)] == ["a-5", "a-3"]


def test_another_merchants_orders_do_not_count() -> None:
    other = Connection("app", "other.example", "https://api.example", "https://cc.example")
    assert returning(BO, [order("a-1")], other) is None


def test_the_last_order_is_told_and_how_many_there_are() -> None:
    first, last = order("a-1"), order("a-2", days=3)
    told = Receipt(cart_id="c", order_number="7", total=Money.of_minor(8800, "USD"))
    last = replace(last, state=replace(last.state, receipt=told))
    known = returning(BO, [first, last, order("a-3", days=1)], CONNECTION)
    assert known is not None
    assert (known.orders, known.city, known.state) == (3, "Seattle", "WA")
    assert (known.placed_at, known.total) == (last.placed_at, Money.of_minor(8800, "USD"))
    assert known.by_phone


def test_the_newer_order_of_either_is_the_last_one() -> None:
    by_phone = order("a-1", wanted=draft(email="other@example.com"))
    by_email = order("a-2", days=1, wanted=draft(phone="+1 503 555 0100"))
    caller = Caller.complete("206 555 1212", "bo@example.com", "US")
    assert [one.attempt_id for one in orders_of(caller, [by_phone, by_email], CONNECTION)] == [
        "a-2",
        "a-1",
    ]
    known = returning(caller, [by_phone, by_email], CONNECTION)
    assert known is not None
    assert known.by_phone
