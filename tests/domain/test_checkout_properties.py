"""Whatever comes in, in whatever order, the verdict follows section 3 of the API sheet.

The oracle below is a second reading of that section: it looks at the whole list of events at
once and shares nothing with the state machine but the values.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.checkout import (
    Activity,
    BodyBuilt,
    BodyLeaving,
    BodySent,
    CartCreated,
    CartReady,
    CheckoutState,
    Ended,
    ErrorReported,
    Event,
    ItemsAdded,
    OrderReported,
    ShippingUpdated,
    StepStatus,
    Verdict,
    begin,
    step,
)
from pos_app.domain.errors import Code, Problem
from pos_app.domain.money import Money
from pos_app.domain.receipt import Notice, Receipt, ReceiptLine

IDS = (
    "ErrorInvalidInputBody",
    "ErrorProductNotFound",
    "ErrorNotEnoughStock",
    "ErrorPaymentDeclined",
    "ErrorStoreUnavailable",
    "ErrorCartNotFound",
    "RateLimitExceeded",
    "TokenExpired",
    "SomethingNew",
    "",
)
NOTICES = st.sampled_from(
    (
        Notice("Out of stock", "ITEM_OUT_OF_STOCK"),
        Notice("Can't be shipped", "ITEM_NOT_SHIPPABLE"),
        Notice("No shipping", "SHIPPING_NOT_AVAILABLE"),
        Notice("The price rose", "PRICE_INCREASED"),
        Notice("An old-style notice"),
    )
)
LINES = st.lists(
    st.builds(
        ReceiptLine,
        title=st.sampled_from(("Tee", "Hoodie")),
        variant_title=st.just(""),
        sku=st.sampled_from(("A", "B", "")),
        quantity=st.integers(1, 5),
        line_price=st.none() | st.builds(Money.of_minor, st.integers(0, 9999), st.just("USD")),
    ),
    max_size=4,
).map(tuple)
RECEIPTS = st.builds(
    Receipt,
    cart_id=st.sampled_from(("", "cart-1", "cart-2")),
    order_number=st.sampled_from(("", "", "186872537", "77")),
    lines=LINES,
    cart_status=st.sampled_from(("", "active", "submitted", "checkout_blocked")),
    notices=st.lists(NOTICES, max_size=2).map(tuple),
)
PROBLEMS = st.builds(
    Problem,
    code=st.sampled_from(Code),
    error_id=st.sampled_from(IDS),
    status=st.sampled_from((None, None, 200, 302, 400, 401, 404, 408, 409, 422, 429, 500, 503)),
    text=st.sampled_from(("", "captcha_token is required", "no")),
)
AT = st.just(0.0)
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(CartReady, AT, RECEIPTS),
    st.builds(BodyBuilt, AT),
    st.builds(BodyLeaving, AT),
    st.builds(BodySent, AT),
    st.builds(CartCreated, AT, st.none() | RECEIPTS),
    st.builds(ItemsAdded, AT, RECEIPTS),
    st.builds(ShippingUpdated, AT, st.none() | RECEIPTS),
    st.builds(OrderReported, AT, RECEIPTS, st.booleans()),
    st.builds(ErrorReported, AT, PROBLEMS),
    st.builds(Activity, AT, st.just("ping")),
    st.builds(Ended, AT, st.none() | PROBLEMS),
)
# Event i happens at second i, as one clock would have it. Most runs end at some point.
RUNS = st.lists(EVENTS, max_size=9).map(
    lambda events: [replace(event, at=float(i)) for i, event in enumerate(events)]
)


def proves_order(event: Event) -> bool:
    """An order with an order number and no blocking notice."""
    return (
        isinstance(event, OrderReported)
        and event.receipt.order_number != ""
        and not {"ITEM_NOT_SHIPPABLE", "ITEM_OUT_OF_STOCK", "SHIPPING_NOT_AVAILABLE"}
        & {notice.code for notice in event.receipt.notices}
    )


def definite(problem: Problem) -> bool:
    """Section 3, "Refused": an HTTP 4xx JSON error other than 408/409, or one of four ids."""
    if problem.error_id in ("", "ErrorStoreUnavailable"):
        return False
    if problem.status in (None, 200):
        return problem.error_id in IDS[:4]
    return str(problem.status)[0] == "4" and problem.status not in (408, 409)


def refuses(event: Event) -> bool:
    """A definite error, or a whole 200 of notices without an order number ("not placed")."""
    if isinstance(event, ErrorReported):
        return definite(event.problem)
    return (
        isinstance(event, OrderReported)
        and event.whole
        and bool(event.receipt.notices)
        and event.receipt.order_number == ""
        and event.receipt.cart_status != "submitted"
    )


def leaves(event: Event) -> bool:
    """Whether this can't be while the whole order is still on this computer."""
    return not isinstance(event, CartReady | BodyBuilt | Ended)


