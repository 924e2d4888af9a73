"""How the token store splits a value, and what it makes of damage, failures and recovery.

`SmallEntries` is a complete backend that stands for an operating system these tests do not run on:
its entries hold what those of the Windows credential store hold, 2,560 bytes of UTF-16.
"""

from __future__ import annotations

from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.backends.fail import Keyring as FailKeyring
from keyring.backends.null import Keyring as NullKeyring
from keyring.errors import KeyringLocked, PasswordDeleteError, PasswordSetError

from pos_app.services.secrets import KeyringReason, KeyringStatus, Scope, StoredToken, TokenStore

ENTRY_BYTES = 2_560
SCOPE = Scope("api.example.test", "app-1", "shop.example.test")
TOKEN = StoredToken("header.payload.signature", "device-1", 1_900_000_000)


def long_token(chars: int, mark: str = "a") -> StoredToken:
    return StoredToken(mark * chars, "device-1", 1_900_000_000)


def status(reason: KeyringReason) -> KeyringStatus:
    return KeyringStatus(reason is KeyringReason.OK, f"{__name__}.SmallEntries", reason)


class SmallEntries(KeyringBackend):
    priority: ClassVar[float] = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.entries: dict[tuple[str, str], str] = {}
        self.locked = False
        self.changes_left: int | None = None

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked("locked")
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._change()
        if len(password.encode("utf-16-le")) > ENTRY_BYTES:
            raise PasswordSetError("too long")
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._change()
        if (service, username) not in self.entries:
            raise PasswordDeleteError("not found")
        del self.entries[service, username]

    def _change(self) -> None:
        if self.locked:
            raise KeyringLocked("locked")
        if self.changes_left is not None:
            if self.changes_left == 0:
                raise PasswordSetError("the machine was switched off")
            self.changes_left -= 1


@pytest.fixture
def backend() -> SmallEntries:
    return SmallEntries()


def test_token_is_kept_for_its_scope_and_found_by_the_next_store(backend: SmallEntries) -> None:
    TokenStore(backend).save(SCOPE, TOKEN)
    store = TokenStore(backend)
    assert store.load(SCOPE) == TOKEN
    assert store.load(Scope("api.example.test", "app-1", "other.example.test")) is None
    assert store.status == status(KeyringReason.OK)


def test_names_of_the_entries(backend: SmallEntries) -> None:
    TokenStore(backend).save(SCOPE, TOKEN)
    user = "api.example.test|app-1|shop.example.test"
    assert set(backend.entries) == {("pos-app", f"{user}#0"), ("pos-app", f"{user}#1")}


def test_scopes_that_look_alike_when_joined_stay_apart(backend: SmallEntries) -> None:
    store = TokenStore(backend)
    store.save(Scope("a|b", "c", "d"), TOKEN)
    assert store.load(Scope("a", "b|c", "d")) is None
    assert store.load(Scope("a", "b", "c|d")) is None
    assert store.load(Scope("a%7Cb", "c", "d")) is None


@pytest.mark.parametrize("chars", [0, 1, 900, 999, 1000, 1001, 1280, 1281, 5000, 64_000])
def test_value_of_any_length_fits(backend: SmallEntries, chars: int) -> None:
    TokenStore(backend).save(SCOPE, long_token(chars))
    assert TokenStore(backend).load(SCOPE) == long_token(chars)
    assert max(len(text) for text in backend.entries.values()) <= 1000


@given(access=st.text(max_size=3000), device=st.text(max_size=50), expires=st.integers(0, 2**40))
def test_any_text_comes_back(access: str, device: str, expires: int) -> None:
    backend = SmallEntries()
    token = StoredToken(access, device, expires)
    TokenStore(backend).save(SCOPE, token)
    assert TokenStore(backend).load(SCOPE) == token


def test_shorter_value_leaves_nothing_of_the_longer_one(backend: SmallEntries) -> None:
    store = TokenStore(backend)
    store.save(SCOPE, long_token(5000))
    assert len(backend.entries) == 7
    store.save(SCOPE, long_token(10))
    assert len(backend.entries) == 2
    assert store.load(SCOPE) == long_token(10)


def test_forgetting_removes_every_entry_of_this_scope_alone(backend: SmallEntries) -> None:
    store = TokenStore(backend)
    other = Scope("api.example.test", "app-2", "shop.example.test")
    store.save(SCOPE, long_token(5000))
    store.save(other, TOKEN)
    store.forget(SCOPE)
    assert store.load(SCOPE) is None
    assert store.load(other) == TOKEN
    assert len(backend.entries) == 2
    store.forget(SCOPE)
    assert store.status.usable


