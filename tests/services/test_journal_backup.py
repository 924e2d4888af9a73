"""A backup of the journal as the guide says: through SQLite, while orders are written."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from pos_app.services.journal import Journal
from pos_app.services.journal_file import FILE_NAME
from tests.services.journal_values import left, record, with_journal


def test_a_copy_that_sqlite_made_brings_back_the_newest_order(tmp_path: Path) -> None:
    register, restored = tmp_path / "register", tmp_path / "restored"
    for folder in (register, restored):
        folder.mkdir()

    async def write_and_copy(journal: Journal) -> None:
        await journal.add(record())
        await journal.update(left(record()))
        # What the guide's line does: `sqlite3 journal.db ".backup 'journal-backup.db'"`.
        with (
            contextlib.closing(sqlite3.connect(register / FILE_NAME)) as source,
            contextlib.closing(sqlite3.connect(restored / FILE_NAME)) as target,
        ):
            source.backup(target)
        await journal.add(record("a-2"))

    with_journal(register, write_and_copy)
    assert [path.name for path in restored.iterdir()] == [FILE_NAME]
    assert with_journal(restored, lambda journal: journal.record("a-1")) == left(record())
    assert with_journal(restored, lambda journal: journal.record("a-2")) is None
