"""Exact quotes on the device's cart at the training merchant, and the orders made of them (§6)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from pos_app.domain.address import Contact
from pos_app.domain.checkout import Step, StepStatus, Verdict
from pos_app.domain.choices import Choices
from pos_app.domain.draft import OrderDraft
from pos_app.domain.errors import Code
from pos_app.domain.money import Money
from pos_app.domain.quote import Quote, QuoteFailed
from pos_app.domain.reconcile import PAUSES
from pos_app.domain.record import OrderRecord
from pos_app.services.orders import Order
from pos_app.services.register import Listeners, Register
from pos_app.training import Endpoints, TrainingStore
from tests.services.order_desk import (
    BUYER,
    Told,
    a_card,
    at_register,
    connection_to,
    draft_of,
    open_register,
    place,
)

PROMO = Choices(promo_codes=("WELCOME10",))
EXPRESS = Choices(methods=("express",))
ELSEWHERE = replace(BUYER, contact=Contact("(503) 555-0100", "An", "Oh", "an.oh@example.com"))


@pytest.fixture
def store() -> Iterator[TrainingStore]:
    merchant = TrainingStore(pace=0)
    yield merchant
    merchant.stop()


@pytest.fixture
def shop(store: TrainingStore) -> Endpoints:
    return store.start()


def usd(cents: int) -> Money:
    return Money.of_minor(cents, "USD")


async def quoted(register: Register, draft: OrderDraft) -> Quote:
    """The quote, which there is."""
    quote = await register.quotes.quote(draft)
    assert isinstance(quote, Quote), quote
    return quote


async def failed(register: Register, draft: OrderDraft) -> QuoteFailed:
    quote = await register.quotes.quote(draft)
    assert isinstance(quote, QuoteFailed)
    return quote


async def place_quoted(register: Register, draft: OrderDraft, total: Money | None) -> Told:
    """Place what was quoted as `total`."""
    told = Told()
    attempt = register.attempt(len(draft.cart.lines), told.hear)
    order = Order(draft, a_card(), tab="tab", clerk="Dana", quoted=total)
    assert await register.place(order, attempt) is None
    if attempt.record is not None:
        assert attempt.record.quoted == total
    return told


def test_a_quote_comes_to_what_the_order_then_costs(shop: Endpoints, store: TrainingStore) -> None:
    async def work(register: Register) -> tuple[Quote, Told]:
        draft = await draft_of(register)
        quote = await quoted(register, draft)
        return quote, await place_quoted(register, draft, quote.total)

    quote, told = at_register(connection_to(shop), work)
    receipt = quote.receipt
    assert (receipt.subtotal, receipt.shipping, receipt.tax) == (usd(4400), usd(595), usd(286))
    assert quote.total == usd(5281)
    assert (quote.estimate, receipt.shipping_label) == ("3–5 days", "Standard")
    assert [line.more for line in quote.lines] == [usd(0)]
    assert [one.type_id for one in quote.cart.shipments[0].fulfillments] == [
        "SHIP_TO_ADDRESS",
        "IN_STORE_PICKUP",
    ]
    (entry,) = store.ledger()
    assert told.end.receipt.total == quote.total == usd(entry.total)


def carts(shop: Endpoints, register_token: str) -> list[dict[str, Any]]:
    """The open carts of the device."""
    answer = httpx.get(
        f"{shop.api_url}/api/v2/carts/active", headers={"x-firmly-authorization": register_token}
    )
    found: list[dict[str, Any]] = json.loads(answer.text)
    return found


def test_nothing_of_a_quote_is_left_in_a_cart_once_the_order_is_placed(shop: Endpoints) -> None:
    async def work(register: Register) -> tuple[list[Any], list[Any]]:
        draft = await draft_of(register)
        quote = await quoted(register, draft)
        token = await register._keeper.token()
        before = await asyncio.to_thread(carts, shop, token)
        await place_quoted(register, draft, quote.total)
        return before, await asyncio.to_thread(carts, shop, token)

    before, after = at_register(connection_to(shop), work)
    assert len(before) == 1
    assert after == []


def test_a_promo_code_is_honoured_by_completing_the_quoted_cart(
    shop: Endpoints, store: TrainingStore
) -> None:
    async def work(register: Register) -> tuple[Quote, Told]:
        draft = replace(await draft_of(register), choices=PROMO)
        quote = await quoted(register, draft)
        return quote, await place_quoted(register, draft, quote.total)

    quote, told = at_register(connection_to(shop), work)
    assert [charge.amount for charge in quote.receipt.discounts] == [usd(-440)]
    assert quote.refused == ()
    assert told.verdict is Verdict.PLACED
    (entry,) = store.ledger()
    assert (entry.cart_id, usd(entry.total)) == (quote.receipt.cart_id, quote.total)
    assert entry.request_id == told.end.attempt_id
    assert all(row.status is StepStatus.DONE for row in told.end.steps)


def test_refused_promo_codes_come_with_the_merchant_s_reason(shop: Endpoints) -> None:
    async def work(register: Register) -> Quote:
        draft = await draft_of(register)
        codes = Choices(promo_codes=("EXPIRED5", "NOSUCH", "freeship"))
        return await quoted(register, replace(draft, choices=codes))

    quote = at_register(connection_to(shop), work)
    assert [(one.code, one.problem.text) for one in quote.refused] == [
        ("EXPIRED5", "The promo code EXPIRED5 has expired."),
        ("NOSUCH", "There is no promo code NOSUCH."),
    ]
    assert quote.receipt.shipping == usd(0)


def test_a_chosen_shipping_method_is_charged(shop: Endpoints, store: TrainingStore) -> None:
    async def work(register: Register) -> tuple[Quote, Told]:
        draft = replace(await draft_of(register), choices=EXPRESS)
        quote = await quoted(register, draft)
        return quote, await place_quoted(register, draft, quote.total)

    quote, told = at_register(connection_to(shop), work)
    assert (quote.default_methods, quote.receipt.shipping) == (("standard",), usd(1495))
    assert quote.estimate == "1–2 days"
    assert told.end.receipt.shipping_label == "Express"
    assert usd(store.ledger()[0].total) == quote.total


def test_pick_up_is_a_choice_like_any_other(shop: Endpoints, store: TrainingStore) -> None:
    async def work(register: Register) -> tuple[Quote, Told]:
        choices = Choices().with_fulfillment(0, "IN_STORE_PICKUP")
        draft = replace(await draft_of(register), choices=choices)
        quote = await quoted(register, draft)
        return quote, await place_quoted(register, draft, quote.total)

    quote, told = at_register(connection_to(shop), work)
    assert quote.receipt.shipping == usd(0)
    (place,) = quote.stores
    assert place.name == "Training store, Main Street"
    assert place.address == "1 Main Street, Seattle, WA, 98101"
    assert place.available
    assert told.verdict is Verdict.PLACED
    assert len(store.ledger()) == 1


def test_a_method_that_is_not_offered_there_is_not_in_the_quote(shop: Endpoints) -> None:
    async def work(register: Register) -> tuple[Quote, Told]:
        draft = await draft_of(register)
        draft = replace(draft, choices=Choices(methods=("drone",)))
        quote = await quoted(register, draft)
        return quote, await place_quoted(register, draft, quote.total)

    quote, told = at_register(connection_to(shop), work)
    assert quote.basis.choices == Choices()
    assert told.verdict is Verdict.NOT_SENT  # the choice was the clerk's: it is asked about
    assert told.end.problem is not None
    assert told.end.problem.code is Code.PRICE_CHANGED


def test_a_merchant_without_a_choice_of_methods_keeps_its_own(
    shop: Endpoints, store: TrainingStore
) -> None:
    async def work(register: Register) -> Quote:
        draft = await draft_of(register)
        store.set_next("fixed-methods")
        return await quoted(register, replace(draft, choices=EXPRESS))

    quote = at_register(connection_to(shop), work)
    assert quote.methods_fixed
    assert quote.basis.choices == Choices()
    assert quote.total == usd(5281)


def test_carts_of_version_1_are_quoted_the_same(shop: Endpoints, store: TrainingStore) -> None:
    async def work(register: Register) -> tuple[Quote, Told]:
        draft = await draft_of(register)
        store.set_next("old-carts")
        choices = Choices(promo_codes=("WELCOME10", "EXPIRED5"), methods=("express",))
        draft = replace(draft, choices=choices)
        quote = await quoted(register, draft)
        return quote, await place_quoted(register, draft, quote.total)

    quote, told = at_register(connection_to(shop), work)
    assert [one.code for one in quote.refused] == ["EXPIRED5"]
    assert (quote.receipt.tax, quote.receipt.shipping) == (usd(257), usd(1495))
    assert told.verdict is Verdict.PLACED
    assert usd(store.ledger()[0].total) == quote.total


def test_a_line_without_stock_is_named(shop: Endpoints) -> None:
    async def work(register: Register) -> QuoteFailed:
        return await failed(register, await draft_of(register, quantity=999))

    quote = at_register(connection_to(shop), work)
    assert quote.row == 0
    assert quote.problem.error_id == "ErrorNotEnoughStock"


def test_a_price_that_is_up_is_told_before_anything_is_charged(
    shop: Endpoints, store: TrainingStore
) -> None:
    """The cart is read again right before: another total asks first, the new one goes through."""

    async def work(register: Register) -> tuple[Quote, Told, Quote, Told]:
        draft = replace(await draft_of(register), choices=PROMO)
        quote = await quoted(register, draft)
        store.set_next("price-up")
        stopped = await place_quoted(register, draft, quote.total)
        now = register.quotes.current
        assert now is not None
        assert store.ledger() == ()
        return quote, stopped, now, await place_quoted(register, draft, now.total)

    quote, stopped, now, told = at_register(connection_to(shop), work)
    assert stopped.verdict is Verdict.NOT_SENT
    assert stopped.end.problem is not None
    assert stopped.end.problem.code is Code.PRICE_CHANGED
    assert not stopped.end.built
    assert stopped.end.receipt.total == now.total != quote.total
    assert [line.more for line in now.lines] == [usd(440)]
    assert told.verdict is Verdict.PLACED
    assert usd(store.ledger()[0].total) == now.total


def test_what_is_sold_out_meanwhile_is_not_charged(shop: Endpoints, store: TrainingStore) -> None:
    async def work(register: Register) -> Told:
        draft = replace(await draft_of(register), choices=PROMO)
        quote = await quoted(register, draft)
        store.set_next("sold-out")
        return await place_quoted(register, draft, quote.total)

    told = at_register(connection_to(shop), work)
    assert told.verdict is Verdict.NOT_SENT
    assert told.end.problem is not None
    assert told.end.problem.code is Code.CART_CHANGED
    assert "sold out" in told.end.problem.text
    assert store.ledger() == ()


def test_a_declined_card_leaves_the_quoted_cart_for_another_one(
    shop: Endpoints, store: TrainingStore
) -> None:
    async def work(register: Register) -> tuple[Quote, Told, Told]:
        draft = replace(await draft_of(register), choices=PROMO)
        quote = await quoted(register, draft)
        store.set_next("decline")
        declined = await place_quoted(register, draft, quote.total)
        return quote, declined, await place_quoted(register, draft, quote.total)

    quote, declined, told = at_register(connection_to(shop), work)
    assert declined.verdict is Verdict.REFUSED
    assert told.verdict is Verdict.PLACED
    assert store.ledger()[0].cart_id == quote.receipt.cart_id


def test_another_caller_s_quote_takes_the_cart_and_the_first_is_built_again_for_its_order(
    shop: Endpoints, store: TrainingStore
) -> None:
    async def work(register: Register) -> tuple[Quote, Told]:
        draft = replace(await draft_of(register), choices=PROMO)
        quote = await quoted(register, draft)
        await quoted(register, await draft_of(register, quantity=1))
        return quote, await place_quoted(register, draft, quote.total)

    quote, told = at_register(connection_to(shop), work)
    assert told.verdict is Verdict.PLACED
    (entry,) = store.ledger()
    assert usd(entry.total) == quote.total
    assert entry.cart_id != quote.receipt.cart_id


def test_each_call_that_fills_the_cart_again_is_a_step(
    shop: Endpoints, store: TrainingStore
) -> None:
    """Another tab's quote has taken the place of the first, whose order is placed now."""

    async def work(register: Register) -> Told:
        draft = replace(await draft_of(register), choices=PROMO)
        quote = await quoted(register, draft)
        await quoted(register, replace(draft, shipping=ELSEWHERE))
        return await place_quoted(register, draft, quote.total)

    told = at_register(connection_to(shop), work)
    before = [state for state in told.states if not state.leaving]
    done = [[row.status is StepStatus.DONE for row in state.steps].count(True) for state in before]
    assert sorted(set(done)) == [0, 1, 2, 3]
    assert done == sorted(done)
    assert all(state.step_state(Step.SENT).status is StepStatus.ACTIVE for state in before)
    assert told.verdict is Verdict.PLACED
    assert len(store.ledger()) == 1


