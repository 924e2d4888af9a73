"""Session tokens in the operating system's keyring; without a usable one, in memory, never a file.

An entry of the Windows credential store holds at most 2,560 bytes, which are 1,280 characters of
UTF-16, and an access token can be longer. So a value is split over numbered entries; entry 0 holds
their count and checksum, and a write that was torn, or mixed with another, reads as "no token".
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from pos_app.services.keyring_backends import (
    class_name,
    expected_errors,
    is_allowed,
    let_go,
    native_backend,
    readiness,
    reason_of,
)
from pos_app.services.keyring_reason import KeyringReason

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

__all__ = ["KeyringReason", "KeyringStatus", "Scope", "StoredToken", "TokenStore"]

SERVICE = "pos-app"
PART_CHARS = 1_000

_INDEX = re.compile(r"1 ([1-9][0-9]{0,3}) ([0-9a-f]{64})")  # version, count of parts, SHA-256


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose token it is: one device per API host, app id and merchant domain."""

    api_host: str
    app_id: str
    domain: str


@dataclass(frozen=True, slots=True)
class StoredToken:
    """A session as it is kept; ``expires`` is in unix seconds. The token is not shown."""

    access_token: str = field(repr=False)
    device_id: str
    expires: int


@dataclass(frozen=True, slots=True)
class KeyringStatus:
    """Whether tokens survive a restart; ``backend`` is the class tried, "" for none."""

    usable: bool
    backend: str
    reason: KeyringReason


class TokenStore:
    """Keeps one token for each scope.

    Every method may wait for the keyring: call them in a worker, one at a time. None of them raises
    for a keyring that is missing, locked or broken: the token is then held in this object, and
    `status` says why. A keyring that was not usable is tried again by the next call, so unlocking
    it is enough.

    ``backend`` is used instead of the operating system's own, unless it is one of the keyring
    library's that would store nothing or plain text.
    """

    def __init__(self, backend: KeyringBackend | None = None) -> None:
        self._backend = backend
        self._status: KeyringStatus | None = None
        self._memory: dict[Scope, StoredToken] = {}

    @property
    def status(self) -> KeyringStatus:
        """The state that the last call found; the first look opens the keyring."""
        return self._status or self._open()

    def load(self, scope: Scope) -> StoredToken | None:
        """Return the token kept for the scope; None if there is none or it is damaged."""
        held = self._memory.get(scope)
        if held is not None:
            return held
        backend = self._usable_backend()
        if backend is None:
            return None
        try:
            return _from_text(_read(backend, _user(scope)))
        except expected_errors() as error:
            self._failed(backend, error)
            return None

    def save(self, scope: Scope, token: StoredToken) -> None:
        """Keep the token for the scope, replacing the one before."""
        backend = self._usable_backend()
        if backend is not None:
            try:
                _write(backend, _user(scope), _to_text(token))
            except expected_errors() as error:
                self._failed(backend, error)
            else:
                self._memory.pop(scope, None)
                return
        self._memory[scope] = token

    def forget(self, scope: Scope) -> None:
        """Remove the scope's token, from the keyring too if it is usable."""
        self._memory.pop(scope, None)
        backend = self._usable_backend()
        if backend is None:
            return
        try:
            # The index goes last and on its own: a torn first write has parts and no index.
            _delete_from(backend, _user(scope), 1)
            _delete_from(backend, _user(scope), 0)
        except expected_errors() as error:
            self._failed(backend, error)

    def close(self) -> None:
        """Let go of the connection to the keyring; tokens held in memory stay."""
        if self._backend is not None:
            let_go(self._backend)

    def _usable_backend(self) -> KeyringBackend | None:
        backend = self._backend
        if backend is None or self._status is None or not self._status.usable:
            return self._backend if self._open().usable else None
        # A desktop may lock its keyring at any time; using it then would open a prompt and block.
        reason = readiness(backend)
        if reason is KeyringReason.OK:
            return backend
        self._set_status(backend, reason)
        return None

    def _open(self) -> KeyringStatus:
        if self._backend is None:
            self._backend = native_backend()
        backend = self._backend
        if backend is None:
            return self._set_status(None, KeyringReason.NO_BACKEND)
        if not is_allowed(backend):
            return self._set_status(backend, KeyringReason.REFUSED_BACKEND)
        reason = readiness(backend)
        if reason is not KeyringReason.OK:
            return self._set_status(backend, reason)
        try:
            reason = _probe(backend)
        except expected_errors() as error:
            reason = reason_of(error)
        return self._set_status(backend, reason)

    def _failed(self, backend: KeyringBackend, error: Exception) -> None:
        let_go(backend)
        self._set_status(backend, reason_of(error))

    def _set_status(self, backend: KeyringBackend | None, reason: KeyringReason) -> KeyringStatus:
        name = "" if backend is None else class_name(backend)
        self._status = KeyringStatus(reason is KeyringReason.OK, name, reason)
        return self._status


