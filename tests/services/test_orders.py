"""Placing orders without a window, against the training merchant and its ledger (API sheet §3)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import pytest

from pos_app.domain.address import Contact
from pos_app.domain.checkout import CheckoutState, Step, StepStatus, Verdict
from pos_app.domain.errors import Code
from pos_app.domain.refusal import Refusal
from pos_app.firmly import http as http_module
from pos_app.services.register import Register
from pos_app.training import SCENARIOS, Scenario, TrainingStore
from tests.services.order_desk import (
    BUYER,
    Told,
    at_register,
    connection_to,
    draft_of,
    order_of,
    place,
)

VERDICTS = {
    "approve": Verdict.PLACED,
    "decline": Verdict.REFUSED,
    "no-stock": Verdict.REFUSED,
    "product-gone": Verdict.REFUSED,
    "store-unavailable": Verdict.UNKNOWN,
    "store-down": Verdict.UNKNOWN,
    "invalid-input": Verdict.REFUSED,
    "captcha-required": Verdict.REFUSED,
    "slow": Verdict.PLACED,
    "stall": Verdict.UNKNOWN,
    "drop-after-sent": Verdict.UNKNOWN,
    "drop-after-cart": Verdict.UNKNOWN,
    "drop-after-items": Verdict.UNKNOWN,
    "drop-after-shipping": Verdict.UNKNOWN,
    "drop-mid-event": Verdict.UNKNOWN,
    "lost-answer": Verdict.UNKNOWN,
    "late": Verdict.UNKNOWN,
    "submitted-only": Verdict.UNKNOWN,
    "another-cart": Verdict.UNKNOWN,
    "unreadable": Verdict.UNKNOWN,
    "bad-json": Verdict.UNKNOWN,
    "server-error": Verdict.UNKNOWN,
    "server-error-html": Verdict.UNKNOWN,
    "json-answer": Verdict.PLACED,
    "json-error": Verdict.REFUSED,
    "old-names": Verdict.PLACED,
    "unknown-events": Verdict.PLACED,
    "notice": Verdict.REFUSED,
    "redirect": Verdict.UNKNOWN,
    "one-byte": Verdict.PLACED,
    "huge-event": Verdict.PLACED,
    "total-differs": Verdict.PLACED,
    "price-up": Verdict.PLACED,
    "sold-out": Verdict.REFUSED,
    "fixed-methods": Verdict.PLACED,
    "old-carts": Verdict.PLACED,
}
WEEK = 7 * 24 * 3600


@dataclass
class Clock:
    """Unix seconds, moved by hand."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> Iterator[TrainingStore]:
    merchant = TrainingStore(pace=0, clock=clock)
    yield merchant
    merchant.stop()


