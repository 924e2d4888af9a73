"""The command line and its twins in the environment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pos_app.domain.connection import (
    DEFAULT_API_URL,
    DEFAULT_PAYMENT_URL,
    Connection,
    checked,
)


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for at start. `connection` None: what the settings say.

    `verify_audit` None: open the window; else look through this file, or the log if it is empty.
    """

    data_dir: Path | None
    connection: Connection | None
    verify_audit: str | None = None


def parse(arguments: Sequence[str], environment: Mapping[str, str]) -> Options:
    """Read the flags; an environment variable stands in for a flag that is not given.

    Raises:
        ConfigError: hosts, domain or app id can't be used.
        SystemExit: --help, --version, or unknown flags.
    """
    flags = _flags(arguments) if arguments else {}
    given = {
        name: str(flags.get(name) or environment.get(f"POS_APP_{name.upper()}", ""))
        for name in ("data_dir", "api_url", "payment_url", "app_id", "domain")
    }
    training = flags.get("training") or environment.get("POS_APP_TRAINING", "") not in ("", "0")
    folder = Path(given["data_dir"]) if given["data_dir"] else None
    if flags.get("verify_audit") is not None:
        return Options(folder, None, str(flags["verify_audit"]))
    if training:
        return Options(folder, Connection("", "", "", "", training=True))
    if not given["domain"] and not given["app_id"]:
        return Options(folder, None)
    connection = Connection(
        app_id=given["app_id"],
        domain=given["domain"],
        api_url=given["api_url"] or DEFAULT_API_URL,
        payment_url=given["payment_url"] or DEFAULT_PAYMENT_URL,
    )
    return Options(folder, checked(connection))


def _flags(arguments: Sequence[str]) -> dict[str, object]:
    from pos_app.option_flags import given

    return given(arguments)
