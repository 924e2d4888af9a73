"""`pos-app --verify-audit`, run as a program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pos_app.domain.audit import Action, Happening
from pos_app.services.audit import AuditLog
from pos_app.services.staff_store import StaffStore

ROOT = Path(__file__).parents[2]


def verify(folder: Path, *file: str) -> tuple[int, str]:
    """Exit code and output."""
    command = [sys.executable, "-m", "pos_app", "--verify-audit", *file, "--data-dir", str(folder)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.stderr == ""
    return answer.returncode, answer.stdout


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """The file of a log with four entries."""
    store = StaffStore(tmp_path)
    audit = AuditLog(tmp_path, store)
    for number in range(3):
        audit.write(Happening(Action.LOCK, f"clerk {number}"))
    store.close()
    (path,) = (tmp_path / "audit").glob("*.jsonl")
    return path


def test_a_whole_log(log: Path, tmp_path: Path) -> None:
    code, said = verify(tmp_path)
    assert code == 0
    assert said.startswith("4 entries from ")
    assert said.endswith("The log is whole.\n")


def test_while_the_program_runs_and_where_nothing_can_be_written(log: Path, tmp_path: Path) -> None:
    store = StaffStore(tmp_path)
    AuditLog(tmp_path, store).write(Happening(Action.LOCK, "Mara"))
    assert verify(tmp_path)[0] == 0
    store.close()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert verify(tmp_path)[0] == 0
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_changed_entry(log: Path, tmp_path: Path) -> None:
    log.write_bytes(log.read_bytes().replace(b"clerk 1", b"clerk 9"))
    code, said = verify(tmp_path)
    assert code == 1
    assert "Line 3: entry 3 was changed." in said
    assert said.endswith("The log is NOT whole.\n")


def test_entries_taken_off_the_end(log: Path, tmp_path: Path) -> None:
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:2]))
    code, said = verify(tmp_path)
    assert code == 1
    assert "At the end 2 entries are missing, from 3 on." in said


def test_a_file_that_was_taken_out(log: Path, tmp_path: Path) -> None:
    part = tmp_path / "part.jsonl"
    part.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[1:3]))
    code, said = verify(tmp_path / "elsewhere", str(part))
    assert (code, said.splitlines()[-1]) == (0, "The file is whole as far as it goes.")
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    code, said = verify(tmp_path, str(tmp_path / "nothing"))
    assert code == 2
    assert "No such file" in said


def test_nothing_is_made_where_there_is_no_log(tmp_path: Path) -> None:
    code, said = verify(tmp_path)
    assert code == 1
    assert "not remembered elsewhere" in said
    assert list(tmp_path.iterdir()) == []
