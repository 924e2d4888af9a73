"""``python -m tests.faults``: make thousands of faulted orders and print the figures."""

from __future__ import annotations

import argparse
import sys
import time

from tests.faults.plan import plans
from tests.faults.run import run
from tests.faults.tally import Tally

_EVERY = 1_000


def _progress(tally: Tally) -> None:
    if tally.attempts % _EVERY == 0:
        print(f"{tally.attempts} attempts: {tally.verdict()}", flush=True)  # noqa: T201


def main() -> int:
    """Run and print; 1 if the harness has anything to say against the product."""
    parser = argparse.ArgumentParser(prog="dev.py faults")
    parser.add_argument("--count", type=int, default=10_000, help="how many attempts")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other attempts")
    chosen = parser.parse_args()
    begun = time.monotonic()
    tally = run(plans(chosen.count, chosen.seed), told=_progress)
    seconds = time.monotonic() - begun
    print(f"seed {chosen.seed}, {seconds:.0f} s")  # noqa: T201
    print("\n".join(tally.lines()))  # noqa: T201
    return 1 if tally.sins.total() else 0


if __name__ == "__main__":
    sys.exit(main())
