"""The program started once more on the same data folder: the window that is open comes forward."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from pos_app.app import Shop, build
from pos_app.bridge.instance import EXIT_RAISED, EXIT_SILENT, LOCK_NAME, SOCKET_NAME
from tests.support import processes

_OTHER_WINDOW = """
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication(["other"])
window = QWidget(windowTitle="another program")
window.showMaximized()
application.exec()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder whose path leaves room for a socket's name."""
    with tempfile.TemporaryDirectory(prefix="pos-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def _command(folder: Path) -> tuple[str, ...]:
    return (sys.executable, "-m", "pos_app", "--training", "--data-dir", str(folder))


@contextlib.contextmanager
def _open(
    folder: Path, environment: Mapping[str, str] = os.environ
) -> Iterator[subprocess.Popen[bytes]]:
    """A running program whose window has been painted."""
    with processes.running(_command(folder), environment) as program:
        processes.poll(lambda: _is_open(folder, program), "the window", program)
        yield program


def _is_open(folder: Path, program: subprocess.Popen[bytes]) -> bool:
    holder = QLockFile(str(folder / LOCK_NAME)).getLockInfo()[0]
    return holder == program.pid and (folder / SOCKET_NAME).is_socket()


def _start_again(folder: Path, environment: Mapping[str, str] = os.environ) -> tuple[int, str]:
    again = subprocess.run(
        _command(folder), env=dict(environment), capture_output=True, timeout=60, check=False
    )
    assert again.stdout == b""
    return again.returncode, again.stderr.decode()


def test_the_second_program_ends_and_a_killed_one_locks_nobody_out(folder: Path) -> None:
    with _open(folder) as first:
        assert _start_again(folder) == (EXIT_RAISED, "")
        assert first.poll() is None
        first.kill()
        first.wait()
    with _open(folder):
        assert _start_again(folder) == (EXIT_RAISED, "")


def test_the_folder_is_free_when_the_program_has_ended(folder: Path) -> None:
    with _open(folder) as first:
        first.send_signal(signal.SIGTERM)
        first.wait()
    with _open(folder):
        assert _start_again(folder) == (EXIT_RAISED, "")


def test_two_data_folders_are_two_programs(folder: Path) -> None:
    with _open(folder / "one"), _open(folder / "two") as second:
        assert _start_again(folder / "one") == (EXIT_RAISED, "")
        assert second.poll() is None


def test_a_program_that_hangs_is_named(folder: Path) -> None:
    with _open(folder) as first:
        first.send_signal(signal.SIGSTOP)
        code, sentence = _start_again(folder)
        first.send_signal(signal.SIGCONT)
    assert code == EXIT_SILENT
    assert f"(process {first.pid})" in sentence


def test_the_window_comes_forward(desktop: Mapping[str, str], folder: Path) -> None:
    with _open(folder, desktop):
        processes.poll(lambda: "pos-app" in _in_front(desktop), "the window")
        with processes.running((sys.executable, "-c", _OTHER_WINDOW), desktop):
            processes.poll(lambda: "another program" in _in_front(desktop), "the other window")
            assert _start_again(folder, desktop) == (EXIT_RAISED, "")
            processes.poll(lambda: "pos-app" in _in_front(desktop), "the window, in front")


def _in_front(environment: Mapping[str, str]) -> str:
    command = ("xdotool", "getactivewindow", "getwindowname")
    answer = subprocess.run(command, env=dict(environment), capture_output=True, check=False)
    return answer.stdout.decode()


def test_a_folder_that_cannot_be_written_to_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    _app, window = build(["--data-dir", str(tmp_path / "file" / "data")])
    qtbot.addWidget(window)
    window.show()
    said = [label.text() for label in window.status.findChildren(QLabel)]
    assert any("can't be written to" in text for text in said)
    assert isinstance(window.shop, Shop)
    window.shop.close()
    window.close()
