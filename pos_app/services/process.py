"""What the process lets others see of it: no core file, no debugger of the same user, no overrides.

None of this stops an administrator, or a program that was there before this one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping

# prctl(2), linux/prctl.h
_PR_SET_DUMPABLE = 4
# SetWindowDisplayAffinity, winuser.h: Windows 10 version 2004 and later
_WDA_EXCLUDEFROMCAPTURE = 0x11

# What makes other code run in this process, or its secrets be written down.
_CODE = ("LD_", "DYLD_", "PYTHON", "QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH", "QML")
_CODE_EXACT = ("GCONV_PATH", "QT_QPA_GENERIC_PLUGINS", "OPENSSL_CONF", "OPENSSL_MODULES")
# Whom the process trusts, and the key log by which a recording of its traffic can be read.
TRUST = (
    *("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"),
    *("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"),
)


def forbid_dumps() -> None:
    """Write no core files, and on Linux be closed to debuggers and /proc for this user's programs.

    prctl(2): not dumpable means no core, no ptrace by the same user, and /proc/PID owned by root.
    """
    # Windows Error Reporting is set by the administrator, not by a program.
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def hide_from_capture(window: int) -> bool:
    """Leave a window (its native handle) out of screenshots and shared screens, where that is.

    False if the system has no such thing: only Windows does, from version 10 of 2020 on.
    """
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.user32.SetWindowDisplayAffinity(window, _WDA_EXCLUDEFROMCAPTURE))
    return False


def scrub(environment: MutableMapping[str, str], bundle: str = "") -> tuple[str, ...]:
    """Remove overrides from the environment and return their names.

    Always those of trust: the certificates come from the system, and no keys are written down.
    In the frozen app, whose folder is `bundle`, also those of libraries, plug-ins and Python that
    lead out of it. Libraries that the loader put in before the first line ran are in; what is
    gained is that nothing looked up later, and no program started from here, follows them.
    """
    found = tuple(
        name
        for name, value in environment.items()
        if name in TRUST or (bundle and _is_code(name, value) and not _is_within(value, bundle))
    )
    for name in found:
        del environment[name]
    return found


def protect() -> None:
    """All of it for this process, before anything is typed."""
    scrub(os.environ, str(getattr(sys, "_MEIPASS", "")))
    forbid_dumps()


def _is_code(name: str, value: str) -> bool:
    # Qt's VNC platform would show the window to the network.
    shown = name == "QT_QPA_PLATFORM" and value.startswith("vnc")
    return shown or name.startswith(_CODE) or name in _CODE_EXACT


def _is_within(value: str, folder: str) -> bool:
    """Whether it is the folder or a path in it: the bundle's own start-up set it."""
    path = os.path.normpath(value)
    return path == folder or path.startswith(os.path.join(folder, ""))
