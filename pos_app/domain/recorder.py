"""What pauses a call recorder while a card is read out: a command of this computer, or an address.

PCI DSS 4.0.1, 3.3.1, forbids keeping a security code after authorisation, in a sound file too.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from pos_app.domain.errors import Code, ConfigError, Problem

PLACEHOLDER = "{action}"
LIMIT_SECONDS = 3.0


class RecorderAction(StrEnum):
    """What the recorder is told."""

    PAUSE = "pause"
    RESUME = "resume"


class RecorderState(StrEnum):
    """How the recorder is, as far as it was told and answered."""

    RUNNING = "running"
    """Nothing was asked of it, or it was told to go on and did."""
    ASKED = "asked"
    PAUSED = "paused"
    PAUSE_FAILED = "pause-failed"
    RESUME_FAILED = "resume-failed"


@dataclass(frozen=True, slots=True)
class RecorderHook:
    """A program with its arguments, never handed to a shell, or an https or loopback URL.

    The word "pause" or "resume" takes the place of `{action}`, or comes as the last argument; a URL
    gets it in the body of a POST too: {"action": "pause"}.
    """

    command: tuple[str, ...] = ()
    url: str = ""

    @property
    def is_set(self) -> bool:
        """Whether there is anything to call."""
        return bool(self.command or self.url)

    def command_for(self, action: RecorderAction) -> tuple[str, ...]:
        """The program and its arguments."""
        filled = tuple(part.replace(PLACEHOLDER, action.value) for part in self.command)
        return filled if filled != self.command else (*filled, action.value)

    def url_for(self, action: RecorderAction) -> str:
        """The address to call."""
        return self.url.replace(PLACEHOLDER, action.value)


NO_RECORDER = RecorderHook()


def checked_hook(hook: RecorderHook) -> RecorderHook:
    """The same hook, tidy.

    Raises:
        ConfigError: both are set, or the address is no URL, or plain http to another computer.
    """
    from pos_app.domain.connection import check_url

    command = hook.command if any(part.strip() for part in hook.command[:1]) else ()
    if command and hook.url.strip():
        raise ConfigError(Problem(Code.BAD_URL, where=hook.url))
    if hook.url.strip():
        url = hook.url.strip()
        # Checked without its query, which a base URL may not have and a hook may need.
        bare, _, _query = url.replace(PLACEHOLDER, "action").partition("?")
        check_url(bare)
        if urlsplit(url).fragment:
            raise ConfigError(Problem(Code.BAD_URL, where=url))
        return RecorderHook(url=url)
    return RecorderHook(command)
