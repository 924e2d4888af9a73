"""What a test may leave behind: nothing. Threads, active timers, running QThreads and windows."""

from __future__ import annotations

import gc
import re
import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

_GRACE_SECONDS = 5.0

# Threads of libraries that may outlive a test, each with the reason.
_ALLOWED_THREADS = {
    r"^execnet-": "pytest-xdist's channel to its controller",
}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was alive before the test: thread identities, and addresses of Qt objects."""

    threads: frozenset[int]
    qt_objects: frozenset[int]


def snapshot(*, with_qt: bool) -> Snapshot:
    """Take stock; ``with_qt`` walks the whole heap, which takes about 50 ms."""
    return Snapshot(
        frozenset(id(thread) for thread in threading.enumerate()),
        frozenset(_live_qt_objects()) if with_qt else frozenset(),
    )


def leaks(before: Snapshot, *, with_qt: bool) -> list[str]:
    """Sentences about everything that is alive now and was not in ``before``."""
    found = _leaked_threads(before)
    if with_qt:
        _delete_later_now()
        found += [
            text for address, text in _live_qt_objects().items() if address not in before.qt_objects
        ]
    return found


def _leaked_threads(before: Snapshot) -> list[str]:
    deadline = time.monotonic() + _GRACE_SECONDS
    found = []
    for thread in threading.enumerate():
        # A foreign thread (a QThread) that ran Python once stays listed before Python 3.13;
        # running QThreads are looked for by themselves.
        if id(thread) in before.threads or isinstance(thread, threading._DummyThread):
            continue
        if any(re.search(regex, thread.name) for regex in _ALLOWED_THREADS):
            continue
        thread.join(max(0.0, deadline - time.monotonic()))
        if thread.is_alive():
            found.append(f"leaked thread: {thread.name}")
    return found


def _delete_later_now() -> None:
    if "PySide6.QtCore" not in sys.modules:
        return
    from PySide6.QtCore import QCoreApplication, QEvent

    gc.unfreeze()  # what the worker told the collector to leave alone is looked at, too
    gc.collect()
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()


def _live_qt_objects() -> dict[int, str]:
    """Addresses of active timers, running threads and top-level windows, with a sentence each."""
    if "PySide6.QtCore" not in sys.modules:
        return {}
    return _live_timers_and_threads() | _live_windows()


def _live_timers_and_threads() -> dict[int, str]:
    import shiboken6
    from PySide6.QtCore import QThread, QTimer

    found = {}
    for candidate in gc.get_objects():
        # Not isinstance: it asks proxies for __class__, which may run code.
        kind = type(candidate)
        if not issubclass(kind, QTimer | QThread) or not shiboken6.isValid(candidate):
            continue
        name = f"{kind.__module__}.{kind.__qualname__} {candidate.objectName()!r}"
        if issubclass(kind, QTimer) and candidate.isActive():
            found[_address(candidate)] = f"leaked active timer: {name}"
        elif issubclass(kind, QThread) and candidate.isRunning():
            found[_address(candidate)] = f"leaked running QThread: {name}"
    return found


def _live_windows() -> dict[int, str]:
    if "PySide6.QtWidgets" not in sys.modules:
        return {}
    from PySide6.QtWidgets import QApplication

    if not isinstance(QApplication.instance(), QApplication):
        return {}
    return {
        _address(window): f"leaked window: {type(window).__qualname__} {window.windowTitle()!r}"
        for window in QApplication.topLevelWidgets()
        if window.parent() is None
    }


def _address(qt_object: QObject) -> int:
    import shiboken6

    addresses: tuple[int, ...] = shiboken6.getCppPointer(qt_object)
    return addresses[0]
