"""``pos-app --self-test``: the whole program against the training store, without a screen.

Places an order through the real window, as a clerk would: by keys alone. Prints a line for each
check, leaves nothing behind, never hangs, and ends with 0 or 1. Uses nothing that is made for
tests, so that a frozen program can do it.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
from pathlib import Path

from pos_app.services.console import say

LIMIT_SECONDS = 180.0


def run(arguments: list[str]) -> int:
    """Do all of it; the exit code is 0 when every check is good. `arguments` must be empty."""
    if arguments:
        sys.stderr.write("pos-app --self-test takes no other arguments.\n")
        return 2
    # Before Qt looks for a screen; whatever else is set there is for the window of clerks.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    folder = Path(tempfile.mkdtemp(prefix="pos-app-self-test-"))
    limit = threading.Timer(LIMIT_SECONDS, _give_up, (folder,))
    limit.daemon = True
    limit.start()
    try:
        from pos_app.selftest.session import session

        return session(folder)
    finally:
        limit.cancel()
        shutil.rmtree(folder, ignore_errors=True)


def _give_up(folder: Path) -> None:
    """End the process from outside: whatever hangs can't be asked to."""
    say(f"FAIL  time limit: not through after {LIMIT_SECONDS:.0f} seconds")
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)
