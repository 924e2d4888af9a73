"""A run: lanes side by side, each a register with a merchant and forked processes of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.faults.faults import Fault
from tests.faults.hosts import ApiHost, Certificates, PaymentHost, certificates
from tests.faults.judge import Judgement, Seen, judge
from tests.faults.merchant import Merchant, new_keys
from tests.faults.plan import Plan
from tests.faults.tally import Tally

ROOT = Path(__file__).resolve().parents[2]
# A journal of a few dozen orders: no start has to read through the orders of a whole run.
_ORDERS_PER_FOLDER = 40
_ZYGOTE = (sys.executable, "-W", "default", "-m", "tests.faults.zygote")
_PROXY = re.compile("_proxy$", re.IGNORECASE)
_PRACTICE = Plan(-1, silence=10.0)
_TINY_PAUSE = 0.001
_LONG_PAUSE = 60.0  # nothing is asked before the restart


class Lane:
    """One register: its merchant, its zygote, its data folders in `base`. Used by one thread.

    `before`: the start of a command that runs the zygote, to trace it. `practice` is the order
    that the zygote makes itself.
    """

    def __init__(
        self,
        base: Path,
        merchant: Merchant,
        shown: Certificates,
        key: object,
        before: Sequence[str] = (),
        practice: Plan = _PRACTICE,
    ) -> None:
        self._base, self._merchant, self._shown, self._key = base, merchant, shown, key
        self._api = ApiHost(merchant)
        self._folders = self._used = 0
        self._last_bug = ""
        # What is no JSON line is from standard error, which as a file could not be written to
        # while the disk is full.
        self._zygote = subprocess.Popen(
            [*before, *_ZYGOTE, shown.authority],
            cwd=ROOT,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._practise(practice)

    def __enter__(self) -> Lane:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zygote.communicate()
        self._api.settle()

    def attempt(self, plan: Plan) -> tuple[Seen, Judgement]:
        """Make one attempt, start again after it, and judge."""
        self._merchant.begin(plan.mood, plan.meanwhile)
        folder, seen = self._folder(plan.bug), Seen()
        job = self._job(plan, folder)
        with self._payment(plan.fault) as url:
            self._do({**job, "payment": url}, seen)
        again = {"job": "restart", "id": seen.attempt_id, "offset": seen.offset}
        with self._payment(plan.approved) as url:
            more = {"kill_after": None, "pause": _TINY_PAUSE, "payment": url}
            self._do({**job, **again, **more}, seen)
        return seen, judge(plan, seen, self._merchant, folder)

    def _job(self, plan: Plan, folder: Path) -> dict[str, Any]:
        return {
            "job": "attempt",
            "number": plan.number,
            "folder": str(folder),
            "session": str(folder.with_suffix(".session")),
            "api": self._api.url,
            "kill": plan.kill,
            "kill_after": plan.kill_after,
            "disturbance": plan.disturbance,
            "at": plan.at,
            "again": plan.again,
            "completes": plan.completes,
            "bug": plan.bug,
            "silence": plan.silence,
            "pause": _LONG_PAUSE,
        }

    def _folder(self, bug: str) -> Path:
        """The data folder of the next attempt; what has a bug gets one for itself."""
        if bug or self._last_bug or self._used == _ORDERS_PER_FOLDER:
            self._folders, self._used = self._folders + 1, 0
        self._last_bug = bug
        self._used += 1
        folder = self._base / f"data-{self._folders}"
        folder.mkdir(exist_ok=True, mode=0o700)
        return folder

    @contextmanager
    def _payment(self, fault: Fault) -> Iterator[str]:
        """A payment host; at the end all that reached it has been dealt with."""
        host = PaymentHost(self._merchant, fault, self._shown, self._key)
        yield host.url
        host.settle()

    def _do(self, job: dict[str, Any], seen: Seen) -> None:
        assert self._zygote.stdin is not None
        assert self._zygote.stdout is not None
        self._zygote.stdin.write(json.dumps(job) + "\n")
        self._zygote.stdin.flush()
        for line in self._zygote.stdout:
            if not line.startswith("{"):
                seen.stderr += line
                continue
            message = json.loads(line)
            seen.take(message)
            if "exit" in message:
                return
        raise RuntimeError(f"the zygote has ended: {seen.stderr}")

    def _practise(self, plan: Plan) -> None:
        folder = self._base / "practice"
        folder.mkdir()
        with self._payment(plan.approved) as url:
            self._do({**self._job(plan, folder), "payment": url}, Seen())


def _environment() -> dict[str, str]:
    """Without proxies: a name that never resolves must not be asked of one."""
    return {name: text for name, text in os.environ.items() if not _PROXY.search(name)}


def _disk() -> str | None:
    """Memory where there is some: a killed process loses nothing there, and syncs cost nothing."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


def _nobody(_tally: Tally) -> None:
    """Told of what nobody asked to hear."""


def run(plans: Iterable[Plan], lanes: int = 3, told: Callable[[Tally], None] = _nobody) -> Tally:
    """Make the attempts, `lanes` at a time, and give the figures; after each to `told`."""
    tally, left, lock = Tally(), iter(plans), threading.Lock()
    shown, (keys, key) = certificates(), new_keys()

    def work(base: Path) -> None:
        with Lane(base, Merchant(keys), shown, key) as lane:
            while True:
                with lock:
                    plan = next(left, None)
                if plan is None:
                    return
                seen, judged = lane.attempt(plan)
                with lock:
                    tally.add(plan, seen, judged)
                    told(tally)

    with tempfile.TemporaryDirectory(dir=_disk()) as made, ThreadPoolExecutor(lanes) as pool:
        bases = [Path(made, f"lane-{number}") for number in range(lanes)]
        for base in bases:
            base.mkdir()
        for _ in pool.map(work, bases):
            pass
    return tally