def test_the_sheet_knows_each_scenario() -> None:
    assert set(VERDICTS) == {scenario.name for scenario in SCENARIOS}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_the_verdict_agrees_with_the_ledger(
    scenario: Scenario, store: TrainingStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    if scenario.stall_after is not None:
        monkeypatch.setattr(http_module, "ORDER_SECONDS", 0.2)
    connection = connection_to(store.start())

    async def work(register: Register) -> Told:
        draft = await draft_of(register)
        store.set_next(scenario.name)
        return await place(register, draft)

    told = at_register(connection, work)
    end = told.end
    assert end.verdict is VERDICTS[scenario.name]
    assert end.built
    assert end.leaving
    # A captcha that was not given is the one thing that keeps this scenario from being accepted.
    accepted = scenario.accepts and not scenario.captcha
    entries = store.ledger()
    assert len(entries) == int(accepted)
    if end.verdict is Verdict.PLACED:
        (entry,) = entries
        assert end.receipt.order_number == entry.order_number
        assert end.attempt_id == entry.request_id
        assert end.receipt.total is not None
        assert end.step_state(Step.PLACED).status is StepStatus.DONE
        assert all(row.status is StepStatus.DONE for row in end.steps)
    else:
        assert not end.receipt.order_number
        assert end.step_state(Step.PLACED).status is not StepStatus.DONE
    if end.verdict is Verdict.REFUSED:
        assert not entries
        assert end.refusal is not None
    _told_in_order(told.states)


def _told_in_order(states: list[CheckoutState]) -> None:
    """No state takes back what one before it said."""
    for before, after in pairwise(states):
        assert before.verdict is None
        assert after.built >= before.built
        assert after.leaving >= before.leaving
        for row, later in zip(before.steps, after.steps, strict=True):
            assert row.status is not StepStatus.DONE or later == row


@pytest.mark.parametrize(
    ("scenario", "code"),
    [
        ("stall", Code.TIMEOUT),
        ("drop-after-sent", Code.DROPPED),
        ("unreadable", Code.HTML),
        ("server-error-html", Code.HTML),
        ("redirect", Code.REDIRECT),
        ("store-down", Code.STORE_UNAVAILABLE),
    ],
)
def test_why_it_is_unknown(
    scenario: str, code: Code, store: TrainingStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    if scenario == "stall":
        monkeypatch.setattr(http_module, "ORDER_SECONDS", 0.2)
    connection = connection_to(store.start())

    async def work(register: Register) -> Told:
        draft = await draft_of(register)
        store.set_next(scenario)
        return await place(register, draft)

    end = at_register(connection, work).end
    assert end.verdict is Verdict.UNKNOWN
    assert end.problem is not None
    assert end.problem.code is code


def test_a_captcha_token_makes_the_order_pass(store: TrainingStore) -> None:
    connection = connection_to(store.start())

    async def work(register: Register) -> tuple[Told, Told]:
        store.set_next("captcha-required")
        without = await place(register, await draft_of(register))
        store.set_next("captcha-required")
        return without, await place(register, await draft_of(register, captcha=" token "))

    without, told = at_register(connection, work)
    assert without.end.refusal is Refusal.CAPTCHA
    assert told.verdict is Verdict.PLACED
    assert len(store.ledger()) == 1


def test_an_expired_session_is_renewed_before_placing(store: TrainingStore, clock: Clock) -> None:
    connection = connection_to(store.start())

    async def work(register: Register) -> list[Told]:
        draft = await draft_of(register)
        told = []
        for seconds in (0, 3600 - 299, 3601, WEEK + 3601):
            clock.now += seconds
            told.append(await place(register, draft))
        return told

    ends = at_register(connection, work, wall_clock=clock)
    assert [told.verdict for told in ends] == [Verdict.PLACED] * 4
    devices = [entry.device_id for entry in store.ledger()]
    assert len(set(devices[:3])) == 1
    assert devices[3] not in devices[:3]  # more than a week: a new device (§1)


def test_a_token_that_the_merchant_gave_up_early_is_not_used_again(
    store: TrainingStore, clock: Clock
) -> None:
    """The register's own clock calls the token good; only the merchant's 401 tells otherwise."""
    connection = connection_to(store.start())
    slow_clock = Clock(clock.now)

    async def work(register: Register) -> list[Told]:
        draft = await draft_of(register)
        clock.now += 3601
        refused = await place(register, draft)
        return [refused, await place(register, draft)]

    first, second = at_register(connection, work, wall_clock=slow_clock)
    assert first.verdict is Verdict.REFUSED
    assert first.end.problem is not None
    assert first.end.problem.code is Code.SESSION
    assert second.verdict is Verdict.PLACED
    assert [entry.request_id for entry in store.ledger()] == [second.end.attempt_id]


def test_two_orders_at_once_go_one_after_the_other(store: TrainingStore) -> None:
    connection = connection_to(store.start())
    elsewhere = Contact("(503) 555-0100", "An", "Oh", "an.oh@example.com")

    async def work(register: Register) -> list[CheckoutState]:
        draft = await draft_of(register)
        other = await draft_of(register, replace(BUYER, contact=elsewhere), quantity=1)
        told: list[CheckoutState] = []
        attempts = [(one, register.attempt(1, told.append)) for one in (draft, other)]
        await asyncio.gather(*(register.place(order_of(one), attempt) for one, attempt in attempts))
        return told

    told = at_register(connection, work)
    moved = [state for state in told if state.built]
    ids = [state.attempt_id for state in moved]
    first, second = dict.fromkeys(ids)
    assert ids == [first] * ids.count(first) + [second] * ids.count(second)
    assert [state.attempt_id for state in told if state.verdict is Verdict.PLACED] == [
        first,
        second,
    ]
    assert [entry.request_id for entry in store.ledger()] == [first, second]
