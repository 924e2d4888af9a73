"""One attempt to place an order, as a pure state machine: ``step(state, event) -> state``.

The verdict follows section 3 of the API sheet ("Success, refusal, unknown"):

* **placed**: an order with an order number was told and no notice blocks it. It wins over
  anything that comes after, and over anything that came before.
* **refused**: the merchant said no in a way that proves nothing was charged.
* **not sent**: not a byte of the body left this computer.
* **unknown**: everything else. Such an order is never sent again by the app.

A refusal inside the stream is held back until the stream ends, so that the screen never has to
take a "nothing was charged" back. Times are seconds since the attempt began.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeAlias

from pos_app.domain.errors import Code, Problem
from pos_app.domain.receipt import Receipt
from pos_app.domain.refusal import Refusal, refusal_of
from pos_app.domain.steps import Step as Step  # noqa: PLC0414 - told with the rest
from pos_app.domain.steps import StepState as StepState  # noqa: PLC0414 - told with the rest
from pos_app.domain.steps import StepStatus as StepStatus  # noqa: PLC0414 - told with the rest


class Verdict(StrEnum):
    """How an attempt ended."""

    PLACED = "placed"
    REFUSED = "refused"
    NOT_SENT = "not-sent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CartReady:
    """The cart to be ordered is filled as far as `reached`, by calls of its own; nothing has left.

    With `SHIPPING` it is counted, and is what will be charged.
    """

    at: float
    receipt: Receipt
    reached: Step = Step.SHIPPING


@dataclass(frozen=True, slots=True)
class BodyBuilt:
    """The card is encrypted and the body complete: the card is not needed on this side any more."""

    at: float


@dataclass(frozen=True, slots=True)
class BodyLeaving:
    """The first byte of the body is about to leave: from here on the outcome can be unknown."""

    at: float


@dataclass(frozen=True, slots=True)
class BodySent:
    """The last byte of the body has left."""

    at: float


@dataclass(frozen=True, slots=True)
class CartCreated:
    """`creating-cart` / `order_processing`."""

    at: float
    receipt: Receipt | None = None


@dataclass(frozen=True, slots=True)
class ItemsAdded:
    """`item-added`: the cart so far."""

    at: float
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class ShippingUpdated:
    """`shipping-updated` / `payment_processing` (which brings no cart)."""

    at: float
    receipt: Receipt | None = None


@dataclass(frozen=True, slots=True)
class OrderReported:
    """`order-placed` / `order_completed`, or the whole JSON answer (`whole`) in its place.

    Proof only with an order number.
    """

    at: float
    receipt: Receipt
    whole: bool = False


@dataclass(frozen=True, slots=True)
class ErrorReported:
    """An `error` event, or an HTTP error that is JSON of Firmly's shape (`problem.status` set)."""

    at: float
    problem: Problem


@dataclass(frozen=True, slots=True)
class Activity:
    """An event of an unknown name, or one that could not be read: shown, never fatal."""

    at: float
    name: str


@dataclass(frozen=True, slots=True)
class Ended:
    """Nothing more will come: the answer ended, the line dropped, or time ran out.

    `problem` says why when it was not a regular end.
    """

    at: float
    problem: Problem | None = None


Event: TypeAlias = (
    CartReady
    | BodyBuilt
    | BodyLeaving
    | BodySent
    | CartCreated
    | ItemsAdded
    | ShippingUpdated
    | OrderReported
    | ErrorReported
    | Activity
    | Ended
)

_STEPS = tuple(Step)
_SUBMITTED = "submitted"  # the `cart_status` of a cart that became an order (§4)


@dataclass(frozen=True, slots=True)
class CheckoutState:
    """All that is known about one attempt.

    `refused_by` and `doubts` are what the verdict will rest on; `problem` is what the screen's
    details show. `built`: the card fields must be empty by now. `item_total` counts the distinct
    items ordered. `prepared`: the cart was made before, so once the body has left only the order
    itself is to come.
    """

    attempt_id: str
    item_total: int
    prepared: bool = False
    built: bool = False
    leaving: bool = False
    steps: tuple[StepState, ...] = (StepState(StepStatus.ACTIVE), *(StepState(),) * 4)
    receipt: Receipt = field(default_factory=Receipt)
    verdict: Verdict | None = None
    refusal: Refusal | None = None
    problem: Problem | None = None
    refused_by: Problem | None = None
    doubts: int = 0
    activity: str = ""
    last_heard: float = 0.0

    def step_state(self, name: Step) -> StepState:
        """The row of one step."""
        return self.steps[_STEPS.index(name)]

    @property
    def is_unknown(self) -> bool:
        """Whether the attempt has ended and nobody knows if the order was placed."""
        return self.verdict is Verdict.UNKNOWN

    @property
    def is_placed(self) -> bool:
        """Whether the merchant said that the order was placed."""
        return self.verdict is Verdict.PLACED

    @property
    def can_cancel(self) -> bool:
        """Whether nothing has left yet, so that stopping is safe."""
        return not self.leaving and self.verdict is None


def begin(attempt_id: str, item_total: int) -> CheckoutState:
    """The state of an attempt that has just begun. `attempt_id` is also `x-firmly-request-id`."""
    return CheckoutState(attempt_id=attempt_id, item_total=item_total)


