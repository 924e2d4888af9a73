"""The audit log on a real disk: durable, found out when changed, kept by whole months."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pos_app.domain.audit import Action, FaultKind, Happening, Mark, verify_part
from pos_app.domain.errors import Code, JournalError
from pos_app.services.attempt import Clocks
from pos_app.services.audit import AuditLog, files_of, verify_folder
from pos_app.services.audit_export import write_lines, write_table
from pos_app.services.staff_store import StaffStore, remembered_end


class Till:
    """A log with its second place, and the time in hand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
        self.start()

    def start(self) -> None:
        self.store = StaffStore(self.folder)
        self.log = AuditLog(self.folder, self.store, Clocks(lambda: self.now, lambda: 12.5))

    def restart(self) -> None:
        self.store.close()
        self.start()

    def write(self, count: int = 1, subject: str = "an order") -> None:
        for _ in range(count):
            self.log.write(Happening(Action.ORDER_ENDED, "Mara", subject, "placed"))

    @property
    def files(self) -> list[Path]:
        return files_of(self.log.folder)

    def kinds(self) -> list[FaultKind]:
        return [fault.kind for fault in self.log.verify().faults]

    def whats(self) -> list[str]:
        return [entry.what for entry in self.log.entries()]

    def cut_lines(self, count: int) -> None:
        """Take lines off the end, as somebody would who has something to hide."""
        lines = self.files[-1].read_bytes().splitlines(keepends=True)
        self.files[-1].write_bytes(b"".join(lines[:-count]))


@pytest.fixture
def till(tmp_path: Path) -> Till:
    return Till(tmp_path)


def test_who_what_when_and_where(till: Till) -> None:
    till.write(subject="order-1")
    start, entry = till.log.entries()
    assert (start.what, start.detail, start.number) == ("log-start", "new log", 1)
    assert (entry.who, entry.what, entry.subject) == ("Mara", "order-ended", "order-1")
    assert (entry.outcome, entry.at, entry.steady_ms) == (
        "placed",
        "2026-11-24T09:30:00+00:00",
        12_500,
    )
    assert entry.process.split(":")[1] == str(os.getpid())
    assert till.log.verify().is_good


