"""The flags of the command line. Loaded when there are any: a clerk's start has none."""

from __future__ import annotations

import argparse
import platform
from collections.abc import Sequence

from pos_app import __version__


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


def given(arguments: Sequence[str]) -> dict[str, object]:
    """Each flag's value by its name, as argparse names it.

    Raises:
        SystemExit: --help, --version, or unknown flags.
    """
    return vars(_parser().parse_args(list(arguments)))


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
