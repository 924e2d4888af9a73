"""Questions to a Secret Service on a given bus, next to what the app's own code asks it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageType,
    Properties,
    message_bus,
    new_method_call,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

_NAME = "org.freedesktop.secrets"
_SERVICE = DBusAddress("/org/freedesktop/secrets", _NAME, "org.freedesktop.Secret.Service")
_COLLECTION = "org.freedesktop.Secret.Collection"


@contextlib.contextmanager
def _connection(address: str) -> Iterator[DBusConnection]:
    connection = open_dbus_connection(address)
    try:
        yield connection
    finally:
        connection.close()


def default_collection(address: str) -> str | None:
    """Return the object path of the default collection; None while there is none."""
    with _connection(address) as bus:
        return _default_collection(bus)


def default_collection_is_unlocked(address: str) -> bool:
    """Whether secrets can be read and written without asking anyone."""
    # One connection for both questions: gnome-keyring is at times confused by two in a row.
    with _connection(address) as bus:
        path = _default_collection(bus)
        if path is None:
            return False
        collection = DBusAddress(path, _NAME, _COLLECTION)
        reply = bus.send_and_get_reply(Properties(collection).get("Locked"))
    return reply.header.message_type is not MessageType.error and reply.body[0][1] is False


def _default_collection(bus: DBusConnection) -> str | None:
    # Asking a service that is not there yet would make the bus start a second one.
    if not bus.send_and_get_reply(message_bus.NameHasOwner(_NAME)).body[0]:
        return None
    reply = bus.send_and_get_reply(new_method_call(_SERVICE, "ReadAlias", "s", ("default",)))
    if reply.header.message_type is MessageType.error:
        return None
    path: str = reply.body[0]
    return None if path == "/" else path


def lock_default_collection(address: str) -> None:
    """Lock the default collection, as after a suspended session."""
    with _connection(address) as bus:
        call = new_method_call(_SERVICE, "Lock", "ao", ([_default_collection(bus)],))
        reply = bus.send_and_get_reply(call)
    if reply.header.message_type is MessageType.error:
        message = f"Lock: {reply.header.fields.get(HeaderFields.error_name)}"
        raise RuntimeError(message)


def entry_count(address: str) -> int:
    """How many secrets the default collection holds."""
    with _connection(address) as bus:
        collection = DBusAddress(str(_default_collection(bus)), _NAME, _COLLECTION)
        reply = bus.send_and_get_reply(Properties(collection).get("Items"))
    return len(reply.body[0][1])
