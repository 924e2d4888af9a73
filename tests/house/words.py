"""Rules about words in files: unfinished work, fixed waits, traces of a machine or a registry."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from tests.house.source import Source, called_name

# Joined from halves, so that this file does not find itself.
_UNFINISHED = re.compile(r"\b(?:" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX"]) + r")\b")
_ABSENT = "NotImplemented" + "Error"
_REGISTRIES = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.",
    "deb." + "debian.org",
    "conda" + ".anaconda",
    "crates" + ".io",
    "proxy.golang" + ".org",
)
_MACHINE = re.compile(
    r"(?<![\w./~-])/(?:" + "|".join(["wo" + "rk", "ro" + "ot", "tm" + "p", "ho" + "me"]) + r")/\w"
)
_WAITS = {"qtbot.wait", "qWait", "QTest.qWait", "QTest.qSleep"}
_YIELDS = {"asyncio.sleep", "anyio.sleep"}  # what a test server does between two events


def fixed_waits(source: Source) -> Iterator[tuple[int, str]]:
    """Yield ``time.sleep``, ``qtbot.wait`` and ``QTest.qWait`` in tests."""
    if not source.stands_in("tests"):
        return
    for node in source.walk():
        if not isinstance(node, ast.Call):
            continue
        written = ast.unparse(node.func)
        if written in _WAITS or (called_name(node) == "sleep" and written not in _YIELDS):
            yield node.lineno, f"calls {written}"


def unfinished_work(source: Source) -> Iterator[tuple[int, str]]:
    """Yield comments that announce work not done, and the exception that stands for it."""
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type == tokenize.COMMENT and (found := _UNFINISHED.search(token.string)):
            yield token.start[0], f"says {found[0]}"
        elif token.type == tokenize.NAME and token.string == _ABSENT:
            yield token.start[0], f"says {_ABSENT}"


def machine_traces(source: Source) -> Iterator[tuple[int, str]]:
    """Yield host names of package registries, and absolute paths of somebody's machine."""
    for number, line in enumerate(source.text.splitlines(), 1):
        for registry in _REGISTRIES:
            if registry in line:
                yield number, f"names {registry}"
        if found := _MACHINE.search(line):
            yield number, f"has the path {found[0]}…"
