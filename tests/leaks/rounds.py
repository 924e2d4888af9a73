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
from tests.support.processes import HelperError

# What the training store does with an order, and what the window must say of it in the end.
SCENARIOS = {
    "approve": "placed",
    "decline": "refused",
    "lost-answer": "unknown",
    "server-error": "unknown",
}
TURNS = ("approve", "decline") * 3 + ("lost-answer", "server-error")  # over and over
MOMENTS = ("typed", "placing", "built")
# Orders of unknown outcome stay open in the window, which makes it slow: after so many orders
# another register takes over, with a data folder of its own.
ORDERS_A_REGISTER = 80
_ORDERS_A_DAY = 40  # then the program is started anew


@dataclass(slots=True)
class Measured:
    """What came of the orders, and what was found in memory, by what it was looked at after.

    `seen` names where a card could be read by others, `stuck` the orders without an end (the
    program was ended then); `kills` and `bugs` are counts.
    """

    verdicts: Counter[tuple[str, str]] = field(default_factory=Counter)
    memory: list[tuple[str, Found]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    kills: int = 0
    bugs: int = 0


@contextlib.contextmanager
def world_in(folder: Path) -> Iterator[World]:
    """A merchant in this process, and an empty folder for everything of the program's."""
    store = TrainingStore(pace=0)
    merchant = store.start()
    try:
        yield World(folder, store, merchant)
    finally:
        store.stop()


def work_through(world: World, count: int, measured: Measured) -> None:
    """So many orders, by one register after the other; each is killed and meets bugs as well."""
    for first in range(0, count, ORDERS_A_REGISTER):
        world.registers += bool(first)
        place_orders(world, min(ORDERS_A_REGISTER, count - first), measured)
        kill_in_flight(world, measured)
        meet_bugs(world, measured)


def place_orders(world: World, count: int, measured: Measured) -> None:
    """Place orders, all outcomes in turn; look at the memory 2 s after the last of each."""
    begun = 0
    while begun < count:
        begun = _place_some(world, begun, count, measured)


def _place_some(world: World, begun: int, count: int, measured: Measured) -> int:
    """A day's orders, or up to one that gets stuck; how many were begun by then."""
    with open_register(world) as register:
        for number in range(begun, min(begun + _ORDERS_A_DAY, count)):
            begun = number + 1
            scenario, stays = TURNS[number % len(TURNS)], number >= count - len(SCENARIOS)
            try:
                _place(register, scenario, measured, stays=stays)
            except HelperError as error:
                measured.stuck.append(f"{scenario}: {error}")
                break
            if stays and scan.is_open(register.pid):
                found = scan.in_memory(register.pid, CardSearch(world.wallet.cards))
                measured.memory.append((scenario, found))
        measured.seen += register.seen
    return begun


def _place(register: Register, scenario: str, measured: Measured, *, stays: bool) -> None:
    register.type_order(scenario, stays=stays)
    measured.verdicts[scenario, register.wait_for("verdict")] += 1
    if stays:
        register.wait_for("quiet")


def kill_in_flight(world: World, measured: Measured) -> None:
    """Kill the program with a card in its hands: typed, being placed, sent without an answer."""
    for moment in MOMENTS:
        with open_register(world) as register:
            register.type_order("stall")
            register.wait_for(moment)
            register.kill()
            measured.kills += 1


def meet_bugs(world: World, measured: Measured) -> None:
    """A bug in each layer, whose exception quotes the card's number."""
    for layer in LAYERS:
        with open_register(world, LEAKS_BUG=layer) as register:
            register.type_order("approve")
            register.wait_for("crashed")
            measured.bugs += 1


def plant_copies(world: World) -> tuple[Found | None, list[str]]:
    """Copies left on purpose, in memory, in a file, and for others to read.

    What is found in memory, if that is open, and where it could be read.
    """
    with open_register(world, LEAKS_PLANT=str(world.folder)) as register:
        _place(register, "approve", Measured(), stays=True)
        if not scan.is_open(register.pid):
            return None, register.seen
        return scan.in_memory(register.pid, CardSearch(world.wallet.cards)), register.seen


def told(measured: Measured, disk: Found) -> str:
    """The counts, for people."""
    orders = ", ".join(
        f"{count} × {scenario} ({verdict})"
        for (scenario, verdict), count in measured.verdicts.items()
    )
    looks = [f"memory after {name}: {found}" for name, found in measured.memory]
    seen = [f"{count} × shown as {place}" for place, count in Counter(measured.seen).items()]
    return "\n".join(
        [
            "",
            f"orders: {measured.verdicts.total()} ({orders})",
            f"killed with a card: {measured.kills}, bugs met with a card: {measured.bugs}",
            f"stuck: {len(measured.stuck)}",
            *measured.stuck,
            *looks,
            f"clipboard, titles, accessible texts: {len(measured.seen)} finds",
            *seen,
            f"disk: {disk}",
            "",
        ]
    )
