from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping

from tests.support import secret_service

_WRITE_AND_READ = """
import secretstorage
collection = secretstorage.get_default_collection(secretstorage.dbus_init())
collection.create_item("a label", {"name": "a name"}, b"a secret")
print(*(item.get_secret().decode() for item in collection.search_items({"name": "a name"})))
"""


def test_the_keyring_is_real_and_unlocked(keyring_session: Mapping[str, str]) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", _WRITE_AND_READ],
        env=dict(keyring_session),
        capture_output=True,
        text=True,
        check=True,
    )

    assert answer.stdout == "a secret\n"
    address = keyring_session["DBUS_SESSION_BUS_ADDRESS"]
    assert secret_service.default_collection_is_unlocked(address)
