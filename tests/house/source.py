"""A source file as the house rules see it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_FOLDERS = (".ci", "docs", "packaging", "pos_app", "resources", "tests")


@dataclass(frozen=True)
class Source:
    """One tracked text file; ``path`` is relative to the project, with forward slashes."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed module; raises `SyntaxError`."""
        return ast.parse(self.text, self.path)

    @property
    def is_python(self) -> bool:
        """Whether it is Python source."""
        return self.path.endswith(".py")

    def stands_in(self, *folders: str) -> bool:
        """Whether it lies in one of the folders, given as ``pos_app/domain``."""
        return any(self.path.startswith(f"{folder}/") for folder in folders)

    def walk(self) -> Iterator[ast.AST]:
        """Yield all nodes of the module."""
        return ast.walk(self.tree)


@dataclass(frozen=True, slots=True)
class Finding:
    """A place that breaks a rule."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def project_sources() -> Sequence[Source]:
    """Read all text files of the project: its folders, and what lies beside them."""
    paths = [path for path in ROOT.iterdir() if path.is_file()]
    for folder in _FOLDERS:
        paths += (path for path in (ROOT / folder).rglob("*") if path.is_file())
    sources = (_read(path) for path in sorted(paths) if "__pycache__" not in path.parts)
    return [source for source in sources if source is not None]


def _read(path: Path) -> Source | None:
    try:
        return Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:  # a picture or a font
        return None


def called_name(call: ast.Call) -> str:
    """Return the last part of what is called: ``exec`` in ``dialog.exec()``."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def imported_modules(source: Source) -> Iterator[tuple[int, str]]:
    """Yield line and full name of everything imported, inside functions too."""
    for node in source.walk():
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
