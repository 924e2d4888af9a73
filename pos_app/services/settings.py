"""The register's settings: one small JSON file in the data folder, written whole or not at all."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from pos_app.domain.connection import Connection, Settings, Theme, checked
from pos_app.domain.errors import Code, ConfigError, PosError, Problem
from pos_app.domain.recorder import RecorderHook, checked_hook

FILE_NAME = "settings.json"


def default_data_dir() -> Path:
    """Where the operating system wants a program's data of this user."""
    from platformdirs import user_data_path

    return user_data_path("pos-app", appauthor=False)


def prepare_data_dir(folder: Path) -> Path:
    """Make the folder, readable by this user alone, and return it; raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


class SettingsFile:
    """Reads and writes the settings of one data folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME

    def load(self) -> Settings:
        """The settings; the defaults when there are none.

        A file that can't be read is set aside under another name, never deleted, and the
        defaults are used: the window then starts as on the first day.
        """
        try:
            return _settings_from(json.loads(self._path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return Settings()
        except (OSError, ValueError, PosError):
            self._set_aside()
            return Settings()

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
                json.dump(_to_json(settings), file, indent=2, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            os.replace(fresh, self._path)
        except OSError as error:
            raise ConfigError(
                Problem(Code.DISK, where=str(self._path), text=error.strerror or "")
            ) from None

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


def _settings_from(data: object) -> Settings:
    if not isinstance(data, dict):
        raise ValueError("not an object")  # noqa: TRY004 - a file's content, not a bug
    return Settings(
        connection=_connection_from(data.get("connection")),
        clerk=_text(data, "clerk"),
        country=_text(data, "country") or "US",
        theme=Theme(_text(data, "theme") or Theme.SYSTEM),
        sign_in=data.get("sign_in") is True,
        recorder=_recorder_from(data.get("recorder")),
    )


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
            api_url=_text(data, "api_url"),
            payment_url=_text(data, "payment_url"),
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
