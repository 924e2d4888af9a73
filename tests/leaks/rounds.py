"""What is done with the cards before they are looked for: orders, kills, bugs."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pos_app.training import TrainingStore
from tests.leaks import scan
from tests.leaks.bugs import LAYERS
from tests.leaks.register import Register, World, open_register
from tests.leaks.scan import Found
from tests.support.card_forms import CardSearch

# What the training store does with an order, and what the window must say of it in the end.
SCENARIOS = {
    "approve": "placed",
    "decline": "refused",
    "lost-answer": "unknown",
    "server-error": "unknown",
}
# In this order, over and over; unknown ones stay open in the window, which makes it slow.
TURNS = ("approve", "decline") * 3 + ("lost-answer", "server-error")
MOMENTS = ("typed", "placing", "built")
_ORDERS_A_DAY = 25  # then the program is started anew


@dataclass(slots=True)
class Measured:
    """What came of the orders, and what was found in memory, by what it was looked at after."""

    verdicts: Counter[tuple[str, str]] = field(default_factory=Counter)
    memory: dict[str, Found] = field(default_factory=dict)


@contextlib.contextmanager
def world_in(folder: Path) -> Iterator[World]:
    """A merchant in this process, and an empty folder for everything of the program's."""
    store = TrainingStore(pace=0)
    merchant = store.start()
    try:
        yield World(folder, store, merchant)
    finally:
        store.stop()


def place_orders(world: World, count: int, measured: Measured) -> None:
    """Place orders, all outcomes in turn; look at the memory 2 s after the last of each."""
    for first in range(0, count, _ORDERS_A_DAY):
        day = range(first, min(first + _ORDERS_A_DAY, count))
        with open_register(world) as register:
            for number in day:
                watched = number >= count - len(SCENARIOS) and scan.is_open(register.pid)
                scenario = TURNS[number % len(TURNS)]
                _place(register, scenario, measured, stays=watched)
                if watched:
                    found = scan.in_memory(register.pid, CardSearch(world.wallet.cards))
                    measured.memory[scenario] = found


def _place(register: Register, scenario: str, measured: Measured, *, stays: bool) -> None:
    register.type_order(scenario, stays=stays)
    measured.verdicts[scenario, register.wait_for("verdict")] += 1
    if stays:
        register.wait_for("quiet")


def kill_in_flight(world: World) -> None:
    """Kill the program with a card in its hands: typed, being placed, sent without an answer."""
    for moment in MOMENTS:
        with open_register(world) as register:
            register.type_order("stall")
            register.wait_for(moment)
            register.kill()


def meet_bugs(world: World) -> None:
    """A bug in each layer, whose exception quotes the card's number."""
    for layer in LAYERS:
        with open_register(world, LEAKS_BUG=layer) as register:
            register.type_order("approve")
            register.wait_for("crashed")


def plant_copies(world: World) -> Found | None:
    """Copies left on purpose, in memory and in a file; what is found in memory, if that is open."""
    with open_register(world, LEAKS_PLANT=str(world.folder)) as register:
        _place(register, "approve", Measured(), stays=True)
        if not scan.is_open(register.pid):
            return None
        return scan.in_memory(register.pid, CardSearch(world.wallet.cards))


def told(measured: Measured, disk: Found) -> str:
    """The counts, for people."""
    orders = ", ".join(
        f"{count} × {scenario} ({verdict})"
        for (scenario, verdict), count in measured.verdicts.items()
    )
    looks = [f"memory after {name}: {found}" for name, found in measured.memory.items()]
    return "\n".join(["", f"orders: {orders}", *looks, f"disk: {disk}", ""])
