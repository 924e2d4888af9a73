"""The training merchant alone: ``python -m pos_app.training --port 0 [--scenario NAME]``.

The first line on standard output is JSON with ``api_url``, ``payment_url``, ``domain`` and
``app_id``. It runs until SIGTERM or SIGINT.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict
from types import FrameType

from pos_app.training.scenarios import SCENARIOS
from pos_app.training.server import TrainingStore
from pos_app.training.shelf import MOST_PRODUCTS, ShelfManners

_PACES = {"normal": 0.4, "instant": 0.0}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs until a signal ends it; gives the exit code."""
    options = _parser().parse_args(arguments)
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    store = TrainingStore(
        port=options.port,
        payment_port=options.payment_port,
        pace=_PACES[options.speed],
        scenario=options.scenario,
        shelf=ShelfManners(products=options.products),
    )
    try:
        endpoints = store.start()
    except OSError as problem:
        sys.stderr.write(f"can't listen: {problem}\n")
        return 1
    sys.stdout.write(json.dumps(asdict(endpoints)) + "\n")
    sys.stdout.flush()
    while not ended.wait(0.5):  # in slices: on Windows a wait without end hears no Ctrl+C
        pass
    store.stop()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pos_app.training",
        description="A merchant to practise with, on 127.0.0.1.",
    )
    parser.add_argument("--port", type=int, default=0, help="port of the API host; 0: a free one")
    parser.add_argument(
        "--payment-port", type=int, default=0, help="port of the payment host; 0: a free one"
    )
    parser.add_argument(
        "--scenario",
        choices=[scenario.name for scenario in SCENARIOS],
        default="approve",
        metavar="NAME",
        help="what every order does: " + ", ".join(scenario.name for scenario in SCENARIOS),
    )
    parser.add_argument(
        "--speed", choices=tuple(_PACES), default="normal", help="pauses between events, or none"
    )
    parser.add_argument(
        "--products", type=int, default=0, help=f"how many there are, at most {MOST_PRODUCTS:,}"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
