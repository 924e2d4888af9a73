"""What the frozen program finds by itself where there is no Python: its parts, keyring, trust."""

from __future__ import annotations

import platform
import re
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import trustme

from pos_app import __version__
from tests.frozen.conftest import ROOT, Frozen
from tests.support import processes
from tests.support.bare_system import BareSystem


def _run(
    bare: BareSystem, screen: Mapping[str, str], program: str, *arguments: str
) -> subprocess.CompletedProcess[str]:
    command = bare.command_on(screen, program, *arguments)
    return subprocess.run(command, capture_output=True, text=True, check=False, env=dict(screen))


def test_it_says_version_commit_qt_and_python(
    frozen: Frozen, program: str, bare: BareSystem, screen: Mapping[str, str]
) -> None:
    commit = (frozen.folder / "_internal/resources/commit.txt").read_text(encoding="utf-8").strip()
    lock = (ROOT / "packaging/requirements/freeze.txt").read_text(encoding="utf-8")
    qt = re.findall(r"^pyside6-essentials==([\d.]+)", lock, re.MULTILINE)[0]
    answer = _run(bare, screen, program, "--version")

    said = f"pos-app {__version__} (commit {commit}, Qt {qt}, Python {platform.python_version()})\n"
    assert (answer.stdout, answer.stderr, answer.returncode) == (said, "", 0)


def test_it_finds_all_its_parts_and_the_keyring(
    program: str, bare: BareSystem, screen: Mapping[str, str]
) -> None:
    """`--self-test`, as the store's IT runs it: fonts, countries, time zones, keyring, an order."""
    answer = _run(bare, screen, program, "--self-test")

    lines = answer.stdout.splitlines()
    assert [line for line in lines[:-1] if not line.startswith("ok    ")] == []
    assert "ok    keyring: The session is kept in the desktop’s keyring." in lines
    said = {line[6:].partition(":")[0] for line in lines}
    assert said >= {
        "program", "fonts", "resources", "country data", "phone data", "e-mail rules",
        "time zone data", "order placed", "receipt as PDF", "catalogue", "printer",
    }  # fmt: skip
    assert lines[-1] == f"{len(lines) - 1} passed, 0 failed"
    assert (answer.stderr, answer.returncode) == ("", 0)


def test_it_trusts_whom_the_computer_trusts(
    program: str, bare: BareSystem, screen: Mapping[str, str]
) -> None:
    """An authority that the computer does not know is refused; installed there, it is believed."""
    authority = trustme.CA()
    with _merchant(authority) as (port, heard):
        address = f"https://127.0.0.1:{port}"
        hosts = ("--api-url", address, "--payment-url", address)
        who = ("--app-id", "app-1", "--domain", "store.example.com")
        command = bare.command_on(screen, program, *hosts, *who)
        with processes.running(command, screen) as process:
            processes.poll(lambda: heard, "a call", process)
        assert not any("HTTP" in each for each in heard)
        if bare.root is None:
            return  # what this machine trusts is not the tests' to change
        ours = bare.root / "usr/local/share/ca-certificates/store.crt"
        ours.write_bytes(authority.cert_pem.bytes())
        bare.run("update-ca-certificates")
        with processes.running(command, screen) as process:
            processes.poll(lambda: "HTTP/1.1" in heard[-1], "a call in trust", process)


@contextmanager
def _merchant(authority: trustme.CA) -> Iterator[tuple[int, list[str]]]:
    """A TLS server on loopback: its port, and what it heard, a first line or a refusal."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    heard: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_listen, args=(listener, context, heard))
        thread.start()
        try:
            yield listener.getsockname()[1], heard
        finally:
            listener.shutdown(socket.SHUT_RDWR)  # ends accept()
            thread.join()


def _listen(listener: socket.socket, context: ssl.SSLContext, heard: list[str]) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        client.settimeout(5)
        try:
            with context.wrap_socket(client, server_side=True) as greeted:
                heard.append(greeted.recv(4096).decode().partition("\r\n")[0])
        except ssl.SSLError as error:
            heard.append(error.reason or "")
        except OSError as error:
            heard.append(error.strerror or "")
