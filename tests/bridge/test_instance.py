"""One copy for each data folder: real processes that start, are killed, hang, and get garbage."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from pos_app.bridge.instance import (
    ANSWER,
    EXIT_RAISED,
    EXIT_SILENT,
    LOCK_NAME,
    LONGEST_PATH,
    QUESTION,
    SOCKET_NAME,
    Instance,
    addresses,
)
from tests.support import processes

ROOT = Path(__file__).resolve().parents[2]
_SECONDS = 20.0
_NOBODY = "65534"  # a user for whom a folder can be read-only: for the superuser none is

# A copy of the app without its window. Each line on its standard input is a thing to do.
_COPY = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, Slot
from pos_app.bridge.instance import Instance

folder, patience = Path(sys.argv[1]), int(sys.argv[2])
if len(sys.argv) > 3 and os.getuid() == 0:
    os.setuid(int(sys.argv[3]))

class Copy(QObject):
    @Slot()
    def raise_window(self):
        print("asked", flush=True)

    @Slot()
    def obey(self):
        for word in os.read(0, 100).decode().split() or ["end"]:
            getattr(instance, word, app.quit)()

app = QCoreApplication(["copy"])
instance = Instance(folder, app, patience=patience)
if not instance.take():
    sys.stderr.write(instance.refusal.sentence)
    sys.exit(instance.refusal.exit_code)
network = "PySide6.QtNetwork" in sys.modules
print(f"taken unlocked={instance.unlocked} network={network}", flush=True)
copy = Copy()
instance.raise_asked.connect(copy.raise_window)
orders = QSocketNotifier(0, QSocketNotifier.Type.Read)
orders.activated.connect(copy.obey)
app.exec()
"""


class Copy:
    """A running copy: what it says, and what it is told."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    def line(self) -> str:
        return processes.read_line(_file(self.process.stdout).fileno(), "the copy")

    def tell(self, word: str) -> None:
        stdin = _file(self.process.stdin)
        stdin.write(f"{word}\n".encode())
        stdin.flush()

    def end(self) -> tuple[int, str]:
        """Wait for its end; its exit code, and what it said on standard error."""
        _, errors = self.process.communicate(timeout=_SECONDS)
        return self.process.returncode, errors.decode()


def _file(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


@contextlib.contextmanager
def _copy(folder: Path, *more: str, patience: int = 15_000) -> Iterator[Copy]:
    command = (sys.executable, "-c", _COPY, str(folder), str(patience), *more)
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        try:
            yield Copy(process)
        finally:
            process.kill()


@contextlib.contextmanager
def _first(folder: Path) -> Iterator[Copy]:
    """A copy that has the folder; the next line it writes is about what it is asked."""
    with _copy(folder) as copy:
        assert copy.line() == "taken unlocked=False network=False"
        copy.tell("listen")
        yield copy


def _start_again(folder: Path, *, patience: int = 15_000) -> tuple[int, str]:
    with _copy(folder, patience=patience) as copy:
        return copy.end()


@pytest.fixture
def short_dir() -> Iterator[Path]:
    """A folder whose path leaves room for a socket's name."""
    with tempfile.TemporaryDirectory(prefix="pos-") as folder:
        yield Path(folder)


def test_the_second_copy_asks_the_first_and_ends(short_dir: Path) -> None:
    with _first(short_dir) as first:
        for _ in range(3):
            assert _start_again(short_dir) == (EXIT_RAISED, "")
            assert first.line() == "asked"


def test_two_data_folders_are_two_apps(short_dir: Path) -> None:
    for name in ("one", "two"):
        (short_dir / name).mkdir()
    with _first(short_dir / "one") as one, _first(short_dir / "two") as two:
        assert _start_again(short_dir / "two") == (EXIT_RAISED, "")
        assert two.line() == "asked"
        assert _start_again(short_dir / "one") == (EXIT_RAISED, "")
        assert one.line() == "asked"


@pytest.mark.parametrize(
    "name", ["a folder", "Bestellungen für Åsa ☎ 注文", "n" * 200, "deep/" + "ü" * 100]
)
def test_folders_of_any_name(short_dir: Path, name: str) -> None:
    folder = short_dir / name
    folder.mkdir(parents=True)
    with _first(folder) as first:
        assert _start_again(folder) == (EXIT_RAISED, "")
        assert first.line() == "asked"


@pytest.mark.parametrize("beyond", [0, 1])
def test_the_longest_path_of_a_socket(qtbot: QtBot, short_dir: Path, beyond: int) -> None:
    missing = LONGEST_PATH + beyond - len(f"{os.path.realpath(short_dir)}//{SOCKET_NAME}")
    folder = short_dir / ("n" * missing)
    folder.mkdir()
    instance = Instance(folder)
    assert instance.take()
    instance.listen()
    assert (folder / SOCKET_NAME).exists() is (beyond == 0)
    address = next(addresses(folder))
    assert Path(address).is_socket()
    instance.close()


def test_a_link_to_the_folder_is_the_folder(short_dir: Path) -> None:
    folder = short_dir / ("n" * 120)
    folder.mkdir()
    (short_dir / "link").symlink_to(folder)
    with _first(folder) as first:
        assert _start_again(short_dir / "link") == (EXIT_RAISED, "")
        assert first.line() == "asked"


