"""Rules about size, and about handlers that catch everything."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.source import Source, called_name

LONGEST_FILE = 350
LONGEST_FUNCTION = 35

# The edges: whatever goes wrong inside ends here, is logged and shown.
_EDGES = (
    "pos_app/__main__.py",
    "pos_app/app.py",
    "pos_app/bridge/worker.py",
)
_MAY_BE_ANNOTATED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.AnnAssign)
_SHIPPED = ("pos_app", "packaging")


def long_files(source: Source) -> Iterator[tuple[int, str]]:
    """Yield a file of more than 350 lines."""
    lines = source.text.count("\n")
    if source.stands_in(*_SHIPPED) and lines > LONGEST_FILE:
        yield lines, f"{lines} lines, at most {LONGEST_FILE}"


def long_functions(source: Source) -> Iterator[tuple[int, str]]:
    """Yield functions of more than 35 lines, from ``def`` to the end, docstring not counted."""
    if not source.stands_in(*_SHIPPED):
        return
    for node in source.walk():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1 - _docstring_lines(node)
            if lines > LONGEST_FUNCTION:
                yield node.lineno, f"{node.name} has {lines} lines, at most {LONGEST_FUNCTION}"


def _docstring_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    if ast.get_docstring(function) is None:
        return 0
    docstring = function.body[0]
    return (docstring.end_lineno or docstring.lineno) - docstring.lineno + 1


def missing_future_import(source: Source) -> Iterator[tuple[int, str]]:
    """Yield a module that has annotations and would evaluate them."""
    has_code = any(isinstance(node, _MAY_BE_ANNOTATED) for node in source.tree.body)
    # The command itself must be read by Pythons that do not know this import.
    if not has_code or source.path == "packaging/dev.py":
        return
    imports = (node for node in source.tree.body if isinstance(node, ast.ImportFrom))
    if not any(node.module == "__future__" for node in imports):
        yield 1, "does not import annotations from __future__"


def packaging_as_package(source: Source) -> Iterator[tuple[int, str]]:
    """Yield an ``__init__.py`` in the folder of scripts."""
    if source.path == "packaging/__init__.py":
        yield 1, "makes a package of the scripts"


def catch_all_handlers(source: Source) -> Iterator[tuple[int, str]]:
    """Yield handlers, and ``suppress`` calls, that catch everything away from the edges."""
    if source.path in _EDGES:
        return
    for node in source.walk():
        if isinstance(node, ast.ExceptHandler) and (node.type is None or _is_all(node.type)):
            yield node.lineno, "catches everything"
        elif isinstance(node, ast.Call) and called_name(node) == "suppress":
            yield from ((node.lineno, "suppresses everything") for _ in filter(_is_all, node.args))


def _is_all(node: ast.expr) -> bool:
    if isinstance(node, ast.Tuple):
        return any(_is_all(element) for element in node.elts)
    return isinstance(node, ast.Name) and node.id in {"Exception", "BaseException"}
