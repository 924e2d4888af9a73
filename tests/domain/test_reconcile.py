"""What the device's cart tells about an order whose end is unknown, by section 3."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.checkout import Step, StepStatus, Verdict
from pos_app.domain.receipt import Notice, Receipt
from pos_app.domain.reconcile import PAUSES, Finding, judge, placed_by_cart
from pos_app.domain.record import DecidedBy, Decision, OrderRecord
from tests.domain.attempts import CART, DEVICE, NOON, placed, unknown

SUBMITTED = replace(CART, cart_status="submitted")
NUMBERED = replace(CART, order_number="200000001")
STOPPED = (Notice("Out of stock", "ITEM_OUT_OF_STOCK"),)
LATER = NOON + timedelta(seconds=30)


def test_six_checks_with_growing_pauses() -> None:
    assert len(PAUSES) == 6
    assert all(shorter < longer for shorter, longer in pairwise(PAUSES))


@pytest.mark.parametrize(
    ("receipt", "finding"),
    [
        pytest.param(SUBMITTED, Finding.PLACED, id="submitted"),
        pytest.param(NUMBERED, Finding.PLACED, id="an order number"),
        pytest.param(
            replace(SUBMITTED, order_number="7", notices=STOPPED), Finding.PLACED, id="both"
        ),
        pytest.param(CART, Finding.NOT_YET, id="active with items"),
        pytest.param(replace(CART, lines=()), Finding.NOTHING, id="active and empty"),
        pytest.param(replace(CART, cart_status=""), Finding.NOTHING, id="no status"),
        pytest.param(
            replace(CART, cart_status="checkout_blocked"), Finding.NOTHING, id="another status"
        ),
        pytest.param(
            replace(NUMBERED, notices=STOPPED), Finding.NOTHING, id="a number and a stop at once"
        ),
        pytest.param(replace(SUBMITTED, cart_id="cart-2"), Finding.NOTHING, id="another cart"),
        pytest.param(replace(NUMBERED, cart_id=""), Finding.NOTHING, id="a cart without an id"),
        pytest.param(Receipt(), Finding.NOTHING, id="nothing at all"),
    ],
)
def test_the_cart_s_word(receipt: Receipt, finding: Finding) -> None:
    assert judge(unknown(), DEVICE, receipt) is finding


def test_another_device_tells_nothing() -> None:
    assert judge(unknown(), "device-2", SUBMITTED) is Finding.NOTHING
    assert judge(replace(unknown(), device_id=""), "", SUBMITTED) is Finding.NOTHING


def test_an_attempt_that_heard_of_no_cart_is_told_nothing() -> None:
    nameless = replace(CART, cart_id="")
    record = unknown(cart=nameless)
    assert judge(record, DEVICE, replace(SUBMITTED, cart_id="")) is Finding.NOTHING
    assert judge(record, DEVICE, SUBMITTED) is Finding.NOTHING


IDS = st.sampled_from(["", "cart-1", "cart-2", "CART-1"])
DEVICES = st.sampled_from(["", DEVICE, "device-2"])
RECEIPTS = st.builds(
    Receipt,
    cart_id=IDS,
    order_number=st.sampled_from(["", "7"]),
    lines=st.sampled_from([(), CART.lines]),
    cart_status=st.sampled_from(["", "active", "submitted", "checkout_blocked"]),
    notices=st.sampled_from([(), STOPPED]),
)
RECORDS = st.builds(
    lambda cart, device: replace(unknown(cart=cart), device_id=device), RECEIPTS, DEVICES
)


@given(RECORDS, DEVICES, RECEIPTS)
def test_proof_is_the_same_cart_of_the_same_device(
    record: OrderRecord, device: str, receipt: Receipt
) -> None:
    finding = judge(record, device, receipt)
    if finding is not Finding.NOTHING:
        assert device == record.device_id != ""
        assert receipt.cart_id == record.state.receipt.cart_id != ""
    if finding is Finding.PLACED:
        assert receipt.order_number or receipt.cart_status == "submitted"


@given(RECORDS, DEVICES, RECEIPTS)
def test_what_is_judged_placed_is_settled_as_placed(
    record: OrderRecord, device: str, receipt: Receipt
) -> None:
    if judge(record, device, receipt) is not Finding.PLACED:
        return
    settled = placed_by_cart(record, receipt, LATER)
    assert settled.is_placed
    assert not settled.is_open
    assert settled.decision == Decision(placed=True, by=DecidedBy.CART, at=LATER)
    assert settled.state.receipt.order_number == receipt.order_number
    assert settled.ended_at == record.ended_at


def test_an_order_number_makes_the_verdict() -> None:
    settled = placed_by_cart(unknown(), NUMBERED, LATER)
    assert settled.state.verdict is Verdict.PLACED
    assert settled.state.receipt.order_number == "200000001"
    row = settled.state.step_state(Step.PLACED)
    assert (row.status, row.at) == (StepStatus.DONE, 30.0)


def test_the_second_of_the_proof_is_not_before_the_last_word_heard() -> None:
    """The wall clock may have been set back since the attempt began."""
    record = unknown()
    settled = placed_by_cart(record, NUMBERED, NOON - timedelta(hours=1))
    assert settled.state.step_state(Step.PLACED).at == record.state.last_heard


def test_a_cart_that_is_only_submitted_leaves_the_verdict_and_brings_its_amounts() -> None:
    told = replace(SUBMITTED, lines=(), submitted_at="2031-05-04T12:00:07Z")
    settled = placed_by_cart(unknown(), told, LATER)
    assert settled.state.verdict is Verdict.UNKNOWN
    assert settled.is_placed
    assert settled.state.receipt.submitted_at == "2031-05-04T12:00:07Z"
    assert settled.state.receipt.lines == CART.lines
    assert settled.state.receipt.order_number == ""


def test_what_is_settled_can_t_be_settled_again() -> None:
    with pytest.raises(ValueError, match="unknown"):
        placed_by_cart(placed(), NUMBERED, LATER)
