"""The training merchant as a running thing: two listening hosts in a thread of their own."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from pos_app.training.cart_api import CartApi
from pos_app.training.http11 import HttpServer
from pos_app.training.merchant import APP_ID, DOMAIN, LedgerEntry, Merchant, Settings
from pos_app.training.payment_api import PaymentApi
from pos_app.training.routing import Host
from pos_app.training.shelf import SMALL, ShelfManners
from pos_app.training.shop_api import ControlApi, ShopApi


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where the merchant can be reached, and as whom."""

    api_url: str
    payment_url: str
    domain: str
    app_id: str


class TrainingStore:
    """A merchant to practise with, on 127.0.0.1.

    `port`, `payment_port`: 0 takes free ones. `pace`: seconds between two events of an order.
    `scenario`: in force for every order for which nothing else is set. `token_seconds`: life of
    an access token. `key_uses`, `key_seconds`: when the payment key is replaced. `odd_shapes`:
    whether answers vary in the ways that the API allows. `clock`: unix seconds, for tests.
    `shelf`: how large the catalogue is and how awkward to read.

    Raises ValueError for an unknown scenario or more products than can be made. A store is
    started and stopped once.
    """

    def __init__(  # noqa: PLR0913 - each is a keyword with a default
        self,
        *,
        port: int = 0,
        payment_port: int = 0,
        pace: float = 0.4,
        scenario: str = "approve",
        token_seconds: int = 3600,
        key_uses: int = 20,
        key_seconds: float = 900.0,
        odd_shapes: bool = True,
        clock: Callable[[], float] = time.time,
        shelf: ShelfManners = SMALL,
    ) -> None:
        settings = Settings(
            pace=pace,
            token_seconds=token_seconds,
            key_uses=key_uses,
            key_seconds=key_seconds,
            odd_shapes=odd_shapes,
            scenario=scenario,
            clock=clock,
            shelf=shelf,
        )
        self._ports = (port, payment_port)
        self._merchant = Merchant(settings)
        self._thread = threading.Thread(target=self._run, name="training-store", daemon=True)
        self._started: Future[Endpoints] = Future()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None

    def start(self) -> Endpoints:
        """Starts and blocks until both hosts listen. Raises OSError when a port is taken."""
        self._thread.start()
        try:
            return self._started.result()
        except OSError:
            self._thread.join()
            raise

    def stop(self) -> None:
        """Closes every connection, ends the thread and waits for it. Stopping twice is fine."""
        loop, stopping = self._loop, self._stopping
        if loop is None or stopping is None:
            return
        with contextlib.suppress(RuntimeError):  # the loop has been closed already
            loop.call_soon_threadsafe(stopping.set)
        self._thread.join()

    def set_next(self, scenario: str) -> None:
        """Chooses what the next order will do, and only that one; from any thread.

        Raises ValueError for an unknown name; `scenarios.SCENARIOS` lists them.
        """
        self._merchant.plan.set_next(scenario)

    def withdraw(self, handle: str) -> None:
        """Takes a product off the catalogue; from any thread."""
        self._merchant.shelf.withdraw(handle)

    def ledger(self) -> tuple[LedgerEntry, ...]:
        """The orders that were really accepted, oldest first; from any thread."""
        return self._merchant.ledger.entries()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        merchant = self._merchant
        parts = (ShopApi(merchant), CartApi(merchant), ControlApi(merchant))
        api = HttpServer(Host(merchant, [route for part in parts for route in part.routes()]))
        payment = HttpServer(Host(merchant, PaymentApi(merchant).routes()))
        try:
            merchant.api_url = await api.start(self._ports[0])
            payment_url = await payment.start(self._ports[1])
        except OSError as problem:
            await api.stop()
            self._started.set_exception(problem)
            return
        warm_up = asyncio.create_task(merchant.keys.current())
        await asyncio.sleep(0)  # the thread that makes the key has been started before `start` ends
        self._started.set_result(Endpoints(merchant.api_url, payment_url, DOMAIN, APP_ID))
        await self._stopping.wait()
        await asyncio.gather(api.stop(), payment.stop())
        await warm_up
