"""The products that the clerks keep at hand under a digit; a small file in the data folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from pos_app.domain.connection import Connection
from pos_app.domain.favourites import SLOTS, Favourite
from pos_app.services.settings import prepare_data_dir

FILE_NAME = "favourites.json"


class FavouritesFile:
    """The favourites at one merchant, by slot. A file that can't be read counts as empty."""

    def __init__(self, folder: Path, connection: Connection) -> None:
        self._path = folder / FILE_NAME
        self._key = "\n".join((connection.api_host, connection.app_id, connection.domain))

    def load(self) -> dict[int, Favourite]:
        """All of them."""
        mine = self._all().get(self._key)
        found: dict[int, Favourite] = {}
        for slot, told in mine.items() if isinstance(mine, dict) else ():
            favourite = _read(told)
            if favourite is not None and slot.isascii() and slot.isdigit() and int(slot) in SLOTS:
                found[int(slot)] = favourite
        return found

    def keep(self, favourites: Mapping[int, Favourite]) -> None:
        """Write them in place of those that there were; OSError when the disk does not let it."""
        whole = self._all()
        whole[self._key] = {str(slot): asdict(one) for slot, one in sorted(favourites.items())}
        prepare_data_dir(self._path.parent)
        fresh = self._path.with_name(f"{FILE_NAME}.new")
        fresh.write_text(json.dumps(whole, ensure_ascii=False, indent=1), "utf-8")
        fresh.chmod(0o600)
        fresh.replace(self._path)

    def _all(self) -> dict[str, object]:
        try:
            whole = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return whole if isinstance(whole, dict) else {}


def _read(told: object) -> Favourite | None:
    if not isinstance(told, dict):
        return None
    handle, title, sku = (told.get(name) for name in ("handle", "title", "sku"))
    if not isinstance(handle, str) or not isinstance(title, str) or not isinstance(sku, str):
        return None
    return Favourite(handle, title, sku) if handle else None
