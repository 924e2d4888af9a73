"""One copy of the app for each data folder: the second asks the first to raise its window.

Who has the lock file is the one. It is taken before the window is built, from Qt's core alone;
the network module, a few milliseconds to import, is loaded after the first paint (`listen`) or
in the second copy, which has no window to paint. The talk is one line each way over a local
socket that only this user can open: ``raise`` and ``raised``.
"""

from __future__ import annotations

import contextlib
import enum
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCryptographicHash,
    QDeadlineTimer,
    QDir,
    QLockFile,
    QObject,
    QSysInfo,
    QTimer,
    Signal,
    Slot,
)

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

LOCK_NAME = "instance.lock"
SOCKET_NAME = "instance.sock"

QUESTION = b"raise\n"
ANSWER = b"raised\n"

EXIT_RAISED = 0
EXIT_SILENT = 3

# A socket's path has room for 104 bytes on macOS and 108 on Linux, of which Qt uses two less.
LONGEST_PATH = 102
_CALLERS_AT_ONCE = 8
_CALLER_MILLISECONDS = 2000
_BETWEEN_TRIES_MILLISECONDS = 50


class AlreadyRunning(Exception):  # noqa: N818 - no error: what a second start is answered
    """Another copy has the data folder. `exit_code` 0: it has raised its window."""

    def __init__(self, exit_code: int, sentence: str = "") -> None:
        super().__init__(sentence)
        self.exit_code, self.sentence = exit_code, sentence


class _Reply(enum.Enum):
    NOBODY = enum.auto()
    SILENCE = enum.auto()
    RAISED = enum.auto()


