"""Measure start-up and streaming beside their baselines, in one run; print a table and JSON.

Figures are ratios of medians: machines differ and are noisy. Nothing here is asserted.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS = 7

# Both end at once when the first paint is over and a key would be taken.
_BARE = """
import os
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFormLayout, QLineEdit, QWidget
app = QApplication(["bare"])
window = QWidget()
form = QFormLayout(window)
for number in range(40):
    form.addRow(f"Field {number}", QLineEdit())
window.show()
app.processEvents()
os._exit(0)
"""
_OURS = """
import os, sys
from pos_app.app import build
app, window = build(["--training", "--data-dir", sys.argv[1]])
window.show()
app.processEvents()
os._exit(0)
"""
_ORDER = """
import asyncio, json, sys, time
from pos_app.domain.address import Contact, Party, PostalAddress
from pos_app.domain.card import Card
from pos_app.domain.cart import Cart, line_for
from pos_app.domain.draft import OrderDraft
from pos_app.firmly.http import Http
from pos_app.domain.connection import Connection
from pos_app.services.register import Register
from pos_app.training import TrainingStore
store = TrainingStore(pace=0)
at = store.start()
async def main():
    http = Http()
    connection = Connection(at.app_id, at.domain, at.api_url, at.payment_url, training=True)
    register = Register(http, connection, None)
    product, sku = await register.lookup("WS12-XS-Orange", "98101")
    cart = Cart((line_for(product, product.variant_by_sku(sku)),))
    party = Party(Contact("+12065551212", "Mara", "Lindqvist", "mara@example.com"),
                  PostalAddress("US", "123 Main St", city="Seattle", state_or_province="WA",
                                postal_code="98101"))
    draft = OrderDraft(party, None, cart)
    trips, firsts = [], []
    for _ in range(20):
        await register.warm()
        begun = time.perf_counter()
        await http.json("GET", f"{at.payment_url}/api/v1/payment/key")
        trips.append(time.perf_counter() - begun)
        seen = []
        begun = time.perf_counter()
        attempt = register.attempt(draft, lambda s: seen.append((time.perf_counter() - begun, s)))
        card = Card("4111111111111111", "M L", "123", "08", "2039")
        await register.place(draft, card, attempt)
        firsts.append(next(t for t, s in seen if s.steps[1].status.value == "done"))
    await http.close()
    print(json.dumps([sorted(trips)[10], sorted(firsts)[10]]))
asyncio.run(main())
store.stop()
"""


def _seconds(code: str, *arguments: str) -> float:
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, env=_environment(), check=True
    )
    return time.perf_counter() - begun


def _environment() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}


def _start_up() -> dict[str, float]:
    """Process start to painted and ready for a key; the pair is run in turn."""
    bare: list[float] = []
    ours: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(RUNS):
            bare.append(_seconds(_BARE))
            ours.append(_seconds(_OURS, folder))
    low, high = statistics.median(bare[1:]), statistics.median(ours[1:])
    return {"baseline_s": low, "measured_s": high, "ratio": high / low}


def _first_event() -> dict[str, float]:
    """Placing to the first event, against one call on the same warm connection."""
    answer = subprocess.run(
        [sys.executable, "-c", _ORDER],
        cwd=ROOT,
        env=_environment(),
        check=True,
        capture_output=True,
    )
    trip, first = json.loads(answer.stdout)
    return {"baseline_s": trip, "measured_s": first, "ratio": first / trip}


def main() -> int:
    """Run all and print."""
    figures = {
        "start to painted / bare 40-field window": _start_up(),
        "Enter to first event / one key call (loopback, crypto included)": _first_event(),
    }
    for name, figure in figures.items():
        print(
            f"{name}: {figure['measured_s'] * 1000:.1f} ms / {figure['baseline_s'] * 1000:.1f} ms"
            f" = {figure['ratio']:.2f}"
        )
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
