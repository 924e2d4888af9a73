"""That the row says "leaving" on disk before the first byte of an order's body is sent."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.faults.hosts import certificates
from tests.faults.merchant import Merchant, new_keys
from tests.faults.plan import Plan
from tests.faults.run import Lane

_CALL = re.compile(r"(?P<pid>\d+) +(?P<name>\w+)\((?P<where>\d+<[^>]*>)(?P<rest>.*)")
_RESUMED = re.compile(r"(?P<pid>\d+) +<\.\.\. (?P<name>\w+) resumed>")
_TRACED = "trace=fsync,fdatasync,pwrite64,sendto,sendmsg,write"


@dataclass
class Watcher(Merchant):
    """A merchant that looks into the register's journal whenever bytes of a body come in."""

    base: Path = field(default_factory=Path)
    phases: list[str] = field(default_factory=list)

    def received(self, attempt_id: str, size: int) -> None:
        """Read the row as another program sees it."""
        for path in self.base.glob("*/journal.db"):
            with closing(sqlite3.connect(path)) as db:
                row = "SELECT phase FROM attempts WHERE attempt_id = ?"
                self.phases += [phase for (phase,) in db.execute(row, (attempt_id,))]
        super().received(attempt_id, size)


def test_another_program_sees_the_row_leaving_when_the_first_byte_arrives(tmp_path: Path) -> None:
    keys, key = new_keys()
    merchant = Watcher(keys, base=tmp_path)
    with Lane(tmp_path, merchant, certificates(), key) as lane:
        merchant.phases.clear()
        _, judged = lane.attempt(Plan(1, silence=10.0))
    assert judged.wrongs == ()
    assert merchant.phases == ["leaving"]


def test_the_row_is_synced_before_the_first_byte_is_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not _can_trace(tmp_path):
        with capsys.disabled():
            print("strace can't trace here: rows and bytes are put in order without it")  # noqa: T201
        test_another_program_sees_the_row_leaving_when_the_first_byte_arrives(tmp_path)
        return
    for bug in ("", "late writer"):
        steps = _steps_of_an_order(tmp_path / f"base {bug}", bug)
        head, body = steps.index("head"), steps.index("body")
        made, leaving = steps[:head], steps[head:body]
        assert "row" in made
        assert made[-1] == "synced"
        # The planted bug shows that the trace would tell.
        assert ("row" in leaving, leaving[-1] == "synced") == (not bug, not bug)


def _steps_of_an_order(base: Path, bug: str) -> list[str]:
    """The steps of one order: the one that a zygote makes for practice."""
    base.mkdir()
    log = base / "strace.log"
    # 24 bytes of what is written are enough to tell a head from a body, and show no card.
    strace = ("strace", "-f", "-y", "-s", "24", "-e", _TRACED, "-o", str(log))
    keys, key = new_keys()
    practice = Plan(-1, bug=bug, silence=10.0)
    with Lane(base, Merchant(keys), certificates(), key, before=strace, practice=practice):
        pass
    return list(_steps(log.read_text().splitlines()))


def _can_trace(folder: Path) -> bool:
    if shutil.which("strace") is None:
        return False
    command = ["strace", "-f", "-o", str(folder / "probe.log"), "true"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _steps(lines: list[str]) -> Iterator[str]:
    """What matters, in order: a sync when it has returned, all else when it begins."""
    syncing: set[str] = set()
    order = ""  # the connection that the order goes out on, as strace writes it
    for line in lines:
        if resumed := _RESUMED.match(line):
            if resumed["pid"] in syncing:
                syncing.remove(resumed["pid"])
                yield "synced"
        elif call := _CALL.match(line):
            name, where, rest = call["name"], call["where"], call["rest"]
            if name in ("fsync", "fdatasync") and where.endswith("journal.db-wal>"):
                if "<unfinished" in rest:
                    syncing.add(call["pid"])
                else:
                    yield "synced"
            elif name == "pwrite64" and where.endswith("journal.db-wal>"):
                yield "row"
            elif rest.startswith(', "POST /api/v2/payment'):
                order = where
                yield "head"
            elif where == order:
                order = ""
                yield "body"
