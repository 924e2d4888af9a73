"""Frozen start-up: our window beside a bare one of 40 fields, both frozen the same way."""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import dev_freeze
from bench_report import Figure, as_json
from dev_environments import ROOT

RUNS = 9
DIST = ROOT / "build" / "bench"
# A clerk waits no longer than this for what frozen programs with a window cost at the least.
LIMIT = 1.5


def main() -> int:
    """Freeze both, start each in turn, print the figures as JSON."""
    with contextlib.redirect_stdout(sys.stderr):  # the figures alone go to the other
        dev_freeze.build_for_bench(Path(__file__).with_suffix(".spec"), DIST)
    bare: list[float] = []
    ours: list[float] = []
    for _ in range(RUNS):
        bare.append(_seconds("bench_bare"))
        with tempfile.TemporaryDirectory() as folder:
            ours.append(_seconds("bench_ours", folder))
    # The first run reads the files from the disk.
    low, high = 1000 * statistics.median(bare[1:]), 1000 * statistics.median(ours[1:])
    name = "Frozen: start to painted / bare window of 40 fields"
    print(as_json([Figure(name, high, low, limit=LIMIT * low)]))
    return 0


def _seconds(name: str, *arguments: str) -> float:
    begun = time.perf_counter()
    subprocess.run([str(DIST / name / name), *arguments], env=dict(_environment()), check=True)
    return time.perf_counter() - begun


def _environment() -> Mapping[str, str]:
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("PYTHON", "POS_APP_"))}
    return {**kept, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}


if __name__ == "__main__":
    sys.exit(main())
