"""The journal's file: made, opened, checked, brought up to date, set aside when it is damaged.

A new file is made whole under another name and then takes its place, so a file that is there and
is not whole was damaged. Only the journal's thread uses this.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TypeVar

from pos_app.domain.errors import Code, JournalError, Problem
from pos_app.services import journal_schema as schema
from pos_app.services.journal_errors import DamagedFileError, code_of, name_of
from pos_app.services.settings import prepare_data_dir

_T = TypeVar("_T")

FILE_NAME = "journal.db"
_BUSY_SECONDS = 2.0
# About 30,000 orders, checked in 0.2 s. A start has no time for more: in a larger file SQLite finds
# damage when it comes to read the page.
_CHECKED_WHOLE = 128 * 1024 * 1024
_SIDES = ("-wal", "-shm", "-journal")  # https://sqlite.org/tempfiles.html


class JournalFile:
    """One connection to the journal's file, opened when it is first needed.

    `set_aside` is the path of the last damaged file that was kept under another name.
    `began_anew` says that a file was lost while this object lived: rows that were written may not
    be in the file of now.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder.absolute() / FILE_NAME
        self.set_aside = ""
        self.began_anew = False
        self._db: sqlite3.Connection | None = None
        self._file_id = (0, 0)
        self._writable = False

    def read(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """What `work` answers, seen at one moment.

        Raises:
            JournalError: the file can't be read.
        """
        with self._known_errors():
            return self._transaction("BEGIN", work)

    def write(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """Do `work` whole and durably, or not at all.

        Raises:
            JournalError: nothing was written.
        """
        with self._known_errors():
            return self._transaction("BEGIN IMMEDIATE", work)

    def close(self) -> None:
        """Close the file; SQLite then moves all rows into it and removes its side files."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def _transaction(self, begin: str, work: Callable[[sqlite3.Connection], _T]) -> _T:
        db = self._connection()
        db.execute(begin)
        try:
            answer = work(db)
            db.execute("COMMIT")
        finally:
            if db.in_transaction:
                db.execute("ROLLBACK")
        return answer

    def _connection(self) -> sqlite3.Connection:
        if self._db is not None and _file_id(self.path) != self._file_id:
            self.close()  # somebody removed the file or put another in its place
            self.began_anew = True
        if self._db is not None and not self._writable:
            self.close()  # it stays read-only for SQLite until it is opened anew
        if self._db is not None:
            return self._db
        try:
            self._db = self._opened()
        except (DamagedFileError, sqlite3.DatabaseError) as error:
            if code_of(error, self.path) is not Code.JOURNAL_DAMAGED:
                raise
            self._set_aside()
            self._db = self._opened()
        self._file_id = _file_id(self.path)
        self._writable = os.access(self.path, os.W_OK)
        return self._db

    def _opened(self) -> sqlite3.Connection:
        if not self.path.exists():
            _make_folder(self.path.parent)
            if any(side.exists() for side in _sides_of(self.path)):
                self._set_aside()  # they belong to a file that is gone, and would spoil a new one
            _make(self.path)
        return _open(self.path)

    def _set_aside(self) -> None:
        self.close()
        self.set_aside = str(_set_aside(self.path))
        self.began_anew = True

    @contextmanager
    def _known_errors(self) -> Iterator[None]:
        try:
            yield
        except (DamagedFileError, sqlite3.Error, OSError) as error:
            code = code_of(error, self.path)
            if code is None:
                raise
            if code is Code.JOURNAL_DAMAGED:
                self._recover()
            elif code is not Code.JOURNAL_BUSY:
                self.close()  # opened anew, it is seen as it is then
            raise self._error(code, error) from error

    def _recover(self) -> None:
        try:
            self._set_aside()
        except OSError as error:
            raise self._error(code_of(error, self.path) or Code.DISK, error) from error

    def _error(self, code: Code, error: Exception) -> JournalError:
        return JournalError(Problem(code, where=str(self.path), text=name_of(error)))


def backup(db: sqlite3.Connection, path: Path) -> Path:
    """Copy the journal as it is before a migration, by SQLite's own means; return the copy."""
    target = _free_name(path, f"before-v{schema.NEWEST}")
    _create_private(target)
    try:
        with closing(_connect(target)) as copy:
            db.backup(copy)
    except sqlite3.Error:
        target.unlink()
        raise
    _sync_folder(path.parent)
    return target


def _make_folder(folder: Path) -> None:
    """Make the folder, durably, where it is not there yet."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    prepare_data_dir(folder)
    for place in missing:
        _sync_folder(place.parent)


def _make(path: Path) -> None:
    """Make an empty journal; it is there whole and durably, or not at all."""
    fresh = path.with_name("journal.new.db")
    for leftover in (fresh, *_sides_of(fresh)):
        leftover.unlink(missing_ok=True)
    _create_private(fresh)
    with closing(_connect(fresh)) as db:
        schema.migrate(db)
    os.replace(fresh, path)
    _sync_folder(path.parent)


def _open(path: Path) -> sqlite3.Connection:
    """Open the file that is there.

    Raises:
        DamagedFileError, sqlite3.DatabaseError: it is damaged, or can't be read.
        JournalError: a newer version of the program made it.
    """
    for side in _sides_of(path):  # SQLite gave them the mode that the file had then
        if side.exists() and side.stat().st_mode & 0o777 != 0o600:
            side.chmod(0o600)
    with ExitStack() as undo:
        db = undo.enter_context(closing(_connect(path)))
        _check(db, path)
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        db.execute("PRAGMA journal_mode = WAL")
        if schema.version_of(db) < schema.NEWEST:
            backup(db, path)
            schema.migrate(db)
        undo.pop_all()
    return db


def _check(db: sqlite3.Connection, path: Path) -> None:
    version = schema.version_of(db)
    if version > schema.NEWEST:
        raise JournalError(Problem(Code.JOURNAL_NEWER, where=str(path), text=f"version {version}"))
    if version < 1:  # a journal is there with its tables or not at all
        raise DamagedFileError("no tables")
    if path.stat().st_size > _CHECKED_WHOLE:
        return
    found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise DamagedFileError(found)


def _connect(path: Path) -> sqlite3.Connection:
    """A connection to a file that exists; each commit reaches the disk before it returns."""
    # mode=rw: SQLite itself would make a file that others may read.
    db = sqlite3.connect(
        f"{path.as_uri()}?mode=rw", uri=True, timeout=_BUSY_SECONDS, isolation_level=None
    )
    # A damaged text is for the reader of the document to judge, not a reason to fail.
    db.text_factory = _text
    for setting in ("synchronous = FULL", "fullfsync = ON", "checkpoint_fullfsync = ON"):
        db.execute(f"PRAGMA {setting}")
    return db


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _create_private(path: Path) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _set_aside(path: Path) -> Path:
    """Give the file and its side files a name of their own; return it.

    The side files go first: if this is cut short, they are not left beside a new file.
    """
    target = _free_name(path, "damaged")
    for old, new in zip(_sides_of(path), _sides_of(target), strict=True):
        if old.exists():
            os.rename(old, new)
    if path.exists():
        os.rename(path, target)
    _sync_folder(path.parent)
    return target


def _free_name(path: Path, what: str) -> Path:
    """`journal.WHAT-20261124-093000.db`, numbered where that is taken."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    for number in count(1):
        suffix = f"-{number}" if number > 1 else ""
        target = path.with_name(f"{path.stem}.{what}-{stamp}{suffix}{path.suffix}")
        if not any(name.exists() for name in (target, *_sides_of(target))):
            return target
    raise AssertionError("numbers end nowhere")


def _sides_of(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(path.name + side) for side in _SIDES)


def _file_id(path: Path) -> tuple[int, int]:
    """Device and inode; zeros where there is no file."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (found.st_dev, found.st_ino)


def _sync_folder(folder: Path) -> None:
    """Make a new name durable; Windows does that by itself and opens no folders."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
