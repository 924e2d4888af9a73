"""The operating system's keyring: which backend may be used, its state, what it raises.

The keyring library would choose a backend by configuration file, environment variable and entry
point, and can end up with one that stores nothing or plain text. So the backend is chosen here by
its exact class, and none of those is read. On Linux that is the Secret Service alone: KWallet and
KeePassXC serve it as well, and a locked one can be recognised without asking for a password.
"""

from __future__ import annotations

import sys
from contextlib import closing, suppress
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jeepney import Message
    from jeepney.io.blocking import DBusConnection
    from keyring.backend import KeyringBackend

_SECRET_SERVICE = "keyring.backends.SecretService.Keyring"  # noqa: S105 - a class name
_ALLOWED = frozenset(
    {
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.macOS.Keyring",
        _SECRET_SERVICE,
    }
)

_ANSWER_SECONDS = 10.0
"""How long a Secret Service may take to answer; it may have to be started for that."""


class KeyringReason(StrEnum):
    """Whether tokens are kept in the keyring, and if not, why."""

    OK = "ok"
    NO_BACKEND = "no_backend"
    LOCKED = "locked"
    REFUSED_BACKEND = "refused_backend"
    ERROR = "error"


def class_name(backend: KeyringBackend) -> str:
    """Return the full name of the backend's class."""
    kind = type(backend)
    return f"{kind.__module__}.{kind.__qualname__}"


def native_backend() -> KeyringBackend | None:
    """Return a new backend for this operating system, or None when its parts are missing."""
    kind = _native_class()
    if kind is None:
        return None
    backend = kind()
    # Each environment variable KEYRING_PROPERTY_X has become an attribute x of the instance:
    # another collection than the one examined, or text in the place of a method.
    vars(backend).clear()
    if sys.platform == "win32":
        # The default roams with the user's profile, but one register is one device.
        backend.persist = "local machine"  # type: ignore[attr-defined]
    return backend


def is_allowed(backend: KeyringBackend) -> bool:
    """Whether tokens may be given to it: not to the library's other backends, or to its plug-ins.

    A class from elsewhere was written and handed over by whoever calls; it answers for it.
    """
    name = class_name(backend)
    return name in _ALLOWED or not name.startswith(("keyring.", "keyrings."))


def readiness(backend: KeyringBackend) -> KeyringReason:
    """Say whether the backend can be used without a prompt, which would block the caller."""
    if class_name(backend) == _SECRET_SERVICE:
        return _secret_service_state()
    return KeyringReason.OK


def expected_errors() -> tuple[type[Exception], ...]:
    """Return the exact classes that the backends raise when the keyring does not do its work."""
    from keyring.errors import KeyringError

    # UnicodeDecodeError: someone else's bytes under our name.
    common: tuple[type[Exception], ...] = (KeyringError, OSError, UnicodeDecodeError)
    if sys.platform == "win32":
        from win32ctypes.pywin32 import pywintypes  # type: ignore[import-untyped]

        common = (*common, pywintypes.error)
    elif sys.platform != "darwin":
        with suppress(ImportError):
            from jeepney import DBusErrorResponse
            from secretstorage import SecretStorageException

            common = (*common, DBusErrorResponse, SecretStorageException)
    return common


def reason_of(error: Exception) -> KeyringReason:
    """Sort one of `expected_errors`; its text is not kept, for it may quote what was stored."""
    from keyring.errors import InitError, KeyringLocked, NoKeyringError

    if isinstance(error, KeyringLocked):
        return KeyringReason.LOCKED
    if isinstance(error, (InitError, NoKeyringError)):
        return KeyringReason.NO_BACKEND
    if "secretstorage" in sys.modules:
        from secretstorage import LockedException, SecretServiceNotAvailableException

        if isinstance(error, LockedException):
            return KeyringReason.LOCKED
        if isinstance(error, SecretServiceNotAvailableException):
            return KeyringReason.NO_BACKEND
    return KeyringReason.ERROR


def _native_class() -> type[KeyringBackend] | None:
    if sys.platform == "win32":
        from keyring.backends import Windows

        return Windows.WinVaultKeyring
    elif sys.platform == "darwin":  # noqa: RET505 - mypy follows this form on each system
        from keyring.backends import macOS

        return macOS.Keyring
    else:
        try:
            import jeepney  # noqa: F401
            import secretstorage  # noqa: F401
            from keyring.backends import SecretService
        except ImportError:
            return None
        return SecretService.Keyring


def _secret_service_state() -> KeyringReason:
    """Look at the default collection, without unlocking or creating one: both ask the user.

    Source: freedesktop.org Secret Service API, ReadAlias and the property Locked.
    """
    from jeepney import DBusAddress, Properties, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    try:
        connection = open_dbus_connection()
    except (KeyError, ValueError, RuntimeError, OSError):
        # No address, an unreadable one, a transport jeepney lacks, or nobody listens.
        return KeyringReason.NO_BACKEND
    bus, path = "org.freedesktop.secrets", "/org/freedesktop/secrets"
    service = DBusAddress(path, bus, "org.freedesktop.Secret.Service")
    with closing(connection):
        try:
            alias = _ask(connection, new_method_call(service, "ReadAlias", "s", ("default",)))
            if alias in {None, "/"}:
                return KeyringReason.NO_BACKEND
            collection = DBusAddress(alias, bus, "org.freedesktop.Secret.Collection")
            locked = _ask(connection, Properties(collection).get("Locked"))
        except OSError:  # a broken connection, or no answer in time
            return KeyringReason.ERROR
    if locked == ("b", False):
        return KeyringReason.OK
    return KeyringReason.LOCKED if locked == ("b", True) else KeyringReason.ERROR


def _ask(connection: DBusConnection, message: Message) -> object:
    """Return the first value of the answer; None for an error or an answer without values."""
    from jeepney import MessageType

    reply = connection.send_and_get_reply(message, timeout=_ANSWER_SECONDS)
    if reply.header.message_type is MessageType.error or not reply.body:
        return None
    return reply.body[0]
