"""How long a start takes to show an order that nobody knows the end of, beside the first paint.

The folder is one that a register left behind after a lost answer. Printed as JSON when it is run by
itself.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_order import a_card, connection_to, draft_of
from bench_report import Figure, as_json

from pos_app.firmly.http import Http
from pos_app.services.journal import Journal
from pos_app.services.orders import Order
from pos_app.services.register import Register, Stores
from pos_app.training import TrainingStore

_RUNS = 5
_START = """
import gc, os, sys
gc.disable()
from pos_app.app import build
app, window = build(["--training", "--data-dir", sys.argv[1]])
window.show()
app.processEvents()
while sys.argv[2] == "order" and not window.orders.unknown:
    app.processEvents()
window.repaint()
os._exit(0)
"""


async def _lose_an_answer(store: TrainingStore, folder: Path) -> None:
    http, journal = Http(), Journal(folder)
    register = Register(http, connection_to(store.start()), Stores(journal))
    draft = await draft_of(register, 1)
    store.set_next("unreadable")
    attempt = register.attempt(1, _nobody)
    await register.place(Order(draft, a_card(), tab="tab"), attempt)
    await register.close()
    await journal.close()
    await http.close()


def _nobody(_state: object) -> None:
    """Hears the attempt's states."""


def _seconds(folder: str, until: str) -> float:
    begun = time.perf_counter()
    command = [sys.executable, "-c", _START, folder, until]
    subprocess.run(command, env=os.environ, check=True)
    return time.perf_counter() - begun


def measure() -> list[Figure]:
    """The figures, in pairs run in turn."""
    store = TrainingStore(pace=0)
    with tempfile.TemporaryDirectory() as folder:
        try:
            asyncio.run(_lose_an_answer(store, Path(folder)))
        finally:
            store.stop()
        paints: list[float] = []
        orders: list[float] = []
        for _ in range(_RUNS + 1):
            paints.append(_seconds(folder, "paint"))
            orders.append(_seconds(folder, "order"))
    painted, shown = statistics.median(paints[1:]), statistics.median(orders[1:])
    name = "Start to an unsettled order on the screen / start to painted"
    return [Figure(name, 1000 * shown, 1000 * painted, limit=1000)]


if __name__ == "__main__":
    print(as_json(measure()))
