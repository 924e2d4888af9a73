"""The calls that fill a cart: what they send, which spelling, and what of the answers is read."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from pos_app.domain.errors import AnswerError, Code, PosError, Problem, UnreadableError
from pos_app.domain.money import Money
from pos_app.domain.pickup import PickupStore
from pos_app.domain.quote import Addon, Fulfillment, MerchantCart, Shipment, ShippingOption
from pos_app.firmly.cart_calls import CartCalls
from pos_app.firmly.wire_quote import merchant_cart_from, selected_addons
from tests.domain.attempts import line

CART = "https://api.example/api/v2/domains/shop.example/cart"
NO_ROUTE = AnswerError(Problem(Code.NOT_OFFERED, error_id="RouteNotFound", status=404))
NO_PAGE = UnreadableError(Problem(Code.HTML, status=404))
MOVED = UnreadableError(Problem(Code.REDIRECT, status=308))
NO_PRODUCT = AnswerError(Problem(Code.NOT_FOUND, error_id="ErrorProductNotFound", status=404))
NO_CART = AnswerError(Problem(Code.OTHER, error_id="ErrorCartNotFound", status=404))


def price(amount: str) -> dict[str, object]:
    return {"currency": "USD", "value": Decimal(amount)}


V2: dict[str, Any] = {
    "cart_id": "c-1",
    "cart_status": "active",
    "line_items": [{"sku": "WS12", "quantity": 2, "line_price": price("44")}],
    "shipments": [
        {
            "shipment_id": "s-1",
            "fulfillment_type": {"id": "SHIP_TO_ADDRESS", "name": "Ship"},
            "fulfillment_type_options": [
                {"id": "SHIP_TO_ADDRESS", "name": "Ship"},
                {"id": "PICKUP_IN_STORE", "name": "Pick up", "description": "Today"},
            ],
            "shipping_method": {"id": "std", "description": "Standard"},
            "shipping_method_options": [
                {
                    "id": "std",
                    "description": "Standard",
                    "price": price("5.95"),
                    "estimated_delivery": "3–5 days",
                },
                {"id": "exp", "description": "Express", "price": price("14.95")},
                {"description": "without an id"},
            ],
        }
    ],
    "coupons": [{"code": "WELCOME10"}],
    "addons": {
        "offers": [{"id": "care", "name": "2 years", "price": price("9"), "line_item_id": "li"}],
        "selections": [{"id": "care"}],
    },
    "total": price("49.95"),
}
V1: dict[str, Any] = V2 | {
    "shipments": [
        {
            "shipment_id": "s-1",
            "shipping_method": "std",
            "shipping_method_options": [{"sku": "std", "description": "Standard"}],
        }
    ],
    "tax": price("2.86"),
    "notice": "The promo code has expired.",
    "coupons": ["WELCOME10"],
    "addons": [],
}


class Answers:
    """Answers by URL, as they were recorded; an error is raised."""

    def __init__(self, recorded: Mapping[str, object]) -> None:
        self.recorded = dict(recorded)
        self.asked: list[tuple[str, str, object, object]] = []

    async def json(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        body: object = None,
    ) -> object:
        self.asked.append((method, url.removeprefix(CART), params, body))
        answer = self.recorded[url.removeprefix(CART)]
        if isinstance(answer, PosError):
            raise answer
        return answer


def calls(recorded: Mapping[str, object]) -> tuple[CartCalls, Answers]:
    answers = Answers(recorded)
    return CartCalls(answers, "https://api.example/", "Shop.Example"), answers


def test_a_v2_cart_is_read_with_all_that_can_be_chosen() -> None:
    cart = merchant_cart_from({"cart": V2})
    standard = ShippingOption("std", "Standard", Money(Decimal("5.95"), "USD"), "3–5 days")
    express = ShippingOption("exp", "Express", Money(Decimal("14.95"), "USD"))
    kinds = (
        Fulfillment("SHIP_TO_ADDRESS", "Ship"),
        Fulfillment("PICKUP_IN_STORE", "Pick up", "Today"),
    )
    assert cart.shipments == (
        Shipment("s-1", (standard, express), "std", kinds, "SHIP_TO_ADDRESS"),
    )
    assert cart.shipments[0].chosen == standard
    assert cart.promo_codes == ("WELCOME10",)
    assert cart.addons == (Addon("care", "2 years", Money(Decimal(9), "USD"), "li"),)
    assert selected_addons(V2) == {"care"}
    assert cart.receipt.total == Money(Decimal("49.95"), "USD")


def test_a_v1_cart_is_read_the_same() -> None:
    cart = merchant_cart_from(V1)
    (shipment,) = cart.shipments
    assert (shipment.method, shipment.options[0].option_id) == ("std", "std")
    assert cart.promo_codes == ("WELCOME10",)
    assert cart.receipt.tax == Money(Decimal("2.86"), "USD")
    assert [notice.text for notice in cart.receipt.notices] == ["The promo code has expired."]
    assert cart.receipt.shipping_label == "Standard"


@pytest.mark.parametrize("value", [None, 7, "x", [], {}, {"shipments": [7, {}], "addons": 3}])
def test_nonsense_is_an_empty_cart(value: object) -> None:
    cart = merchant_cart_from(value)
    assert (cart.shipments, cart.promo_codes, cart.addons) == ((), (), ())


SENT: list[tuple[Callable[[CartCalls], Awaitable[object]], tuple[str, str, object, object]]] = [
    (
        lambda c: c.add(line(), flush=True),
        (
            *("POST", "/line-items", {"flush_cart": "true"}),
            {"add_to_cart_ref": {"variant_id": "WS12"}, "quantity": 2},
        ),
    ),
    (lambda c: c.clear(), ("DELETE", "/line-items", None, None)),
    (
        lambda c: c.choose_method("s-1", "exp"),
        (
            *("POST", "/shipments/shipping-method", None),
            {"shipment_id": "s-1", "shipping_method_id": "exp"},
        ),
    ),
    (
        lambda c: c.add_promo_code("WELCOME10"),
        ("POST", "/promo-codes", None, {"promo_codes": ["WELCOME10"]}),
    ),
    (
        lambda c: c.choose_addons([Addon("care", "2 years", None, "li")]),
        ("POST", "/addons", None, {"selections": [{"id": "care", "line_item_id": "li"}]}),
    ),
]


@pytest.mark.parametrize(("call", "sent"), SENT, ids=[sent[1] for _, sent in SENT])
def test_what_is_sent(
    call: Callable[[CartCalls], Awaitable[object]], sent: tuple[str, str, object, object]
) -> None:
    cart, answers = calls({sent[1]: V2})

    async def work() -> None:
        await call(cart)

    asyncio.run(work())
    assert answers.asked == [sent]


@pytest.mark.parametrize("refusal", [NO_ROUTE, NO_PAGE, MOVED], ids=["route", "page", "moved"])
def test_a_path_that_leads_nowhere_is_tried_with_a_slash_and_so_from_then_on(
    refusal: PosError,
) -> None:
    cart, answers = calls({"/promo-codes": refusal, "/promo-codes/": V2, "": V2})

    async def work() -> MerchantCart:
        await cart.read()
        await cart.add_promo_code("A")
        return await cart.add_promo_code("B")

    assert asyncio.run(work()).receipt.cart_id == "c-1"
    paths = [path for _, path, _, _ in answers.asked]
    assert paths == ["", "/promo-codes", "/promo-codes/", "/promo-codes/"]


def test_a_route_that_is_not_there_either_way_is_told_as_not_offered() -> None:
    path = "/shipments/shipping-method"
    cart, answers = calls({path: NO_ROUTE, f"{path}/": NO_PAGE})
    with pytest.raises(AnswerError) as error:
        asyncio.run(cart.choose_method("s-1", "exp"))
    assert error.value.problem.code is Code.NOT_OFFERED
    assert len(answers.asked) == 2


def test_a_missing_product_is_no_missing_path() -> None:
    cart, answers = calls({"/line-items": NO_PRODUCT})
    with pytest.raises(AnswerError):
        asyncio.run(cart.add(line(), flush=False))
    assert len(answers.asked) == 1


def test_clearing_a_cart_that_is_not_there_is_no_trouble() -> None:
    cart, _ = calls({"/line-items": NO_CART})
    asyncio.run(cart.clear())


@pytest.mark.parametrize("answer", [None, [], "cart", 7])
def test_what_is_no_cart_is_not_read_as_an_empty_one(answer: object) -> None:
    cart, _ = calls({"": answer})
    with pytest.raises(UnreadableError) as error:
        asyncio.run(cart.read())
    assert error.value.problem.code is Code.BAD_SHAPE


_MAIN = PickupStore("Main Street", "1 Main Street, Seattle, WA, 98101", available=True)


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (
            {
                "stores": [
                    {
                        "name": "Main Street",
                        "address": {
                            "address1": "1 Main Street",
                            "city": "Seattle",
                            "state_or_province": "WA",
                            "postal_code": "98101",
                        },
                        "available": True,
                    }
                ]
            },
            (_MAIN,),
        ),
        (
            [{"store_name": "Pine", "in_stock": False}, {"address": "2 Elm Road"}, {"id": 7}, "x"],
            (PickupStore("Pine", available=False), PickupStore("2 Elm Road")),
        ),
        ({"locations": [{"title": "Oak", "available": "soon"}]}, (PickupStore("Oak"),)),
        ({"shipment_id": "s-1"}, ()),
        (None, ()),
    ],
)
def test_stores_to_pick_up_at_are_read_as_far_as_they_are_told(
    answer: object, found: tuple[PickupStore, ...]
) -> None:
    cart, answers = calls({"/shipments/get-availability": answer})
    assert asyncio.run(cart.stores("s-1")) == found
    assert answers.asked[0][3] == {"shipment_id": "s-1"}
