"""The Secret Service over one connection, held for as long as the keyring is used.

The keyring library connects and disconnects for each entry. gnome-keyring takes a client in while
it lets the one before go, in two threads, and at times loses its record of the new one: it then
leaves the call without an answer, or ends, and every password of the user is locked. So there is
one connection, an answer that does not come is not waited for without end, and nothing is asked of
a collection that would show a prompt.

Source: freedesktop.org Secret Service API; gnome-keyring, work item 195.
"""

from __future__ import annotations

from typing import Any

from jeepney import (
    DBusAddress,
    DBusErrorResponse,
    Message,
    MessageType,
    Properties,
    message_bus,
    new_method_call,
)
from jeepney.bus import get_bus
from jeepney.io.blocking import DBusConnection, prep_socket
from keyring.backends import SecretService
from keyring.errors import InitError, KeyringError, KeyringLocked
from secretstorage import Collection, SecretStorageException

from pos_app.services.keyring_reason import KeyringReason

ANSWER_SECONDS = 10.0
"""How long a Secret Service may take to answer; it may have to be started for that."""

_NAME = "org.freedesktop.secrets"
_SERVICE = DBusAddress("/org/freedesktop/secrets", _NAME, "org.freedesktop.Secret.Service")


class SecretServiceKeyring(SecretService.Keyring):
    """The keyring library's backend on a connection that stays; one thread at a time."""

    # Of the class, so that an instance emptied of what the environment put into it begins anew.
    _bus: _LastingConnection | None = None
    _collection: Collection | None = None
    _whose: tuple[object, object] | None = None

    def state(self) -> KeyringReason:
        """Look at the default collection, without unlocking or creating one: both ask the user."""
        kept = self._bus is not None
        try:
            reason = self._looked()
        except ConnectionError:
            self.let_go()
            # A bus that was started anew since is not worth a token.
            return self.state() if kept else KeyringReason.ERROR
        except (OSError, DBusErrorResponse, SecretStorageException):  # no answer in time, or a no
            reason = KeyringReason.ERROR
        if reason is KeyringReason.ERROR:
            self.let_go()
        elif reason is not KeyringReason.OK:
            self._forget_collection()
        return reason

    def get_preferred_collection(self) -> Collection:
        """Return the default collection, which is unlocked.

        Raises `KeyringError`: `KeyringLocked`, `InitError` without a collection.
        """
        reason = self.state()
        if self._collection is not None:
            return self._collection
        if reason is KeyringReason.LOCKED:
            raise KeyringLocked
        raise InitError if reason is KeyringReason.NO_BACKEND else KeyringError

    def let_go(self) -> None:
        """Close the connection; the next use opens another."""
        self._forget_collection()
        if self._bus is not None:
            self._bus.end()
            self._bus = None

    def _looked(self) -> KeyringReason:
        if self._bus is None:
            self._bus = _opened()
        bus = self._bus
        if bus is None:
            return KeyringReason.NO_BACKEND
        path = _ask(bus, new_method_call(_SERVICE, "ReadAlias", "s", ("default",)))
        if not isinstance(path, str) or path == "/":
            return KeyringReason.NO_BACKEND
        collection = DBusAddress(path, _NAME, "org.freedesktop.Secret.Collection")
        locked = _ask(bus, Properties(collection).get("Locked"))
        if locked != ("b", False):
            return KeyringReason.LOCKED if locked == ("b", True) else KeyringReason.ERROR
        # A service that was started anew knows nothing of the session the collection was opened in.
        whose = (_ask(bus, message_bus.GetNameOwner(_NAME)), path)
        if whose != self._whose:
            self._whose, self._collection = whose, Collection(bus, path)
        return KeyringReason.OK

    def _forget_collection(self) -> None:
        self._whose = self._collection = None


class _LastingConnection(DBusConnection):  # type: ignore[misc]  # jeepney has no types
    """A connection that is closed by `end` alone, and on which no answer is waited for forever."""

    def send_and_get_reply(self, message: Message, *, timeout: float | None = None) -> Message:
        return super().send_and_get_reply(message, timeout=timeout or ANSWER_SECONDS)

    def close(self) -> None:
        """Do nothing: the keyring library closes after each entry."""

    def end(self) -> None:
        super().close()


def _opened() -> _LastingConnection | None:
    """Connect to the session bus; None when it cannot be reached."""
    try:
        return _LastingConnection(prep_socket(get_bus("SESSION"), timeout=1.0))
    except (KeyError, ValueError, RuntimeError, OSError):
        # No address, an unreadable one, a transport jeepney lacks, or nobody listens.
        return None


def _ask(bus: DBusConnection, message: Message) -> Any:
    """Return the first value of the answer; None for an error or an answer without values."""
    reply = bus.send_and_get_reply(message)
    if reply.header.message_type is MessageType.error or not reply.body:
        return None
    return reply.body[0]
