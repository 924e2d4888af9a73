"""Errors the app knows, as a tree.

::

    PosError                 code, request id, details to copy; the window has the sentence
    ├── NotReachedError      no answer, and no byte of a request's body was answered: DNS, TLS …
    ├── AnswerError          an answer that is an error: Firmly's error id and text
    ├── UnreadableError      an answer that can't be understood: HTML, broken JSON, too large
    ├── KeyRefusedError      the merchant's payment key is not one to encrypt a card to
    ├── ConfigError          a setting that can't be used: plain http, a malformed domain
    └── JournalError         the journal can't be read or written: disk full, read-only, locked

Anything else is a bug and goes to the crash hook.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """What went wrong, for the words of the window and for support."""

    DNS = "dns"
    REFUSED = "connection-refused"
    TLS_UNTRUSTED = "tls-untrusted"
    TLS_EXPIRED = "tls-expired"
    TLS_TOO_EARLY = "tls-too-early"
    TLS_CLOCK = "tls-clock"
    TLS_WRONG_NAME = "tls-wrong-name"
    TLS_OLD = "tls-old"
    TLS_FAILED = "tls-failed"
    TIMEOUT = "timeout"
    DROPPED = "connection-dropped"
    PROXY = "proxy"
    INVALID_APP_ID = "invalid-app-id"
    SESSION = "session"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not-found"
    NOT_OFFERED = "not-offered"
    RATE_LIMITED = "rate-limited"
    STORE_UNAVAILABLE = "store-unavailable"
    SERVER = "server"
    INVALID_INPUT = "invalid-input"
    OTHER = "other"
    HTML = "html"
    BAD_JSON = "bad-json"
    BAD_SHAPE = "bad-shape"
    TOO_LARGE = "too-large"
    REDIRECT = "redirect"
    HOST_REFUSED = "host-refused"
    KEY_REFUSED = "key-refused"
    PLAIN_HTTP = "plain-http"
    BAD_URL = "bad-url"
    BAD_DOMAIN = "bad-domain"
    DISK = "disk"
    DISK_FULL = "disk-full"
    DISK_READ_ONLY = "disk-read-only"
    JOURNAL_BUSY = "journal-busy"
    JOURNAL_NEWER = "journal-newer"
    JOURNAL_DAMAGED = "journal-damaged"
    STAFF_DAMAGED = "staff-damaged"
    AUDIT = "audit"
    NOT_ALLOWED = "not-allowed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"
    GAVE_WAY = "gave-way"
    SUPERSEDED = "superseded"
    CART_IN_USE = "cart-in-use"
    PRICE_CHANGED = "price-changed"
    CART_CHANGED = "cart-changed"


@dataclass(frozen=True, slots=True)
class Problem:
    """A known error as a value: what the window shows and what support needs.

    `text` is what the server said (plain text, already cut); `status` the HTTP status if any;
    `where` the host or call that failed; `clock_off` the seconds by which this computer's clock is
    ahead of the server's, negative if it is behind.
    """

    code: Code
    where: str = ""
    text: str = ""
    error_id: str = ""
    status: int | None = None
    request_id: str = ""
    retry_after: int | None = None
    clock_off: int | None = None

    def details(self) -> str:
        """Lines for support: safe to copy, nothing secret in them."""
        rows = (
            ("code", self.code.value),
            ("where", self.where),
            ("status", "" if self.status is None else str(self.status)),
            ("error", self.error_id),
            ("text", self.text),
            ("request id", self.request_id),
            ("clock ahead by seconds", "" if self.clock_off is None else str(self.clock_off)),
        )
        return "\n".join(f"{name}: {value}" for name, value in rows if value)


class PosError(Exception):
    """A known error; carries a :class:`Problem`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code.value)
        self.problem = problem


class NotReachedError(PosError):
    """No answer came: the host was not found, refused, timed out, or the line dropped."""


class AnswerError(PosError):
    """The server answered with an error."""


class UnreadableError(PosError):
    """The server answered something that can't be understood."""


class KeyRefusedError(PosError):
    """The payment key is not one to encrypt a card to."""


class ConfigError(PosError):
    """A setting that can't be used."""


class JournalError(PosError):
    """The journal can't be read or written; without its row no order is placed."""