def step(state: CheckoutState, event: Event) -> CheckoutState:
    """The state after `event`. Nothing takes back `placed`; nothing follows a final verdict."""
    if state.verdict is not None:
        return _late(state, event)
    state = replace(state, last_heard=event.at)
    match event:
        case CartReady():
            return _filled(_with_receipt(state, event.receipt), event)
        case BodyBuilt():
            return replace(state, built=True)
        case BodyLeaving():
            return replace(state, leaving=True)
        case BodySent():
            return _reach(state, Step.SHIPPING if state.prepared else Step.SENT, event.at)
        case CartCreated() | ShippingUpdated():
            reached = Step.CART if isinstance(event, CartCreated) else Step.SHIPPING
            return _reach(_with_receipt(state, event.receipt), reached, event.at)
        case ItemsAdded():
            return _items(_with_receipt(state, event.receipt), event.at)
        case OrderReported():
            return _order(state, event)
        case ErrorReported():
            return _error(state, event)
        case Activity():
            return replace(state, leaving=True, activity=event.name)
        case Ended():
            return _end(state, event)


def _late(state: CheckoutState, event: Event) -> CheckoutState:
    """Only proof of an order changes a verdict, and only an unproved one."""
    if isinstance(event, OrderReported) and state.verdict is not Verdict.PLACED:
        reopened = replace(state, verdict=None, refusal=None, problem=None)
        after = _order(reopened, event)
        return after if after.verdict is Verdict.PLACED else state
    return state


def _reach(state: CheckoutState, name: Step, at: float) -> CheckoutState:
    """Mark `name` and all steps before it done, the next one in progress.

    An answer proves that the body left, whatever this side's bookkeeping says.
    """
    reached = _STEPS.index(name)
    steps = tuple(
        StepState(StepStatus.DONE, at)
        if i <= reached and row.status is not StepStatus.DONE
        else StepState(StepStatus.ACTIVE)
        if i == reached + 1 and row.status is StepStatus.TODO
        else row
        for i, row in enumerate(state.steps)
    )
    return replace(state, steps=steps, leaving=True)


def _filled(state: CheckoutState, event: CartReady) -> CheckoutState:
    """Each call for the cart is a step that is done before the order itself is sent."""
    reached = 0 if state.leaving else _STEPS.index(event.reached)
    steps = tuple(
        StepState(StepStatus.DONE, event.at)
        if 0 < i <= reached and row.status is StepStatus.TODO
        else row
        for i, row in enumerate(state.steps)
    )
    return replace(state, steps=steps, prepared=event.reached is Step.SHIPPING)


def _with_receipt(state: CheckoutState, receipt: Receipt | None) -> CheckoutState:
    if receipt is None:
        return state
    # A cart is no proof of an order; the first cart's id is the one to reconcile by (§3).
    known = replace(
        receipt, order_number="", cart_id=state.receipt.cart_id or receipt.cart_id
    ).merged_over(state.receipt)
    return replace(state, receipt=known)


def _items(state: CheckoutState, at: float) -> CheckoutState:
    """Items are complete when the cart in the event has as many lines as were ordered."""
    state = _reach(state, Step.CART, at)
    if len(state.receipt.lines) >= state.item_total:
        return _reach(state, Step.ITEMS, at)
    return state


def _order(state: CheckoutState, event: OrderReported) -> CheckoutState:
    """Placed with a number; refused by a whole answer of notices without one; else a doubt.

    A cart that counts as submitted may have been charged, whatever its notices say (§3).
    """
    notices = event.receipt.notices
    if event.receipt.order_number and not any(notice.blocking for notice in notices):
        receipt = event.receipt.merged_over(state.receipt)
        done = _reach(replace(state, receipt=receipt), Step.PLACED, event.at)
        return replace(done, verdict=Verdict.PLACED, problem=None, refusal=None)
    told = _with_receipt(replace(state, leaving=True), event.receipt)
    submitted = event.receipt.cart_status == _SUBMITTED
    if event.whole and notices and not event.receipt.order_number and not submitted:
        problem = Problem(Code.OTHER, text="\n".join(notice.text for notice in notices))
        return replace(told, refused_by=state.refused_by or problem)
    return replace(told, doubts=state.doubts + 1)


def _error(state: CheckoutState, event: ErrorReported) -> CheckoutState:
    state = replace(state, leaving=True, problem=event.problem)
    if refusal_of(event.problem) is None:
        return replace(state, doubts=state.doubts + 1)
    return replace(state, refused_by=state.refused_by or event.problem)


def _end(state: CheckoutState, event: Ended) -> CheckoutState:
    active = next(
        (i for i, row in enumerate(state.steps) if row.status is StepStatus.ACTIVE), len(_STEPS) - 1
    )
    if not state.leaving:
        verdict, mark = Verdict.NOT_SENT, StepStatus.FAILED
    elif state.refused_by is not None and not state.doubts:
        verdict, mark = Verdict.REFUSED, StepStatus.FAILED
    else:
        verdict, mark = Verdict.UNKNOWN, StepStatus.UNKNOWN
    steps = tuple(
        StepState(mark, event.at) if i == active else row for i, row in enumerate(state.steps)
    )
    refused = state.refused_by if verdict is Verdict.REFUSED else None
    return replace(
        state,
        steps=steps,
        verdict=verdict,
        refusal=_kind(state, refused) if refused else None,
        problem=refused or state.problem or event.problem,
    )


def _kind(state: CheckoutState, problem: Problem) -> Refusal:
    if not problem.error_id and state.receipt.notices:
        return Refusal.CART_CHANGED
    return refusal_of(problem) or Refusal.OTHER
