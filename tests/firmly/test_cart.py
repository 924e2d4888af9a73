"""The device's cart: as recorded answers tell it, and over HTTP against the training merchant."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping

import pytest

from pos_app.domain.connection import Connection
from pos_app.domain.errors import AnswerError, Code, PosError, Problem, UnreadableError
from pos_app.domain.receipt import Receipt
from pos_app.firmly.cart import CartReader
from pos_app.firmly.http import Http
from pos_app.firmly.session import AuthorisedCalls, Session, SessionKeeper
from pos_app.training import TrainingStore

URL = "https://api.example/api/v2/domains/shop.example/cart"
NO_ROUTE = AnswerError(Problem(Code.NOT_OFFERED, error_id="RouteNotFound", status=404))
NO_PAGE = UnreadableError(Problem(Code.HTML, status=404))
MOVED = UnreadableError(Problem(Code.REDIRECT, status=308))
NO_CART = AnswerError(Problem(Code.OTHER, error_id="ErrorCartNotFound", status=404))
DOWN = AnswerError(Problem(Code.SERVER, status=502))
CART = {"cart_id": "cart-1", "cart_status": "submitted", "platform_order_number": 7}


class Answers:
    """Answers by address, as they were recorded; an error is raised."""

    def __init__(self, recorded: Mapping[str, object]) -> None:
        self.recorded = dict(recorded)
        self.asked: list[str] = []

    async def json(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        body: object = None,
    ) -> object:
        assert (method, params, body) == ("GET", None, None)
        self.asked.append(url)
        answer = self.recorded[url]
        if isinstance(answer, PosError):
            raise answer
        return answer


def reader(recorded: Mapping[str, object]) -> tuple[CartReader, Answers]:
    answers = Answers(recorded)
    return CartReader(answers, "https://api.example/", "Shop.Example"), answers


def test_a_cart_that_became_an_order() -> None:
    cart, answers = reader({URL: CART})
    told = asyncio.run(cart.read())
    assert (told.cart_id, told.cart_status, told.order_number) == ("cart-1", "submitted", "7")
    assert answers.asked == [URL]


@pytest.mark.parametrize("refusal", [NO_ROUTE, NO_PAGE, MOVED], ids=["route", "page", "moved"])
def test_a_deployment_that_wants_a_slash_is_asked_with_one_from_then_on(refusal: PosError) -> None:
    cart, answers = reader({URL: refusal, f"{URL}/": CART})
    assert asyncio.run(cart.read()).cart_id == "cart-1"
    assert asyncio.run(cart.read()).cart_id == "cart-1"
    assert answers.asked == [URL, f"{URL}/", f"{URL}/"]


def test_a_path_unknown_either_way_is_an_error_and_is_asked_anew_the_next_time() -> None:
    cart, answers = reader({URL: NO_ROUTE, f"{URL}/": NO_PAGE})
    with pytest.raises(UnreadableError):
        asyncio.run(cart.read())
    answers.recorded[URL] = CART
    assert asyncio.run(cart.read()).cart_id == "cart-1"
    assert answers.asked == [URL, f"{URL}/", URL]


def test_no_cart_is_an_empty_one() -> None:
    cart, answers = reader({URL: NO_CART})
    assert asyncio.run(cart.read()) == Receipt()
    assert answers.asked == [URL]


def test_another_error_is_passed_on_without_a_second_call() -> None:
    cart, answers = reader({URL: DOWN})
    with pytest.raises(AnswerError):
        asyncio.run(cart.read())
    assert answers.asked == [URL]


@pytest.mark.parametrize("answer", [None, [], "cart", 7])
def test_what_is_no_cart_is_not_taken_for_an_empty_one(answer: object) -> None:
    cart, _ = reader({URL: answer})
    with pytest.raises(UnreadableError) as error:
        asyncio.run(cart.read())
    assert error.value.problem.code is Code.BAD_SHAPE


class Memory:
    """Keeps the session for as long as the test runs."""

    def __init__(self) -> None:
        self.kept: Session | None = None

    async def load(self) -> Session | None:
        return self.kept

    async def save(self, session: Session) -> None:
        self.kept = session


def test_the_cart_is_that_of_the_session_s_device() -> None:
    store = TrainingStore(pace=0)
    shop = store.start()

    async def read() -> tuple[Receipt, Receipt, Session, Session | None]:
        http, memory = Http().only(shop.api_url), Memory()
        connection = Connection(shop.app_id, shop.domain, shop.api_url, shop.payment_url)
        keeper = SessionKeeper(http, connection, memory, time.time)
        cart = CartReader(AuthorisedCalls(http, keeper), shop.api_url, shop.domain)
        try:
            first = await cart.read()
            session = await keeper.session()
            renewed = await keeper.session(stale=session.access_token)
            assert renewed.device_id == session.device_id
            assert await keeper.token() == renewed.access_token
            return first, await cart.read(), renewed, memory.kept
        finally:
            await http.close()

    try:
        first, second, session, kept = asyncio.run(read())
    finally:
        store.stop()
    assert session == kept
    assert session.device_id
    assert first == second
    assert (first.cart_status, first.lines) == ("active", ())
