"""The audit log on disk: one file a month, to which whole lines are only ever added.

JSON lines and not a database: then each byte of a file means something, and a changed one shows.
The end of the log is remembered in a second place (the clerks' file), so that lines can't be taken
off the end unseen. Only the lane's thread uses this.
"""

from __future__ import annotations

import contextlib
import errno
import os
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Protocol

from pos_app.domain.audit import (
    Action,
    Chain,
    Entry,
    Happening,
    Mark,
    Outcome,
    Verified,
    entry_of,
    line_of,
    read_line,
    taken_out,
    verify,
)
from pos_app.domain.errors import Code, JournalError, Problem
from pos_app.services.attempt import CLOCKS, Clocks
from pos_app.services.journal_errors import name_of
from pos_app.services.settings import prepare_data_dir

FOLDER_NAME = "audit"
KEPT_MONTHS = 12  # PCI DSS 4.0.1, 10.5.1
_PATTERN = "[0-9][0-9][0-9][0-9]-[0-9][0-9].jsonl"


class SecondPlace(Protocol):
    """Where the end of the log is remembered; raises JournalError."""

    def audit_end(self) -> Mark | None:
        """The last entry that is known to have been written."""

    def keep_audit_end(self, end: Mark) -> None:
        """Remember one that has just been written."""


class AuditLog:
    """The log of one data folder. An entry is durable when :meth:`write` returns."""

    def __init__(self, folder: Path, second: SecondPlace, clocks: Clocks = CLOCKS) -> None:
        self.folder = folder.absolute() / FOLDER_NAME
        self._second, self._clocks = second, clocks
        began = clocks.wall().strftime("%Y%m%dT%H%M%SZ")
        self._process = f"{socket.gethostname()}:{os.getpid()}:{began}"
        self._at: Mark | None = None
        self._lost = 0

    def write(self, happening: Happening) -> None:
        """Add an entry.

        Raises:
            JournalError: it could not be written; the next one says how many were lost.
        """
        try:
            with self._known_errors():
                if self._at is None:
                    self._at = self._begin()
                if self._lost:
                    lost = f"{self._lost} entries could not be written before this one"
                    self._append(
                        Happening(Action.LOG_REPAIRED, outcome=Outcome.FAILED, detail=lost)
                    )
                    self._lost = 0
                self._append(happening)
        except JournalError:
            self._lost += 1
            self._at = None  # what is on disk is looked at anew
            raise

    def verify(self) -> Verified:
        """Look through the whole log; raises JournalError when it can't be read."""
        with self._known_errors():
            return verify(_contents(self.folder), self._second.audit_end())

    def entries(self) -> Iterator[Entry]:
        """All entries that can be read, oldest first; raises JournalError."""
        with self._known_errors():
            for data in _contents(self.folder):
                for line in data.split(b"\n")[:-1]:
                    if (found := read_line(line)) is not None:
                        yield found[0]

    def lines(self) -> Iterator[bytes]:
        """The files as they are, oldest first; raises JournalError."""
        with self._known_errors():
            yield from _contents(self.folder)

    def prune(self, who: str) -> tuple[int, Verified | None]:
        """Remove whole months that are older than twelve, signed by `who`; how many there were.

        A log in which something is wrong stays whole: then what was found is returned as well.
        """
        with self._known_errors():
            old = [path for path in files_of(self.folder) if path.stem < self._oldest_kept()]
        if not old:
            return 0, None
        found = self.verify()
        if not found.is_good:
            return 0, found
        # Signed first, removed then, the oldest first: cut short anywhere, the log verifies.
        for path in old:
            with self._known_errors():
                end = _end_of(path.read_bytes())
            if end is not None:
                self.write(taken_out(who, end))
        with self._known_errors():
            for path in old:
                path.unlink()
            _sync_folder(self.folder)
        return len(old), None

    # ---- inside ----------------------------------------------------------------------------

    def _begin(self) -> Mark:
        """Where the chain goes on; the log's first word of this program says how it was found."""
        prepare_data_dir(self.folder)
        files = files_of(self.folder)
        torn = _cut_torn_line(files[-1]) if files else 0
        known, found = self._second.audit_end(), _last_of(files)
        detail = ""
        if known is None:
            at = found or Mark()
            detail = "the end of the log was not remembered elsewhere" if found else "new log"
        elif found is not None and (found == known or found.number > known.number):
            at = found
        else:
            # Never from the shorter log: the gap stays visible for as long as the log is kept.
            at, detail = known, "entries at the end of the log are missing or changed"
        self._at = at
        if torn:
            cut = f"a line of {torn} bytes was cut off in writing and set aside"
            self._append(Happening(Action.LOG_REPAIRED, detail=cut))
        self._append(Happening(Action.LOG_START, detail=detail))
        return self._at

    def _append(self, happening: Happening) -> None:
        now = self._clocks.wall()
        steady = round(self._clocks.steady() * 1000)
        entry = entry_of(happening, self._at or Mark(), now.isoformat(), steady, self._process)
        line = line_of(entry)
        _add(self.folder / f"{self._month(now)}.jsonl", line)
        found = read_line(line[:-1])
        if found is None:
            raise RuntimeError("an entry that can't be read was written")
        self._at = found[1]
        self._second.keep_audit_end(found[1])

    def _month(self, now: datetime) -> str:
        """The month's file; with the clock set back the newest one goes on."""
        newest = [path.stem for path in files_of(self.folder)[-1:]]
        return max([now.strftime("%Y-%m"), *newest])

    def _oldest_kept(self) -> str:
        now = self._clocks.wall()
        months = now.year * 12 + now.month - 1 - KEPT_MONTHS
        return f"{months // 12:04}-{months % 12 + 1:02}"

    @contextlib.contextmanager
    def _known_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            problem = Problem(Code.AUDIT, where=str(self.folder), text=name_of(error))
            raise JournalError(problem) from error