def test_without_a_runtime_folder_a_private_one_is_made(
    short_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setenv("TMPDIR", str(short_dir))
    folder = short_dir / ("n" * 200)
    folder.mkdir()
    (address,) = addresses(folder)
    made = Path(address).parent
    assert made.parent == short_dir
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    with _first(folder) as first:
        assert _start_again(folder) == (EXIT_RAISED, "")
        assert first.line() == "asked"

    made.chmod(0o777)  # somebody else might have made it so
    assert list(addresses(folder)) == []


def test_a_killed_copy_locks_nobody_out(short_dir: Path) -> None:
    with _first(short_dir) as first:
        assert _start_again(short_dir) == (EXIT_RAISED, "")
        first.process.send_signal(signal.SIGKILL)
        first.process.wait(_SECONDS)
        assert (short_dir / LOCK_NAME).exists()
        assert (short_dir / SOCKET_NAME).is_socket()

        with _first(short_dir) as second:
            assert _start_again(short_dir) == (EXIT_RAISED, "")
            assert second.line() == "asked"


def test_a_killed_copys_number_may_be_another_programs(short_dir: Path) -> None:
    with _first(short_dir) as first:
        first.process.kill()
        first.process.wait(_SECONDS)
    lock = short_dir / LOCK_NAME
    lines = lock.read_text().splitlines(keepends=True)
    lock.write_text("".join([f"{os.getpid()}\n", *lines[1:]]))

    with _copy(short_dir, patience=200) as second:
        assert second.line().startswith("taken unlocked=False")
        second.tell("listen")
        assert _start_again(short_dir) == (EXIT_RAISED, "")


@pytest.mark.parametrize("left", ["", "12", "garbage\n\n\n"])
def test_a_lock_that_was_never_written_down(short_dir: Path, left: str) -> None:
    (short_dir / LOCK_NAME).write_text(left)
    with _copy(short_dir, patience=200) as copy:
        assert copy.line().startswith("taken unlocked=False")


def test_another_computers_lock_stands(qtbot: QtBot, short_dir: Path) -> None:
    lines = (str(os.getpid()), "python", "till-2", "0" * 32, "another-start", "")
    (short_dir / LOCK_NAME).write_text("\n".join(lines))
    instance = Instance(short_dir, patience=100)
    assert not instance.take()
    assert instance.refusal.exit_code == EXIT_SILENT
    assert "on the computer till-2" in instance.refusal.sentence


def test_a_copy_that_hangs_is_named(short_dir: Path) -> None:
    with _first(short_dir) as first:
        assert _start_again(short_dir) == (EXIT_RAISED, "")
        assert first.line() == "asked"
        first.process.send_signal(signal.SIGSTOP)

        code, sentence = _start_again(short_dir, patience=500)

        assert code == EXIT_SILENT
        assert re.search(rf"running already \(process {first.process.pid}\)", sentence)
        first.process.send_signal(signal.SIGCONT)
        assert first.line() == "asked"  # late, but it was asked
        assert _start_again(short_dir) == (EXIT_RAISED, "")
        assert first.line() == "asked"


def test_a_copy_that_never_listens_keeps_the_folder(short_dir: Path) -> None:
    with _copy(short_dir) as first:
        assert first.line().startswith("taken")
        code, sentence = _start_again(short_dir, patience=300)
        assert code == EXIT_SILENT
        assert str(first.process.pid) in sentence


def test_of_two_started_at_once_one_waits_for_the_other_to_open(short_dir: Path) -> None:
    with _copy(short_dir) as first, _copy(short_dir) as second:
        winner = _first_to_speak(first, second)
        assert winner.line().startswith("taken")
        winner.tell("listen")
        other = second if winner is first else first
        assert other.end() == (EXIT_RAISED, "")
        assert winner.line() == "asked"


def _first_to_speak(*copies: Copy) -> Copy:
    by_pipe = {_file(copy.process.stdout).fileno(): copy for copy in copies}
    ready, _, _ = select.select(list(by_pipe), [], [], _SECONDS)
    (pipe,) = ready
    return by_pipe[pipe]


def test_a_copy_that_is_about_to_end_is_waited_for(short_dir: Path) -> None:
    with _first(short_dir) as first:
        assert _start_again(short_dir) == (EXIT_RAISED, "")
        assert first.line() == "asked"
        first.tell("close_door")
        processes.poll(lambda: not (short_dir / SOCKET_NAME).exists(), "the door to close")
        with _copy(short_dir) as second:
            first.tell("close")
            assert second.line().startswith("taken unlocked=False")


def test_a_copy_that_has_ended_leaves_nothing(qtbot: QtBot, short_dir: Path) -> None:
    for _ in range(2):
        instance = Instance(short_dir)
        assert instance.take()
        instance.listen()
        assert sorted(path.name for path in short_dir.iterdir()) == [LOCK_NAME, SOCKET_NAME]
        instance.close()
        instance.close()
        assert list(short_dir.iterdir()) == []


def test_only_this_user_can_connect(qtbot: QtBot, short_dir: Path) -> None:
    short_dir.chmod(0o755)
    instance = Instance(short_dir)
    assert instance.take()
    instance.listen()
    assert stat.S_IMODE((short_dir / SOCKET_NAME).stat().st_mode) & 0o077 == 0
    instance.close()


# ---- folders that can't be written to ----------------------------------------------------------


def test_a_folder_under_a_file_locks_nobody_out(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    instance = Instance(tmp_path / "file" / "data")
    assert instance.take()
    assert instance.unlocked
    instance.listen()
    instance.close()


def test_a_read_only_folder_locks_nobody_out(short_dir: Path) -> None:
    short_dir.chmod(0o555)
    for _ in range(2):
        with _copy(short_dir, _NOBODY) as copy:
            assert copy.line() == "taken unlocked=True network=False"
    short_dir.chmod(0o755)


def test_a_read_only_folder_with_a_killed_copys_lock(
    short_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(short_dir))  # nothing is left beside it
    with _first(short_dir) as first:
        first.process.kill()
        first.process.wait(_SECONDS)
    short_dir.chmod(0o555)
    with _copy(short_dir, _NOBODY, patience=200) as copy:
        assert copy.line().startswith("taken unlocked=True")
    short_dir.chmod(0o755)


# ---- what comes in over the socket -------------------------------------------------------------


@pytest.fixture
def listening(qtbot: QtBot, short_dir: Path) -> Iterator[Instance]:
    """A copy in this process that listens."""
    instance = Instance(short_dir)
    assert instance.take()
    instance.listen()
    yield instance
    instance.close()


@pytest.fixture
def caller(qtbot: QtBot, listening: Instance, short_dir: Path) -> Iterator[QLocalSocket]:
    """A connection to it."""
    socket = _connected(short_dir)
    yield socket
    socket.abort()


def _connected(folder: Path) -> QLocalSocket:
    socket = QLocalSocket()
    socket.connectToServer(next(addresses(folder)))
    assert socket.waitForConnected(5000)
    return socket


@pytest.mark.parametrize(
    "said", [b"q", b"quit\n", b"\0" * 6, b"RAISE\n", b"x" * 1_000_000, b"raised\n"]
)
def test_garbage_is_cut_off_at_once_and_changes_nothing(
    qtbot: QtBot, listening: Instance, caller: QLocalSocket, said: bytes, short_dir: Path
) -> None:
    patient = caller  # came first, says nothing, and still is connected afterwards
    talker = _connected(short_dir)
    with (
        qtbot.assertNotEmitted(listening.raise_asked),
        qtbot.waitSignal(talker.disconnected, timeout=15_000),
    ):
        talker.write(said)
    assert talker.readAll().isEmpty()
    assert patient.state() == QLocalSocket.LocalSocketState.ConnectedState

    with qtbot.waitSignal(listening.raise_asked):
        again = _connected(short_dir)
        again.write(QUESTION)
    qtbot.waitUntil(lambda: bytes(again.peek(100).data()) == ANSWER)
    again.abort()


@pytest.mark.parametrize("said", [b"", b"r", b"raise"])
def test_half_a_question_is_cut_off_in_the_end(
    qtbot: QtBot, listening: Instance, caller: QLocalSocket, said: bytes
) -> None:
    with (
        qtbot.assertNotEmitted(listening.raise_asked),
        qtbot.waitSignal(caller.disconnected, timeout=15_000),
    ):
        caller.write(said)


def test_a_question_in_pieces_is_understood(
    qtbot: QtBot, listening: Instance, caller: QLocalSocket
) -> None:
    with qtbot.waitSignal(listening.raise_asked):
        for byte in QUESTION:
            caller.write(bytes([byte]))
            caller.waitForBytesWritten(1000)


def test_silent_callers_neither_stay_nor_keep_others_out(
    qtbot: QtBot, listening: Instance, short_dir: Path
) -> None:
    silent = [_connected(short_dir) for _ in range(20)]
    gone = QLocalSocket.LocalSocketState.UnconnectedState
    # Those beyond the first few go at once, the others when their time is up.
    qtbot.waitUntil(lambda: any(one.state() == gone for one in silent), timeout=15_000)
    assert silent[0].state() != gone
    qtbot.waitUntil(lambda: all(one.state() == gone for one in silent), timeout=15_000)

    with qtbot.waitSignal(listening.raise_asked):
        caller = _connected(short_dir)
        caller.write(QUESTION)
    caller.abort()


def test_a_caller_that_does_not_wait_is_heard(
    qtbot: QtBot, listening: Instance, caller: QLocalSocket
) -> None:
    with qtbot.waitSignal(listening.raise_asked):
        caller.write(QUESTION)
        caller.flush()
        caller.abort()


def test_closing_ends_the_connections(
    qtbot: QtBot, listening: Instance, caller: QLocalSocket, short_dir: Path
) -> None:
    with qtbot.waitSignal(caller.disconnected):
        listening.close_door()
    assert not (short_dir / SOCKET_NAME).exists()
    assert (short_dir / LOCK_NAME).exists()
