"""The journal against real disks, other programs and kill -9."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pos_app.domain.errors import Code
from pos_app.services.journal import Journal, JournalNews
from tests.services.journal_values import left, record, trouble, with_journal

ROOT = Path(__file__).parents[2]
CHILD = (sys.executable, "-m", "tests.services.journal_child")
# Mounts of its own, for which no rights are needed that a tester may not have.
OWN_MOUNTS = ("unshare", "--user", "--map-root-user", "--mount")


def lines_of(*command: str | Path) -> list[str]:
    """What a program printed; it must have ended well."""
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.split()


@contextmanager
def child(*words: str | Path) -> Iterator[subprocess.Popen[str]]:
    """A child that has said its first word; killed at the end."""
    with subprocess.Popen(
        [*CHILD, *words], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_kill_9_right_after_add_returned_loses_no_row(tmp_path: Path) -> None:
    told: list[str] = []
    for turn in range(8):
        with child("add-for-ever", tmp_path, str(1000 * turn)) as process:
            assert process.stdout is not None
            told += [process.stdout.readline().strip() for _ in range(turn + 1)]
            process.kill()
            told += process.stdout.read().split()

    found = with_journal(tmp_path, lambda j: j.open_records())
    assert len(told) >= 36
    assert {*told} <= {attempt.attempt_id for attempt in found}
    assert with_journal(tmp_path, lambda j: j.open()) == JournalNews()


def test_a_full_disk_is_told_and_what_was_written_stays(tmp_path: Path) -> None:
    answer = lines_of(*OWN_MOUNTS, *CHILD, "fill-disk", tmp_path)
    code, kept, found, later = answer
    assert code == Code.DISK_FULL
    assert int(kept) >= 1
    assert (found, later) == (kept, "1")


def test_a_start_on_a_full_disk_is_told_and_works_when_there_is_room(tmp_path: Path) -> None:
    answer = lines_of(*OWN_MOUNTS, *CHILD, "start-on-full-disk", tmp_path)
    assert answer == [Code.DISK_FULL, "added"]


def test_a_file_that_may_not_grow_is_told_and_what_was_written_stays(tmp_path: Path) -> None:
    code, kept, found = lines_of(*CHILD, "limit-file-size", tmp_path)
    assert code in (Code.DISK, Code.DISK_FULL)
    assert int(kept) >= 1
    assert found == kept


def test_a_read_only_disk_is_told_and_works_once_it_is_writable(tmp_path: Path) -> None:
    answer = lines_of(*OWN_MOUNTS, *CHILD, "turn-read-only", tmp_path)
    assert answer == [Code.DISK_READ_ONLY, "added"] * 2


def test_a_read_only_file_is_told_can_be_read_and_works_once_it_is_writable(tmp_path: Path) -> None:
    # Without the right to write to anything, which the mapped root would have.
    as_owner = ("setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override")
    answer = lines_of(*OWN_MOUNTS, *as_owner, *CHILD, "turn-file-read-only", tmp_path)
    assert answer == [Code.DISK_READ_ONLY, "1", "added"]


@pytest.mark.parametrize("verb", ["lock", "lock-all-out"])
def test_another_program_that_holds_the_file_is_told(tmp_path: Path, verb: str) -> None:
    with_journal(tmp_path, lambda j: j.add(record()))

    async def work(journal: Journal) -> None:
        with child(verb, tmp_path) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "locked\n"
            assert await trouble(journal.update(left(record()))) is Code.JOURNAL_BUSY
        await journal.update(left(record()))
        assert await journal.open_records() == (left(record()),)

    with_journal(tmp_path, work)
    assert with_journal(tmp_path, lambda j: j.open()) == JournalNews()


@pytest.mark.skipif(sys.platform != "linux", reason="strace is a program of Linux")
def test_each_write_is_synced_before_its_call_returns(tmp_path: Path) -> None:
    log = tmp_path / "strace.log"
    calls = ("strace", "-f", "-y", "-e", "trace=fsync,fdatasync,write,pwrite64", "-o", log)
    assert lines_of(*calls, *CHILD, "one-order", tmp_path) == ["opened", "added", "leaving"]
    lines = [
        "said" if '"added' in line or '"leaving' in line or '"opened' in line
        else "sync" if "journal.db-wal" in line and "sync(" in line and "resumed" not in line
        else "row" if "journal.db-wal" in line and "pwrite64(" in line
        else ""
        for line in log.read_text().splitlines()
    ]  # fmt: skip
    steps = [step for step in lines if step]
    opened, added, leaving = (number for number, step in enumerate(steps) if step == "said")
    for began, ended in ((opened, added), (added, leaving)):
        assert "row" in steps[began:ended]
        assert steps[ended - 1] == "sync"