def test_the_newest_quote_wins(shop: Endpoints) -> None:
    async def work(register: Register) -> list[Quote | QuoteFailed]:
        drafts = [await draft_of(register, quantity=n) for n in (1, 2, 3)]
        return list(await asyncio.gather(*map(register.quotes.quote, drafts)))

    first, second, third = at_register(connection_to(shop), work)
    for one in (first, second):
        assert isinstance(one, QuoteFailed)
        assert one.problem.code is Code.SUPERSEDED
    assert isinstance(third, Quote)
    assert third.receipt.subtotal == usd(6600)


def test_an_order_goes_before_a_quote_under_way_which_is_built_again(
    shop: Endpoints, store: TrainingStore
) -> None:
    async def work(register: Register) -> tuple[Quote | QuoteFailed, Told]:
        draft = await draft_of(register)
        other = await draft_of(register, ELSEWHERE, quantity=1)
        quoting = asyncio.create_task(register.quotes.quote(other))
        await asyncio.sleep(0)
        assert register.quotes.lane.locked()
        told = await place(register, draft)
        return await quoting, told

    quote, told = at_register(connection_to(shop), work)
    assert told.verdict is Verdict.PLACED
    assert isinstance(quote, Quote)
    assert quote.receipt.subtotal == usd(2200)
    assert [usd(entry.total) for entry in store.ledger()] == [usd(5281)]


