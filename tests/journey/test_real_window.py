"""The program as a clerk starts it: its own process, a real window, typed into from outside."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from tests.support import atspi, processes
from tests.support import desktop as desktops
from tests.support.keyboard import Keyboard

ARTIFACTS = Path(__file__).parents[2] / "artifacts"


def test_an_order_in_a_real_window(desktop: Mapping[str, str], tmp_path: Path) -> None:
    command = (sys.executable, "-m", "pos_app", "--training", "--data-dir", str(tmp_path / "data"))
    keyboard = Keyboard(desktop)
    ARTIFACTS.mkdir(exist_ok=True)
    with processes.running(command, desktop), atspi.accessibility_bus(desktop) as bus:
        window = atspi.application(bus, "pos-app")
        phone = window.find("Phone", "text")
        processes.poll(lambda: window.find("Search products"), "the search field")
        keyboard.press("F2")
        keyboard.fields("2065551212", "Mara", "Lindqvist", "mara.lindqvist@example.com")
        processes.poll(lambda: "206-555-1212" in phone.text, "the phone number, tidied")
        keyboard.press("F3")
        keyboard.fields("123 Main St", "", "", "Seattle", "WA", "98101")
        keyboard.press("F5")
        keyboard.fields("WS12-XS-Orange")
        button = window.find("Place order", "push button")
        processes.poll(lambda: "$22.00" in button.description, "the line in the cart")
        keyboard.press("F6")
        keyboard.fields("4111111111111111", "1239", "123", "")
        desktops.screenshot(desktop, ARTIFACTS / "ready.png")
        keyboard.press("ctrl+Return")
        number = window.find("Order number")
        processes.poll(lambda: any(c.isdigit() for c in number.description), "an order number")
        desktops.screenshot(desktop, ARTIFACTS / "done.png")
