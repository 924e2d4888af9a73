"""Finding out what became of an order whose end is unknown (§3, "Reconciling").

Nothing in the API answers "did it go through". The device's cart can prove that it did, never
that it did not: silence, an empty cart or another one tell nothing, and then a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from pos_app.domain import checkout
from pos_app.domain.checkout import OrderReported, Verdict
from pos_app.domain.errors import Problem
from pos_app.domain.receipt import Receipt
from pos_app.domain.record import DecidedBy, Decision, OrderRecord

# Seconds before each check. Most merchants are done within the first; the last leaves time for
# one that took the order up late.
PAUSES = (2.0, 5.0, 10.0, 20.0, 45.0, 120.0)

_ACTIVE, _SUBMITTED = "active", "submitted"  # values of `cart_status` (§4)


class Finding(StrEnum):
    """What a look at the device's cart told."""

    PLACED = "placed"
    NOT_YET = "not-yet"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Checking:
    """How far the checking of one attempt is.

    `number` of `of` planned checks have begun, 0 before the first; checks on a person's demand
    after the last do not count. `asking` while the merchant is being asked. `next_in`: seconds
    until the next check, None while asking and when none is planned, so that a person must
    decide. `finding` is what the last check told, None when there was none yet or no answer came;
    then `problem` says why, as it does when a finding could not be written down.
    """

    attempt_id: str
    number: int
    of: int
    next_in: float | None = None
    finding: Finding | None = None
    problem: Problem | None = None
    asking: bool = False


def judge(record: OrderRecord, device_id: str, receipt: Receipt) -> Finding:
    """What the cart of `device_id` tells about an attempt.

    Proof is only the very cart of the attempt, asked for as the device that made it. An order
    number beside a notice that stops an order contradicts itself and tells nothing.
    """
    cart_id = record.state.receipt.cart_id
    if not device_id or device_id != record.device_id:
        return Finding.NOTHING
    if not cart_id or cart_id != receipt.cart_id:
        return Finding.NOTHING
    status = receipt.cart_status.casefold()
    if status == _SUBMITTED:
        return Finding.PLACED
    if receipt.order_number:
        stopped = any(notice.blocking for notice in receipt.notices)
        return Finding.NOTHING if stopped else Finding.PLACED
    return Finding.NOT_YET if status == _ACTIVE and receipt.lines else Finding.NOTHING


def placed_by_cart(record: OrderRecord, receipt: Receipt, at: datetime) -> OrderRecord:
    """The attempt, proved placed by a cart that was judged `PLACED`; `at` is now (UTC).

    With an order number the verdict becomes `PLACED`. A cart that is only submitted leaves it
    unknown: then the decision alone says that the order was placed.

    Raises:
        ValueError: it is not open.
    """
    decision = Decision(placed=True, by=DecidedBy.CART, at=at)
    settled = record.decided(decision)
    # The wall clock may have been set back since.
    second = max(record.state.last_heard, (at - record.began_at).total_seconds())
    state = checkout.step(record.state, OrderReported(second, receipt))
    if state.verdict is Verdict.PLACED:
        return replace(record.moved(state, at), decision=decision)
    told = receipt.merged_over(record.state.receipt)
    return replace(settled, state=replace(record.state, receipt=told))
