"""A register under watch: the real program in a process of its own, and orders typed into it."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from pos_app.training import Endpoints, TrainingStore
from tests.leaks import PREFIX
from tests.support.card_forms import TypedCard
from tests.support.processes import HelperError

ROOT = Path(__file__).resolve().parents[2]
_SECONDS_FOR_A_LINE = 60.0


class Wallet:
    """Makes up cards, no two alike, and remembers them to look for."""

    def __init__(self) -> None:
        self._random = Random(20261124)  # noqa: S311 - test cards
        self.cards: list[TypedCard] = []

    def next(self) -> TypedCard:
        """A card that nobody has had."""
        # The endings differ: an order with the ending of one that is unsettled would be held back.
        body = f"{PREFIX}{self._random.randrange(100):02d}{len(self.cards) % 1000:03d}"
        number = next(body + check for check in "0123456789" if _luhn(body + check))
        card = TypedCard(number, "".join(self._random.choices("0123456789", k=3)))
        self.cards.append(card)
        return card


def _luhn(number: str) -> bool:
    doubled = [int(char) * (1 + place % 2) for place, char in enumerate(reversed(number))]
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


@dataclass
class World:
    """Everything that the program may write to, and the merchant, which is in this process."""

    folder: Path
    store: TrainingStore
    merchant: Endpoints
    wallet: Wallet = field(default_factory=Wallet)
    registers: int = 1

    @property
    def data(self) -> Path:
        """The data folder of the last register; each has one of its own."""
        return self.folder / f"data-{self.registers}"

    def environment(self, extra: Mapping[str, str]) -> dict[str, str]:
        """What the program sees: nothing of the person who runs the test."""
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
        made = {"HOME": "home", "TMPDIR": "tmp", "POS_APP_SETTINGS": "machine/settings.json"}
        for name in ("CONFIG", "DATA", "CACHE", "STATE"):
            made[f"XDG_{name}_HOME"] = f"home/{name.casefold()}"
        made["XDG_RUNTIME_DIR"] = "run"
        for leaf in ("home", "tmp", "run"):
            (self.folder / leaf).mkdir(mode=0o700, parents=True, exist_ok=True)
        own = {name: str(self.folder / leaf) for name, leaf in made.items()}
        return {**kept, **own, "QT_QPA_PLATFORM": "offscreen", **extra}


class Register:
    """The running program."""

    def __init__(self, process: subprocess.Popen[bytes], world: World) -> None:
        self._process, self._world = process, world
        self._unread, self._last = b"", "nothing"
        self.seen: list[str] = []
        """Where a card could be read by others."""

    @property
    def pid(self) -> int:
        """The process to look into."""
        return self._process.pid

    def type_order(self, scenario: str, *, stays: bool = False) -> TypedCard:
        """Tell the typist to type and place an order, which goes as the scenario has it."""
        self._world.store.set_next(scenario)
        card = self._world.wallet.next()
        pad = list(os.urandom(len(card.number)))
        asked = {
            "order": len(self._world.wallet.cards),
            "number": [int(one) ^ other for one, other in zip(card.number, pad, strict=True)],
            "code": [int(one) ^ other for one, other in zip(card.code, pad, strict=False)],
            "pad": pad,
            "stays": stays,
        }
        stdin = self._process.stdin
        if stdin is None:
            raise HelperError("the program hears nothing")
        stdin.write(json.dumps(asked).encode() + b"\n")
        stdin.flush()
        return card

    def wait_for(self, word: str) -> str:
        """The rest of the next line that begins so; lines before it are passed over."""
        while True:
            self._last = line = self._line(word)
            if line.partition(" ")[0] == word:
                return line.partition(" ")[2]
            if line.startswith("seen "):
                self.seen.append(line.removeprefix("seen "))
            if line == "crashed":
                raise HelperError(f"{word}: the program met a bug")

    def kill(self) -> None:
        """End it at once, without a chance to write anything."""
        self._process.kill()
        self._process.wait()

    def _line(self, what: str) -> str:
        stdout = self._process.stdout
        deadline = time.monotonic() + _SECONDS_FOR_A_LINE
        while b"\n" not in self._unread and stdout is not None:
            left = max(0.0, deadline - time.monotonic())
            ready, _, _ = select.select([stdout], [], [], left)
            chunk = os.read(stdout.fileno(), 4096) if ready else b""
            if not chunk:
                raise HelperError(f"{what}: no answer after {self._last!r}")
            self._unread += chunk
        line, _, self._unread = self._unread.partition(b"\n")
        return line.decode()


@contextlib.contextmanager
def open_register(world: World, **extra: str) -> Iterator[Register]:
    """Start the program; it is killed when the block ends."""
    at = world.merchant
    command = [sys.executable, "-m", "tests.leaks.child", "--data-dir", str(world.data)]
    command += ["--api-url", at.api_url, "--payment-url", at.payment_url]
    command += ["--app-id", at.app_id, "--domain", at.domain]
    environment = world.environment(extra)
    with (
        (world.folder / "stderr.txt").open("ab") as errors,
        subprocess.Popen(
            command,
            env=environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        ) as process,
    ):
        register = Register(process, world)
        try:
            register.wait_for("ready")
            yield register
        finally:
            register.kill()