class Instance(QObject):
    """This process's claim to a data folder.

    Between a first copy's lock and its first paint nobody listens, and one that is closing
    listens no more: `take` goes on trying for `patience` milliseconds, and whichever comes
    first, the answer or the lock, decides.
    """

    raise_asked = Signal()

    def __init__(
        self, folder: Path, parent: QObject | None = None, *, patience: int = 4000
    ) -> None:
        super().__init__(parent)
        self._folder = Path(os.path.realpath(folder))
        self._lock = QLockFile(str(self._folder / LOCK_NAME))
        # However old: only the death of its process makes a lock stale.
        self._lock.setStaleLockTime(0)
        self._patience = patience
        self._server: QLocalServer | None = None
        # True: the folder can't be written to, so nobody can be kept out of it.
        self.unlocked = False
        # What to end with when `take` was false.
        self.refusal = AlreadyRunning(EXIT_RAISED)

    def take(self) -> bool:
        """Whether this process is the one; if not, the other was asked to raise its window.

        Also true when the folder can't be written to: see `unlocked`. No order can be placed
        from there, and a window that says so is better than none.
        """
        if self._lock.tryLock(0):
            return True
        if self._lock.error() != QLockFile.LockError.LockFailedError:
            self.unlocked = True
            return True
        _let_come_forward(self._holder()[0])
        reply = self._ask_until_patience_ends()
        if self._lock.isLocked():
            return True
        if reply is _Reply.RAISED:
            return False
        if reply is _Reply.NOBODY and self._take_from_the_dead():
            return True
        self.refusal = AlreadyRunning(EXIT_SILENT, self._sentence())
        return False

    @Slot()
    def listen(self) -> None:
        """Answer other copies from now on; without effect when the folder is not locked."""
        if self._server is not None or not self._lock.isLocked():
            return
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.setMaxPendingConnections(_CALLERS_AT_ONCE)
        server.newConnection.connect(self._welcome)
        self._server = server
        for address in addresses(self._folder):
            # What a killed process left there. It can be nobody's who lives: we have the lock.
            QLocalServer.removeServer(address)
            if server.listen(address):
                return

    def close_door(self) -> None:
        """Stop listening, but keep the folder: another copy now waits for the end of this one."""
        if self._server is not None:
            self._server.close()
            for caller in self.findChildren(_Caller):
                caller.leave()
            self._server.deleteLater()
            self._server = None

    def close(self) -> None:
        """Give the folder back; the next copy may have it. May be called twice."""
        self.close_door()
        self._lock.unlock()

    @Slot()
    def _welcome(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            connection = self._server.nextPendingConnection()
            if len(self.findChildren(_Caller)) < _CALLERS_AT_ONCE:
                caller = _Caller(connection, self)
                caller.asked.connect(self.raise_asked)
                caller.hear()
            else:
                connection.abort()
                connection.deleteLater()

    def _ask_until_patience_ends(self) -> _Reply:
        deadline = QDeadlineTimer(self._patience)
        reply = _Reply.NOBODY
        while not deadline.hasExpired():
            reply = _ask(addresses(self._folder), deadline)
            if reply is _Reply.RAISED or self._lock.tryLock(_BETWEEN_TRIES_MILLISECONDS):
                break
        return reply

    def _take_from_the_dead(self) -> bool:
        """Whether the lock was a dead process's after all.

        Its number may be another program's now, or it died before it had written it down. Qt
        holds the file open and locked as long as it has it: removing it fails then. That is
        relied on only for this machine's own locks, and when nobody has listened for long.
        """
        _, elsewhere = self._holder()
        if not elsewhere and self._lock.removeStaleLockFile():
            return self._lock.tryLock(0)
        self.unlocked = not os.access(self._folder, os.W_OK)
        return self.unlocked

    def _holder(self) -> tuple[int, str]:
        """The process that the lock file names, and its computer's name if it is not this one."""
        pid, host, _program = self._lock.getLockInfo()
        return pid, "" if host == QSysInfo.machineHostName() else host

    def _sentence(self) -> str:
        pid, elsewhere = self._holder()
        where = f" on the computer {elsewhere}" if elsewhere else ""
        return (
            f"pos-app is running already{where} (process {pid}) and does not answer.\n"
            "Close that window, or end that process, and start again. "
            f"Both would use the folder {self._folder}.\n"
        )


class _Caller(QObject):
    """One connection: a line is read and answered, anything else is cut off."""

    asked = Signal()

    def __init__(self, connection: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._connection, self._gone = connection, False
        connection.setParent(self)
        # What a caller sends beyond this waits in the system's own small buffer.
        connection.setReadBufferSize(len(QUESTION))
        connection.readyRead.connect(self.hear)
        connection.disconnected.connect(self.leave)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self.leave)
        self._patience.start(_CALLER_MILLISECONDS)

    @Slot()
    def hear(self) -> None:
        """Look at what has come so far."""
        said = bytes(self._connection.peek(len(QUESTION)).data())
        if said == QUESTION:
            self._connection.readyRead.disconnect(self.hear)
            self._connection.readAll()
            self._connection.write(ANSWER)
            self._connection.disconnectFromServer()
            self.asked.emit()
        elif not QUESTION.startswith(said):
            self.leave()

    @Slot()
    def leave(self) -> None:
        """End the connection, whatever is still on its way."""
        if not self._gone:
            self._gone = True
            self._patience.stop()
            self._connection.abort()
            self.deleteLater()


def addresses(folder: Path) -> Iterator[str]:
    """Yield names for the socket of a data folder, best first; the same for each copy of a user.

    Unix: in the folder itself if its path is short enough, then in the user's runtime folder
    (the data may be on a disk that knows no sockets). Windows: a pipe's name.
    """
    real = os.path.normcase(os.path.realpath(folder))
    own = f"{_user()}\n{real}".encode(errors="surrogateescape")
    digest = QCryptographicHash.hash(own, QCryptographicHash.Algorithm.Sha256).toHex().data()
    name = f"pos-app-{bytes(digest).decode()[:24]}"
    if sys.platform == "win32":
        yield name
        return
    place = Path(real) / SOCKET_NAME
    if _is_short(place):
        yield str(place)
    runtime = _runtime_folder()
    if runtime is not None and _is_short(runtime / name):
        yield str(runtime / name)


def _user() -> str:
    return os.environ.get("USERNAME", "") if sys.platform == "win32" else str(os.getuid())


def _is_short(place: Path) -> bool:
    return len(os.fsencode(place)) <= LONGEST_PATH


def _runtime_folder() -> Path | None:
    """A folder for sockets that belongs to this user alone; None if there is none."""
    named = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    if named.is_absolute() and _is_private(named):
        return named
    # Everybody can write around this one: what somebody else has made is not used.
    shared = Path(QDir.tempPath()) / f"pos-app-{_user()}"
    with contextlib.suppress(OSError):
        shared.mkdir(mode=0o700, exist_ok=True)
    return shared if _is_private(shared) else None


def _is_private(folder: Path) -> bool:
    if sys.platform == "win32":
        return True
    try:
        found = folder.lstat()
    except OSError:
        return False
    return found.st_uid == os.getuid() and stat.S_IMODE(found.st_mode) == 0o700


def _ask(places: Iterable[str], deadline: QDeadlineTimer) -> _Reply:
    """Ask whoever listens at one of the places to raise its window."""
    from PySide6.QtNetwork import QLocalSocket

    for place in places:
        connection = QLocalSocket()
        connection.connectToServer(place)
        if not connection.waitForConnected(_left(deadline)):
            continue
        connection.write(QUESTION)
        connection.flush()
        while connection.bytesAvailable() < len(ANSWER):
            if not connection.waitForReadyRead(_left(deadline)):
                break
        if bytes(connection.read(len(ANSWER)).data()) == ANSWER:
            return _Reply.RAISED
        if deadline.hasExpired():
            return _Reply.SILENCE
    return _Reply.NOBODY


def _left(deadline: QDeadlineTimer) -> int:
    return max(1, deadline.remainingTime())


def _let_come_forward(pid: int) -> None:
    """Windows lets a process raise its window only if the one in front has allowed it."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(pid)
