"""Starting helper programs and ending each by its own process id."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, TypeVar

T = TypeVar("T")

_SECONDS_TO_START = 20.0
_SECONDS_BETWEEN_LOOKS = 0.02
_SECONDS_TO_END = 5.0


class HelperError(Exception):
    """A helper program ended early or did not become ready in time."""


@contextlib.contextmanager
def running(
    command: Sequence[str],
    environment: Mapping[str, str],
    *,
    pass_fds: tuple[int, ...] = (),
    input_bytes: bytes = b"",
) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``command`` while the block runs; its standard input is ``input_bytes``."""
    with subprocess.Popen(
        command,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=pass_fds,
    ) as process:
        try:
            _feed(process.stdin, input_bytes)
            yield process
        finally:
            _end(process)


def poll(look: Callable[[], T], what: str, process: subprocess.Popen[bytes] | None = None) -> T:
    """Return the first true value of ``look``; raise `HelperError` naming ``what`` otherwise."""
    deadline = time.monotonic() + _SECONDS_TO_START
    pause = threading.Event()
    while not (value := look()):
        if process is not None and process.poll() is not None:
            message = f"{what}: the program ended with {process.returncode}"
            raise HelperError(message)
        if time.monotonic() > deadline:
            message = f"{what}: not within {_SECONDS_TO_START:.0f} s"
            raise HelperError(message)
        pause.wait(_SECONDS_BETWEEN_LOOKS)
    return value


def read_line(read_end: int, what: str) -> str:
    """Return the first line that a program writes to the pipe, without its end."""
    received = b""
    while not received.endswith(b"\n"):
        ready, _, _ = select.select([read_end], [], [], _SECONDS_TO_START)
        chunk = os.read(read_end, 4096) if ready else b""
        if not chunk:
            message = f"{what}: no answer"
            raise HelperError(message)
        received += chunk
    return received.decode().strip()


def _feed(stdin: IO[bytes] | None, input_bytes: bytes) -> None:
    if stdin is not None:
        with contextlib.suppress(BrokenPipeError), stdin:
            stdin.write(input_bytes)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
