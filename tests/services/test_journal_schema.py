"""The tables guard themselves, and older journals come along with their rows and a copy."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pos_app.domain.draft import KeptDraft, OrderDraft
from pos_app.services import journal_rows as rows
from pos_app.services import journal_schema as schema
from pos_app.services.journal import Journal, JournalNews
from tests.services.journal_values import placed, record, unknown, with_journal

COLUMNS = (
    "attempt_id, tab, api_host, app_id, domain, device_id, phase, verdict, decided, began_at,"
    " ended_at, decided_at, order_number, cart_id, document"
)


def old_journal(folder: Path, version: int) -> None:
    """Write a journal of an earlier version with two attempts, and a draft where it had them."""
    with closing(sqlite3.connect(folder / "journal.db", isolation_level=None)) as db:
        schema.migrate(db, up_to=version)
        names = ", ".join(f":{name}" for name in COLUMNS.replace(" ", "").split(","))
        for attempt in (placed(record("a-1")), unknown(record("a-2", minutes=1))):
            values = rows.record_row(attempt)
            db.execute(f"INSERT INTO attempts ({COLUMNS}) VALUES ({names})", values)  # noqa: S608
            if version >= 3:
                number = "SELECT number FROM attempts WHERE attempt_id = :attempt_id"
                db.execute(f"INSERT INTO searches VALUES (({number}), :search)", values)  # noqa: S608
        if version >= 2:
            draft = rows.draft_row(KeptDraft("tab-9", OrderDraft(notes="Ring twice")))
            db.execute("INSERT INTO drafts VALUES (:tab, :position, :document)", draft)


def dump(path: Path) -> list[str]:
    """All that is in a file, as SQL."""
    with closing(sqlite3.connect(path)) as db:
        version = db.execute("PRAGMA user_version").fetchone()
        return [f"version {version}", *db.iterdump()]


@pytest.mark.parametrize("version", range(1, schema.NEWEST))
def test_an_older_journal_comes_along_with_its_rows_and_a_copy(
    tmp_path: Path, version: int
) -> None:
    old_journal(tmp_path, version)
    before = dump(tmp_path / "journal.db")

    async def work(journal: Journal) -> None:
        assert await journal.open() == JournalNews()
        assert await journal.record("a-1") == placed(record("a-1"))
        assert await journal.open_records() == (unknown(record("a-2", minutes=1)),)
        assert len(await journal.find("zoe 5551212 msh-06")) == 2
        assert len(await journal.find("186872537 cart-1")) == 1
        assert [kept.tab for kept in await journal.drafts()] == ["tab-9"] * (version >= 2)
        await journal.keep_draft(KeptDraft("tab-10", OrderDraft()))
        await journal.update(placed(record("a-2", minutes=1)))

    with_journal(tmp_path, work)
    (copy,) = tmp_path.glob(f"journal.before-v{schema.NEWEST}-*.db")
    assert dump(copy) == before
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(tmp_path / "journal.db")) as db:
        assert schema.version_of(db) == schema.NEWEST


def test_a_document_that_can_not_be_read_is_no_hindrance_to_a_migration(tmp_path: Path) -> None:
    old_journal(tmp_path, 2)
    with closing(sqlite3.connect(tmp_path / "journal.db", isolation_level=None)) as db:
        db.execute("UPDATE attempts SET document = '[1' WHERE attempt_id = 'a-2'")
    assert with_journal(tmp_path, lambda j: j.open()) == JournalNews(unreadable=1)
    (shown,) = with_journal(tmp_path, lambda j: j.open_records())
    assert shown.attempt_id == "a-2"


def test_a_journal_of_now_is_not_copied(tmp_path: Path) -> None:
    with_journal(tmp_path, lambda j: j.open())
    with_journal(tmp_path, lambda j: j.open())
    assert [path.name for path in tmp_path.iterdir()] == ["journal.db"]


def test_a_migration_that_fails_leaves_the_version_before_it(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        schema.migrate(db, up_to=1)
        db.execute("CREATE TABLE drafts (in_the_way)")
        with pytest.raises(sqlite3.OperationalError, match="already exists"):
            schema.migrate(db)
        assert not db.in_transaction
        assert schema.version_of(db) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM attempts",
        "UPDATE attempts SET phase = 'leaving', verdict = NULL, ended_at = NULL",
        "UPDATE attempts SET phase = 'prepared', verdict = NULL, ended_at = NULL",
        "UPDATE attempts SET verdict = 'unknown'",
        "UPDATE attempts SET verdict = 'not-sent'",
        "UPDATE attempts SET verdict = 'perhaps'",
        "UPDATE attempts SET order_number = ''",
        "UPDATE attempts SET attempt_id = 'a-9'",
        "UPDATE attempts SET tab = 'tab-9'",
        "UPDATE attempts SET device_id = ''",
        "UPDATE attempts SET began_at = '1999'",
        "UPDATE attempts SET ended_at = NULL",
        "UPDATE attempts SET decided = 'placed'",
    ],
)
def test_no_statement_undoes_a_placed_order(tmp_path: Path, statement: str) -> None:
    with_journal(tmp_path, lambda j: j.add(placed(record())))
    before = dump(tmp_path / "journal.db")
    with (
        closing(sqlite3.connect(tmp_path / "journal.db", isolation_level=None)) as db,
        pytest.raises(sqlite3.IntegrityError),
    ):
        db.execute(statement)
    assert dump(tmp_path / "journal.db") == before
