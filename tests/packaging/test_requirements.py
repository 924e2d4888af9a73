"""The requirement files: pinned by hash, free of addresses, in step with one another."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = ("uv.txt", "runtime.txt", "dev.txt", "nogui.txt", "freeze.txt", "audit.txt")
QT = {"pyside6-essentials", "shiboken6", "pytest-qt"}


def _text(name: str) -> str:
    return (ROOT / "packaging" / "requirements" / name).read_text(encoding="utf-8")


def _pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", _text(name), re.MULTILINE))


def _project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _names(requirements: list[str]) -> set[str]:
    names = (re.match(r"[A-Za-z0-9-]+", requirement) for requirement in requirements)
    return {match[0].lower() for match in names if match is not None}


@pytest.mark.parametrize("name", FILES)
def test_every_package_is_pinned_by_hash(name: str) -> None:
    entries = [line for line in _text(name).splitlines() if line and line[0].isalnum()]
    hashed = re.findall(r"^[a-z0-9-]+==[^\n]*\\\n    --hash=sha256:[0-9a-f]{64}", _text(name), re.M)

    assert entries
    assert len(hashed) == len(entries)


@pytest.mark.parametrize("name", FILES)
def test_no_address_stands_in_it(name: str) -> None:
    assert "://" not in _text(name)
    assert not re.search(r"^\s*(-i|--index-url|--extra-index-url|--find-links|-f)\b", _text(name))


def test_what_the_project_asks_for_is_locked() -> None:
    project = _project()
    wanted = _names(project["project"]["dependencies"])
    groups = project["dependency-groups"]

    assert wanted <= set(_pins("runtime.txt"))
    assert wanted | _names(groups["test"] + groups["lint"]) <= set(_pins("dev.txt"))
    assert (wanted | _names(groups["test"])) - QT <= set(_pins("nogui.txt"))
    assert wanted | _names(groups["freeze"]) <= set(_pins("freeze.txt"))
    assert _names(groups["audit"]) <= set(_pins("audit.txt"))


def test_the_frozen_program_is_made_of_what_was_tested() -> None:
    assert _pins("runtime.txt").items() <= _pins("freeze.txt").items()


def test_the_files_agree_on_versions() -> None:
    everything = _pins("dev.txt").items()

    assert _pins("runtime.txt").items() <= everything
    assert _pins("nogui.txt").items() <= everything


def test_qt_is_in_no_part_of_the_environment_without_it() -> None:
    assert not QT & set(_pins("nogui.txt"))
    assert set(_pins("dev.txt")) >= QT


def test_the_pinned_pyside_is_the_one_that_was_chosen() -> None:
    assert _pins("runtime.txt")["pyside6-essentials"] == "6.11.3"
