"""What is left of a bug: `crash.txt` and `fault.txt` in the data folder, without any values.

`crash.txt` has the class and the lines of each exception that nobody foresaw, from every thread;
`fault.txt` the lines that ran when the process was killed from within (a segmentation fault).
"""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import threading
from pathlib import Path
from types import TracebackType

from pos_app.services.logs import open_private
from pos_app.services.tracebacks import bug_lines, name_of

CRASH_FILE = "crash.txt"
FAULT_FILE = "fault.txt"
MAX_BYTES = 256_000  # what an endless row of bugs may fill
_LOG = logging.getLogger(__name__)


class CrashKeeper:
    """Writes bugs down and says their lines on standard error; `install` makes it the hook."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._fault: int | None = None

    def install(self) -> None:
        """Hear of every exception that nobody caught, in whatever thread, and of faults."""
        sys.excepthook = self.keep
        threading.excepthook = self._of_thread
        sys.unraisablehook = self._unraisable
        try:
            self._fault = open_private(self._folder / FAULT_FILE)
        except OSError:
            return  # a folder that can't be written to: the window says so
        # Nothing but file names, lines and functions; it can't run anything that would mask.
        faulthandler.enable(self._fault)

    def uninstall(self) -> None:
        """Let go of the file, and give the hooks back to Python."""
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__
        if self._fault is not None:
            faulthandler.disable()
            os.close(self._fault)
            self._fault = None

    def keep(
        self,
        kind: type[BaseException],
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write the class and the lines of a bug down; never its words, which may quote a field."""
        lines = bug_lines(kind, error, trace)
        # A windowed program has no standard error.
        if sys.stderr is not None:
            sys.stderr.writelines(lines)
        _LOG.error("A bug: %s", name_of(kind))
        try:
            self._write("".join([*lines, "\n"]))
        except OSError:
            return  # nothing can be kept, and saying so here would only be the next error

    def _write(self, text: str) -> None:
        descriptor = open_private(self._folder / CRASH_FILE)
        try:
            if os.fstat(descriptor).st_size > MAX_BYTES:
                os.ftruncate(descriptor, 0)
            os.write(descriptor, text.encode(errors="backslashreplace"))
        finally:
            os.close(descriptor)

    def _of_thread(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_type is not SystemExit:
            self.keep(told.exc_type, told.exc_value, told.exc_traceback)

    def _unraisable(self, told: sys.UnraisableHookArgs) -> None:
        # told.err_msg and told.object show values: a finaliser's object, a callback's arguments.
        self.keep(told.exc_type, told.exc_value, told.exc_traceback)
