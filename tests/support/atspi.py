"""Drive a running program from outside by its accessible names: a small AT-SPI client.

It works in the environment of the ``desktop`` fixture, with the frozen program too. A table's
children are many: ask its ``Table`` interface (``NRows``, ``GetAccessibleAt``) and do not walk.
`Node.set_text` skips key events: where each key is checked, type with xdotool.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

from jeepney import DBusAddress, MessageType, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.support import processes

_INTERFACES = "org.a11y.atspi."
_SECONDS_TO_ANSWER = 5


class AtspiError(Exception):
    """The program answered a call with a D-Bus error."""


class Node:
    """One accessible object of the program."""

    def __init__(self, bus: DBusConnection, bus_name: str, path: str) -> None:
        self._bus, self._bus_name, self._path = bus, bus_name, path

    @property
    def name(self) -> str:
        """The accessible name."""
        return str(self.read("Accessible", "Name"))

    @property
    def description(self) -> str:
        """The accessible description, where labels keep their value."""
        return str(self.read("Accessible", "Description"))

    @property
    def role(self) -> str:
        """The role in AT-SPI's words: "push button", "text", "label"…"""
        return str(self.call("Accessible", "GetRoleName"))

    @property
    def text(self) -> str:
        """The whole text of an entry."""
        return str(self.call("Text", "GetText", "ii", (0, -1)))

    def set_text(self, text: str) -> None:
        """Replace the whole text of an entry."""
        self.call("EditableText", "SetTextContents", "s", (text,))

    def press(self) -> None:
        """Do the object's "Press" action, or its first action where none has that name."""
        names = [action[0] for action in self.call("Action", "GetActions")]
        number = names.index("Press") if "Press" in names else 0
        self.call("Action", "DoAction", "i", (number,))

    def focus(self) -> None:
        """Move the keyboard focus here."""
        self.call("Component", "GrabFocus")

    def children(self) -> list[Node]:
        """Return the objects right below this one."""
        return [Node(self._bus, *child) for child in self.call("Accessible", "GetChildren")]

    def walk(self) -> Iterator[Node]:
        """Yield this object and all below it, nearest first; those that vanish are left out."""
        queue = deque([self])
        while queue:
            node = queue.popleft()
            yield node
            with contextlib.suppress(AtspiError):
                queue.extend(node.children())

    def find(self, name: str, role: str | None = None) -> Node:
        """Wait for the object with this name (and role) and return it; else `HelperError`."""

        def look() -> Node | None:
            return next((node for node in self.walk() if node.matches(name, role)), None)

        found = processes.poll(look, f"{role or 'object'} named {name!r}")
        assert found is not None
        return found

    def matches(self, name: str, role: str | None = None) -> bool:
        """Whether the object has this name (and role); False when it has gone."""
        try:
            return self.name == name and role in {None, self.role}
        except AtspiError:
            return False

    def call(
        self, interface: str, method: str, signature: str | None = None, arguments: Any = ()
    ) -> Any:
        """Call any AT-SPI method; return its one value, or a tuple of several."""
        body = self._send(
            new_method_call(self._address(interface), method, signature, tuple(arguments))
        )
        return body[0] if len(body) == 1 else body

    def read(self, interface: str, name: str) -> Any:
        """Read any AT-SPI property."""
        return self._send(Properties(self._address(interface)).get(name))[0][1]

    def _address(self, interface: str) -> DBusAddress:
        return DBusAddress(self._path, self._bus_name, _INTERFACES + interface)

    def _send(self, message: Any) -> tuple[Any, ...]:
        reply = self._bus.send_and_get_reply(message, timeout=_SECONDS_TO_ANSWER)
        if reply.header.message_type is MessageType.error:
            raise AtspiError(reply.body)
        body: tuple[Any, ...] = reply.body
        return body


@contextlib.contextmanager
def accessibility_bus(environment: Mapping[str, str]) -> Iterator[DBusConnection]:
    """Yield a connection to the accessibility bus of the desktop."""
    session = open_dbus_connection(environment["DBUS_SESSION_BUS_ADDRESS"])
    try:
        announcer = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
        address = session.send_and_get_reply(new_method_call(announcer, "GetAddress")).body[0]
    finally:
        session.close()
    bus = open_dbus_connection(address)
    try:
        yield bus
    finally:
        bus.close()


def application(bus: DBusConnection, name: str) -> Node:
    """Wait for the program that calls itself ``name`` and return its root object."""
    registry = Node(bus, "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")

    def look() -> Node | None:
        return next((child for child in registry.children() if child.matches(name)), None)

    found = processes.poll(look, f"accessible application {name!r}")
    assert found is not None
    return found
