"""The leak test: where cards must not be, and a program that types them."""

from __future__ import annotations

PREFIX = "4000007391"
"""Of all cards that are typed; none of these asks the training store for a scenario of its own."""
