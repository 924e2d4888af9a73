"""The operating system's keyring: which backend may be used, its state, what it raises.

The keyring library would choose a backend by configuration file, environment variable and entry
point, and can end up with one that stores nothing or plain text. So the backend is chosen here by
its exact class, and none of those is read. On Linux that is the Secret Service alone: KWallet and
KeePassXC serve it as well, and a locked one can be recognised without asking for a password.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from pos_app.services.keyring_reason import KeyringReason

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

    from pos_app.services.secret_service import SecretServiceKeyring

_ALLOWED = frozenset({"keyring.backends.Windows.WinVaultKeyring", "keyring.backends.macOS.Keyring"})


def class_name(backend: KeyringBackend) -> str:
    """Return the full name of the backend's class: the library's own, where ours stands on it."""
    return _full_name(
        next(kind for kind in type(backend).__mro__ if not kind.__module__.startswith("pos_app."))
    )


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
    name = _full_name(type(backend))
    return name in _ALLOWED or not name.startswith(("keyring.", "keyrings."))


def readiness(backend: KeyringBackend) -> KeyringReason:
    """Say whether the backend can be used without a prompt, which would block the caller."""
    ours = _on_one_connection(backend)
    return KeyringReason.OK if ours is None else ours.state()


def let_go(backend: KeyringBackend) -> None:
    """Close what the backend holds open; it can be used again."""
    ours = _on_one_connection(backend)
    if ours is not None:
        ours.let_go()


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


def _full_name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _native_class() -> type[KeyringBackend] | None:
    if sys.platform == "win32":
        from keyring.backends import Windows

        return Windows.WinVaultKeyring
    elif sys.platform == "darwin":  # noqa: RET505 - mypy follows this form on each system
        from keyring.backends import macOS

        return macOS.Keyring
    else:
        try:
            from pos_app.services.secret_service import SecretServiceKeyring
        except ImportError:
            return None
        return SecretServiceKeyring


def _on_one_connection(backend: KeyringBackend) -> SecretServiceKeyring | None:
    if "pos_app.services.secret_service" not in sys.modules:
        return None
    from pos_app.services.secret_service import SecretServiceKeyring

    return backend if isinstance(backend, SecretServiceKeyring) else None
