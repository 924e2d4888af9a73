"""The journal's statements. Each method is one transaction; only the journal's thread uses them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from pos_app.domain.draft import KeptDraft
from pos_app.domain.errors import Code
from pos_app.domain.record import OrderRecord
from pos_app.domain.returning import Caller
from pos_app.services import journal_codec as codec
from pos_app.services import journal_rows as rows
from pos_app.services.journal_file import JournalFile

_SELECT = f"SELECT {', '.join(rows.RECORD_COLUMNS)} FROM attempts"  # noqa: S608 - our own names
_OPEN = "decided IS NULL AND (verdict IS NULL OR verdict = 'unknown')"
_OLDEST_FIRST = "ORDER BY began_at, number"
_NEWEST_FIRST = "ORDER BY began_at DESC, number DESC"

_INSERT = """
    INSERT INTO attempts (
        attempt_id, tab, api_host, app_id, domain, device_id, phase, verdict, decided,
        began_at, ended_at, decided_at, order_number, cart_id, document
    ) VALUES (
        :attempt_id, :tab, :api_host, :app_id, :domain, :device_id, :phase, :verdict, :decided,
        :began_at, :ended_at, :decided_at, :order_number, :cart_id, :document
    )
"""
_UPDATE = """
    UPDATE attempts SET
        tab = :tab, api_host = :api_host, app_id = :app_id, domain = :domain,
        device_id = :device_id, phase = :phase, verdict = :verdict, decided = :decided,
        began_at = :began_at, ended_at = :ended_at, decided_at = :decided_at,
        order_number = :order_number, cart_id = :cart_id, document = :document,
        earlier_document = CASE WHEN :rebuilt THEN coalesce(earlier_document, document)
                                ELSE earlier_document END
    WHERE attempt_id = :attempt_id
"""
_KEEP_SEARCH = """
    INSERT OR REPLACE INTO searches (number, text)
    SELECT number, :search FROM attempts WHERE attempt_id = :attempt_id
"""
_KEEP_CUSTOMER = """
    INSERT OR REPLACE INTO customers (number, phone_end, email)
    SELECT number, :phone_end, :email FROM attempts WHERE attempt_id = :attempt_id
"""
# An empty text is nobody's: NULL equals nothing.
PLACED_BY_CUSTOMER = (
    "JOIN customers USING (number)"
    " WHERE is_placed AND (phone_end = nullif(:phone_end, '') OR email = nullif(:email, ''))"
)
_KEEP_DRAFT = """
    INSERT INTO drafts (tab, position, document)
    SELECT :tab, :position, :document
    WHERE NOT EXISTS (SELECT 1 FROM attempts WHERE tab = :tab AND is_placed)
    ON CONFLICT (tab) DO UPDATE SET position = excluded.position, document = excluded.document
