"""The command line and its twins in the environment."""

from __future__ import annotations

import argparse
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pos_app import __version__
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


class _TellVersion(argparse.Action):
    """Finds out only when asked: git and the toolkit are slow."""

    def __init__(self, option_strings: Sequence[str], dest: str) -> None:
        super().__init__(
            option_strings, dest=argparse.SUPPRESS, nargs=0, help="say what this is, and end"
        )

    def __call__(self, parser: argparse.ArgumentParser, *_told: object) -> None:
        from pos_app.services.console import say

        say(version_line())
        parser.exit()


def version_line() -> str:
    """Version, commit, Qt and Python, in one line."""
    from PySide6.QtCore import qVersion

    from pos_app.services.about import commit

    python = platform.python_version()
    return f"pos-app {__version__} (commit {commit()}, Qt {qVersion()}, Python {python})"


def parse(arguments: Sequence[str], environment: Mapping[str, str]) -> Options:
    """Read the flags; an environment variable stands in for a flag that is not given.

    Raises:
        ConfigError: hosts, domain or app id can't be used.
        SystemExit: --help, --version, or unknown flags.
    """
    given = vars(_parser().parse_args(list(arguments)))
    for name in ("data_dir", "api_url", "payment_url", "app_id", "domain"):
        given[name] = given[name] or environment.get(f"POS_APP_{name.upper()}", "")
    training = given["training"] or environment.get("POS_APP_TRAINING", "") not in ("", "0")
    folder = Path(given["data_dir"]) if given["data_dir"] else None
    if given["verify_audit"] is not None:
        return Options(folder, None, given["verify_audit"])
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pos-app", description="Take orders by phone.")
    parser.add_argument("--version", action=_TellVersion)
    parser.add_argument(
        "--self-test", action="store_true", help="try every part of this installation, and end"
    )
    parser.add_argument(
        "--verify-audit",
        nargs="?",
        const="",
        metavar="FILE",
        help="say whether the audit log, or a file taken out of it, is whole, and end",
    )
    parser.add_argument("--training", action="store_true", help="use the built-in training store")
    parser.add_argument("--data-dir", metavar="DIR")
    parser.add_argument("--api-url", metavar="URL")
    parser.add_argument("--payment-url", metavar="URL")
    parser.add_argument("--app-id", metavar="ID")
    parser.add_argument("--domain", metavar="HOST")
    return parser
