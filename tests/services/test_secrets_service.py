"""The token store against a real Secret Service, locked ones, hostile settings, and no D-Bus."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from jeepney import MessageType
from jeepney import message_bus as message_bus_calls
from jeepney.io.blocking import open_dbus_connection

from tests.support import processes, secret_service
from tests.support.desktop import keyring_session as new_keyring_session

BACKEND = "keyring.backends.SecretService.Keyring"
OK = {"usable": True, "backend": BACKEND, "reason": "ok"}
LOCKED = {"usable": False, "backend": BACKEND, "reason": "locked"}

# A hang is a failure that ends the test; nothing is measured against it.
SECONDS_BEFORE_A_HANG = 60

CLERK = """
import dataclasses, json, sys
from pos_app.services.secrets import Scope, StoredToken, TokenStore

store, seen = TokenStore(), []
for verb, domain, *rest in json.loads(sys.argv[1]):
    scope = Scope("127.0.0.1:8080", "app-1", domain)
    if verb == "save":
        store.save(scope, StoredToken("t" * rest[0], "device-1", 1_900_000_000))
    elif verb == "forget":
        store.forget(scope)
    else:
        token = store.load(scope)
        seen.append(None if token is None else [len(token.access_token), token.device_id,
                                                token.expires])
print(json.dumps({"seen": seen, "status": dataclasses.asdict(store.status)}))
"""

Step = list[str | int]


def clerk(environment: Mapping[str, str], *steps: Step) -> object:
    """Run the steps in a process of their own and return what it saw."""
    done = subprocess.run(
        [sys.executable, "-c", CLERK, json.dumps(steps)],
        env={**environment, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=SECONDS_BEFORE_A_HANG,
        check=False,
    )
    assert done.stderr == ""
    return json.loads(done.stdout)


def token(chars: int) -> list[object]:
    return [chars, "device-1", 1_900_000_000]


def files_below(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("chars", [20, 5000])
def test_token_survives_the_end_of_the_process(
    keyring_session: Mapping[str, str], chars: int
) -> None:
    domain = f"of-{chars}.example.test"
    assert clerk(keyring_session, ["save", domain, chars]) == {"seen": [], "status": OK}
    assert clerk(keyring_session, ["load", domain], ["load", "other.example.test"]) == {
        "seen": [token(chars), None],
        "status": OK,
    }
    clerk(keyring_session, ["save", domain, 10])
    assert clerk(keyring_session, ["load", domain], ["forget", domain], ["load", domain]) == {
        "seen": [token(10), None],
        "status": OK,
    }
    assert clerk(keyring_session, ["load", domain]) == {"seen": [None], "status": OK}


@pytest.mark.parametrize(
    "hostile",
    [
        {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"},
        {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"},
        {"PYTHON_KEYRING_BACKEND": "keyring.backends.chainer.ChainerBackend"},
        {"PYTHON_KEYRING_BACKEND": "no.such.Backend"},
        {"KEYRING_PROPERTY_GET_PASSWORD": "text"},
        {"KEYRING_PROPERTY_PREFERRED_COLLECTION": "/org/freedesktop/secrets/collection/session"},
        {"KEYRING_PROPERTY_SCHEME": "KeePassXC"},
    ],
    ids=lambda hostile: "=".join(*hostile.items()),
)
def test_environment_does_not_choose_the_backend(
    keyring_session: Mapping[str, str], hostile: dict[str, str]
) -> None:
    domain = "environment.example.test"
    clerk({**keyring_session, **hostile}, ["save", domain, 1500])
    assert clerk(keyring_session, ["load", domain], ["forget", domain]) == {
        "seen": [token(1500)],
        "status": OK,
    }


# A backend on the hostile path: says that it was loaded, and would keep tokens as plain text.
PLAINTEXT = """
import os, pathlib
from keyring.backend import KeyringBackend

LOOT = pathlib.Path(os.environ["LOOT"])
LOOT.write_text("loaded")

