"""What SQLite's and the operating system's errors mean for the journal."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from pathlib import Path

from pos_app.domain.errors import Code

# Less than this and SQLite can't make its side files: its shared memory alone takes 32 KiB.
_LITTLE_SPACE = 64 * 1024

# By primary result code, https://sqlite.org/rescode.html; what is missing here is a bug.
_CODES = {
    sqlite3.SQLITE_FULL: Code.DISK_FULL,
    sqlite3.SQLITE_READONLY: Code.DISK_READ_ONLY,
    sqlite3.SQLITE_PERM: Code.DISK_READ_ONLY,
    sqlite3.SQLITE_BUSY: Code.JOURNAL_BUSY,
    sqlite3.SQLITE_LOCKED: Code.JOURNAL_BUSY,
    sqlite3.SQLITE_PROTOCOL: Code.JOURNAL_BUSY,
    sqlite3.SQLITE_CORRUPT: Code.JOURNAL_DAMAGED,
    sqlite3.SQLITE_NOTADB: Code.JOURNAL_DAMAGED,
    sqlite3.SQLITE_CANTOPEN: Code.DISK,
    sqlite3.SQLITE_IOERR: Code.DISK,
    sqlite3.SQLITE_NOLFS: Code.DISK,
}
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_READ_ONLY = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class DamagedFileError(Exception):
    """The file is no journal, or not a whole one."""


def code_of(error: Exception, path: Path) -> Code | None:
    """The known trouble that `error` means for the journal at `path`, or None: a bug."""
    if isinstance(error, DamagedFileError):
        return Code.JOURNAL_DAMAGED
    if isinstance(error, OSError):
        if error.errno in _FULL:
            return Code.DISK_FULL
        return Code.DISK_READ_ONLY if error.errno in _READ_ONLY else Code.DISK
    code = _CODES.get(_primary(error))
    return _reason(path.parent) if code is Code.DISK else code


def name_of(error: Exception) -> str:
    """The error's name for support: "SQLITE_IOERR_WRITE", "ENOSPC"."""
    if isinstance(error, OSError):
        return errno.errorcode.get(error.errno or 0, "")
    return str(getattr(error, "sqlite_errorname", error))


def _primary(error: Exception) -> int:
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else -1


def _reason(folder: Path) -> Code:
    """Why SQLite could not open or write a file: it does not say more than that."""
    if not folder.is_dir():
        return Code.DISK
    if not os.access(folder, os.W_OK | os.X_OK):
        return Code.DISK_READ_ONLY
    return Code.DISK_FULL if shutil.disk_usage(folder).free < _LITTLE_SPACE else Code.DISK
