"""Reading all of a process's own memory and all of its files, to count what must not be there."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.card_forms import CardSearch, around, count_jwe

_PIECE = 32 * 1024 * 1024  # bytes read at once
_PAGE = 4096
_EMPTY = bytes(_PAGE)
_MAPPING = re.compile(r"([0-9a-f]+)-([0-9a-f]+) (rw.p) \S+ \S+ \S+\s*(.*)")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: how often each form, and where."""

    forms: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    encrypted: int = 0
    looked_at: int = 0
    """How many bytes were read."""
    surroundings: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many finds of cards there are; one copy may be found in several forms."""
        return self.forms.total()

    def __str__(self) -> str:
        told = [f"{self.total} finds in {self.looked_at / 1e6:.1f} MB, {self.encrypted} JWE"]
        told += [f"  {count} × {name}" for name, count in sorted(self.forms.items())]
        told += [f"  {count} in {name}" for name, count in sorted(self.places.items())]
        return "\n".join([*told, *self.surroundings])


def is_open(pid: int) -> bool:
    """Whether this process may read that one's memory: it takes CAP_SYS_PTRACE (proc(5))."""
    try:
        Path(f"/proc/{pid}/mem").open("rb", buffering=0).close()
    except PermissionError:
        return False
    return True


def in_memory(pid: int, search: CardSearch) -> Found:
    """Count in all writable private memory of a process.

    Raises:
        PermissionError: the process is closed to whoever asks.
    """
    forms: Counter[str] = Counter()
    places: Counter[str] = Counter()
    surroundings: list[str] = []
    encrypted = size = 0
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for start, end, kind in _mappings(pid):
            for data in _runs(memory.fileno(), start, end):
                size += len(data)
                encrypted += count_jwe(data)
                for name, at in search.places(data):
                    forms[name] += 1
                    places[kind] += 1
                    surroundings.append(f"  {name} in {kind}: {around(data, at)}")
    return Found(forms, places, encrypted, size, tuple(surroundings))


def in_files(folder: Path, search: CardSearch) -> Found:
    """Count in all files under a folder, and in their names."""
    forms: Counter[str] = Counter()
    places: Counter[str] = Counter()
    encrypted = size = 0
    for path in sorted(folder.rglob("*")):
        data = str(path).encode() + (b"\0" + path.read_bytes() if _is_plain(path) else b"")
        found = search.count(data)
        forms += found
        if found:
            places[str(path.relative_to(folder))] += found.total()
        encrypted += count_jwe(data)
        size += len(data)
    return Found(forms, places, encrypted, size)


def files_of(folder: Path) -> frozenset[str]:
    """The names of all files under a folder."""
    return frozenset(path.name for path in folder.rglob("*") if _is_plain(path))


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _mappings(pid: int) -> Iterator[tuple[int, int, str]]:
    for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
        match = _MAPPING.fullmatch(line)
        if match and match[4] not in ("[vvar]", "[vsyscall]"):
            kind = Path(match[4]).name if match[4].startswith("/") else match[4] or "anonymous"
            yield int(match[1], 16), int(match[2], 16), kind


def _runs(memory: int, start: int, end: int) -> Iterator[bytes]:
    """The pages of a mapping that hold anything, those side by side in one piece."""
    run: list[bytes] = []
    for at in range(start, end, _PIECE):
        try:
            data = os.pread(memory, min(_PIECE, end - at), at)
        except OSError:
            continue  # given back since the list was made, or never backed
        for place in range(0, len(data), _PAGE):
            page = data[place : place + _PAGE]
            run.append(page)
            if page == _EMPTY:  # it stays at the end: a form may end in zeros
                if len(run) > 1:
                    yield b"".join(run)
                run.clear()
    yield b"".join(run)
