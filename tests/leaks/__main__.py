"""``python -m tests.leaks --orders 1000``: the leak test at length; counts on standard output."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.leaks import rounds, scan
from tests.support.card_forms import CardSearch


def main() -> int:
    """Run it; 1 when anything of a card was found, or an order got stuck."""
    parser = argparse.ArgumentParser(prog="python -m tests.leaks", description=__doc__)
    parser.add_argument("--orders", type=int, default=1000)
    orders = parser.parse_args().orders
    measured = rounds.Measured()
    with tempfile.TemporaryDirectory(prefix="pos-leaks-") as name:
        folder = Path(name)
        with rounds.world_in(folder) as world:
            rounds.work_through(world, orders, measured)
            disk = scan.in_files(folder, CardSearch(world.wallet.cards))
    sys.stdout.write(rounds.told(measured, disk))
    found = [disk, *(memory for _, memory in measured.memory)]
    is_found = bool(measured.seen) or any(one.total or one.encrypted for one in found)
    return int(is_found or bool(measured.stuck))


if __name__ == "__main__":
    sys.exit(main())