@pytest.mark.parametrize(("old", "new"), [(5000, 4000), (4000, 5000), (5000, 10), (10, 5000)])
@pytest.mark.parametrize("changes", range(14))
def test_write_torn_anywhere_gives_a_whole_token_or_none(
    backend: SmallEntries, old: int, new: int, changes: int
) -> None:
    before, after = long_token(old, "a"), long_token(new, "b")
    store = TokenStore(backend)
    store.save(SCOPE, before)
    backend.changes_left = changes
    store.save(SCOPE, after)
    assert store.load(SCOPE) == after  # in memory, if not in the keyring
    backend.changes_left = None
    assert TokenStore(backend).load(SCOPE) in {before, after, None}
    TokenStore(backend).save(SCOPE, TOKEN)
    assert TokenStore(backend).load(SCOPE) == TOKEN
    assert len(backend.entries) == 2


@pytest.mark.parametrize("changes", range(8))
def test_forgetting_torn_anywhere_leaves_no_token_and_can_be_repeated(
    backend: SmallEntries, changes: int
) -> None:
    store = TokenStore(backend)
    store.save(SCOPE, long_token(5000))
    backend.changes_left = changes
    store.forget(SCOPE)
    backend.changes_left = None
    assert changes == 0 or TokenStore(backend).load(SCOPE) is None
    store.forget(SCOPE)
    assert backend.entries == {}


@pytest.mark.parametrize(
    "index",
    ["", "0", "1 0 " + "0" * 64, "1 99999 " + "0" * 64, "2 1 " + "0" * 64, "1 2 " + "0" * 64, "é"],
)
def test_damaged_index_reads_as_no_token(backend: SmallEntries, index: str) -> None:
    TokenStore(backend).save(SCOPE, TOKEN)
    [key] = [key for key in backend.entries if key[1].endswith("#0")]
    backend.entries[key] = index
    assert TokenStore(backend).load(SCOPE) is None


def test_changed_part_reads_as_no_token(backend: SmallEntries) -> None:
    TokenStore(backend).save(SCOPE, long_token(3000))
    [key] = [key for key in backend.entries if key[1].endswith("#2")]
    backend.entries[key] = backend.entries[key][:-1] + "b"
    assert TokenStore(backend).load(SCOPE) is None


def test_locked_keyring_is_used_again_once_it_is_unlocked(backend: SmallEntries) -> None:
    store = TokenStore(backend)
    store.save(SCOPE, TOKEN)
    backend.locked = True
    newer = long_token(50)
    store.save(SCOPE, newer)
    assert store.status == status(KeyringReason.LOCKED)
    assert store.load(SCOPE) == newer
    backend.locked = False
    store.save(SCOPE, newer)
    assert store.status == status(KeyringReason.OK)
    assert TokenStore(backend).load(SCOPE) == newer


def test_failing_keyring_is_reported_and_the_token_stays_in_memory(backend: SmallEntries) -> None:
    backend.changes_left = 0
    store = TokenStore(backend)
    store.save(SCOPE, TOKEN)
    assert store.status.reason is KeyringReason.ERROR
    assert store.load(SCOPE) == TOKEN
    store.forget(SCOPE)
    assert store.load(SCOPE) is None
    assert backend.entries == {}


@pytest.mark.parametrize("kind", [NullKeyring, FailKeyring, ChainerBackend])
def test_backends_that_store_nothing_or_anywhere_are_refused(kind: type[KeyringBackend]) -> None:
    store = TokenStore(kind())
    store.save(SCOPE, TOKEN)
    assert store.status.reason is KeyringReason.REFUSED_BACKEND
    assert not store.status.usable
    assert store.load(SCOPE) == TOKEN
    assert TokenStore(kind()).load(SCOPE) is None


class Forgetful(SmallEntries):
    def get_password(self, service: str, username: str) -> str | None:
        value = super().get_password(service, username)
        return None if value is None else value[:500]


def test_backend_that_does_not_give_back_what_it_got_is_refused() -> None:
    assert TokenStore(Forgetful()).status.reason is KeyringReason.REFUSED_BACKEND


def test_representations_hide_the_token() -> None:
    assert "signature" not in repr(TOKEN)
    assert "device-1" in repr(TOKEN)