def files_of(folder: Path) -> list[Path]:
    """The months' files, oldest first."""
    return sorted(folder.glob(_PATTERN))


def _contents(folder: Path) -> Iterator[bytes]:
    for path in files_of(folder):
        yield path.read_bytes()


def verify_folder(folder: Path, known: Mark | None) -> Verified:
    """Look through the log of a data folder without changing anything; raises OSError."""
    return verify(_contents(folder / FOLDER_NAME), known)


def _end_of(data: bytes) -> Mark | None:
    """Where the chain is after a file; after a changed line at its end, as near as is known."""
    last = data[:-1].rpartition(b"\n")[2]
    found = read_line(last)
    if found is not None:
        return found[1]
    chain = Chain()
    for _entry in chain.follow_all(data):
        pass
    return chain.at if chain.lines else None


def _last_of(files: list[Path]) -> Mark | None:
    for path in reversed(files):
        if (found := _end_of(path.read_bytes())) is not None:
            return found
    return None


def _cut_torn_line(path: Path) -> int:
    """Set a last line without its newline aside; how many bytes it had."""
    data = path.read_bytes()
    kept, end, torn = data.rpartition(b"\n")
    if not torn:
        return 0
    size = len(kept) + len(end)
    _add(path.with_name(f"{path.stem}.torn"), torn + b"\n")
    with path.open("r+b") as file:
        file.truncate(size)
        os.fsync(file.fileno())
    return len(torn)


def _add(path: Path, data: bytes) -> None:
    """Add bytes to a file: all of them, durably, or none."""
    new = not path.exists()
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        before = os.fstat(descriptor).st_size
        try:
            if os.write(descriptor, data) != len(data):
                raise OSError(errno.ENOSPC, "No space left on device")  # noqa: TRY301 - undone right below
            os.fsync(descriptor)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(descriptor, before)
            raise
    finally:
        os.close(descriptor)
    if new:
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a new name durable; Windows does that by itself and opens no folders."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
