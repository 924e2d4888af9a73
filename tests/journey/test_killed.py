"""The program killed while an order is under way, as by a power cut, and started again."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pos_app.training import Endpoints, TrainingStore
from tests.support import atspi, processes
from tests.support import desktop as desktops
from tests.support.keyboard import Keyboard

ARTIFACTS = Path(__file__).parents[2] / "artifacts"


@dataclass
class Register:
    """The program in its own process, on a desktop of its own."""

    program: subprocess.Popen[bytes]
    window: atspi.Node
    keyboard: Keyboard

    def type_order(self) -> None:
        """Type an order up to the card."""
        phone = self.window.find("Phone", "text")
        self.keyboard.press("F2")
        self.keyboard.fields("2065551212", "Mara", "Lindqvist", "mara.lindqvist@example.com")
        processes.poll(lambda: "206-555-1212" in phone.text, "the phone number, tidied")
        self.keyboard.press("F3")
        self.keyboard.fields("123 Main St", "", "", "Seattle", "WA", "98101")
        self.keyboard.press("F5")
        self.keyboard.fields("WS12-XS-Orange")
        button = self.window.find("Place order", "push button")
        processes.poll(lambda: "$22.00" in button.description, "the line in the cart")

    def kill(self) -> None:
        """End it at once, without a chance to write anything."""
        self.program.kill()
        self.program.wait()


@contextlib.contextmanager
def _started(desktop: Mapping[str, str], at: Endpoints, folder: Path) -> Iterator[Register]:
    """The program, connected to a merchant that outlives it."""
    command = [sys.executable, "-m", "pos_app", "--data-dir", str(folder)]
    command += ["--api-url", at.api_url, "--payment-url", at.payment_url]
    command += ["--app-id", at.app_id, "--domain", at.domain]
    with processes.running(command, desktop) as program, atspi.accessibility_bus(desktop) as bus:
        window = atspi.application(bus, "pos-app")
        window.find("Phone", "text")
        processes.poll(lambda: window.find("Search products"), "the search field")
        yield Register(program, window, Keyboard(desktop))


def _phases(folder: Path) -> list[str]:
    if not (folder / "journal.db").exists():
        return []
    with closing(sqlite3.connect(folder / "journal.db")) as db:
        return [phase for (phase,) in db.execute("SELECT phase FROM attempts")]


def _kept(folder: Path, text: str) -> bool:
    """Whether a draft on disk holds `text`."""
    with closing(sqlite3.connect(folder / "journal.db")) as db:
        return any(text in document for (document,) in db.execute("SELECT document FROM drafts"))


def test_an_order_under_way_is_on_the_screen_after_a_kill(
    desktop: Mapping[str, str], tmp_path: Path
) -> None:
    folder, store = tmp_path / "data", TrainingStore(pace=0, scenario="lost-answer")
    at = store.start()
    ARTIFACTS.mkdir(exist_ok=True)
    try:
        store.set_next("stall")
        with _started(desktop, at, folder) as register:
            register.type_order()
            register.keyboard.press("F6")
            register.keyboard.fields("4111111111111111", "1239", "123", "")
            register.keyboard.press("ctrl+Return")
            processes.poll(lambda: _phases(folder) == ["leaving"], "an order that has left")
            register.kill()
        assert _phases(folder) == ["leaving"]
        with _started(desktop, at, folder) as register:
            status = register.window.find("Status")
            processes.poll(lambda: "Do not place it again" in status.description, "the outcome")
            phone = register.window.find("Phone", "text")
            assert "206-555-1212" in phone.text
            desktops.screenshot(desktop, ARTIFACTS / "restored.png")
        assert _phases(folder) == ["ended"]
    finally:
        store.stop()


def test_what_was_typed_comes_back_after_a_kill(desktop: Mapping[str, str], tmp_path: Path) -> None:
    folder, store = tmp_path / "data", TrainingStore(pace=0)
    at = store.start()
    try:
        with _started(desktop, at, folder) as register:
            register.type_order()
            register.keyboard.press("F6")
            register.keyboard.fields("4111111111111111")
            processes.poll(lambda: _kept(folder, "WS12-XS-Orange"), "the draft on disk")
            register.kill()
        with _started(desktop, at, folder) as register:
            phone = register.window.find("Phone", "text")
            processes.poll(lambda: "206-555-1212" in phone.text, "the phone number")
            button = register.window.find("Place order", "push button")
            processes.poll(lambda: "$22.00" in button.description, "the cart")
            assert "1111" not in register.window.find("Card number").description
        assert _phases(folder) == []
    finally:
        store.stop()
