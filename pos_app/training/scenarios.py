"""What the next order can be made to do, by name or by a card number made for it.

A scenario is data: the endpoints play it (`performance.py`), the window lists the titles in its
menu "Next order will…", tests walk through all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto


class Stage(Enum):
    """How far a place-order call has come, in order."""

    SENT = auto()
    CART = auto()
    ITEMS = auto()
    SHIPPING = auto()
    ACCEPTED = auto()


class Whole(Enum):
    """An answer that replaces the stream altogether."""

    HTML = auto()
    REDIRECT = auto()
    NOTICE = auto()
    SERVER_ERROR = auto()
    BAD_GATEWAY = auto()
    STORE_DOWN = auto()
    INVALID_INPUT = auto()
    DECLINE_JSON = auto()
    ORDER_JSON = auto()


@dataclass(frozen=True, slots=True)
class Scenario:
    """One way in which an order can go.

    `accepts`: when the call ends the merchant has the order in its ledger, whatever the client
    got to see. `title` completes the sentence "Next order will …". `late_looks`: the merchant
    takes the order only when the device's cart is looked at once more than so often.
    `numberless`: the cart never tells the order's number. `moves_on`: the device has another cart
    afterwards.

    What a quoted cart meets while the scenario is the next order's: `risen`: prices are up when it
    is looked at again; `sold_out`: its last line is gone by then; `fixed_methods`: there is no
    call to choose a shipping method; `old_carts`: it is told in the shape of version 1.
    """

    name: str
    title: str
    accepts: bool
    whole: Whole | None = None
    refuse: str | None = None
    refuse_after: Stage = Stage.CART
    cut_after: Stage | None = None
    cut_mid_event: bool = False
    stall_after: Stage | None = None
    silent_steps: int = 0
    old_names: bool = False
    unknown_events: bool = False
    huge_event: bool = False
    broken_json: bool = False
    drip: bool = False
    captcha: bool = False
    dearer: bool = False
    late_looks: int = 0
    numberless: bool = False
    moves_on: bool = False
    risen: bool = False
    sold_out: bool = False
    fixed_methods: bool = False
    old_carts: bool = False


SCENARIOS: tuple[Scenario, ...] = (
    Scenario("approve", "be approved", accepts=True),
    Scenario(
        "decline",
        "be declined by the card’s bank",
        accepts=False,
        refuse="ErrorPaymentDeclined",
        refuse_after=Stage.SHIPPING,
    ),
    Scenario("no-stock", "find no stock", accepts=False, refuse="ErrorNotEnoughStock"),
    Scenario("product-gone", "find a product gone", accepts=False, refuse="ErrorProductNotFound"),
    Scenario(
        "store-unavailable",
        "find the store unavailable",
        accepts=False,
        refuse="ErrorStoreUnavailable",
    ),
    Scenario("store-down", "find the store down (503)", accepts=False, whole=Whole.STORE_DOWN),
    Scenario("invalid-input", "be refused as invalid", accepts=False, whole=Whole.INVALID_INPUT),
    Scenario("captcha-required", "need a captcha token", accepts=True, captcha=True),
    Scenario("slow", "be approved slowly", accepts=True, silent_steps=32),
    Scenario("stall", "stall after shipping and tax", accepts=False, stall_after=Stage.SHIPPING),
    Scenario("drop-after-sent", "lose the line once sent", accepts=False, cut_after=Stage.SENT),
    Scenario(
        "drop-after-cart", "lose the line after the cart", accepts=False, cut_after=Stage.CART
    ),
    Scenario(
        "drop-after-items", "lose the line after the items", accepts=False, cut_after=Stage.ITEMS
    ),
    Scenario(
        "drop-after-shipping",
        "lose the line after shipping and tax",
        accepts=False,
        cut_after=Stage.SHIPPING,
    ),
    Scenario("drop-mid-event", "lose the line inside an event", accepts=False, cut_mid_event=True),
    Scenario(
        "lost-answer",
        "be placed, but the answer is lost",
        accepts=True,
        cut_after=Stage.ACCEPTED,
    ),
    Scenario(
        "late",
        "be placed only some checks after the line is lost",
        accepts=False,
        cut_after=Stage.SHIPPING,
        late_looks=2,
    ),
    Scenario(
        "submitted-only",
        "be placed without a number, and the answer lost",
        accepts=True,
        cut_after=Stage.ACCEPTED,
        numberless=True,
    ),
    Scenario(
        "another-cart",
        "be placed, and the answer and its cart lost",
        accepts=True,
        cut_after=Stage.ACCEPTED,
        moves_on=True,
    ),
    Scenario("unreadable", "be answered by a web page", accepts=True, whole=Whole.HTML),
    Scenario("bad-json", "end in unreadable JSON", accepts=True, broken_json=True),
    Scenario("server-error", "meet a server error (500)", accepts=False, whole=Whole.SERVER_ERROR),
    Scenario(
        "server-error-html",
        "meet a proxy’s error page (502)",
        accepts=False,
        whole=Whole.BAD_GATEWAY,
    ),
    Scenario("json-answer", "be approved in one JSON answer", accepts=True, whole=Whole.ORDER_JSON),
    Scenario(
        "json-error", "be declined in one JSON answer", accepts=False, whole=Whole.DECLINE_JSON
    ),
    Scenario("old-names", "be approved with the old event names", accepts=True, old_names=True),
    Scenario(
        "unknown-events", "be approved among unknown events", accepts=True, unknown_events=True
    ),
    Scenario("notice", "be changed by the merchant", accepts=False, whole=Whole.NOTICE),
    Scenario("redirect", "be sent elsewhere (307)", accepts=False, whole=Whole.REDIRECT),
    Scenario("one-byte", "be approved one byte at a time", accepts=True, drip=True),
    Scenario("huge-event", "be approved after a 10 MB event", accepts=True, huge_event=True),
    Scenario("total-differs", "cost more than quoted", accepts=True, dearer=True),
    Scenario("price-up", "find prices up since the quote", accepts=True, dearer=True, risen=True),
    Scenario(
        "sold-out",
        "find a line sold out since the quote",
        accepts=False,
        refuse="ErrorNotEnoughStock",
        sold_out=True,
    ),
    Scenario("fixed-methods", "be shipped the store’s way only", accepts=True, fixed_methods=True),
    Scenario("old-carts", "be quoted in the old shape", accepts=True, old_carts=True),
)

BY_NAME: Mapping[str, Scenario] = {scenario.name: scenario for scenario in SCENARIOS}

APPROVE = BY_NAME["approve"]

MAGIC_CARDS: Mapping[str, str] = {
    "4111111111111111": "approve",
    "4000000000000002": "decline",
    "4000000000000010": "no-stock",
    "4000000000000028": "product-gone",
    "4000000000000036": "store-unavailable",
    "4000000000000044": "slow",
    "4000000000000051": "stall",
    "4000000000000069": "drop-after-shipping",
    "4000000000000077": "lost-answer",
}
"""Card numbers (test numbers, right by Luhn) that choose a scenario when none is set."""


def scenario_named(name: str) -> Scenario:
    """The scenario of that name. Raises ValueError when there is none."""
    try:
        return BY_NAME[name]
    except KeyError:
        known = ", ".join(BY_NAME)
        raise ValueError(f"no scenario {name!r}; there are: {known}") from None
