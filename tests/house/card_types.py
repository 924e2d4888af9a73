"""A rule about the types that hold a card: no value of theirs reaches words, settings or a file.

The names of card data are looked for by `card_data`; this rule follows the types, whatever a
variable is called: what is annotated as one, made by one, handed out by a field or a function that
says so, or taken out of one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.source import Source, called_name

_TYPES = {
    "pos_app.domain.card": frozenset({"Card"}),
    "pos_app.domain.secret": frozenset(
        {"SecretBytes", "SecretDigits", "SecretText", "joined", "secret_bytes"}
    ),
    "pos_app.firmly.jwe": frozenset({"CardFields"}),
}
# What may be known of a card, and what gives nothing of it away.
_HARMLESS = frozenset({"summary", "brand", "last_four", "wipe", "clear", "month", "year"})
# Methods of the card's fields that hand the card out, in whatever file they are called.
_HAND_OUT = frozenset({"digits", "card"})
_COPIES = frozenset({"bytes", "bytearray", "memoryview", "list", "tuple", "sorted", "reversed"})
_FUNCTIONS = frozenset(
    {"print", "repr", "ascii", "str", "format", "asdict", "astuple", "vars", "announce"}
)
_METHODS = frozenset(
    {"format", "dumps", "dump", "encode_json", "write", "writelines", "write_text", "write_bytes"}
    | {"setValue", "setProperty", "setText", "setPlainText", "setWindowTitle", "setToolTip"}
    | {
        "setMimeData",
        "setImage",
        "setStatusTip",
        "setAccessibleName",
        "setAccessibleDescription",
        "setPlaceholderText",
    }
    | {"critical", "debug", "error", "exception", "info", "log", "warning", "announce"}
)


def card_types_in_words(source: Source) -> Iterator[tuple[int, str]]:
    """Yield values of card types in f-strings, words, log calls, JSON, settings, exceptions."""
    if not source.stands_in("pos_app"):
        return
    held = _Held(source)
    for node in source.walk():
        for value, where in _sinks(node):
            if held.holds(value):
                yield value.lineno, f"{ast.unparse(value)} in {where}"


def _sinks(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    if isinstance(node, ast.FormattedValue):
        yield node.value, "an f-string"
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        if isinstance(node.left, ast.Constant | ast.JoinedStr):
            yield node.right, "a format"
    elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        yield from ((value, "an exception") for value in _arguments(node.exc))
    elif isinstance(node, ast.Call) and _makes_words(node):
        yield from ((value, f"{called_name(node)}()") for value in _arguments(node))


def _makes_words(call: ast.Call) -> bool:
    names = _FUNCTIONS if isinstance(call.func, ast.Name) else _METHODS
    return called_name(call) in names


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


class _Held:
    """The names in a file that stand for a card type, and for values of one."""

    def __init__(self, source: Source) -> None:
        self.types: set[str] = set()
        self._names: set[str] = set()
        nodes = list(source.walk())
        module = source.path.removesuffix(".py").replace("/", ".")
        for node in nodes:
            if isinstance(node, ast.ImportFrom) and node.module in _TYPES:
                known = _TYPES[node.module]
                self.types |= {a.asname or a.name for a in node.names if a.name in known}
            elif isinstance(node, ast.ClassDef) and node.name in _TYPES.get(module, ()):
                self.types.add(node.name)
        self._makers = {
            node.name
            for node in nodes
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and node.returns is not None
            and self._names_type(node.returns)
        }
        # Twice: a value can be handed on before the line that makes it stands.
        for node in [*nodes, *nodes]:
            self._take(node)

    def holds(self, node: ast.expr) -> bool:
        """Whether the value of an expression has a card, or a part of one, in it."""
        match node:
            case ast.Name():
                return node.id in self._names
            case ast.Attribute():
                known = ast.unparse(node) in self._names
                return node.attr not in _HARMLESS and (known or self.holds(node.value))
            case ast.Call():
                return self._is_from_call(node)
            case ast.Subscript():
                return not _is_last_four(node) and self.holds(node.value)
            case ast.Compare():
                return False
            case _:
                inner = (n for n in ast.iter_child_nodes(node) if isinstance(n, ast.expr))
                return any(map(self.holds, inner))

    def _is_from_call(self, call: ast.Call) -> bool:
        """Whether it makes one, copies one, or is a method that hands something of one out."""
        if isinstance(call.func, ast.Name):
            copies = call.func.id in _COPIES and any(map(self.holds, call.args))
            return copies or call.func.id in self.types | self._makers
        if not isinstance(call.func, ast.Attribute):
            return False
        hands_out = call.func.attr in _HAND_OUT and not call.args and not call.keywords
        return hands_out or call.func.attr in self._makers or self.holds(call.func)

    def _take(self, node: ast.AST) -> None:
        match node:
            case ast.arg(annotation=ast.expr() as told) if self._names_type(told):
                self._names.add(node.arg)
            case ast.AnnAssign(target=target, annotation=told) if self._names_type(told):
                self._names.add(ast.unparse(target))
                self._names.add(f"self.{ast.unparse(target)}")
            case ast.Assign(targets=targets, value=value) if self.holds(value):
                self._names |= {ast.unparse(target) for target in targets}
            case ast.NamedExpr(target=target, value=value) if self.holds(value):
                self._names.add(target.id)
            case _:
                return

    def _names_type(self, annotation: ast.expr) -> bool:
        return any(isinstance(n, ast.Name) and n.id in self.types for n in ast.walk(annotation))


def _is_last_four(node: ast.Subscript) -> bool:
    return isinstance(node.slice, ast.Slice) and ast.unparse(node.slice) == "-4:"
