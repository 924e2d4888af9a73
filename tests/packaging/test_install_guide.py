"""The guide for the store's IT names what the program knows, and nothing that it does not."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from pos_app import options
from pos_app.domain.connection import Connection, Settings, Theme
from pos_app.domain.recorder import RecorderHook
from pos_app.domain.updates import UpdateSource
from pos_app.services import crashes, journal_file, logs, settings, staff_store
from pos_app.services.settings import SettingsFile

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)


def test_the_example_of_a_settings_file_is_one(tmp_path: Path) -> None:
    machine = tmp_path / "settings.json"
    machine.write_text(EXAMPLES[0], encoding="utf-8")
    file = SettingsFile(tmp_path / "data", machine)
    loaded = file.load()
    assert file.unread is None
    assert loaded.connection is not None
    assert loaded.connection.domain == "store.example.com"


def test_the_example_of_updates_lacks_only_the_key(tmp_path: Path) -> None:
    updates = json.loads(EXAMPLES[1])["updates"] | {"public_key": "A" * 43}
    machine = tmp_path / "settings.json"
    machine.write_text(json.dumps({"updates": updates}), encoding="utf-8")
    assert SettingsFile(tmp_path / "data", machine).load().updates is not None


# For each name in the guide's table: a value that is not the default, and what it becomes.
NAMES: Mapping[str, tuple[object, object]] = {
    "connection": (
        {"app_id": "app-1", "domain": "store.example.com"},
        Connection("app-1", "store.example.com"),
    ),
    "clerk": ("Kim", "Kim"),
    "country": ("GB", "GB"),
    "theme": ("dark", Theme.DARK),
    "recorder": (
        {"command": ["record", "{action}"]},
        RecorderHook(("record", "{action}")),
    ),
    "updates": (
        {"url": "https://it.example.com/pos-app.json", "public_key": "A" * 43},
        UpdateSource("https://it.example.com/pos-app.json", "A" * 43),
    ),
}


def test_the_guide_names_each_setting() -> None:
    table = GUIDE.partition("| name | value |\n")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(NAMES)
    # Whether clerks sign in is the register's own to know: from its `staff.db`.
    known = {field.name for field in dataclasses.fields(Settings)}
    assert set(NAMES) == known - {"sign_in"}


@pytest.mark.parametrize("name", NAMES)
def test_each_setting_for_all_registers_counts(name: str, tmp_path: Path) -> None:
    written, meant = NAMES[name]
    machine = tmp_path / "settings.json"
    machine.write_text(json.dumps({name: written}), encoding="utf-8")
    loaded = SettingsFile(tmp_path / "data", machine).load()

    assert getattr(loaded, name) == meant
    assert getattr(Settings(), name) != meant


def test_each_option_is_in_the_guide_with_its_twin(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        options.parse(["--help"], {})
    known = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help"}
    named = set(re.findall(r"(?<![\w-])--[a-z-]+", GUIDE))
    assert known <= named
    twins = {f"POS_APP_{name[2:].upper().replace('-', '_')}" for name in known}
    assert set(re.findall(r"POS_APP_[A-Z_]+", GUIDE)) - {"POS_APP_SETTINGS"} <= twins


@pytest.mark.parametrize(
    "name",
    [
        settings.FILE_NAME,
        journal_file.FILE_NAME,
        staff_store.FILE_NAME,
        logs.FILE_NAME,
        crashes.CRASH_FILE,
        crashes.FAULT_FILE,
    ],
)
def test_each_file_of_the_data_folder_is_in_the_guide(name: str) -> None:
    assert f"`{name}`" in GUIDE


@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
def test_the_place_of_the_computers_file_is_that_of_the_guide(
    system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("POS_APP_SETTINGS")
    monkeypatch.setattr("sys.platform", system)
    monkeypatch.setenv("PROGRAMDATA", "%PROGRAMDATA%")
    place = str(settings.machine_settings_path()).replace("/", "\\" if system == "win32" else "/")
    assert f"`{place}`" in GUIDE
