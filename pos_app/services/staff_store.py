"""The clerks of a data folder, and where its audit log ends: one small SQLite file.

Only the thread that opened it uses it. The tables guard what must hold whatever the program does:
no clerk is deleted (the audit log speaks of them), the remembered end of the log never goes back.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pos_app.domain.audit import Mark
from pos_app.domain.clerks import Clerk, Lockout, folded
from pos_app.domain.errors import Code, JournalError, Problem
from pos_app.domain.rights import Role
from pos_app.services.journal_errors import code_of, name_of
from pos_app.services.settings import prepare_data_dir

FILE_NAME = "staff.db"
_VERSION = 1
_BUSY_SECONDS = 2.0
_TABLES = """
    BEGIN IMMEDIATE;
    CREATE TABLE clerks (
        clerk_id INTEGER PRIMARY KEY,
        name TEXT NOT NULL CHECK (name <> ''),
        folded TEXT NOT NULL UNIQUE,
        role TEXT NOT NULL CHECK (role IN ('clerk', 'supervisor', 'admin')),
        disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
        pin TEXT NOT NULL CHECK (pin LIKE '$argon2id$%'),
        failures INTEGER NOT NULL DEFAULT 0,
        lock_left REAL NOT NULL DEFAULT 0,
        seen TEXT
    ) STRICT;
    CREATE TRIGGER clerks_stay BEFORE DELETE ON clerks
    BEGIN SELECT RAISE(ABORT, 'a clerk is disabled, never deleted'); END;
    CREATE TABLE audit_end (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        number INTEGER NOT NULL,
        hash TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER audit_end_stays BEFORE DELETE ON audit_end
    BEGIN SELECT RAISE(ABORT, 'the end of the log is never forgotten'); END;
    CREATE TRIGGER audit_goes_forward BEFORE UPDATE ON audit_end WHEN NEW.number <= OLD.number
    BEGIN SELECT RAISE(ABORT, 'the log never becomes shorter'); END;
    PRAGMA user_version = 1;
    COMMIT;
"""
_SELECT = "SELECT clerk_id, name, role, disabled, pin, failures, lock_left, seen FROM clerks"


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A clerk as kept; `pin` is what argon2id made of it."""

    clerk: Clerk
    pin: str
    lockout: Lockout


class StaffStore:
    """Each method is one durable transaction; raises JournalError when it can't be done."""

    def __init__(self, folder: Path) -> None:
        self.path = folder.absolute() / FILE_NAME
        self._db: sqlite3.Connection | None = None

    def close(self) -> None:
        """Close the file."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def rows(self) -> tuple[StaffRow, ...]:
        """Everybody, by name."""
        with self._transaction() as db:
            return tuple(map(_row_of, db.execute(f"{_SELECT} ORDER BY folded").fetchall()))

    def add(self, name: str, role: Role, pin: str) -> None:
        """Add somebody."""
        with self._transaction() as db:
            db.execute(
                "INSERT INTO clerks (name, folded, role, pin) VALUES (?, ?, ?, ?)",
                (name, folded(name), role.value, pin),
            )

    def change(self, clerk: Clerk) -> None:
        """Keep another role, or that somebody is disabled or not any more."""
        with self._transaction() as db:
            db.execute(
                "UPDATE clerks SET role = ?, disabled = ? WHERE clerk_id = ?",
                (clerk.role.value, int(clerk.disabled), clerk.clerk_id),
            )

    def keep_pin(self, clerk_id: int, pin: str) -> None:
        """Keep another PIN."""
        with self._transaction() as db:
            db.execute("UPDATE clerks SET pin = ? WHERE clerk_id = ?", (pin, clerk_id))

    def keep_lockout(self, clerk_id: int, lockout: Lockout) -> None:
        """Keep how often somebody's PIN was wrong."""
        seen = lockout.seen.isoformat() if lockout.seen is not None else None
        with self._transaction() as db:
            db.execute(
                "UPDATE clerks SET failures = ?, lock_left = ?, seen = ? WHERE clerk_id = ?",
                (lockout.failures, lockout.left, seen, clerk_id),
            )

    def audit_end(self) -> Mark | None:
        """The last entry of the audit log that is known to have been written."""
        with self._transaction() as db:
            return _audit_end(db)

    def keep_audit_end(self, end: Mark) -> None:
        """Remember one that has just been written."""
        with self._transaction() as db:
            db.execute(
                "INSERT INTO audit_end VALUES (1, ?, ?) ON CONFLICT (only) "
                "DO UPDATE SET number = excluded.number, hash = excluded.hash",
                (end.number, end.hash),
            )

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with _known_errors(self.path):
            if self._db is not None and not self.path.exists():
                self.close()  # somebody removed it: what is written must not go nowhere
            if self._db is None:
                self._db = _opened(self.path)
            db = self._db
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            finally:
                if db.in_transaction:
                    db.execute("ROLLBACK")


def remembered_end(folder: Path) -> Mark | None:
    """Where the audit log of a folder ends, without making or changing anything.

    Raises:
        JournalError: the file can't be read.
    """
    path = folder.absolute() / FILE_NAME
    if not path.exists():
        return None
    # Nobody has it open where its side files are not there: then nothing needs to be made.
    mode = "ro" if _sides_of(path)[0].exists() else "ro&immutable=1"
    with _known_errors(path), closing(_connect(path, mode)) as db:
        return _audit_end(db)


@contextmanager
def _known_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        code = code_of(error, path)
        if code is None:
            raise
        known = Code.STAFF_DAMAGED if code is Code.JOURNAL_DAMAGED else code
        raise JournalError(Problem(known, where=str(path), text=name_of(error))) from error


def _opened(path: Path) -> sqlite3.Connection:
    if not path.exists():
        prepare_data_dir(path.parent)
        for side in _sides_of(path):  # of a file that is gone: they would spoil a new one
            side.unlink(missing_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    with ExitStack() as undo:
        db = undo.enter_context(closing(_connect(path, "rw")))
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version > _VERSION:
            raise JournalError(Problem(Code.JOURNAL_NEWER, where=str(path)))
        if version == 0:
            db.executescript(_TABLES)
        db.execute("PRAGMA journal_mode = WAL")  # one sync for a transaction instead of four
        undo.pop_all()
    return db


def _sides_of(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(path.name + side) for side in ("-wal", "-shm", "-journal"))


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.as_uri()}?mode={mode}"
    db = sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
    for setting in ("synchronous = FULL", "fullfsync = ON", "trusted_schema = OFF"):
        db.execute(f"PRAGMA {setting}")
    return db


def _audit_end(db: sqlite3.Connection) -> Mark | None:
    found = db.execute("SELECT number, hash FROM audit_end").fetchone()
    return Mark(*found) if found is not None else None


def _row_of(row: tuple[int, str, str, int, str, int, float, str | None]) -> StaffRow:
    clerk_id, name, role, disabled, pin, failures, left, seen = row
    moment = datetime.fromisoformat(seen) if seen else None
    clerk = Clerk(clerk_id, name, Role(role), bool(disabled))
    return StaffRow(clerk, pin, Lockout(failures, left, moment))
