"""A private desktop: home, D-Bus, unlocked keyring, X server and window manager of its own.

Nothing of the real desktop is reached and nothing outlives the block: each program is ended by
its own process id. Debian packages: xvfb dbus-daemon at-spi2-core gnome-keyring
matchbox-window-manager xdotool.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.support import processes, secret_service

_SCREEN = "1440x900x24"

# These would lead back to the real desktop, or to the settings of the offscreen tests.
_LEFT_OUT = (
    "DBUS_SESSION_BUS_ADDRESS",
    "DISPLAY",
    "PYTHON_KEYRING_BACKEND",
    "QT_QPA_PLATFORM",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
)

_GRAB = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
sys.exit(0 if application.primaryScreen().grabWindow(0).save(sys.argv[1]) else 1)
"""


@contextlib.contextmanager
def keyring_session(environment: Mapping[str, str] | None = None) -> Iterator[Mapping[str, str]]:
    """Yield an environment with an own session bus and an unlocked, empty Secret Service.

    ``environment`` is what it builds on: one of `_private_home` by default.
    """
    with contextlib.ExitStack() as stack:
        base = environment or stack.enter_context(_private_home())
        with_bus = {**base, "DBUS_SESSION_BUS_ADDRESS": stack.enter_context(_message_bus(base))}
        # A password of no bytes at all would leave the keyring locked: one newline unlocks it.
        command = ("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets")
        daemon = stack.enter_context(processes.running(command, with_bus, input_bytes=b"\n"))
        address = with_bus["DBUS_SESSION_BUS_ADDRESS"]
        processes.poll(
            lambda: secret_service.default_collection_is_unlocked(address), "keyring", daemon
        )
        yield with_bus


@contextlib.contextmanager
def desktop() -> Iterator[Mapping[str, str]]:
    """Yield an environment in which programs open real windows and speak to AT-SPI."""
    with contextlib.ExitStack() as stack:
        home = stack.enter_context(_private_home())
        display = stack.enter_context(_display(home))
        on_display = {
            **home,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        environment = stack.enter_context(keyring_session(on_display))
        command = ("matchbox-window-manager", "-use_titlebar", "no")
        manager = stack.enter_context(processes.running(command, environment))
        processes.poll(lambda: _is_managed(environment), "window manager", manager)
        yield environment


def screenshot(environment: Mapping[str, str], path: Path) -> None:
    """Save the whole screen of the desktop as a PNG at ``path``; make its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-c", _GRAB, str(path)], env=dict(environment), check=True)


@contextlib.contextmanager
def _private_home() -> Iterator[Mapping[str, str]]:
    # Short: the path of a socket in it may have at most 107 bytes.
    with tempfile.TemporaryDirectory(prefix="pos-", ignore_cleanup_errors=True) as folder:
        (Path(folder) / "run").mkdir(mode=0o700)
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in _LEFT_OUT and not name.startswith(("XDG_", "POS_APP_"))
        }
        yield {**kept, "HOME": folder, "XDG_RUNTIME_DIR": str(Path(folder) / "run")}


@contextlib.contextmanager
def _message_bus(environment: Mapping[str, str]) -> Iterator[str]:
    read_end, write_end = os.pipe()
    command = ("dbus-daemon", "--session", "--nofork", f"--print-address={write_end}")
    with _closing(read_end), processes.running(command, environment, pass_fds=(write_end,)):
        os.close(write_end)
        yield processes.read_line(read_end, "D-Bus")


@contextlib.contextmanager
def _display(environment: Mapping[str, str]) -> Iterator[str]:
    read_end, write_end = os.pipe()
    # Without -noreset the server starts over when its last client leaves: a look that comes before
    # the window manager would take it down.
    options = ("-screen", "0", _SCREEN, "-nolisten", "tcp", "-noreset")
    command = ("Xvfb", "-displayfd", str(write_end), *options)
    with _closing(read_end), processes.running(command, environment, pass_fds=(write_end,)):
        os.close(write_end)
        yield ":" + processes.read_line(read_end, "X server")


@contextlib.contextmanager
def _closing(descriptor: int) -> Iterator[None]:
    try:
        yield
    finally:
        os.close(descriptor)


def _is_managed(environment: Mapping[str, str]) -> bool:
    """Whether a window manager has announced itself on the screen."""
    xdotool = shutil.which("xdotool") or "xdotool"
    answer = subprocess.run(
        [xdotool, "get_num_desktops"], env=dict(environment), capture_output=True, check=False
    )
    return answer.returncode == 0
