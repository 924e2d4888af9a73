"""The call recorder follows the card, in the real window, with a real program for a recorder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from pos_app.app import Training
from pos_app.domain.checkout import Verdict
from pos_app.domain.connection import Settings
from pos_app.domain.recorder import RecorderHook
from pos_app.services.settings import SettingsFile, training_connection
from tests.journey.conftest import Clerk, at_the_till

_SCRIPT = "import sys; open(sys.argv[1], 'a').write(sys.argv[2]); sys.exit(int(sys.argv[3]))"


class Recorded(Clerk):
    """A clerk whose calls are recorded."""

    told_in: Path

    def told(self) -> str:
        """What the recorder was told, in order."""
        return self.told_in.read_text() if self.told_in.exists() else ""

    def until_told(self, words: str) -> None:
        self.until(lambda: self.told() == words)

    def banner(self) -> str:
        """What stands over the card."""
        names = [label.accessibleName() for label in self.page.payment.findChildren(QLabel)]
        return next(name for name in names if "record" in name)


def recorded(qtbot: QtBot, data_dir: Path, code: int) -> Iterator[Recorded]:
    told_in = data_dir / "recorder.txt"
    hook = RecorderHook((sys.executable, "-c", _SCRIPT, str(told_in), "{action} ", str(code)))
    SettingsFile(data_dir).save(Settings(training_connection(), recorder=hook))
    training = Training(pace=0)
    argv = ["--data-dir", str(data_dir)]
    with at_the_till(argv, qtbot, training, training) as clerk:
        made = Recorded(clerk.window, training, qtbot)
        made.told_in = told_in
        yield made


@pytest.fixture
def clerk(qtbot: QtBot, data_dir: Path) -> Iterator[Recorded]:
    """With a recorder that does as told."""
    yield from recorded(qtbot, data_dir, 0)


@pytest.fixture
def broken(qtbot: QtBot, data_dir: Path) -> Iterator[Recorded]:
    """With a recorder that fails."""
    yield from recorded(qtbot, data_dir, 3)


def test_it_pauses_with_the_focus_and_goes_on_when_it_leaves(clerk: Recorded) -> None:
    clerk.until(lambda: clerk.banner().startswith("The call is being recorded."))
    clerk.key(Qt.Key.Key_F6)
    clerk.until_told("pause ")
    clerk.until(lambda: clerk.banner().startswith("The call recording is paused."))
    clerk.field("4111111111111111")  # from field to field nothing is told
    clerk.field("1239")
    clerk.key(Qt.Key.Key_F2)
    clerk.until_told("pause resume ")
    clerk.until(lambda: clerk.banner().startswith("The call is being recorded."))


def test_an_order_stays_paused_until_its_verdict(clerk: Recorded) -> None:
    clerk.type_order()
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.PLACED
    clerk.until_told("pause resume ")


def test_a_recorder_that_fails_is_said(broken: Recorded) -> None:
    broken.key(Qt.Key.Key_F6)
    headline = "The call recording did not pause. Do it by hand"
    broken.until(lambda: broken.banner().startswith(headline))
    broken.key(Qt.Key.Key_F2)
    broken.until(lambda: broken.banner().startswith("The call recording did not go on."))


def test_a_lock_lets_it_go_on(clerk: Recorded) -> None:
    clerk.key(Qt.Key.Key_F6)
    clerk.until_told("pause ")
    clerk.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    clerk.until_told("pause resume ")
