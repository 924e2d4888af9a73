"""The training merchant: a real HTTP server with state on loopback, to practise and to test with.

It answers as the API sheet says, keeps sessions, stock, carts and a ledger, decrypts cards with
its own private key, and misbehaves on command. It imports nothing else of this application.

Importing this package costs next to nothing: the names below are loaded when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pos_app.training.merchant import LedgerEntry
    from pos_app.training.scenarios import MAGIC_CARDS, SCENARIOS, Scenario
    from pos_app.training.server import Endpoints, TrainingStore
    from pos_app.training.shelf import ShelfManners

_HOMES = {
    "Endpoints": "server",
    "LedgerEntry": "merchant",
    "MAGIC_CARDS": "scenarios",
    "SCENARIOS": "scenarios",
    "Scenario": "scenarios",
    "ShelfManners": "shelf",
    "TrainingStore": "server",
}

__all__ = [
    "MAGIC_CARDS",
    "SCENARIOS",
    "Endpoints",
    "LedgerEntry",
    "Scenario",
    "ShelfManners",
    "TrainingStore",
]


def __getattr__(name: str) -> object:
    """Loads a public name from its module (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
