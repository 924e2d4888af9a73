"""Words for whoever started the program from a command line.

A program with a window has no standard output on Windows: there the handle that it was started
with is opened (a file, a pipe), or else the console of whoever started it.
"""

from __future__ import annotations

import sys
from typing import TextIO


def output() -> TextIO | None:
    """Where to write, or None when nobody listens."""
    if sys.stdout is None:  # as it is without a console on Windows
        sys.stdout = _windows_output()
    return sys.stdout


def say(line: str) -> None:
    """Write a line at once, so that it is seen even if the program ends badly.

    Words that the console's encoding does not know are written as escapes.
    """
    out = output()
    if out is None:
        return
    encoding = out.encoding or "utf-8"
    out.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    out.flush()


def _windows_output() -> TextIO | None:
    if sys.platform == "win32":
        import ctypes
        import msvcrt
        import os

        # https://learn.microsoft.com/windows/console/getstdhandle, attachconsole
        handle = ctypes.windll.kernel32.GetStdHandle(-11)
        try:
            if handle not in (0, -1, None):
                descriptor = msvcrt.open_osfhandle(handle, os.O_TEXT)
                return open(descriptor, "w", encoding="utf-8", closefd=False)
            if ctypes.windll.kernel32.AttachConsole(-1):
                return open("CONOUT$", "w", encoding="utf-8")
        except OSError:
            return None
    return None
