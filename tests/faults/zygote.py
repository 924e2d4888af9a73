"""A process that has imported everything and forks one child per job, so that a kill is cheap.

Jobs come as JSON lines on standard input; what children tell, and then how they ended, goes out as
JSON lines on standard output. Linux only; there is no thread here when it forks.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import ssl
import sys
import threading
import time
from typing import Any

from tests.faults import child
from tests.faults.register import Job, trusting

_PATIENCE = 30.0  # seconds until a child counts as hung
_SUSPENDED = 0.2  # seconds of a suspension: longer than a merchant's silence is waited for


def tell(message: dict[str, Any]) -> None:
    """Write a line at once and whole: a killed process tells what it told before."""
    os.write(1, json.dumps(message).encode() + b"\n")


def _work(job: Job, tls: ssl.SSLContext) -> None:
    asyncio.run(child.JOBS[job["job"]](job, tell, tls))


def _fork(job: Job, tls: ssl.SSLContext) -> int:
    pid = os.fork()
    if pid:
        return pid
    _work(job, tls)  # what is raised ends this process, with words that its parent finds
    os._exit(0)


def _watch(pid: int, kill_after: float | None) -> int:
    """Wait until a child has ended; kill it at its time, wake it when it was suspended."""
    deadline = time.monotonic() + (_PATIENCE if kill_after is None else kill_after)
    killing = False
    while True:
        ended, status = os.waitpid(pid, os.WNOHANG | os.WUNTRACED)
        if ended and os.WIFSTOPPED(status):
            signal.sigtimedwait([signal.SIGUSR1], _SUSPENDED)
            os.kill(pid, signal.SIGCONT)
        elif ended:
            code = os.waitstatus_to_exitcode(status)
            if killing and code == -signal.SIGKILL:
                tell({"killed": "timer"} if kill_after is not None else {"hung": True})
            return code
        elif time.monotonic() >= deadline:
            os.kill(pid, signal.SIGKILL)
            killing, deadline = True, time.monotonic() + _PATIENCE
        else:
            signal.sigtimedwait([signal.SIGCHLD], max(0.0, deadline - time.monotonic()))


def main(authority: str) -> None:
    """Make one order for practice, so that all is imported; then fork for each further job."""
    tls = trusting(authority)
    _work(json.loads(sys.stdin.readline()), tls)
    if threading.active_count() != 1:
        raise RuntimeError("a fork would leave threads behind")
    tell({"exit": 0})
    gc.collect()
    gc.freeze()  # a collection in a child would write to, and so copy, all that it shares
    gc.disable()
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD, signal.SIGUSR1])
    for line in sys.stdin:
        job = json.loads(line)
        tell({"exit": _watch(_fork(job, tls), job.get("kill_after"))})


if __name__ == "__main__":
    main(sys.argv[1])
