"""The server itself: HTTP at its edges, starting, stopping, and the command line."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import subprocess
import sys
import threading

import httpx
import pytest

from pos_app.training import TrainingStore
from tests.training.register import Register, Told, connect, read_all

KEY = b"GET /api/v1/payment/key HTTP/1.1\r\nhost: x\r\n"


def talk(url: str, request: bytes) -> bytes:
    with connect(url) as sock:
        sock.sendall(request)
        return read_all(sock)


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"nonsense\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a TLS greeting\r\n\r\n",
        b"GET / HTTP/1.1\r\nno host\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        b"GET / HTTP/1.1\r\nhost: x\r\nlong: " + b"x" * 200_000 + b"\r\n\r\n",
    ],
)
def test_malformed_requests_are_answered_and_survived(
    register: Register, request_bytes: bytes
) -> None:
    answer = talk(register.endpoints.api_url, request_bytes)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["error"] == "BadRequest"
    assert register.cart("GET").status_code == 200


def test_a_client_that_hangs_up_half_way_is_survived(register: Register) -> None:
    for start in (b"", b"PO", b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nhalf"):
        with connect(register.endpoints.api_url) as sock:
            sock.sendall(start)
    assert register.cart("GET").status_code == 200


def test_a_long_body_is_too_long(register: Register) -> None:
    url = register.payment_path("place")
    answer = register.http.post(url, headers=register.auth, content=b"x" * (1024 * 1024 + 1))
    assert answer.status_code == 413
    assert answer.json()["error"] == "BadRequest"
    just_right = register.http.post(url, headers=register.auth, content=b"x" * 1024 * 1024)
    assert just_right.json()["error"] == "ErrorInvalidInputBody"


def test_one_connection_serves_many_requests_also_at_once(register: Register) -> None:
    last = KEY + b"connection: close\r\n\r\n"
    answer = talk(register.endpoints.payment_url, (KEY + b"\r\n") * 3 + last)
    assert answer.count(b"HTTP/1.1 200 OK") == 4
    assert answer.count(b"connection: keep-alive") == 3


def test_http_1_0_and_head(register: Register) -> None:
    old = talk(register.endpoints.payment_url, KEY.replace(b"1.1", b"1.0") + b"\r\n")
    assert b'"kid"' in old
    head = KEY.replace(b"GET", b"HEAD") + b"connection: close\r\n\r\n"
    assert talk(register.endpoints.payment_url, head).endswith(b"\r\n\r\n")


def test_a_client_may_wait_for_100_continue(register: Register) -> None:
    head = (
        b"POST /training/next HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\nconnection: close\r\n"
    )
    content = b'{"scenario": "approve"}'
    with connect(register.endpoints.api_url) as sock:
        sock.sendall(head + b"content-length: %d\r\n\r\n" % len(content))
        assert sock.recv(65536).startswith(b"HTTP/1.1 100 ")
        sock.sendall(content)
        assert read_all(sock).startswith(b"HTTP/1.1 200 OK")


@pytest.mark.parametrize(
    "path", ["/", "//[", "/%2F%2F", "/api/v1/%00", "/%ff", "/training/images/"]
)
def test_strange_paths_find_no_route(register: Register, path: str) -> None:
    request = f"GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".encode()
    assert b"RouteNotFound" in talk(register.endpoints.api_url, request)


def test_stop_leaves_nothing_behind() -> None:
    before = set(threading.enumerate())
    store = TrainingStore(pace=0)
    endpoints = store.start()
    idle = connect(endpoints.api_url)
    register = Register(endpoints)
    stalled = connect(endpoints.payment_url)
    stalled.sendall(KEY)
    store.stop()
    store.stop()
    assert set(threading.enumerate()) == before
    assert read_all(idle) == b""
    assert read_all(stalled) == b""
    with pytest.raises(httpx.TransportError):
        register.ledger()
    for closable in (idle, stalled, register):
        closable.close()


def test_stop_closes_connections_that_are_just_coming_in() -> None:
    for _ in range(10):
        store = TrainingStore(pace=0)
        endpoints = store.start()
        socks = [connect(endpoints.payment_url) for _ in range(3)]
        store.stop()
        for sock in socks:
            with sock, contextlib.suppress(ConnectionResetError):
                assert read_all(sock) == b""


def test_stop_ends_an_order_that_stalls() -> None:
    store = TrainingStore(pace=0, scenario="stall")
    register = Register(store.start())
    watcher = Register(register.endpoints)
    watcher.session = register.session
    body = register.body()
    told: list[Told] = []
    waiting = threading.Thread(target=lambda: told.append(register.place(body)))
    waiting.start()
    while "billing_info" not in watcher.cart("GET").json():
        pass
    store.stop()
    waiting.join()
    register.close()
    watcher.close()
    assert told[0].failure is not None


def test_stop_does_not_wait_for_a_client_that_reads_nothing() -> None:
    store = TrainingStore(pace=0, scenario="huge-event")
    register = Register(store.start())
    content = json.dumps(register.body()).encode()
    with connect(register.endpoints.payment_url) as sock:
        path = f"/api/v2/payment/domains/{register.endpoints.domain}/place-order?sse=true"
        token = register.session["access_token"]
        head = f"POST {path} HTTP/1.1\r\nhost: x\r\nx-firmly-authorization: {token}\r\n"
        sock.sendall(head.encode() + b"content-length: %d\r\n\r\n" % len(content) + content)
        assert sock.recv(1) == b"H"
        store.stop()
    register.close()
    assert store.ledger() == ()


def test_a_taken_port_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for ports in ({"port": port}, {"payment_port": port}):
            store = TrainingStore(**ports)
            with pytest.raises(OSError, match="address"):
                store.start()
            store.stop()


def test_a_store_that_never_started_can_be_stopped() -> None:
    TrainingStore().stop()


def run(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-X", "dev", "-W", "error", "-m", "pos_app.training", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_line(number: signal.Signals) -> None:
    with run("--port", "0", "--speed", "instant", "--scenario", "decline") as process:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        assert set(first) == {"api_url", "payment_url", "domain", "app_id"}
        assert (first["domain"], first["app_id"]) == ("training.example", "training-register")
        answer = httpx.get(f"{first['api_url']}/training/ledger")
        assert answer.json() == {"orders": []}
        process.send_signal(number)
        rest, complaints = process.communicate(timeout=30)
    assert (process.returncode, rest, complaints) == (0, "", "")


def test_the_command_line_knows_its_scenarios() -> None:
    with run("--scenario", "nonsense") as process:
        _, complaints = process.communicate(timeout=30)
    assert process.returncode == 2
    assert "invalid choice" in complaints


def test_importing_the_package_costs_nothing() -> None:
    code = (
        "import sys, pos_app.training; "
        "sys.exit(any(name in sys.modules for name in ('asyncio', 'h11', 'cryptography')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
