"""The one connection to the Secret Service: many programs, a service started anew, a silent one."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from jeepney import (
    HeaderFields,
    Message,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.support import processes, secret_service
from tests.support.desktop import keyring_session as new_keyring_session

# With it they run where there can be a Secret Service of the tests' own, and nowhere else.
pytestmark = pytest.mark.usefixtures("keyring_session")

# A hang is a failure that ends the test; nothing is measured against it.
SECONDS_BEFORE_A_HANG = 60

MANY_ENTRIES = """
import sys
from pos_app.services.keyring_backends import native_backend

backend, wrong = native_backend(), 0
for number in range(300):
    backend.set_password("many", sys.argv[1], str(number))
    wrong += backend.get_password("many", sys.argv[1]) != str(number)
print("wrong:", wrong)
"""

# A line from outside, a save and a load, what they were.
ONE_AFTER_ANOTHER = """
import sys
from pos_app.services import secret_service
from pos_app.services.secrets import Scope, StoredToken, TokenStore

secret_service.ANSWER_SECONDS = float(sys.argv[1])
store, scope = TokenStore(), Scope("127.0.0.1:8080", "app-1", "shop.example.test")
for line in sys.stdin:
    store.save(scope, StoredToken("t" * 1500, "device-1", int(line)))
    token = store.load(scope)
    print(store.status.reason, token.expires, flush=True)
"""


def program(environment: Mapping[str, str], code: str, *argv: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *argv],
        env={**environment, "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def said(running: subprocess.Popen[str], line: str) -> str:
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdin.write(f"{line}\n")
    running.stdin.flush()
    return running.stdout.readline().strip()


def test_programs_that_use_the_keyring_at_once_do_not_disturb_each_other_or_it() -> None:
    with new_keyring_session() as environment, contextlib.ExitStack() as stack:
        all_of_them = [
            stack.enter_context(program(environment, MANY_ENTRIES, name)) for name in "abc"
        ]
        answers = [one.communicate(timeout=SECONDS_BEFORE_A_HANG) for one in all_of_them]
        address = environment["DBUS_SESSION_BUS_ADDRESS"]
        assert secret_service.default_collection_is_unlocked(address)
    assert answers == [("wrong: 0\n", "")] * 3


@pytest.fixture
def short_folder() -> Iterator[Path]:
    # Short: the path of a socket in it may have at most 107 bytes.
    with tempfile.TemporaryDirectory(prefix="pos-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextlib.contextmanager
def a_bus(folder: Path) -> Iterator[Mapping[str, str]]:
    """Yield an environment with a bus that starts nothing by itself."""
    config = folder / "bus.conf"
    config.write_text(
        "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>"
        '<policy context="default"><allow send_destination="*" eavesdrop="true"/>'
        '<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>',
        encoding="utf-8",
    )
    address = f"unix:path={folder}/bus"
    plain = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    command = ("dbus-daemon", f"--config-file={config}", "--nofork", f"--address={address}")
    with processes.running(command, plain) as daemon:
        processes.poll((folder / "bus").exists, "D-Bus", daemon)
        yield {**plain, "DBUS_SESSION_BUS_ADDRESS": address}


@contextlib.contextmanager
def a_keyring(environment: Mapping[str, str]) -> Iterator[None]:
    command = ("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets")
    address = environment["DBUS_SESSION_BUS_ADDRESS"]
    with processes.running(command, environment, input_bytes=b"\n") as daemon:
        processes.poll(
            lambda: secret_service.default_collection_is_unlocked(address), "keyring", daemon
        )
        yield


def test_a_keyring_started_anew_is_used_and_its_absence_loses_no_token(short_folder: Path) -> None:
    with a_bus(short_folder) as environment, contextlib.ExitStack() as stack:
        running = stack.enter_context(program(environment, ONE_AFTER_ANOTHER, "10"))
        with a_keyring(environment):
            assert said(running, "1") == "ok 1"
        assert said(running, "2") == "no_backend 2"
        with a_keyring(environment):
            assert said(running, "3") == "ok 3"
        with a_keyring(environment):
            # Nothing was asked between the two: the session of the first is unknown now.
            assert said(running, "4") == "ok 4"
        assert running.communicate(timeout=SECONDS_BEFORE_A_HANG) == ("", "")


def test_a_bus_started_anew_is_found_again(short_folder: Path) -> None:
    with contextlib.ExitStack() as stack:
        with a_bus(short_folder) as environment, a_keyring(environment):
            running = stack.enter_context(program(environment, ONE_AFTER_ANOTHER, "10"))
            assert said(running, "1") == "ok 1"
        (short_folder / "bus").unlink(missing_ok=True)
        assert said(running, "2").endswith(" 2")
        with a_bus(short_folder) as environment, a_keyring(environment):
            assert said(running, "3") == "ok 3"
        assert running.communicate(timeout=SECONDS_BEFORE_A_HANG) == ("", "")


def test_a_service_that_does_not_answer_is_not_waited_for_and_the_token_is_held(
    short_folder: Path,
) -> None:
    with a_bus(short_folder) as environment, contextlib.ExitStack() as stack:
        silent = stack.enter_context(open_dbus_connection(environment["DBUS_SESSION_BUS_ADDRESS"]))
        request = message_bus.RequestName("org.freedesktop.secrets")
        assert silent.send_and_get_reply(request).body == (1,)  # primary owner
        running = stack.enter_context(program(environment, ONE_AFTER_ANOTHER, "0.2"))
        assert said(running, "1") == "error 1"
        assert said(running, "2") == "error 2"
        assert running.communicate(timeout=SECONDS_BEFORE_A_HANG) == ("", "")


def answer(request: Message) -> Message:
    """What a Secret Service says whose default collection goes while it is being opened."""
    property_asked = str(request.body[-1]) if request.body else ""
    if request.header.fields[HeaderFields.member] == "ReadAlias":
        return new_method_return(request, "o", ("/collection/gone",))
    if property_asked == "Locked":
        return new_method_return(request, "v", (("b", False),))
    return new_error(request, "org.freedesktop.DBus.Error.UnknownObject", "s", ("gone",))


def serve(service: DBusConnection) -> None:
    """Answer until the connection is closed."""
    with contextlib.suppress(OSError, ValueError):
        while True:
            request = service.receive()
            if request.header.message_type is MessageType.method_call:
                service.send(answer(request))


def test_a_collection_that_goes_while_it_is_opened_costs_no_token(short_folder: Path) -> None:
    with a_bus(short_folder) as environment, contextlib.ExitStack() as stack:
        service = open_dbus_connection(environment["DBUS_SESSION_BUS_ADDRESS"])
        request = message_bus.RequestName("org.freedesktop.secrets")
        assert service.send_and_get_reply(request).body == (1,)  # primary owner
        serving = threading.Thread(target=serve, args=(service,))
        serving.start()
        running = stack.enter_context(program(environment, ONE_AFTER_ANOTHER, "10"))
        try:
            assert said(running, "1") == "error 1"
            assert running.communicate(timeout=SECONDS_BEFORE_A_HANG) == ("", "")
        finally:
            service.sock.shutdown(socket.SHUT_RDWR)
            serving.join()
            service.close()
