"""What the program says of itself."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from pos_app import __version__
from pos_app.services import about

ROOT = Path(__file__).parents[2]


def test_a_checkout_knows_its_commit() -> None:
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    assert re.fullmatch(f"{head}(-changed)?", about.commit())


def test_a_frozen_program_says_what_it_was_built_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = tmp_path / "resources"
    shipped.mkdir()
    (shipped / about.COMMIT_FILE).write_text("0123abc\n", encoding="utf-8")
    (shipped / about.LICENCES_FILE).write_text("All of them\n", encoding="utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    told = about.about()
    assert (told.version, told.commit) == (__version__, "0123abc")
    assert told.licences == "All of them\n"


def test_a_frozen_program_without_the_file_does_not_guess(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert about.commit() == "unknown"


def test_the_direct_parts_are_those_that_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[^A-Za-z0-9-]", line)[0] for line in project["dependencies"]}
    assert set(about.DIRECT) == wanted


def test_each_part_is_named_with_version_and_licence() -> None:
    lines = about.collected().splitlines()
    for name in ("httpx", "jwcrypto", "cryptography", "h11"):
        found = [line for line in lines if line.startswith(f"{name} {metadata.version(name)}: ")]
        assert len(found) == 1
        assert not found[0].endswith("unknown")


def test_the_texts_of_the_licences_are_there() -> None:
    assert "Permission is hereby granted, free of charge" in about.collected()


def test_no_part_is_without_a_licence() -> None:
    head = about.collected().split("\n\n", 1)[0]
    assert [line for line in head.splitlines() if line.endswith("unknown")] == []