class Keyring(KeyringBackend):
    priority = 99

    def get_password(self, service, username):
        return LOOT.read_text()

    def set_password(self, service, username, password):
        LOOT.write_text(password)

    def delete_password(self, service, username):
        LOOT.unlink()

PlaintextKeyring = Keyring
"""


@pytest.mark.parametrize(
    "chosen",
    [
        "plain.Keyring",
        "keyrings.alt.file.PlaintextKeyring",
        "keyring.backends.null.Keyring",
        "keyring.backends.fail.Keyring",
        "keyring.backends.chainer.ChainerBackend",
    ],
)
@pytest.mark.parametrize("by", ["configuration file", "environment", "both"])
def test_no_configuration_chooses_the_backend(
    keyring_session: Mapping[str, str], tmp_path: Path, chosen: str, by: str
) -> None:
    plugin, loot = tmp_path / "plugin", tmp_path / "loot"
    for path in (plugin / "plain.py", plugin / "keyrings" / "alt" / "file.py"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PLAINTEXT, encoding="utf-8")
    settings = tmp_path / "config" / "python_keyring" / "keyringrc.cfg"
    settings.parent.mkdir(parents=True)
    if by != "environment":
        settings.write_text(
            f"[backend]\ndefault-keyring={chosen}\nkeyring-path={plugin}\n", encoding="utf-8"
        )
    environment = {
        **keyring_session,
        "LOOT": str(loot),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_DATA_HOME": str(tmp_path / "share"),
    }
    if by != "configuration file":
        environment["PYTHON_KEYRING_BACKEND"] = chosen
    domain = "configuration.example.test"
    assert clerk(environment, ["save", domain, 1500]) == {"seen": [], "status": OK}
    assert clerk(keyring_session, ["load", domain], ["forget", domain]) == {
        "seen": [token(1500)],
        "status": OK,
    }
    assert not loot.exists()
    assert not (tmp_path / "share").exists()


@contextlib.contextmanager
def user_who_never_answers(address: str) -> Iterator[None]:
    """Stand where the desktop shows its password prompt; fail if anybody asked for one.

    The keyring waits for the prompter as it waits for a person, so who asks is stuck.
    """
    with open_dbus_connection(address) as bus:
        request = message_bus_calls.RequestName("org.gnome.keyring.SystemPrompter")
        assert bus.send_and_get_reply(request).body == (1,)  # primary owner
        yield
        questions = []
        with contextlib.suppress(TimeoutError):
            while True:
                questions.append(bus.receive(timeout=0).header)
        kinds = [question.message_type for question in questions]
        assert MessageType.method_call not in kinds


@pytest.mark.usefixtures("keyring_session")
def test_keyring_locked_during_the_session_is_not_waited_for() -> None:
    with new_keyring_session() as environment:
        clerk(environment, ["save", "shop.example.test", 1500])
        address = environment["DBUS_SESSION_BUS_ADDRESS"]
        secret_service.lock_default_collection(address)
        with user_who_never_answers(address):
            assert clerk(
                environment,
                ["load", "shop.example.test"],
                ["save", "shop.example.test", 20],
                ["load", "shop.example.test"],
                ["forget", "shop.example.test"],
            ) == {"seen": [None, token(20)], "status": LOCKED}


@contextlib.contextmanager
def message_bus(environment: Mapping[str, str], kind: str) -> Iterator[Mapping[str, str]]:
    """Yield the environment with a bus of its own, which has no keyring yet."""
    read_end, write_end = os.pipe()
    command = ("dbus-daemon", kind, "--nofork", f"--print-address={write_end}")
    try:
        with processes.running(command, environment, pass_fds=(write_end,)):
            os.close(write_end)
            address = processes.read_line(read_end, "D-Bus")
            yield {**environment, "DBUS_SESSION_BUS_ADDRESS": address}
    finally:
        os.close(read_end)


@pytest.mark.usefixtures("keyring_session")
def test_keyring_of_an_earlier_login_that_nobody_unlocked_is_not_waited_for() -> None:
    with new_keyring_session() as first, contextlib.ExitStack() as stack:
        clerk(first, ["save", "shop.example.test", 1500])
        run = Path(first["XDG_RUNTIME_DIR"]) / "second"
        run.mkdir(mode=0o700)
        home = {**first, "XDG_RUNTIME_DIR": str(run)}
        second = stack.enter_context(message_bus(home, "--session"))
        command = ("gnome-keyring-daemon", "--foreground", "--components=secrets")
        daemon = stack.enter_context(processes.running(command, second))
        address = second["DBUS_SESSION_BUS_ADDRESS"]
        processes.poll(lambda: secret_service.default_collection(address), "keyring", daemon)
        with user_who_never_answers(address):
            assert clerk(second, ["load", "shop.example.test"]) == {
                "seen": [None],
                "status": LOCKED,
            }
        # What was stored is still there for a session that may read it.
        assert clerk(first, ["load", "shop.example.test"]) == {
            "seen": [token(1500)],
            "status": OK,
        }


@pytest.mark.parametrize(
    "address", [None, "", "garbage", "unix:path=/nonexistent/bus", "tcp:host=127.0.0.1,port=1"]
)
def test_without_a_bus_tokens_stay_in_memory_and_out_of_files(
    address: str | None, tmp_path: Path
) -> None:
    environment = {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), "PATH": os.defpath}
    if address is not None:
        environment["DBUS_SESSION_BUS_ADDRESS"] = address
    steps: list[Step] = [["load", "a"], ["save", "a", 5000], ["load", "a"], ["load", "b"]]
    assert clerk(environment, *steps, ["forget", "a"], ["load", "a"]) == {
        "seen": [None, token(5000), None, None],
        "status": {"usable": False, "backend": BACKEND, "reason": "no_backend"},
    }
    assert files_below(tmp_path) == set()


BUS_WITHOUT_SERVICES = """<busconfig>
<type>session</type>
<listen>unix:tmpdir=/tmp</listen>
<policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy>
</busconfig>"""


@pytest.mark.usefixtures("keyring_session")
def test_bus_without_a_secret_service_is_no_backend(tmp_path: Path) -> None:
    config, home = tmp_path / "bus.conf", tmp_path / "home"
    config.write_text(BUS_WITHOUT_SERVICES, encoding="utf-8")
    home.mkdir()
    plain = {"HOME": str(home), "XDG_RUNTIME_DIR": str(home), "PATH": os.defpath}
    with message_bus(plain, f"--config-file={config}") as environment:
        assert clerk(environment, ["save", "a", 20], ["load", "a"]) == {
            "seen": [token(20)],
            "status": {"usable": False, "backend": BACKEND, "reason": "no_backend"},
        }
    assert files_below(home) == set()


def test_keyring_is_imported_by_the_first_call_only() -> None:
    code = (
        "import sys\n"
        "from pos_app.services.secrets import TokenStore\n"
        "store = TokenStore()\n"
        "print([name for name in ('keyring', 'secretstorage', 'jeepney') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


LATER = """
import sys
from pos_app.services.secrets import Scope, StoredToken, TokenStore

store, scope = TokenStore(), Scope("127.0.0.1:8080", "app-1", "shop.example.test")
for line in sys.stdin:
    store.save(scope, StoredToken("t", "device-1", int(line)))
    token = store.load(scope)
    print(store.status.reason, token.expires, flush=True)
"""


@pytest.mark.usefixtures("keyring_session")
def test_keyring_locked_under_a_running_program_is_not_waited_for() -> None:
    with new_keyring_session() as environment:
        address = environment["DBUS_SESSION_BUS_ADDRESS"]
        with subprocess.Popen(
            [sys.executable, "-c", LATER],
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as program:
            assert program.stdin is not None
            assert program.stdout is not None
            program.stdin.write("1\n")
            program.stdin.flush()
            assert program.stdout.readline() == "ok 1\n"
            secret_service.lock_default_collection(address)
            with user_who_never_answers(address):
                said, _ = program.communicate("2\n", timeout=SECONDS_BEFORE_A_HANG)
        assert said == "locked 2\n"