"""


class JournalStore:
    """The attempts and drafts in one folder's file. Each method raises JournalError."""

    def __init__(self, folder: Path) -> None:
        self._file = JournalFile(folder)

    def open(self) -> tuple[str, int]:
        """Open the file. Which damaged one was kept, and how much of what is open is unreadable."""
        unreadable = self._file.read(_count_unreadable)
        return self._file.set_aside, unreadable

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def add(self, record: OrderRecord) -> None:
        """Write a new attempt."""
        row = rows.record_row(record)
        self._file.write(lambda db: _insert(db, row))

    def update(self, record: OrderRecord) -> None:
        """Write how far an attempt is."""
        row = rows.record_row(record)

        def work(db: sqlite3.Connection) -> None:
            if db.execute(_UPDATE, {**row, "rebuilt": _rebuilt(record)}).rowcount:
                _keep_indexes(db, row)
            else:
                self._add_again(db, row)
            if record.is_placed:
                db.execute("DELETE FROM drafts WHERE tab = :tab", row)

        self._file.write(work)

    def record(self, attempt_id: str) -> OrderRecord | None:
        """One attempt."""
        return next(iter(self._records("WHERE attempt_id = :id", {"id": attempt_id})), None)

    def open_records(self) -> tuple[OrderRecord, ...]:
        """Every attempt that is not settled, oldest first."""
        return self._records(f"WHERE {_OPEN} {_OLDEST_FIRST}", {})

    def records_since(self, moment: datetime) -> tuple[OrderRecord, ...]:
        """Attempts that began, ended or were decided at or after a moment, newest first."""
        where = "WHERE began_at >= :since OR ended_at >= :since OR decided_at >= :since"
        return self._records(f"{where} {_NEWEST_FIRST}", {"since": rows.time_text(moment)})

    def find(self, text: str, limit: int) -> tuple[OrderRecord, ...]:
        """Attempts with all words of `text`, newest first."""
        values: dict[str, str | int] = {"limit": limit}
        terms = ["TRUE"]
        for number, forms in enumerate(rows.search_words(text)):
            names = [f"word{number}_{form}" for form in range(len(forms))]
            values.update(zip(names, forms, strict=True))
            terms.append(f"({' OR '.join(f'instr(text, :{name})' for name in names)})")
        where = f"JOIN searches USING (number) WHERE {' AND '.join(terms)}"
        return self._records(f"{where} {_NEWEST_FIRST} LIMIT :limit", values)

    def placed_by(self, caller: Caller) -> tuple[OrderRecord, ...]:
        """Placed attempts that may be a caller's, newest first."""
        values = {"phone_end": codec.storable(caller.phone_end)}
        values["email"] = codec.storable(caller.email)
        return self._records(f"{PLACED_BY_CUSTOMER} {_NEWEST_FIRST}", values)

    def count(self) -> int:
        """How many attempts there are."""
        found = self._file.read(lambda db: db.execute("SELECT count(*) FROM attempts").fetchone())
        return int(found[0])

    def keep_draft(self, kept: KeptDraft) -> None:
        """Keep a draft, unless its tab's order was placed."""
        row = rows.draft_row(kept)
        self._file.write(lambda db: db.execute(_KEEP_DRAFT, row))

    def drop_draft(self, tab: str) -> None:
        """Forget a draft."""
        self._file.write(lambda db: db.execute("DELETE FROM drafts WHERE tab = ?", (tab,)))

    def drafts(self) -> tuple[KeptDraft, ...]:
        """The drafts by their place."""
        found = self._file.read(_draft_documents)
        return tuple(kept for text in found if (kept := codec.read_draft(text)) is not None)

    def _records(self, rest: str, values: Mapping[str, str | int]) -> tuple[OrderRecord, ...]:
        found = self._file.read(lambda db: db.execute(f"{_SELECT} {rest}", values).fetchall())
        return tuple(map(rows.record_of, found))

    def _add_again(self, db: sqlite3.Connection, row: Mapping[str, str | None]) -> None:
        """Write a row whose file was lost under way; without such a loss it is a bug."""
        if not self._file.began_anew:
            raise LookupError(f"no attempt {row['attempt_id']} in the journal")
        _insert(db, row)


def _insert(db: sqlite3.Connection, row: Mapping[str, str | None]) -> None:
    db.execute(_INSERT, row)
    _keep_indexes(db, row)


def _keep_indexes(db: sqlite3.Connection, row: Mapping[str, str | None]) -> None:
    for statement in (_KEEP_SEARCH, _KEEP_CUSTOMER):
        db.execute(statement, row)


def _rebuilt(record: OrderRecord) -> bool:
    """Whether it came out of columns: then the document that it replaces is kept, too."""
    problem = record.state.problem
    return problem is not None and problem.code is Code.JOURNAL_DAMAGED


def _draft_documents(db: sqlite3.Connection) -> list[str]:
    found = db.execute("SELECT document FROM drafts ORDER BY position, rowid").fetchall()
    return [text for (text,) in found]


def _count_unreadable(db: sqlite3.Connection) -> int:
    opened = db.execute(f"SELECT document FROM attempts WHERE {_OPEN}").fetchall()  # noqa: S608
    attempts = sum(codec.read_record(text) is None for (text,) in opened)
    return attempts + sum(codec.read_draft(text) is None for text in _draft_documents(db))
