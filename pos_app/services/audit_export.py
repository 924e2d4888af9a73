"""The audit log taken out: as it is (JSON lines, can be verified anywhere) or as a table (CSV)."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path

from pos_app.domain.audit import Entry

# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_lines(path: Path, files: Iterable[bytes]) -> None:
    """The log's own lines, hashes and all; raises OSError."""
    _write(path, b"".join(files))


def write_table(path: Path, entries: Iterable[Entry]) -> None:
    """A row per entry, for a spreadsheet; raises OSError."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow([field.name for field in fields(Entry)])
    for entry in entries:
        writer.writerow([_cell(value) for value in asdict(entry).values()])
    _write(path, b"\xef\xbb\xbf" + table.getvalue().encode())


def _cell(value: object) -> object:
    harmful = isinstance(value, str) and value.startswith(_FORMULA)
    return f"'{value}" if harmful else value


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, for this user alone."""
    fresh = path.with_name(f"{path.name}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
