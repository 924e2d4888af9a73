"""Where a bug happened, without a value: an exception's words may quote what somebody typed."""

from __future__ import annotations

import traceback
from types import TracebackType

_MOST = 8  # of a chain: each wraps the one before


def name_of(kind: type[BaseException]) -> str:
    """The full name of an exception's class."""
    return f"{kind.__module__}.{kind.__qualname__}"


def bug_lines(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> list[str]:
    """Class and lines of an exception and of those behind it, the first cause first.

    Each ends with a line end. No message, no argument, no local variable is among them.
    """
    parts = [[f"{name_of(kind)}\n", *traceback.format_tb(trace)]]
    node = _behind(error)
    while node is not None and len(parts) < _MOST:
        parts.append([f"{name_of(type(node))}\n", *traceback.format_tb(node.__traceback__)])
        node = _behind(node)
    return [line for part in reversed(parts) for line in part]


def _behind(error: BaseException | None) -> BaseException | None:
    if error is None:
        return None
    hidden = None if error.__suppress_context__ else error.__context__
    return error.__cause__ or hidden
