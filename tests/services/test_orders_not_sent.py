"""Orders that must not leave, or not go on to another address (API sheet §2, §3)."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from http import HTTPStatus

import pytest
import trustme

from pos_app.domain import checkout
from pos_app.domain.checkout import CheckoutState, Verdict
from pos_app.domain.draft import OrderDraft
from pos_app.domain.errors import Code
from pos_app.firmly import placing
from pos_app.firmly.http import Http
from pos_app.services.register import Register
from pos_app.training import Endpoints, TrainingStore
from tests.services.order_desk import (
    Told,
    at_register,
    connection_to,
    draft_of,
    open_register,
    order_of,
    place,
)
from tests.services.payment_host import Answer, Asked, host, place_at, public_key


@pytest.fixture(scope="module")
def store() -> Iterator[TrainingStore]:
    merchant = TrainingStore(pace=0)
    yield merchant
    merchant.stop()


@pytest.fixture(scope="module")
def shop(store: TrainingStore) -> Endpoints:
    return store.start()


@pytest.fixture(autouse=True)
def nothing_reaches_the_merchant(store: TrainingStore) -> Iterator[None]:
    yield
    assert store.ledger() == ()


@pytest.fixture
def dead_url() -> str:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def not_sent(state: CheckoutState, code: Code, *, built: bool) -> None:
    assert state.verdict is Verdict.NOT_SENT
    assert state.problem is not None
    assert state.problem.code is code
    assert state.built is built
    assert not state.leaving


def test_a_dead_payment_host(shop: Endpoints, dead_url: str) -> None:
    connection = connection_to(shop, payment_url=dead_url)

    async def work(register: Register) -> Told:
        return await place(register, await draft_of(register))

    not_sent(at_register(connection, work).end, Code.REFUSED, built=False)


def test_a_dead_api_host(shop: Endpoints, dead_url: str) -> None:
    draft = at_register(connection_to(shop), draft_of)

    async def work(register: Register) -> Told:
        return await place(register, draft)

    told = at_register(connection_to(shop, api_url=dead_url), work)
    not_sent(told.end, Code.REFUSED, built=False)


def test_a_payment_host_that_dies_after_its_key(shop: Endpoints) -> None:
    async def work() -> Told:
        payment = host()
        payment.last_words = True
        return (await place_at(shop, payment))[0]

    not_sent(asyncio.run(work()).end, Code.REFUSED, built=True)


@pytest.mark.parametrize(
    "key",
    [{"kty": "RSA"}, {"kty": "oct", "k": "AAAA"}, public_key(1024), public_key(use="sig")],
    ids=["incomplete", "not-rsa", "short", "for-signatures"],
)
def test_a_key_that_no_card_is_encrypted_to(shop: Endpoints, key: dict[str, object]) -> None:
    async def work() -> tuple[Told, list[Asked]]:
        payment = host(key)
        return (await place_at(shop, payment))[0], payment.orders

    told, orders = asyncio.run(work())
    not_sent(told.end, Code.KEY_REFUSED, built=False)
    assert orders == []


def test_cancelled_before_anything_left(shop: Endpoints) -> None:
    async def work() -> tuple[Told, Told, list[Asked]]:
        payment = host(held=True)
        async with (
            payment.listening(),
            open_register(connection_to(shop, payment_url=payment.url)) as register,
        ):
            draft = await draft_of(register)
            first, waiting = (asyncio.create_task(_placing(register, draft)) for _ in range(2))
            await payment.arrived.wait()
            waiting.cancel()
            first.cancel()
            told = await first, await waiting
            payment.open.set()
            return *told, payment.orders

    first, waiting, orders = asyncio.run(work())
    not_sent(first.end, Code.CANCELLED, built=False)
    not_sent(waiting.end, Code.CANCELLED, built=False)
    assert orders == []


async def _placing(register: Register, draft: OrderDraft) -> Told:
    """What was told until the cancellation arrived."""
    told = Told()
    with pytest.raises(asyncio.CancelledError):
        await register.place(order_of(draft), register.attempt(1, told.hear))
    return told


def test_cancelled_after_it_left_is_unknown(shop: Endpoints) -> None:
    async def work() -> Told:
        payment = host(held=True)
        async with (
            payment.listening(),
            open_register(connection_to(shop, payment_url=payment.url)) as register,
        ):
            draft = await draft_of(register)
            task = asyncio.create_task(_placing(register, draft))
            await payment.arrived.wait()
            payment.arrived.clear()
            payment.open.set()
            payment.open = asyncio.Event()
            await payment.arrived.wait()
            assert payment.orders
            task.cancel()
            told = await task
            payment.open.set()
            return told

    end = asyncio.run(work()).end
    assert end.verdict is Verdict.UNKNOWN
    assert end.problem is not None
    assert end.problem.code is Code.CANCELLED


def client_context(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    authority.configure_trust(context)
    return context


def host_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def tls_pair(fault: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The two ends' settings for a line that has `fault`."""
    authority = trustme.CA()
    name = "elsewhere.example" if fault == "wrong-host" else "127.0.0.1"
    past = datetime(2020, 1, 1, tzinfo=UTC) if fault == "expired" else None
    certificate = authority.issue_cert(name, not_after=past)
    trusted = trustme.CA() if fault == "untrusted" else authority
    return client_context(trusted), host_context(certificate)


TLS_FAULTS = pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("untrusted", Code.TLS_UNTRUSTED),
        ("expired", Code.TLS_EXPIRED),
        ("wrong-host", Code.TLS_WRONG_NAME),
    ],
)


@TLS_FAULTS
def test_a_payment_host_that_can_not_be_trusted(shop: Endpoints, fault: str, code: Code) -> None:
    client, server = tls_pair(fault)

    async def work() -> tuple[Told, list[Asked]]:
        payment = host()
        placed = await place_at(shop, payment, client_tls=client, host_tls=server)
        return placed[0], payment.asked

    told, asked = asyncio.run(work())
    not_sent(told.end, code, built=False)
    assert asked == []


@TLS_FAULTS
def test_the_order_itself_meets_the_fault(shop: Endpoints, fault: str, code: Code) -> None:
    """As when the certificate changes between the key and the order."""
    client, server = tls_pair(fault)

    async def work() -> CheckoutState:
        payment = host()
        async with payment.listening(server):
            http = Http(client).only(payment.url)
            state = checkout.begin("id", 1)

            async def emit(event: checkout.Event) -> None:
                nonlocal state
                state = checkout.step(state, event)

            connection = connection_to(shop, payment_url=payment.url)
            call = placing.PlaceCall(connection, "token", "id", placing.Body(b"{}"))
            await placing.place(http, call, emit, lambda: 0.0)
            await http.close()
            assert payment.asked == []
            return state

    not_sent(asyncio.run(work()), code, built=False)


def test_a_trusted_payment_host(shop: Endpoints) -> None:
    client, server = tls_pair("none")

    async def work() -> Told:
        return (await place_at(shop, host(), client_tls=client, host_tls=server))[0]

    assert asyncio.run(work()).verdict is Verdict.PLACED


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(shop: Endpoints, status: int) -> None:
    async def work() -> tuple[Told, list[Asked]]:
        moved = Answer({}, HTTPStatus(status), {"location": "/elsewhere"})
        payment = host(answer=moved)
        return (await place_at(shop, payment))[0], payment.asked

    told, asked = asyncio.run(work())
    assert told.verdict is Verdict.UNKNOWN
    assert told.end.problem is not None
    assert told.end.problem.code is Code.REDIRECT
    assert [one.line.split(" ")[0] for one in asked] == ["GET", "POST"]
