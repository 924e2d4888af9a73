"""What is left of a bug, in a program of its own: the hooks are the interpreter's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pos_app.services import crashes

_CARD = "4111111111111111"
_SETUP = """
import sys, threading
from pathlib import Path
from pos_app.services import crashes, logs
folder = Path(sys.argv[1])
logs.set_up(folder)
crashes.CrashKeeper(folder).install()
CARD = sys.argv[2]

def fail():
    raise ValueError(f"Mara Lindqvist paid with {CARD}")

class Finalised:
    def __init__(self, card): self.card = card
    def __repr__(self): return f"Finalised({self.card})"
    def __del__(self): fail()
"""
_BUGS = {
    "main": "fail()",
    "thread": "t = threading.Thread(target=fail); t.start(); t.join()",
    "finaliser": "x = Finalised(CARD); del x",
    "chain": "try:\n    fail()\nexcept ValueError as error:\n    raise KeyError(CARD) from error",
    "no standard error": "sys.stderr = None\nfail()",
}


def run(folder: Path, bug: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", f"{_SETUP}\n{bug}", str(folder), _CARD],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("bug", _BUGS.values(), ids=_BUGS.keys())
def test_a_bug_leaves_its_class_and_lines_and_no_values(bug: str, tmp_path: Path) -> None:
    ended = run(tmp_path, bug)
    crash = (tmp_path / crashes.CRASH_FILE).read_text(encoding="utf-8")
    assert "builtins.ValueError\n" in crash
    assert "in fail" in crash
    assert "ERROR pos_app.services.crashes: A bug: builtins." in (
        tmp_path / "pos-app.log"
    ).read_text(encoding="utf-8")
    told = ended.stdout + ended.stderr
    told += "".join(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    assert _CARD not in told
    assert "Lindqvist" not in told


def test_a_fault_leaves_its_lines(tmp_path: Path) -> None:
    ended = run(tmp_path, "import faulthandler\nfaulthandler._sigsegv()")
    assert ended.returncode != 0
    fault = (tmp_path / crashes.FAULT_FILE).read_text(encoding="utf-8")
    assert "Segmentation fault" in fault
    assert "<module>" in fault
    assert _CARD not in fault + ended.stderr


def test_a_folder_that_can_not_be_written_to_hides_no_bug(tmp_path: Path) -> None:
    ended = run(tmp_path / "gone", "fail()")
    assert ended.returncode == 1
    assert "builtins.ValueError" in ended.stderr
    assert _CARD not in ended.stderr


def test_an_endless_row_of_bugs_fills_no_disk(tmp_path: Path) -> None:
    path = tmp_path / crashes.CRASH_FILE
    path.write_bytes(b"x" * (crashes.MAX_BYTES + 1))
    run(tmp_path, "fail()")
    assert path.stat().st_size < crashes.MAX_BYTES
    assert b"builtins.ValueError" in path.read_bytes()
