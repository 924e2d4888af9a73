"""The settings of one register above those of its computer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pos_app.domain.connection import Connection, Settings, Theme
from pos_app.domain.updates import UpdateSource
from pos_app.services.settings import FILE_NAME, SettingsFile, machine_settings_path

KEY = "A" * 43
SHARED = {
    "connection": {"app_id": "app-1", "domain": "store.example.com"},
    "country": "GB",
    "updates": {"url": "https://it.example.com/pos-app.json", "public_key": KEY},
}


class Register:
    """One register's data folder, and the file for all of the computer."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.machine = folder / "data", folder / "etc" / FILE_NAME
        self.folder.mkdir()
        self.machine.parent.mkdir()

    def shared(self, data: object) -> None:
        self.machine.write_text(json.dumps(data), encoding="utf-8")

    def own(self) -> dict[str, object]:
        data: dict[str, object] = json.loads((self.folder / FILE_NAME).read_text(encoding="utf-8"))
        return data

    def file(self) -> SettingsFile:
        return SettingsFile(self.folder, self.machine)


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(tmp_path)


def test_without_any_file_it_is_the_first_day(register: Register) -> None:
    assert register.file().load() == Settings()


def test_the_computers_file_sets_up_a_register_that_was_never_started(register: Register) -> None:
    register.shared(SHARED)
    assert register.file().load() == Settings(
        connection=Connection("app-1", "store.example.com"),
        country="GB",
        updates=UpdateSource("https://it.example.com/pos-app.json", KEY),
    )


def test_what_the_register_has_chosen_comes_first(register: Register) -> None:
    register.shared(SHARED)
    (register.folder / FILE_NAME).write_text('{"country": "DE", "theme": "dark"}', encoding="utf-8")
    loaded = register.file().load()
    assert (loaded.country, loaded.theme) == ("DE", Theme.DARK)
    assert loaded.connection == Connection("app-1", "store.example.com")


def test_a_register_keeps_only_what_is_different(register: Register) -> None:
    register.shared(SHARED)
    file = register.file()
    loaded = file.load()
    file.save(Settings(loaded.connection, "Ada", "GB", updates=loaded.updates))
    assert register.own()["clerk"] == "Ada"
    assert {"connection", "country", "updates"}.isdisjoint(register.own())


def test_a_change_for_all_registers_reaches_one_that_has_saved(register: Register) -> None:
    register.shared(SHARED)
    file = register.file()
    file.save(file.load())
    register.shared({**SHARED, "connection": {"app_id": "app-2", "domain": "new.example.com"}})
    assert register.file().load().connection == Connection("app-2", "new.example.com")


def test_a_saved_setting_comes_back_as_it_was(register: Register) -> None:
    register.shared(SHARED)
    file = register.file()
    wanted = Settings(Connection("app-9", "other.example.com"), "Ada", "FR", Theme.LIGHT)
    file.load()
    file.save(wanted)
    assert register.file().load() == wanted


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"connection": {"app_id": "app-1", "domain": "no domain"}}',
        f'{{"updates": {{"url": "http://it.example.com/x", "public_key": "{KEY}"}}}}',
        f'{{"updates": {{"url": "http://127.0.0.1/x", "public_key": "{KEY}"}}}}',
        '{"updates": {"url": "https://it.example.com/x", "public_key": "short"}}',
        '{"theme": "pink"}',
    ],
)
def test_a_computers_file_that_cant_be_used_is_named_and_left_alone(
    register: Register, text: str
) -> None:
    register.machine.write_text(text, encoding="utf-8")
    file = register.file()
    assert file.load() == Settings()
    assert file.unread == register.machine
    assert register.machine.read_text(encoding="utf-8") == text


def test_a_damaged_own_file_leaves_the_computers_in_force(register: Register) -> None:
    register.shared(SHARED)
    (register.folder / FILE_NAME).write_text("{", encoding="utf-8")
    file = register.file()
    assert file.load().country == "GB"
    assert file.unread is None
    assert [path.name[:17] for path in register.folder.iterdir()] == ["settings.damaged-"]


def test_a_file_of_an_editor_that_writes_a_mark_is_read(register: Register) -> None:
    register.machine.write_text('{"country": "CA"}', encoding="utf-8-sig")
    assert register.file().load().country == "CA"


def test_the_file_for_all_of_this_computer_has_a_fixed_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("POS_APP_SETTINGS")
    assert machine_settings_path().parts[-2:] == ("pos-app", FILE_NAME)
    assert machine_settings_path().is_absolute()


def test_another_place_can_be_named(monkeypatch: pytest.MonkeyPatch, register: Register) -> None:
    register.shared(SHARED)
    monkeypatch.setenv("POS_APP_SETTINGS", str(register.machine))
    assert SettingsFile(register.folder).load().country == "GB"