def _user(scope: Scope) -> str:
    # Quoted, so that no two scopes can give the same name.
    parts = (scope.api_host, scope.app_id, scope.domain)
    return "|".join(quote(part, safe=":", errors="replace") for part in parts)


def _entry(user: str, part: int) -> str:
    return f"{user}#{part}"


def _probe(backend: KeyringBackend) -> KeyringReason:
    """Write the longest entry, read it back and remove it: only then is the backend believed."""
    name = f"probe#{secrets.token_hex(8)}"  # another register of this user may probe too
    value = secrets.token_hex(PART_CHARS // 2)
    backend.set_password(SERVICE, name, value)
    if backend.get_password(SERVICE, name) != value:
        return KeyringReason.REFUSED_BACKEND
    backend.delete_password(SERVICE, name)
    return KeyringReason.OK


def _write(backend: KeyringBackend, user: str, text: str) -> None:
    parts = [text[at : at + PART_CHARS] for at in range(0, len(text), PART_CHARS)]
    for number, part in enumerate(parts, start=1):
        backend.set_password(SERVICE, _entry(user, number), part)
    # Last, since it makes the rest valid.
    index = f"1 {len(parts)} {hashlib.sha256(text.encode()).hexdigest()}"
    backend.set_password(SERVICE, _entry(user, 0), index)
    _delete_from(backend, user, len(parts) + 1)


def _read(backend: KeyringBackend, user: str) -> str | None:
    index = _INDEX.fullmatch(backend.get_password(SERVICE, _entry(user, 0)) or "")
    if index is None:
        return None
    parts = []
    for number in range(1, int(index[1]) + 1):
        part = backend.get_password(SERVICE, _entry(user, number))
        if part is None:
            return None
        parts.append(part)
    text = "".join(parts)
    digest = hashlib.sha256(text.encode(errors="replace")).hexdigest()
    return text if digest == index[2] else None


def _delete_from(backend: KeyringBackend, user: str, first: int) -> None:
    """Delete the entries from number ``first`` on, from the end.

    So whatever interrupts it, they stay without a gap, and the next time finds them all.
    """
    end = first
    while backend.get_password(SERVICE, _entry(user, end)) is not None:
        end += 1
    for number in reversed(range(first, end)):
        backend.delete_password(SERVICE, _entry(user, number))


def _to_text(token: StoredToken) -> str:
    # Plain ASCII: one character is one unit of UTF-16, which is what Windows counts.
    return json.dumps(
        {
            "access_token": token.access_token,
            "device_id": token.device_id,
            "expires": token.expires,
        }
    )


def _from_text(text: str | None) -> StoredToken | None:
    try:
        value = json.loads(text or "null")
    except ValueError:
        return None
    match value:
        case {"access_token": str(access), "device_id": str(device), "expires": int(expires)}:
            return StoredToken(access, device, expires)
        case _:
            return None
