"""The keys of a private X display, pressed from outside the program."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping


class Keyboard:
    """The keys of the X display."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def press(self, *keys: str) -> None:
        """Press keys in turn, by their X names: "F2", "ctrl+Return"."""
        self._run("key", *keys)

    def fields(self, *texts: str) -> None:
        """Type texts, each ended with Enter, which moves on to the next field."""
        for text in texts:
            if text:
                self._run("type", "--delay", "12", text)
            self.press("Return")

    def _run(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=dict(self._environment), check=True)
