"""The file of the catalogue at hand: made, opened, and thrown away when anything is wrong with it.

All that is in it can be had again from the merchant, so there are no migrations and no repairs: a
file that is damaged, or of another version, is deleted. SQLite in WAL mode with `synchronous =
NORMAL`: a power cut can cost the last pages read, not the file (https://sqlite.org/wal.html).
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path

from pos_app.domain.connection import Connection
from pos_app.services.journal_errors import DamagedFileError
from pos_app.services.settings import prepare_data_dir

VERSION = 1
_BUSY_SECONDS = 5.0
_SIDES = ("", "-wal", "-shm", "-journal")  # https://sqlite.org/tempfiles.html

# Words are folded and cut before they get here. The tokenizer "ascii" takes every letter beyond
# ASCII as a part of a word, of whatever version of Unicode. `seen` is the last reading of the list
# that held the product; `low` and `high` are its prices in major units, as last read.
_SCHEMA = f"""
    BEGIN;
    CREATE TABLE products (
        number INTEGER PRIMARY KEY,
        handle TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        page TEXT NOT NULL,
        image TEXT NOT NULL,
        words TEXT NOT NULL,
        seen INTEGER NOT NULL,
        currency TEXT NOT NULL DEFAULT '',
        low TEXT NOT NULL DEFAULT '',
        high TEXT NOT NULL DEFAULT '',
        available INTEGER NOT NULL DEFAULT 1,
        read_at REAL NOT NULL DEFAULT 0
    );
    CREATE INDEX products_by_reading ON products (seen);
    CREATE TABLE skus (
        key TEXT NOT NULL, number INTEGER NOT NULL, sku TEXT NOT NULL, PRIMARY KEY (key, number)
    ) WITHOUT ROWID;
    CREATE INDEX skus_by_product ON skus (number);
    CREATE TABLE sold (
        handle TEXT PRIMARY KEY, count INTEGER NOT NULL DEFAULT 0, favourite INTEGER NOT NULL
        DEFAULT 0
    ) WITHOUT ROWID;
    CREATE TABLE terms (term TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE progress (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
    CREATE VIRTUAL TABLE all_words USING fts5 (
        words, content = 'products', content_rowid = 'number', detail = 'none',
        prefix = '1 2 3', tokenize = 'ascii'
    );
    CREATE VIRTUAL TABLE shelf_words USING fts5 (
        words, content = 'products', content_rowid = 'number', detail = 'none',
        prefix = '1 2 3', tokenize = 'ascii'
    );
    CREATE TABLE shelf (number INTEGER PRIMARY KEY);
    PRAGMA user_version = {VERSION};
    COMMIT;
"""


def path_for(folder: Path, connection: Connection) -> Path:
    """The merchant's own file in a data folder."""
    key = "\n".join((connection.api_host, connection.app_id, connection.domain))
    name = re.sub(r"[^a-z0-9.-]", "-", connection.domain.casefold())[:60]
    return folder.absolute() / f"catalogue-{name}-{hashlib.sha256(key.encode()).hexdigest()[:8]}.db"


def connect(path: Path) -> sqlite3.Connection:
    """A connection to the file, which is made where there is none.

    Raises:
        DamagedFileError, sqlite3.Error, OSError: it can't be opened, or is none of this version.
    """
    if not path.exists():
        remove(path)  # side files of a file that is gone would spoil a new one
        prepare_data_dir(path.parent)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with ExitStack() as undo:
        db = undo.enter_context(
            closing(
                sqlite3.connect(
                    f"{path.as_uri()}?mode=rw",
                    uri=True,
                    timeout=_BUSY_SECONDS,
                    isolation_level=None,
                )
            )
        )
        for setting in ("journal_mode = WAL", "synchronous = NORMAL", "cache_size = -8000"):
            db.execute(f"PRAGMA {setting}")
        version = db.execute("PRAGMA user_version").fetchone()[0]
        tables = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        if version == 0 and tables == 0:
            db.executescript(_SCHEMA)
        elif version != VERSION:
            raise DamagedFileError(f"version {version}")
        undo.pop_all()
    return db


def remove(path: Path) -> None:
    """Delete the file with its side files; OSError when the disk does not let it."""
    for side in _SIDES:
        path.with_name(path.name + side).unlink(missing_ok=True)