def test_no_quote_while_the_cart_may_prove_what_became_of_an_order(
    shop: Endpoints, store: TrainingStore
) -> None:
    """Building one would put another cart in its place: the order goes first, whoever asks."""

    async def work() -> tuple[QuoteFailed, Told, Quote]:
        async with open_register(connection_to(shop), pauses=PAUSES) as register:
            draft = await draft_of(register)
            store.set_next("late")
            lost = await place(register, draft)
            assert lost.verdict is Verdict.UNKNOWN
            blocked = await failed(register, draft)
            other = await draft_of(register, ELSEWHERE, quantity=1)
            told = await place_quoted(register, replace(other, choices=PROMO), usd(100))
            register.reconciler.stop(lost.end.attempt_id)
            return blocked, told, await quoted(register, draft)

    blocked, told, after = asyncio.run(work())
    assert blocked.problem.code is Code.CART_IN_USE
    assert told.verdict is Verdict.NOT_SENT
    assert told.end.problem is not None
    assert told.end.problem.code is Code.CART_IN_USE
    assert after.total == usd(5281)


def test_an_unknown_end_of_a_completed_cart_is_found_in_that_cart(
    shop: Endpoints, store: TrainingStore
) -> None:
    async def work() -> tuple[Told, OrderRecord]:
        settled: asyncio.Future[OrderRecord] = asyncio.get_running_loop().create_future()
        listeners = Listeners(settled=settled.set_result)
        async with open_register(
            connection_to(shop), pauses=(0.0,), listeners=listeners
        ) as register:
            draft = replace(await draft_of(register), choices=PROMO)
            quote = await quoted(register, draft)
            store.set_next("lost-answer")
            lost = await place_quoted(register, draft, quote.total)
            return lost, await settled

    lost, record = asyncio.run(work())
    assert lost.verdict is Verdict.UNKNOWN
    assert record.is_placed
    (entry,) = store.ledger()
    assert record.state.receipt.order_number == entry.order_number
    assert lost.end.step_state(Step.SHIPPING).status is StepStatus.DONE


def test_an_addon_is_quoted_and_charged_by_completing_the_cart(
    shop: Endpoints, store: TrainingStore
) -> None:
    async def work(register: Register) -> tuple[Quote, Quote, Told]:
        draft = await draft_of(register, quantity=3)
        plain = await quoted(register, draft)
        (offer,) = plain.cart.addons
        choices = Choices().with_addon(offer.addon_id, wanted=True).with_addon("x", wanted=True)
        chosen = await quoted(register, replace(draft, choices=choices))
        kept = replace(draft, choices=chosen.basis.choices)
        return plain, chosen, await place_quoted(register, kept, chosen.total)

    plain, chosen, told = at_register(connection_to(shop), work)
    assert plain.total is not None
    assert chosen.total == plain.total + usd(900)
    assert chosen.basis.choices.addons == ("care-2y",)
    assert told.verdict is Verdict.PLACED
    assert usd(store.ledger()[0].total) == chosen.total
