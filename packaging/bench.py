"""Measure start-up, streaming and round trips beside their baselines; print a table and JSON.

Figures are ratios of medians: machines differ and are noisy. Nothing here is asserted.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_report import Figure, as_json, from_json, table

ROOT = Path(__file__).resolve().parents[1]
RUNS = 7


def _seconds(script: str, *arguments: str) -> float:
    begun = time.perf_counter()
    # -c: a script's own compiled form is not kept, and each start would compile it anew.
    code = f"import {script}"
    environment = {**_environment(), "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'packaging'}"}
    subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, env=environment, check=True)
    return time.perf_counter() - begun


def _environment() -> dict[str, str]:
    # With PYTHONDONTWRITEBYTECODE each start would compile our sources, and no one else's.
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}


def _start_up() -> list[Figure]:
    """Process start to painted and ready for a key, and to all painted; run in turn."""
    bare: list[float] = []
    ours: list[float] = []
    whole: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(RUNS):
            bare.append(_seconds("bench_bare"))
            ours.append(_seconds("bench_ours", folder))
            whole.append(_seconds("bench_ours", folder, "whole"))
    low, high, end = (1000 * statistics.median(each[1:]) for each in (bare, ours, whole))
    return [
        Figure("Start to a field that takes a key / bare window of 40 fields", high, low),
        Figure("Start to the whole window / bare window of 40 fields", end, low),
    ]


def _figures_of(script: str) -> list[Figure]:
    """What a benchmark with a process of its own prints."""
    answer = subprocess.run(
        [sys.executable, str(Path(__file__).with_name(script))],
        cwd=ROOT,
        env={**_environment(), "PYTHONPATH": str(ROOT)},
        check=True,
        stdout=subprocess.PIPE,
    )
    return from_json(answer.stdout.decode())


def main() -> int:
    """Run all and print."""
    figures = [
        *_start_up(),
        *_figures_of("bench_frozen.py"),
        *_figures_of("bench_restart.py"),
        *_figures_of("bench_streaming.py"),
        *_figures_of("bench_round_trips.py"),
        *_figures_of("bench_search.py"),
    ]
    print(table(figures))
    print(as_json(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
