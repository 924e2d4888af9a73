"""How many round trips lie between placing an order and its first event, on a warm connection.

Both hosts of the training store are reached over lines with a delay. The time to the first event
grows with the delay by as many round trips as there are; what does not grow is computing. The
baseline is one call on the same connection. Printed as JSON when it is run by itself.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench_line import CONNECT, Line
from bench_order import a_card, connection_to, draft_of, open_register
from bench_report import Figure, as_json

from pos_app.domain.checkout import CheckoutState, Step, StepStatus
from pos_app.domain.connection import Connection
from pos_app.domain.draft import OrderDraft
from pos_app.firmly.http import KEEP_ALIVE_SECONDS, Http
from pos_app.services.orders import Order
from pos_app.services.register import Register
from pos_app.training import TrainingStore

_ONE_WAY = (0.0, 0.010, 0.050, 0.100)
_ORDERS = 4  # of each line there are 20 at least
_LINES = 50
# The payment form warms the line at the card number, and forgets a card this long after a key.
_CARD_SECONDS = 90.0


@dataclass
class _Watch:
    """Hears an attempt's states and keeps when the first event had been taken in, in seconds."""

    lines: Sequence[Line]
    begun: float = field(default_factory=time.perf_counter)
    first: float = 0.0
    attempt_id: str = ""
    passed: list[str] = field(default_factory=list)

    def hear(self, state: CheckoutState) -> None:
        """Take a state."""
        if not self.first and state.step_state(Step.CART).status is StepStatus.DONE:
            self.first = time.perf_counter() - self.begun
            self.passed = [entry for line in self.lines for entry in line.log]


@dataclass
class _Sums:
    """Medians in seconds at each delay; the most connects and requests of a warm and a cold order.

    They are counted from placing the order to its first event.
    """

    calls: list[float] = field(default_factory=list)
    orders: list[float] = field(default_factory=list)
    warm: tuple[int, int] = (0, 0)
    cold: tuple[int, int] = (0, 0)


async def _call(http: Http, url: str) -> float:
    begun = time.perf_counter()
    await http.json("GET", f"{url}/api/v1/payment/key")
    return time.perf_counter() - begun


async def _order(
    register: Register, draft: OrderDraft, lines: Sequence[Line], despite: str = ""
) -> _Watch:
    for line in lines:
        line.log.clear()
    watch = _Watch(lines)
    attempt = register.attempt(len(draft.cart.lines), watch.hear)
    await register.place(Order(draft, a_card(), despite=despite), attempt)
    watch.attempt_id = attempt.state.attempt_id
    return watch


def _counts(watches: Sequence[_Watch]) -> tuple[int, int]:
    """The most connects, and the most requests, of an order."""
    connects = [watch.passed.count(CONNECT) for watch in watches]
    return max(connects), max(len(w.passed) - n for w, n in zip(watches, connects, strict=True))


async def _cold_order(connection: Connection, lines: Sequence[Line]) -> _Watch:
    """An order by a register that was never warmed."""
    async with open_register(connection) as register:
        draft = await draft_of(register, _LINES)
    async with open_register(connection) as register:
        return await _order(register, draft, lines)


async def _at_each_delay(connection: Connection, lines: Sequence[Line]) -> _Sums:
    sums = _Sums(cold=_counts([await _cold_order(connection, lines)]))
    all_watches: list[_Watch] = []
    http = Http().only(connection.payment_url)
    async with open_register(connection) as register:
        draft = await draft_of(register, _LINES)
        for delay in _ONE_WAY:
            for line in lines:
                line.delay = delay
            calls: list[float] = []
            watches: list[_Watch] = []
            for _ in range(_ORDERS):
                await register.warm()
                await http.warm(connection.payment_url)
                calls.append(await _call(http, connection.payment_url))
                before = all_watches[-1].attempt_id if all_watches else ""
                all_watches.append(await _order(register, draft, lines, before))
                watches.append(all_watches[-1])
            sums.calls.append(statistics.median(calls))
            sums.orders.append(statistics.median(watch.first for watch in watches))
    await http.close()
    sums.warm = _counts(all_watches)
    return sums


def _trips(seconds: Sequence[float]) -> float:
    """Round trips: the slope of the time over twice the delay, by least squares."""
    return statistics.linear_regression([2 * delay for delay in _ONE_WAY], seconds).slope


def measure() -> list[Figure]:
    """The figures; takes some ten seconds, most of them of waiting."""
    # One key for all: making a new one takes longer than what is measured here.
    store = TrainingStore(pace=0, key_uses=1_000_000)
    at = store.start()
    try:
        with Line(at.api_url) as api, Line(at.payment_url) as payment:
            connection = connection_to(at, api.url, payment.url)
            sums = asyncio.run(_at_each_delay(connection, (api, payment)))
    finally:
        store.stop()
    return [
        Figure(
            "Enter to first event: round trips / those of one call",
            _trips(sums.orders),
            _trips(sums.calls),
            "RT",
            2,
        ),
        *(
            Figure(
                f"  at {2000 * delay:g} ms there and back / one call",
                1000 * order,
                1000 * call,
            )
            for delay, order, call in zip(_ONE_WAY, sums.orders, sums.calls, strict=True)
        ),
        Figure("  requests, warm / cold", *_pair(sums, 1), "", 2),
        Figure("  new connections, warm / cold", *_pair(sums, 0), "", 0),
        Figure("Keep-alive / life of a card in the form", KEEP_ALIVE_SECONDS, _CARD_SECONDS, "s"),
    ]


def _pair(sums: _Sums, index: int) -> tuple[int, int]:
    return sums.warm[index], sums.cold[index]


if __name__ == "__main__":
    sys.stdout.write(as_json(measure()))
