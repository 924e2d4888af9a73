"""``pos-app --self-test`` as whoever installs a register runs it: in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pytestqt.qtbot import QtBot

from pos_app import __version__
from pos_app.selftest.script import Script, Steps, TooLongError, Wait
from tests.support import secret_service

ROOT = Path(__file__).parents[2]
PARTS = ("keyring", "disk", "api host", "payment host", "clock", "session", "key", "catalogue")
CHECKS = ("fonts", "resources", "country data", "phone data", "time zone data", "order placed")


class Trial:
    """One run: its exit code, its lines, and what it left behind."""

    def __init__(
        self, folder: Path, *command: str, session: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self.temporary, self.home = folder / "temporary", folder / "home"
        for place in (self.temporary, self.home):
            place.mkdir()
        environment = {
            **os.environ,
            **session,
            "TMPDIR": str(self.temporary),
            **dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), str(self.home)),
            "POS_APP_DOMAIN": "store.example.com",  # stays out of it
            "POS_APP_APP_ID": "app-1",
            "QT_QPA_PLATFORM": "no-such-platform",
        }
        environment.pop("POS_APP_DATA_DIR", None)
        self.answer = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        self.lines = self.answer.stdout.splitlines()

    @property
    def left_behind(self) -> list[Path]:
        return [*self.temporary.iterdir(), *self.home.iterdir()]


def test_it_places_an_order_and_leaves_nothing_behind(tmp_path: Path) -> None:
    trial = Trial(tmp_path, "-m", "pos_app", "--self-test")
    assert trial.answer.stderr == ""
    assert [line for line in trial.lines[:-1] if not line.startswith("ok    ")] == []
    said = {line[6:].partition(":")[0] for line in trial.lines}
    assert set(PARTS + CHECKS) | {"printer", "receipt as PDF"} <= said
    assert trial.lines[0].startswith(f"ok    program: pos-app {__version__} (commit ")
    assert trial.lines[-1] == f"{len(trial.lines) - 1} passed, 0 failed"
    assert trial.answer.returncode == 0
    assert trial.left_behind == []


def test_a_real_keyring_is_used_and_left_as_it_was(
    tmp_path: Path, keyring_session: Mapping[str, str]
) -> None:
    address = keyring_session["DBUS_SESSION_BUS_ADDRESS"]
    before = secret_service.entry_count(address)
    trial = Trial(tmp_path, "-m", "pos_app", "--self-test", session=keyring_session)
    assert "ok    keyring: The session is kept in the desktop’s keyring." in trial.lines
    assert trial.answer.returncode == 0
    assert secret_service.entry_count(address) == before


def test_a_part_that_is_missing_is_named(tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    shutil.copytree(ROOT / "resources", installed / "resources")
    for font in (installed / "resources" / "fonts").glob("*.otf"):
        font.unlink()
    start = (
        f"import sys; sys._MEIPASS = {str(installed)!r}\n"
        "from pos_app.selftest import run; sys.exit(run([]))"
    )
    trial = Trial(tmp_path, "-c", start)
    failed = [line for line in trial.lines if line.startswith("FAIL")]
    assert [line.partition(":")[0] for line in failed] == ["FAIL  fonts"]
    assert trial.answer.returncode == 1
    assert trial.left_behind == []


def test_it_ends_by_itself_whatever_hangs(tmp_path: Path) -> None:
    start = "import sys, pos_app.selftest as it; it.LIMIT_SECONDS = 0.01\nsys.exit(it.run([]))"
    trial = Trial(tmp_path, "-c", start)
    assert trial.lines[-1].startswith("FAIL  time limit")
    assert trial.answer.returncode == 1
    assert trial.left_behind == []


def test_other_arguments_are_refused(tmp_path: Path) -> None:
    trial = Trial(tmp_path, "-m", "pos_app", "--self-test", "--domain", "store.example.com")
    assert trial.answer.returncode == 2
    assert trial.lines == []


def test_a_step_that_does_not_come_is_told_to_the_steps(qtbot: QtBot) -> None:
    told: list[str] = []

    def steps() -> Steps:
        yield Wait("the first", lambda: True)
        try:
            yield Wait("the second", lambda: False)
        except TooLongError as waited:
            told.append(str(waited))
        yield Wait("the third", lambda: True)
        told.append("through")

    script = Script(steps(), seconds=0.05)
    with qtbot.waitSignal(script.ended):
        script.start()
    assert told == ["the second", "through"]
