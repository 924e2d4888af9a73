"""A rule about card data: it never becomes words that are shown, logged or kept."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.source import Source, called_name

# Names that card data goes by, in the code and on the wire.
_NAMES = frozenset(
    {
        "card_code",
        "card_number",
        "card_security_code",
        "cvc",
        "cvv",
        "encrypted_card",
        "jwe",
        "pan",
        "security_code",
        "verification_value",
    }
)
_LOG_METHODS = {"critical", "debug", "error", "exception", "info", "log", "warning"}
_LOGGERS = {"log", "logger", "logging", "_log", "_logger", "LOG", "LOGGER"}


def card_data_in_words(source: Source) -> Iterator[tuple[int, str]]:
    """Yield card data in f-strings, ``format``, ``repr``, ``print``, log calls and exceptions."""
    if not source.stands_in("pos_app"):
        return
    for node in source.walk():
        if isinstance(node, ast.FormattedValue):
            for line, name in _card_names(node.value):
                yield line, f"{name} in an f-string"
        elif isinstance(node, ast.Call) and _makes_words(node):
            values = [*node.args, *(keyword.value for keyword in node.keywords)]
            for value in values:
                for line, name in _card_names(value):
                    yield line, f"{name} in {called_name(node)}()"
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            for value in node.exc.args:
                for line, name in _card_names(value):
                    yield line, f"{name} in an exception"


def _makes_words(call: ast.Call) -> bool:
    name = called_name(call)
    if isinstance(call.func, ast.Name):
        return name in {"print", "repr", "ascii", "format"}
    if name == "format":
        return True
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    owner_name = getattr(owner, "attr", getattr(owner, "id", ""))
    return name in _LOG_METHODS and owner_name in _LOGGERS


def _card_names(node: ast.expr) -> Iterator[tuple[int, str]]:
    """Yield names of card data in an expression whose value holds the data itself."""
    if isinstance(node, ast.Name) and node.id in _NAMES:
        yield node.lineno, node.id
    elif isinstance(node, ast.Attribute):
        if node.attr in _NAMES:
            yield node.lineno, node.attr
        else:
            return  # another field of it: the brand of a card, the last four digits
    elif isinstance(node, ast.Call):
        # len(), bool() and functions that mask have been decided on where they are written.
        return
    elif not isinstance(node, ast.Compare | ast.Subscript):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                yield from _card_names(child)
    elif isinstance(node, ast.Subscript) and not _takes_last_four(node):
        yield from _card_names(node.value)


def _takes_last_four(node: ast.Subscript) -> bool:
    return isinstance(node.slice, ast.Slice) and ast.unparse(node.slice) == "-4:"
