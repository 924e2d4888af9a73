"""The journal's file: private, durable, checked; a damaged one is kept, never lost."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pos_app.domain.draft import KeptDraft, OrderDraft
from pos_app.domain.errors import Code
from pos_app.services import journal_schema as schema
from pos_app.services.journal import Journal, JournalNews
from pos_app.services.journal_file import JournalFile
from tests.services.journal_values import left, placed, record, trouble, unknown, with_journal


def filled(folder: Path) -> Path:
    """A journal with enough rows for many pages."""

    async def fill(journal: Journal) -> None:
        for number in range(60):
            await journal.add(placed(record(f"a-{number}", minutes=number)))

    with_journal(folder, fill)
    return folder / "journal.db"


def empty(path: Path) -> None:
    path.write_bytes(b"")


def garbage(path: Path) -> None:
    path.write_bytes(b"\xff\x00not a database" * 500)


def short(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2 // 4096 * 4096)


def torn(path: Path) -> None:
    os.truncate(path, 4096 + 77)


def overwritten(path: Path) -> None:
    """All pages but the first."""
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (path.stat().st_size - 4096))


def header_only(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE something_else (x)")


DAMAGES = (empty, garbage, short, torn, overwritten, header_only, foreign)


def test_each_commit_is_synced(tmp_path: Path) -> None:
    file = JournalFile(tmp_path)

    def setting(name: str) -> object:
        return file.read(lambda db: db.execute(f"PRAGMA {name}").fetchone()[0])

    assert setting("journal_mode") == "wal"
    assert setting("synchronous") == 2  # FULL
    assert setting("fullfsync") == setting("checkpoint_fullfsync") == 1
    assert setting("busy_timeout") == 2000
    assert setting("locking_mode") == "normal"
    file.close()


def test_only_this_user_can_read_it_whatever_the_mask(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    file = JournalFile(folder)
    before = os.umask(0)
    try:
        file.write(lambda db: db.execute("DELETE FROM drafts"))
        file.write(lambda db: db.execute("INSERT INTO drafts VALUES ('t', 0, '{}')"))
        modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(("journal.db", "journal.db-wal", "journal.db-shm"), 0o600)
    assert folder.stat().st_mode & 0o777 == 0o700
    file.close()
    assert [path.name for path in folder.iterdir()] == ["journal.db"]


def test_a_file_that_others_could_read_is_made_private(tmp_path: Path) -> None:
    path = filled(tmp_path)
    path.chmod(0o644)
    with_journal(tmp_path, lambda j: j.open())
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_kept_and_a_new_one_begun(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    damage(filled(tmp_path))
    content = (tmp_path / "journal.db").read_bytes()

    async def work(journal: Journal) -> JournalNews:
        news = await journal.open()
        await journal.add(record("a-new"))
        assert len(await journal.find("")) == 1
        assert await journal.open() == news
        return news

    news = with_journal(tmp_path, work)
    assert Path(news.set_aside).read_bytes() == content
    assert Path(news.set_aside).name.startswith("journal.damaged-")
    assert with_journal(tmp_path, lambda j: j.open()) == JournalNews()


def test_files_set_aside_never_take_one_another_s_place(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / "journal.db").write_text(f"garbage {number}")
        (tmp_path / "journal.db-wal").write_text(f"more {number}")
        with_journal(tmp_path, lambda j: j.open())
    kept = {path.read_text() for path in tmp_path.glob("journal.damaged-*.db")}
    assert kept == {"garbage 0", "garbage 1", "garbage 2"}
    sides = {path.read_text() for path in tmp_path.glob("journal.damaged-*.db-wal")}
    assert sides == {"more 0", "more 1", "more 2"}


def test_side_files_without_their_file_do_not_spoil_the_new_one(tmp_path: Path) -> None:
    (tmp_path / "journal.db-wal").write_bytes(b"of a file that is gone")
    news = with_journal(tmp_path, lambda j: j.open())
    assert Path(news.set_aside + "-wal").read_bytes() == b"of a file that is gone"
    with_journal(tmp_path, lambda j: j.add(record()))
    assert with_journal(tmp_path, lambda j: j.record("a-1")) == record()


def test_damage_met_under_way_fails_that_call_and_the_next_one_works(tmp_path: Path) -> None:
    path = filled(tmp_path)

    async def work(journal: Journal) -> None:
        await journal.add(left(record("in-flight")))
        with closing(sqlite3.connect(path)) as db, db:  # what SQLite has in memory is out of date
            db.execute("INSERT INTO drafts VALUES ('tab-9', 0, '{}')")
        overwritten(path)
        overwritten(tmp_path / "journal.db-wal")
        assert await trouble(journal.find("zoe")) is Code.JOURNAL_DAMAGED
        assert (await journal.open()).set_aside
        # The order under way goes on, and its row is there again.
        await journal.update(placed(record("in-flight")))
        assert await journal.find("") == (placed(record("in-flight")),)
        await journal.add(record("next"))

    with_journal(tmp_path, work)
    assert len(list(tmp_path.glob("journal.damaged-*.db"))) == 1


def test_a_file_that_was_removed_or_replaced_under_way_is_noticed(tmp_path: Path) -> None:
    async def work(journal: Journal) -> None:
        await journal.add(left(record("in-flight")))
        (tmp_path / "journal.db").unlink()
        await journal.update(placed(record("in-flight")))
        assert await journal.record("in-flight") == placed(record("in-flight"))

    with_journal(tmp_path, work)
    assert with_journal(tmp_path, lambda j: j.record("in-flight")) is not None


def test_a_journal_of_a_newer_version_is_left_as_it_is(tmp_path: Path) -> None:
    path = filled(tmp_path)
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {schema.NEWEST + 1}")
    content = path.read_bytes()

    async def work(journal: Journal) -> None:
        assert await trouble(journal.open()) is Code.JOURNAL_NEWER
        assert await trouble(journal.add(record("a-new"))) is Code.JOURNAL_NEWER

    with_journal(tmp_path, work)
    assert path.read_bytes() == content
    assert [file.name for file in tmp_path.iterdir()] == ["journal.db"]


def test_what_can_not_be_read_is_counted_shown_and_kept(tmp_path: Path) -> None:
    async def fill(journal: Journal) -> None:
        await journal.add(unknown(record()))
        await journal.keep_draft(KeptDraft("good", OrderDraft()))
        await journal.keep_draft(KeptDraft("bad", OrderDraft()))

    with_journal(tmp_path, fill)
    with closing(sqlite3.connect(tmp_path / "journal.db", isolation_level=None)) as db:
        db.execute("UPDATE attempts SET document = CAST(x'7b22ff' AS TEXT)")
        db.execute("UPDATE drafts SET document = '{}' WHERE tab = 'bad'")

    async def work(journal: Journal) -> None:
        assert await journal.open() == JournalNews(unreadable=2)
        assert [kept.tab for kept in await journal.drafts()] == ["good"]
        (shown,) = await journal.open_records()
        assert shown.is_open
        assert shown.state.problem is not None
        await journal.update(shown)

    with_journal(tmp_path, work)
    with closing(sqlite3.connect(tmp_path / "journal.db")) as db:
        earlier = db.execute("SELECT CAST(earlier_document AS BLOB) FROM attempts").fetchone()
        assert earlier == (b'{"\xff',)
        assert db.execute("SELECT document FROM drafts WHERE tab = 'bad'").fetchone() == ("{}",)


def test_a_making_that_was_cut_short_is_begun_again(tmp_path: Path) -> None:
    (tmp_path / "journal.new.db").write_bytes(b"half a file")
    (tmp_path / "journal.new.db-journal").write_bytes(b"half a file")
    assert with_journal(tmp_path, lambda j: j.open()) == JournalNews()
    assert [path.name for path in tmp_path.iterdir()] == ["journal.db"]


def test_a_folder_with_odd_characters_is_just_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "50% off? #1 & café"
    with_journal(folder, lambda j: j.add(record()))
    assert with_journal(folder, lambda j: j.record("a-1")) == record()
    assert (folder / "journal.db").exists()


def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file in the way")

    async def work(journal: Journal) -> Code:
        return await trouble(journal.add(record()))

    assert with_journal(tmp_path / "data", work) is Code.DISK


def test_importing_the_journal_loads_neither_sqlite_nor_the_reader_of_rows() -> None:
    script = (
        "import sys, pos_app.services.journal;"
        "print(sorted({'sqlite3', 'msgspec'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    answer = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, check=True
    )
    assert answer.stdout == b"[]\n"
