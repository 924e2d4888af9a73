"""The environment variables of a test session: nothing of the person at the machine is reached."""

from __future__ import annotations

import os
from pathlib import Path

_XDG_FOLDERS = {
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
    "XDG_RUNTIME_DIR": "run",
}


def enter(folder: Path) -> None:
    """Change ``os.environ``: all that the app reads or writes lies in ``folder`` from now on.

    HOME stays: interpreters and caches of tools live there, and the app asks XDG first.
    """
    for name in [name for name in os.environ if name.startswith("POS_APP_")]:
        del os.environ[name]
    for name, leaf in _XDG_FOLDERS.items():
        path = folder / leaf
        path.mkdir(mode=0o700)
        os.environ[name] = str(path)
    os.environ["POS_APP_DATA_DIR"] = str(folder / "pos-app")
    # Not what is set for all registers of the computer that the tests run on.
    os.environ["POS_APP_SETTINGS"] = str(folder / "machine" / "settings.json")
    # No test may reach the keyring or the session bus of the person who runs it.
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)
    # Offscreen, unless whoever starts the tests names another platform plugin.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
