"""The register's settings: a small JSON file in the data folder, above one for all of a computer.

The file of the computer is written by whoever looks after it, and only read here. What the own
file says comes first, name by name; it holds only what is different, so that a change for all
registers reaches those that have not chosen otherwise.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from pos_app.domain.connection import (
    DEFAULT_API_URL,
    DEFAULT_PAYMENT_URL,
    Connection,
    Settings,
    Theme,
    checked,
    checked_source,
)
from pos_app.domain.errors import Code, ConfigError, PosError, Problem
from pos_app.domain.recorder import RecorderHook, checked_hook
from pos_app.domain.updates import UpdateSource

FILE_NAME = "settings.json"


def default_data_dir() -> Path:
    """Where the operating system wants a program's data of this user."""
    from platformdirs import user_data_path

    return user_data_path("pos-app", appauthor=False)


def prepare_data_dir(folder: Path) -> Path:
    """Make the folder, readable by this user alone, and return it; raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def machine_settings_path() -> Path:
    """The file that holds for all users of this computer; `POS_APP_SETTINGS` names another."""
    named = os.environ.get("POS_APP_SETTINGS", "")
    if named:
        return Path(named)
    if sys.platform == "win32":
        folder = Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData"))
    elif sys.platform == "darwin":
        folder = Path("/Library/Application Support")
    else:
        folder = Path("/etc")
    return folder / "pos-app" / FILE_NAME


class SettingsFile:
    """Reads and writes the settings of one data folder, above those of the computer.

    `unread` is the path of the computer's file if it is there and can't be used; it is then left
    as it is, and passed over.
    """

    def __init__(self, folder: Path, machine: Path | None = None) -> None:
        self._path = folder / FILE_NAME
        self._machine_path = machine or machine_settings_path()
        self._machine: dict[str, object] = {}
        self.unread: Path | None = None

    def load(self) -> Settings:
        """The settings; the defaults when there are none.

        An own file that can't be read is set aside under another name, never deleted: the window
        then starts as on the first day, or as the computer's file says.
        """
        self._machine = self._load_machine()
        try:
            own = _read(self._path)
            return _settings_from({**self._machine, **own})
        except FileNotFoundError:
            pass
        except (OSError, ValueError, PosError):
            self._set_aside()
        return _settings_from(self._machine)

    def _load_machine(self) -> dict[str, object]:
        self.unread = None
        try:
            data = _read(self._machine_path)
            _settings_from(data)
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (OSError, ValueError, PosError):
            self.unread = self._machine_path
            return {}
        return data

    def save(self, settings: Settings) -> None:
        """Write the settings: to a new file that then takes the old one's place.

        Raises:
            ConfigError: the disk refused; the old file is as it was.
        """
        fresh = self._path.with_suffix(".new")
        try:
            prepare_data_dir(self._path.parent)
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with open(descriptor, "w", encoding="utf-8") as file:
                json.dump(self._own(settings), file, indent=2, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            os.replace(fresh, self._path)
        except OSError as error:
            raise ConfigError(
                Problem(Code.DISK, where=str(self._path), text=error.strerror or "")
            ) from None

    def _own(self, settings: Settings) -> dict[str, object]:
        """What is different from the computer's settings."""
        shared = _to_json(_settings_from(self._machine))
        return {
            name: value
            for name, value in _to_json(settings).items()
            if name not in self._machine or value != shared[name]
        }

    def _set_aside(self) -> None:
        try:
            os.replace(self._path, self._path.with_suffix(f".damaged-{int(time.time())}"))
        except OSError:
            return  # a read-only folder: the file stays where it is


def _to_json(settings: Settings) -> dict[str, object]:
    data = asdict(settings)
    # The training store's ports are new at each start: only the choice is kept.
    if settings.connection is not None and settings.connection.training:
        data["connection"] = {"training": True}
    return data


def _read(path: Path) -> dict[str, object]:
    data = json.loads(path.read_text(encoding="utf-8-sig"))  # some editors write a mark first
    if not isinstance(data, dict):
        raise ValueError("not an object")  # noqa: TRY004 - a file's content, not a bug
    return data


def _settings_from(data: Mapping[str, object]) -> Settings:
    return Settings(
        connection=_connection_from(data.get("connection")),
        clerk=_text(data, "clerk"),
        country=_text(data, "country") or "US",
        theme=Theme(_text(data, "theme") or Theme.SYSTEM),
        sign_in=data.get("sign_in") is True,
        recorder=_recorder_from(data.get("recorder")),
        updates=_updates_from(data.get("updates")),
    )


def _updates_from(data: object) -> UpdateSource | None:
    if not isinstance(data, dict):
        return None
    return checked_source(UpdateSource(_text(data, "url"), _text(data, "public_key")))


def _recorder_from(data: object) -> RecorderHook:
    if not isinstance(data, dict):
        return RecorderHook()
    command = data.get("command", [])
    if not isinstance(command, list) or not all(isinstance(part, str) for part in command):
        raise ValueError("command is not a list of texts")
    return checked_hook(RecorderHook(tuple(command), _text(data, "url")))


def _connection_from(data: object) -> Connection | None:
    if not isinstance(data, dict):
        return None
    if data.get("training") is True:
        return training_connection()
    return checked(
        Connection(
            app_id=_text(data, "app_id"),
            domain=_text(data, "domain"),
            api_url=_text(data, "api_url") or DEFAULT_API_URL,
            payment_url=_text(data, "payment_url") or DEFAULT_PAYMENT_URL,
        )
    )


def _text(data: Mapping[str, object], name: str) -> str:
    value = data.get(name, "")
    if not isinstance(value, str):
        raise ValueError(f"{name} is not a text")  # noqa: TRY004 - a file's content, not a bug
    return value


def training_connection() -> Connection:
    """The training store before it runs: its hosts are filled in when it has been started."""
    return Connection(app_id="", domain="", api_url="", payment_url="", training=True)