def test_files_are_for_this_user_alone(till: Till) -> None:
    till.write()
    assert stat.S_IMODE(till.log.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(till.files[0].stat().st_mode) == 0o600


def test_it_goes_on_after_a_restart(till: Till) -> None:
    till.write(3)
    till.restart()
    till.write(2)
    found = till.log.verify()
    assert (found.is_good, found.entries) == (True, 7)
    assert till.whats().count("log-start") == 2
    assert remembered_end(till.folder) == found.end


def test_lines_taken_off_the_end_are_missed_for_ever(till: Till) -> None:
    till.write(10)
    till.store.close()
    till.cut_lines(3)
    known = remembered_end(till.folder)
    assert [f.kind for f in verify_folder(till.folder, known).faults] == [FaultKind.END_MISSING]
    till.restart()
    till.write(2)  # the register goes on; the gap stays
    faults = till.log.verify().faults
    assert [(fault.kind, fault.missing) for fault in faults] == [(FaultKind.GAP, 3)]
    assert "missing or changed" in " ".join(entry.detail for entry in till.log.entries())


def test_a_log_that_is_gone_is_missed(till: Till) -> None:
    till.write(10)
    till.store.close()
    till.files[0].unlink()
    till.restart()
    till.write()
    assert [(fault.kind, fault.missing) for fault in till.log.verify().faults] == [
        (FaultKind.GAP, 11)
    ]


def test_without_the_second_place_it_says_so(till: Till) -> None:
    till.write(3)
    till.store.close()
    till.store.path.unlink()
    assert [f.kind for f in verify_folder(till.folder, None).faults] == [FaultKind.NO_SECOND_PLACE]
    till.restart()
    till.write()
    assert "not remembered elsewhere" in " ".join(entry.detail for entry in till.log.entries())


def test_the_program_ended_between_the_two_writes(till: Till) -> None:
    till.write(3)
    before = till.store.audit_end()
    assert before is not None
    till.write(1)
    till.store.close()
    # As it was before the last entry: made anew, since it never goes back.
    till.store.path.unlink()
    store = StaffStore(till.folder)
    store.keep_audit_end(before)
    store.close()
    till.restart()
    till.write()
    assert till.log.verify().is_good


def test_a_line_cut_off_by_a_power_cut_is_set_aside(till: Till) -> None:
    till.write(3)
    with till.files[0].open("ab") as file:
        file.write(b'{"at":"2026-11-24T09:3')
    assert till.kinds() == [FaultKind.CHANGED]
    till.restart()
    till.write()
    assert till.log.verify().is_good
    assert "log-repaired" in till.whats()
    assert till.files[0].with_suffix(".torn").read_bytes() == b'{"at":"2026-11-24T09:3\n'


def test_a_changed_byte_on_disk_is_found(till: Till) -> None:
    till.write(20)
    data = bytearray(till.files[0].read_bytes())
    data[len(data) // 2] ^= 1
    till.files[0].write_bytes(bytes(data))
    assert FaultKind.CHANGED in till.kinds()


def test_the_second_place_never_goes_back(till: Till) -> None:
    till.write(5)
    with pytest.raises(sqlite3.IntegrityError, match="never becomes shorter"):
        till.store.keep_audit_end(Mark(2, "a" * 64))


def test_a_disk_that_refuses_loses_entries_and_says_how_many(till: Till) -> None:
    till.write(2)
    folder = till.log.folder
    hidden = folder.with_name("elsewhere")
    folder.rename(hidden)
    folder.write_bytes(b"a file in the way")
    for _ in range(3):
        with pytest.raises(JournalError) as caught:
            till.write()
        assert caught.value.problem.code is Code.AUDIT
    folder.unlink()
    hidden.rename(folder)
    till.write()
    assert till.log.verify().is_good
    assert "3 entries could not be written" in " ".join(e.detail for e in till.log.entries())


def test_a_file_for_each_month_and_none_for_a_clock_set_back(till: Till) -> None:
    till.write()
    till.now += timedelta(days=31)
    till.write()
    till.now -= timedelta(days=300)
    till.write()
    assert [path.stem for path in till.files] == ["2026-11", "2026-12"]
    assert till.log.verify().is_good


def months(till: Till, count: int) -> None:
    for _ in range(count):
        till.write(3)
        till.now = (till.now.replace(day=1) + timedelta(days=32)).replace(day=24)
    till.write()


def test_older_months_go_whole_and_signed(till: Till) -> None:
    months(till, 15)
    before = [path.stem for path in till.files]
    assert till.log.prune("Ada") == (3, None)
    assert [path.stem for path in till.files] == before[3:]
    assert len(till.files) == 13  # twelve, and the one that has begun
    assert till.log.verify().is_good
    signed = [entry.who for entry in till.log.entries() if entry.what == "log-pruned"]
    assert signed == ["Ada"] * 3
    till.restart()
    till.write()
    assert till.log.verify().is_good
    assert till.log.prune("Ada") == (0, None)


def test_a_month_taken_out_without_a_signature_is_missed(till: Till) -> None:
    months(till, 15)
    till.log.prune("Ada")
    till.files[0].unlink()
    assert till.kinds() == [FaultKind.GAP]


def test_cut_short_between_two_months_the_log_verifies(till: Till) -> None:
    months(till, 15)
    kept = {path: path.read_bytes() for path in till.files[:3]}
    till.log.prune("Ada")
    for path in list(kept)[1:]:
        path.write_bytes(kept[path])
    assert till.log.verify().is_good


def test_nothing_is_removed_from_a_log_that_is_not_whole(till: Till) -> None:
    months(till, 15)
    data = till.files[0].read_bytes()
    till.files[0].write_bytes(data.replace(b"Mara", b"Nora", 1))
    removed, found = till.log.prune("Ada")
    assert removed == 0
    assert found is not None
    assert not found.is_good
    assert len(till.files) == 16


def test_export_of_lines_can_be_verified_anywhere(till: Till, tmp_path: Path) -> None:
    months(till, 2)
    target = tmp_path / "audit.jsonl"
    write_lines(target, till.log.lines())
    data = target.read_bytes()
    assert verify_part(data).is_good
    assert [json.loads(line)["number"] for line in data.splitlines()] == list(range(1, 9))
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_export_as_a_table_holds_no_formula(till: Till, tmp_path: Path) -> None:
    till.write(subject="=HYPERLINK(1)")
    target = tmp_path / "audit.csv"
    write_table(target, till.log.entries())
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["number"] for row in rows] == ["1", "2"]
    assert rows[1]["subject"] == "'=HYPERLINK(1)"
