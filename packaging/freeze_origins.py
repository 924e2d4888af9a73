"""Where each thing in a frozen program comes from: a package, Python, Qt, the system, ourselves.

Everything must come from somewhere known, or the build fails.
"""

from __future__ import annotations

import platform
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

_LICENCE_FILE = re.compile(r"(?i)(?:^|/)(?:licen[cs]e|copying|notice|authors)[^/]*$")
_LONGEST_NAME = 80  # some packages put the whole licence into the field for its name
_ICU = re.compile(r"libicu\w+\.so\.(\d+)")
_QT_LICENCE = "LGPL-3.0-only"


class UnknownOriginError(Exception):
    """A file that belongs to no known part."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something that others made and that is inside, or the program itself.

    `purl` is its package URL; `licence` a name or SPDX expression; `texts` are files on this
    machine that hold the licence whole.
    """

    name: str
    version: str
    purl: str
    licence: str
    texts: tuple[Path, ...] = ()


@dataclass(slots=True)
class Origins:
    """Finds the part that a file on this machine belongs to. `work` is the build's own folder."""

    work: Path
    version: str
    _packages: Mapping[Path, Part] = field(init=False)

    def __post_init__(self) -> None:
        self._packages = _files_of_packages()

    def of(self, source: str) -> Part:
        """The part; raises `UnknownOriginError` where nobody knows."""
        path = Path(source)
        found = self._packages.get(path) or self._packages.get(path.resolve())
        if found is not None:
            return _inside_qt(path, found)
        for folder in (self.work, ROOT):
            if path.is_relative_to(folder) and not path.is_relative_to(sys.prefix):
                return self.own if path.name != "base_library.zip" else python()
        if _is_pythons(path):
            return python()
        if sys.platform.startswith("linux"):
            return _system_part(path)
        raise UnknownOriginError(source)

    @property
    def own(self) -> Part:
        """This program."""
        texts = (ROOT / "resources" / "fonts" / "OFL.txt", ROOT / "resources" / "icons" / "LICENSE")
        purl = f"pkg:generic/pos-app@{self.version}"
        return Part("pos-app", self.version, purl, "LicenseRef-Proprietary", texts)


def python() -> Part:
    """The interpreter and its standard library."""
    version = platform.python_version()
    text = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    texts = (text,) if text.is_file() else ()
    return Part("Python", version, f"pkg:generic/python@{version}", "PSF-2.0", texts)


def package(name: str) -> Part:
    """An installed Python package."""
    return _package(metadata.distribution(name))


def _inside_qt(path: Path, found: Part) -> Part:
    """PySide6 brings Qt along, and Qt brings ICU: both are parts of their own."""
    if not found.name.casefold().startswith("pyside6"):
        return found
    icu = _ICU.match(path.name)
    if icu is not None:
        return Part("ICU", icu[1], f"pkg:generic/icu@{icu[1]}", "Unicode-3.0")
    if "Qt" in path.parts or path.name.startswith("Qt6"):
        return Part("Qt", found.version, f"pkg:generic/qt@{found.version}", _QT_LICENCE)
    return found


@cache
def _is_pythons(path: Path) -> bool:
    homes = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"), sys.base_prefix}
    inside = any(path.is_relative_to(home) for home in homes if home != "/usr")
    return inside or path.name.startswith("libpython")


def _files_of_packages() -> Mapping[Path, Part]:
    return {
        Path(str(file.locate())): part
        for distribution in metadata.distributions()
        for part in (_package(distribution),)
        for file in distribution.files or ()
    }


def _package(distribution: metadata.Distribution) -> Part:
    name, version = distribution.metadata["Name"], distribution.version
    texts = tuple(
        Path(str(file.locate()))
        for file in distribution.files or ()
        if ".dist-info/" in file.as_posix() and _LICENCE_FILE.search(file.as_posix())
    )
    key = re.sub(r"[-_.]+", "-", name).casefold()
    return Part(name, version, f"pkg:pypi/{key}@{version}", _licence(distribution), texts)


def _licence(distribution: metadata.Distribution) -> str:
    facts = distribution.metadata
    told: Iterable[str] = (
        facts[name] for name in ("License-Expression", "License") if name in facts
    )
    for name in told:
        if name and len(name) <= _LONGEST_NAME and "\n" not in name:
            return name
    classifiers: Iterable[str] = facts.get_all("Classifier") or ()
    kinds = [c.rpartition(" :: ")[2] for c in classifiers if c.startswith("License :: ")]
    return ", ".join(kinds) or "see its text"


def _system_part(path: Path) -> Part:
    """The Debian package that a shared library of this machine came with."""
    name = _debian_owner(path)
    query = ("dpkg-query", "--show", "--showformat=${Version}\n${Architecture}", name)
    version, architecture = _output(query).split("\n")[:2]
    bare = name.partition(":")[0]
    purl = f"pkg:deb/debian/{bare}@{version.replace('+', '%2B')}?arch={architecture}"
    text = Path("/usr/share/doc") / bare / "copyright"
    texts = (text,) if text.is_file() else ()
    return Part(bare, version, purl, "see its text", texts)


def _debian_owner(path: Path) -> str:
    # A file is listed under /lib or under /usr/lib, whichever its package was built with.
    real = path.resolve()
    for candidate in (str(real), str(real).removeprefix("/usr"), str(path), f"/usr{path}"):
        owner = _output(("dpkg-query", "--search", candidate)).rpartition(": ")[0]
        if owner:
            return owner.splitlines()[0]
    raise UnknownOriginError(str(path))


def _output(command: tuple[str, ...]) -> str:
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return answer.stdout
