"""What goes into a frozen program and what is left out, by `left_out.toml`."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

LIST = Path(__file__).with_name("left_out.toml")

# As PyInstaller has them: where it goes, where it comes from, of which kind it is.
Entry = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The list for one platform, as in `sys.platform`."""

    modules: Mapping[str, str]
    patterns: Sequence[str]
    exceptions: Sequence[str]

    @classmethod
    def load(cls, platform: str = sys.platform) -> LeftOut:
        """Read the list."""
        table = tomllib.loads(LIST.read_text(encoding="utf-8"))
        patterns = [
            pattern
            for files in table["files"]
            for name in ("all", platform)
            for pattern in files.get(name, ())
        ]
        exceptions = [kept for files in table["files"] for kept in files.get("but", ())]
        return cls(table["modules"], patterns, exceptions)

    def pattern_for(self, path: str) -> str | None:
        """The pattern by which a file of the folder is left out; None when it is kept."""
        written = path.replace("\\", "/")
        if written in self.exceptions:
            return None
        return next((p for p in self.patterns if fnmatchcase(written, p)), None)

    def has_module(self, name: str) -> bool:
        """Whether a module is left out, by itself or with a package above it."""
        parents = [name.rsplit(".", count)[0] for count in range(name.count(".") + 1)]
        return not self.modules.keys().isdisjoint(parents)


def split(entries: Iterable[Entry], left_out: LeftOut) -> tuple[list[Entry], dict[str, list[str]]]:
    """The entries that are kept, and the paths that each pattern left out."""
    kept: list[Entry] = []
    gone: dict[str, list[str]] = {pattern: [] for pattern in left_out.patterns}
    for entry in entries:
        pattern = left_out.pattern_for(entry[0])
        if pattern is None:
            kept.append(entry)
        else:
            gone[pattern].append(entry[0])
    return kept, gone


def needed(
    entries: Sequence[Entry], imports_of: Callable[[str], Iterable[str]]
) -> tuple[list[Entry], list[str]]:
    """The entries without the shared libraries that nothing kept loads; and those libraries.

    `imports_of` returns the file names of the libraries that a file is linked with.
    """
    by_name = {PurePosixPath(entry[0]).name: entry for entry in entries if entry[2] == "BINARY"}
    waiting = [entry for entry in entries if _stands_alone(entry)]
    reached = {entry[0] for entry in waiting}
    while waiting:
        for name in imports_of(waiting.pop()[1]):
            entry = by_name.get(name)
            if entry is not None and entry[0] not in reached:
                reached.add(entry[0])
                waiting.append(entry)
    names = {PurePosixPath(path).name for path in reached}
    # A link stands for the library of the same name, elsewhere in the folder.
    kept = [e for e in entries if e[0] in reached or (e[2] == "SYMLINK" and _name(e) in names)]
    return kept, sorted({entry[0] for entry in entries} - {entry[0] for entry in kept})


def linked_with(path: str) -> list[str]:
    """The file names of the libraries that an ELF file names itself, not those of theirs."""
    command = ("objdump", "--private-headers", path)
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    return re.findall(r"^ +NEEDED +(\S+)$", answer.stdout, re.MULTILINE)


def _name(entry: Entry) -> str:
    return PurePosixPath(entry[0]).name


def _stands_alone(entry: Entry) -> bool:
    """Whether a file is loaded by its own name, and not as a library of another's."""
    path = PurePosixPath(entry[0])
    if entry[2] == "SYMLINK":
        return False
    return entry[2] != "BINARY" or "plugins" in path.parts or path.name.startswith("libpython")
