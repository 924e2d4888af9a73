"""What other programs of the desktop learn of a card that is typed: events, titles, clipboards."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from jeepney import DBusAddress, MatchRule, Message, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, Proxy

from tests.support import atspi, processes
from tests.support.keyboard import Keyboard

_CARD, _CODE = "4111111111111111", "937"  # no other digits that are typed here hold this code
_EVENTS = ("object:", "window:", "focus:", "terminal:", "document:")
_CLIPBOARDS = """
from PySide6.QtGui import QClipboard, QGuiApplication
application = QGuiApplication([])
for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
    print(application.clipboard().text(mode))
"""


class Ears:
    """Hears every event that programs send to assistive technology."""

    def __init__(self, bus: DBusConnection) -> None:
        self._bus = bus
        self.heard: list[Message] = []

    @contextmanager
    def listening(self) -> Iterator[None]:
        registry = DBusAddress(
            "/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "org.a11y.atspi.Registry"
        )
        rule = MatchRule(type="signal", path_namespace="/org/a11y/atspi/accessible")
        Proxy(message_bus, self._bus).AddMatch(rule)
        for event in _EVENTS:
            call = new_method_call(registry, "RegisterEvent", "sass", (event, [], ""))
            self._bus.send_and_get_reply(call)
        with self._bus.filter(rule, bufsize=100_000) as queue:
            yield
            self.heard += queue

    def texts(self, member: str) -> str:
        """The words of all events of a kind, in their order."""
        bodies = [one.body for one in self.heard if one.header.fields[3] == member]
        return "".join(text for body in bodies for text in _strings(body[3][1]))

    def everything(self) -> list[str]:
        """Every string in every event."""
        return [text for one in self.heard for text in _strings(one.body)]


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            yield from _strings(list(value.items()))
        case list() | tuple():
            for part in value:
                yield from _strings(part)


def type_customer(keyboard: Keyboard) -> None:
    keyboard.press("F2")
    keyboard.fields("2065551212", "Mara", "Lindqvist")


def type_card(keyboard: Keyboard) -> None:
    """And try to take it out of the fields again."""
    keyboard.press("F6")
    keyboard.fields(_CARD, "1239", _CODE)
    for leads_there in ("F6", "Tab", "Tab"):
        keyboard.press(leads_there, "ctrl+a", "ctrl+c", "ctrl+x", "ctrl+z")


def test_no_other_program_learns_of_a_card(desktop: Mapping[str, str], tmp_path: Path) -> None:
    command = (sys.executable, "-m", "pos_app", "--training", "--data-dir", str(tmp_path / "data"))
    keyboard = Keyboard(desktop)
    with (
        processes.running(command, desktop),
        atspi.accessibility_bus(desktop) as bus,
        atspi.accessibility_bus(desktop) as ear,
    ):
        window = atspi.application(bus, "pos-app")
        search, ears = window.find("Search products", "text"), Ears(ear)
        window.find("Journal: 0 orders, all settled")
        window.find("Connected")
        with ears.listening():
            type_customer(keyboard)
            type_card(keyboard)
            keyboard.press("F5", "x", "y")
            processes.poll(lambda: search.text == "xy", "the last keys")
            atspi.application(ear, "pos-app")  # its answers come after its events
        shown = [text for node in window.walk() for text in told_by(node)]
        titles = run(desktop, "xdotool", "search", "--name", ".*", "getwindowname", "%@")
        clipboards = run(desktop, sys.executable, "-c", _CLIPBOARDS)

    assert "Mara" in ears.texts("TextChanged")
    assert "Lindqvist" in ears.texts("TextChanged")
    typed = re.sub(r"\D", "", ears.texts("TextChanged"))
    assert _CARD[:6] not in typed
    assert _CODE not in typed
    assert "pos-app" in titles
    assert {"Card number", "Security code"} <= set(shown)
    assert clipboards.strip() == ""  # not even the expiry
    for text in (*ears.everything(), *shown, *titles.splitlines()):
        assert _CARD[:6] not in re.sub(r"\D", "", text)


def told_by(node: atspi.Node) -> list[str]:
    """Name, description, and the text of what has one."""
    try:
        told = [node.name, node.description]
        if "org.a11y.atspi.Text" in node.call("Accessible", "GetInterfaces"):
            told.append(node.text)
    except atspi.AtspiError:
        return []  # it has gone
    return told


def run(environment: Mapping[str, str], *command: str) -> str:
    ended = subprocess.run(
        command, env=dict(environment), capture_output=True, text=True, check=True
    )
    return ended.stdout