def oracle(events: list[Event]) -> Verdict | None:
    """The verdict by a reading of section 3 over the whole run."""
    if any(proves_order(event) for event in events):
        return Verdict.PLACED
    ends = [i for i, event in enumerate(events) if isinstance(event, Ended)]
    if not ends:
        return None
    heard = [event for event in events[: ends[0]] if leaves(event)]
    if not heard:
        return Verdict.NOT_SENT
    answers = [event for event in heard if isinstance(event, OrderReported | ErrorReported)]
    if answers and all(refuses(event) for event in answers):
        return Verdict.REFUSED
    return Verdict.UNKNOWN


def states(events: list[Event], items: int) -> list[CheckoutState]:
    """Every state on the way, the first one included."""
    path = [begin("attempt", items)]
    for event in events:
        path.append(step(path[-1], event))
    return path


@given(RUNS, st.integers(1, 3))
def test_the_verdict_is_the_one_of_section_3(events: list[Event], items: int) -> None:
    assert states(events, items)[-1].verdict is oracle(events)


@given(RUNS, st.integers(1, 3))
def test_each_prefix_has_the_verdict_of_section_3(events: list[Event], items: int) -> None:
    """The screen shows each state on the way, so each must be right."""
    for count, state in enumerate(states(events, items)):
        assert state.verdict is oracle(events[:count])


@given(RUNS, st.integers(1, 3))
def test_a_verdict_changes_only_to_placed_and_placed_never(events: list[Event], items: int) -> None:
    path = states(events, items)
    for before, after in pairwise(path):
        if before.verdict is Verdict.PLACED:
            assert after == before
        elif before.verdict is not None:
            assert after.verdict in (before.verdict, Verdict.PLACED)


@given(RUNS, st.integers(1, 3))
def test_done_steps_stay_done_with_their_time(events: list[Event], items: int) -> None:
    path = states(events, items)
    for before, after in pairwise(path):
        for old, new in zip(before.steps, after.steps, strict=True):
            if old.status is StepStatus.DONE:
                assert new == old


@given(RUNS, st.integers(1, 3))
def test_the_steps_are_done_then_one_open_then_to_do(events: list[Event], items: int) -> None:
    for state in states(events, items):
        kinds = [row.status for row in state.steps]
        if not state.leaving:
            # A cart that was filled before is there before anything has left.
            assert StepStatus.DONE not in (kinds[0], kinds[-1])
            continue
        done = kinds.count(StepStatus.DONE)
        assert kinds[:done] == [StepStatus.DONE] * done
        assert kinds[done + 1 :] == [StepStatus.TODO] * len(kinds[done + 1 :])
        if done < len(kinds):
            expected = {
                None: StepStatus.ACTIVE,
                Verdict.UNKNOWN: StepStatus.UNKNOWN,
                Verdict.REFUSED: StepStatus.FAILED,
                Verdict.NOT_SENT: StepStatus.FAILED,
            }
            assert kinds[done] is expected[state.verdict]
        else:
            assert state.verdict is Verdict.PLACED


@given(RUNS, st.integers(1, 3))
def test_a_step_ends_at_the_time_of_its_event(events: list[Event], items: int) -> None:
    path = states(events, items)
    for now, (before, after) in enumerate(pairwise(path)):
        for old, new in zip(before.steps, after.steps, strict=True):
            if new.at is not None and new.at != old.at:
                assert new.at == float(now)


@given(RUNS, st.integers(1, 3))
def test_the_order_number_comes_from_the_proof_alone(events: list[Event], items: int) -> None:
    proof = next((event for event in events if proves_order(event)), None)
    expected = proof.receipt.order_number if isinstance(proof, OrderReported) else ""
    assert states(events, items)[-1].receipt.order_number == expected


@given(RUNS, st.integers(1, 3))
def test_the_clerk_can_cancel_only_while_nothing_has_left(events: list[Event], items: int) -> None:
    for count, state in enumerate(states(events, items)):
        here = all(isinstance(event, CartReady | BodyBuilt) for event in events[:count])
        assert state.can_cancel is here


@given(RUNS, st.integers(1, 3))
def test_the_cart_to_reconcile_by_is_the_first_one(events: list[Event], items: int) -> None:
    """§3: "the `cart_id` from the first event that carries a cart"."""
    state = states(events, items)[-1]
    if state.verdict is not Verdict.UNKNOWN:
        return
    end = next(i for i, event in enumerate(events) if isinstance(event, Ended))
    carts = [
        event.receipt.cart_id
        for event in events[:end]
        if isinstance(event, CartReady | CartCreated | ItemsAdded | ShippingUpdated | OrderReported)
        and event.receipt is not None
        and event.receipt.cart_id
    ]
    assert state.receipt.cart_id == (carts[0] if carts else "")


@given(RUNS, st.integers(1, 3))
def test_a_refusal_has_a_kind_and_nothing_else_has(events: list[Event], items: int) -> None:
    for state in states(events, items):
        assert (state.refusal is not None) is (state.verdict is Verdict.REFUSED)
