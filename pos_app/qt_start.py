"""Loads Qt for Python without what it would do at each import of the program after that."""

from __future__ import annotations

import builtins
import importlib


def load_qt() -> None:
    """Load QtCore and put Python's own import statement back.

    Qt for Python puts another in its place for ``from __feature__ import ...``, which this program
    does not use: it reads the source of each module that is imported from then on and looks for
    the word "PySide6" in it. That is a tenth of a start.
    """
    plain = builtins.__import__
    importlib.import_module("PySide6.QtCore")
    builtins.__import__ = plain
