"""No card is left: not on disk after orders, kills and bugs, not in memory after the verdict."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.leaks import rounds, scan
from tests.leaks.bugs import LAYERS
from tests.support.card_forms import CardSearch

# A multiple of how many turns there are.
ORDERS = int(os.environ.get("POS_APP_LEAK_ORDERS", "40"))
# Whoever is not root must find the memory closed, so there is nothing to count.
IS_ROOT = os.geteuid() == 0
LEAST_MEMORY = 30_000_000  # bytes; a window and its libraries hold more than that


def test_copies_left_on_purpose_are_found(tmp_path: Path) -> None:
    with rounds.world_in(tmp_path) as world:
        memory, seen = rounds.plant_copies(world)
        disk = scan.in_files(tmp_path, CardSearch(world.wallet.cards))
    assert disk.forms["number, utf-16-le"] == 1
    assert set(disk.places) == {"planted.txt"}
    assert "clipboard (Clipboard)" in seen
    if memory is not None:
        assert memory.forms["number, ascii"] >= 1
    assert IS_ROOT or memory is None


def test_orders_leave_no_card_in_memory_or_on_disk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    measured = rounds.Measured()
    with rounds.world_in(tmp_path) as world:
        rounds.work_through(world, ORDERS, measured)
        disk = scan.in_files(tmp_path, CardSearch(world.wallet.cards))
        booked = len(world.store.ledger())
    with capsys.disabled():
        sys.stdout.write(rounds.told(measured, disk))

    assert measured.stuck == []
    rows = ORDERS // len(rounds.TURNS)
    assert measured.verdicts == Counter(
        (scenario, rounds.SCENARIOS[scenario]) for scenario in rounds.TURNS * rows
    )
    assert booked >= rows * rounds.TURNS.count("approve")
    assert {"journal.db", "journal.db-wal", "pos-app.log", "fault.txt"} <= scan.files_of(tmp_path)
    assert ": placed after " in (world.data / "pos-app.log").read_text()
    crashes = (world.data / "crash.txt").read_text()
    assert crashes.count("PlantedError") >= len(LAYERS)
    assert IS_ROOT or not measured.memory
    assert all(found.looked_at > LEAST_MEMORY for _, found in measured.memory)
    assert disk.total == 0, str(disk)
    assert disk.encrypted == 0
    assert measured.seen == []
    left = [str(found) for _, found in measured.memory if found.total or found.encrypted]
    assert left == []
