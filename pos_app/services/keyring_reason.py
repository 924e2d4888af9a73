"""Why tokens are kept in the keyring, or are not."""

from __future__ import annotations

from enum import StrEnum


class KeyringReason(StrEnum):
    """Whether tokens are kept in the keyring, and if not, why."""

    OK = "ok"
    NO_BACKEND = "no_backend"
    LOCKED = "locked"
    REFUSED_BACKEND = "refused_backend"
    ERROR = "error"
