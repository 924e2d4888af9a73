"""Who is called and who is believed: hosts, certificates, clocks, cookies, redirects, proxies."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import trustme

from pos_app.domain.errors import Code, PosError, Problem
from pos_app.firmly.hosts import Hosts, picture_refused, refused
from pos_app.firmly.http import Http, trust_store
from pos_app.firmly.server_time import ServerTime

_OURS = Hosts.of("https://api.firmly.work", "https://cc.firmly.work:8443/base")
_LOCAL = Hosts.of("http://127.0.0.1:4000")
_NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
_PNG = b"\x89PNG\r\n\x1a\n and more"


# ---- which hosts -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "https://api.firmly.work/api/v1/x?q=1",
        "https://API.firmly.work:443",
        "https://cc.firmly.work:8443/base/pay",
    ],
)
def test_the_hosts_of_the_connection_are_called(url: str) -> None:
    assert refused(url, _OURS) is None


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://evil.example/api", Code.HOST_REFUSED),
        ("https://api.firmly.work.evil.example/", Code.HOST_REFUSED),
        ("https://api.firmly.work:444/", Code.HOST_REFUSED),
        ("https://cc.firmly.work/", Code.HOST_REFUSED),
        ("http://api.firmly.work/", Code.PLAIN_HTTP),
        ("http://127.0.0.1:4000/", Code.HOST_REFUSED),
        ("https://api.firmly.work@evil.example/", Code.BAD_URL),
        ("https://:p@api.firmly.work/", Code.BAD_URL),
        ("ftp://api.firmly.work/", Code.BAD_URL),
        ("file:///etc/passwd", Code.BAD_URL),
        ("https://[", Code.BAD_URL),
        ("", Code.BAD_URL),
    ],
)
def test_other_hosts_are_not(url: str, code: Code) -> None:
    assert refused(url, _OURS) is code


@pytest.mark.parametrize(
    ("url", "hosts", "code"),
    [
        ("https://cdn.shop.example/a.png", _OURS, None),
        ("http://cdn.shop.example/a.png", _OURS, Code.PLAIN_HTTP),
        ("https://127.0.0.1/a.png", _OURS, Code.HOST_REFUSED),
        ("http://127.0.0.1:4000/a.png", _OURS, Code.HOST_REFUSED),
        ("https://192.168.1.1/reboot", _OURS, Code.HOST_REFUSED),
        ("https://169.254.169.254/latest", _OURS, Code.HOST_REFUSED),
        ("https://[::1]/a.png", _OURS, Code.HOST_REFUSED),
        ("https://[fd00::1]/a.png", _OURS, Code.HOST_REFUSED),
        ("https://printer/a.png", _OURS, Code.HOST_REFUSED),
        ("https://localhost./a.png", _OURS, Code.HOST_REFUSED),
        ("http://127.0.0.1:4001/a.png", _LOCAL, None),
        ("https://192.168.1.1/reboot", _LOCAL, Code.HOST_REFUSED),
        ("data:image/png;base64,AA", _OURS, Code.BAD_URL),
    ],
)
def test_pictures_come_from_anywhere_but_the_own_network(
    url: str, hosts: Hosts, code: Code | None
) -> None:
    assert picture_refused(url, hosts) is code


# ---- the clock -------------------------------------------------------------------------------


class Clock:
    def __init__(self, wall: datetime) -> None:
        self.wall, self.steady = wall.timestamp(), 50.0

    def time(self) -> ServerTime:
        return ServerTime(lambda: self.wall, lambda: self.steady)


@pytest.mark.parametrize(
    ("off", "code"),
    [
        (timedelta(hours=-3), Code.TLS_CLOCK),
        (timedelta(days=400), Code.TLS_CLOCK),
        (timedelta(minutes=10), Code.TLS_EXPIRED),
        (timedelta(0), Code.TLS_EXPIRED),
    ],
)
def test_a_certificate_out_of_date_is_compared_with_the_last_answer(
    off: timedelta, code: Code
) -> None:
    clock = Clock(_NOW)
    time = clock.time()
    time.hear({"date": format_datetime(_NOW, usegmt=True)})
    # Ten minutes later, by the clock that never jumps.
    clock.steady += 600
    clock.wall = (_NOW + timedelta(minutes=10) + off).timestamp()
    found = time.explain(Problem(Code.TLS_EXPIRED, "h"))
    assert found.code is code
    assert found.clock_off == (off.total_seconds() if code is Code.TLS_CLOCK else None)


@pytest.mark.parametrize("date", ["", "yesterday", "Tue, 99 Nov 2026 12:00:00 GMT"])
def test_an_unreadable_date_tells_nothing(date: str) -> None:
    time = Clock(_NOW).time()
    time.hear({"date": date} if date else {})
    assert time.off is None
    assert time.explain(Problem(Code.TLS_EXPIRED)).code is Code.TLS_EXPIRED


def test_other_problems_are_not_blamed_on_the_clock() -> None:
    time = Clock(_NOW).time()
    time.hear({"date": format_datetime(_NOW - timedelta(days=1), usegmt=True)})
    assert time.explain(Problem(Code.TLS_UNTRUSTED)).code is Code.TLS_UNTRUSTED


# ---- real servers ----------------------------------------------------------------------------


class Server:
    """Answers each request with `answer`; keeps what came, without a word of TLS in it."""

    def __init__(self, answer: bytes) -> None:
        self.answer, self.asked, self.url = answer, list[bytes](), ""

    @asynccontextmanager
    async def listening(self, tls: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=tls)
        port = server.sockets[0].getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
        async with server:
            yield self

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            self.asked.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(self.answer)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return  # the client left
        finally:
            writer.close()


def answer(*headers: str, status: str = "200 OK", body: bytes = b"{}") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", "connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def ask(
    server: Server, tls: ssl.SSLContext | None = None, client: ssl.SSLContext | None = None
) -> Problem | None:
    """The problem of one JSON call, if it has one."""

    async def work() -> Problem | None:
        async with server.listening(tls):
            http = Http(client).only(server.url)
            try:
                await http.json("GET", f"{server.url}/x")
            except PosError as error:
                return error.problem
            finally:
                await http.close()
            return None

    return asyncio.run(work())


def server_tls(leaf: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    return context


def test_a_good_certificate(authority: trustme.CA) -> None:
    server = Server(answer())
    assert ask(server, server_tls(authority.issue_cert("127.0.0.1")), trust_store()) is None
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("expired", Code.TLS_EXPIRED),
        ("too early", Code.TLS_TOO_EARLY),
        ("wrong name", Code.TLS_WRONG_NAME),
        ("unknown issuer", Code.TLS_UNTRUSTED),
    ],
)
def test_a_host_that_is_not_to_be_believed_hears_nothing(
    authority: trustme.CA, fault: str, code: Code
) -> None:
    issuer = trustme.CA() if fault == "unknown issuer" else authority
    name = "elsewhere.example" if fault == "wrong name" else "127.0.0.1"
    begin = datetime(2100, 1, 1, tzinfo=UTC) if fault == "too early" else None
    end = {
        "expired": datetime(2020, 1, 1, tzinfo=UTC),
        "too early": datetime(2101, 1, 1, tzinfo=UTC),
    }
    leaf = issuer.issue_cert(name, not_before=begin, not_after=end.get(fault))
    server = Server(answer())
    problem = ask(server, server_tls(leaf), trust_store())
    assert problem is not None
    assert problem.code is code
    assert server.asked == []


def test_tls_1_1_is_not_spoken(authority: trustme.CA) -> None:
    context = server_tls(authority.issue_cert("127.0.0.1"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    refusals: list[str] = []

    # A plain socket: asyncio's server drops the alert that names the reason.
    def serve(listener: socket.socket) -> None:
        line, _ = listener.accept()
        try:
            context.wrap_socket(line, server_side=True)
        except ssl.SSLError as error:
            refusals.append(error.reason)
        finally:
            line.close()

    async def work(url: str) -> Problem:
        http = Http(trust_store()).only(url)
        with pytest.raises(PosError) as told:
            await http.json("GET", url)
        await http.close()
        return told.value.problem

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        problem = asyncio.run(work(f"https://127.0.0.1:{listener.getsockname()[1]}"))
        thread.join()
    assert problem.code is Code.TLS_OLD
    assert refusals == ["UNSUPPORTED_PROTOCOL"]


def test_the_clock_is_named_when_an_earlier_answer_proves_it(authority: trustme.CA) -> None:
    """The server is in the year 2020, and so is its certificate: to it this computer is ahead."""
    then = datetime(2020, 1, 1, tzinfo=UTC)
    leaf = authority.issue_cert("127.0.0.1", not_before=then - timedelta(days=9), not_after=then)
    first, second = Server(answer(f"date: {format_datetime(then, usegmt=True)}")), Server(answer())

    async def work() -> Problem:
        good = server_tls(authority.issue_cert("127.0.0.1"))
        async with first.listening(good), second.listening(server_tls(leaf)):
            http = Http(trust_store())
            await http.only(first.url).json("GET", first.url)
            with pytest.raises(PosError) as told:
                await http.only(second.url).json("GET", second.url)
            await http.close()
            return told.value.problem

    problem = asyncio.run(work())
    assert problem.code is Code.TLS_CLOCK
    assert problem.clock_off is not None
    assert problem.clock_off > timedelta(days=365 * 5).total_seconds()


def test_the_store_is_the_system_s_and_checks_everything() -> None:
    context = trust_store()
    assert type(context).__module__.startswith("truststore")
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_a_redirect_is_not_followed() -> None:
    server = Server(answer("location: /elsewhere", status="302 Found"))
    problem = ask(server)
    assert problem is not None
    assert problem.code is Code.REDIRECT
    assert len(server.asked) == 1


def test_no_cookie_is_ever_sent() -> None:
    server = Server(answer("set-cookie: track=1; path=/"))

    async def work() -> None:
        async with server.listening():
            http = Http().only(server.url)
            for _ in range(3):
                await http.json("GET", server.url)
            await http.close()

    asyncio.run(work())
    assert len(server.asked) == 3
    assert not any(b"cookie" in one.lower() for one in server.asked)


@pytest.mark.parametrize("told", [("https://api.firmly.work",), ()], ids=["others", "none"])
@pytest.mark.parametrize("call", ["json", "reach", "order", "picture"])
def test_no_call_leaves_for_another_host(call: str, told: tuple[str, ...]) -> None:
    server = Server(answer())

    async def body() -> AsyncIterator[bytes]:
        yield b"the order"

    async def work() -> Code:
        async with server.listening():
            http = Http().only(*told) if told else Http()
            try:
                match call:
                    case "json":
                        await http.json("GET", server.url, headers={"x-firmly-authorization": "t"})
                    case "reach":
                        await http.reach(server.url)
                    case "picture":
                        await http.picture(f"{server.url}/a.png")
                    case _:
                        async with http.order_stream(server.url, {"content-length": "9"}, body()):
                            pass
            except PosError as error:
                return error.problem.code
            finally:
                await http.close()
            return Code.OTHER

    assert asyncio.run(work()) is Code.HOST_REFUSED
    assert server.asked == []


@pytest.mark.parametrize(
    ("told", "body", "taken"),
    [
        ("image/png", _PNG, True),
        ("image/jpg", b"\xff\xd8\xff\xe0 and more", True),
        ("image/webp", b"RIFF....WEBPVP8 and more", True),
        ("image/gif", b"GIF89a and more", True),
        ("image/jpeg", _PNG, False),
        ("image/svg+xml", b"<svg/>", False),
        ("image/png", b"<svg/>", False),
        ("image/tiff", b"II*\0", False),
        ("text/html", _PNG, False),
        ("image/png", b"", False),
    ],
)
def test_a_picture_is_what_it_is_said_to_be(told: str, body: bytes, taken: bool) -> None:
    server = Server(answer(f"content-type: {told}", body=body))

    async def work() -> bytes | Code:
        async with server.listening():
            http = Http().only(server.url)
            try:
                return await http.picture(f"{server.url}/a")
            except PosError as error:
                return error.problem.code
            finally:
                await http.close()

    assert asyncio.run(work()) == (body if taken else Code.BAD_SHAPE)
    (asked,) = server.asked
    assert b"x-firmly" not in asked
    assert b"authorization" not in asked.lower()


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "ALL_PROXY"])
def test_the_system_s_proxy_is_asked_for_a_tunnel_and_sees_nothing_else(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    proxy = Server(b"HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")

    async def work() -> Code:
        async with proxy.listening():
            for name in (variable, variable.lower()):
                monkeypatch.setenv(name, proxy.url)
            http = Http().only("https://api.firmly.example")
            with pytest.raises(PosError) as told:
                await http.json(
                    "GET",
                    "https://api.firmly.example/secret",
                    headers={"x-firmly-authorization": "t"},
                )
            await http.close()
            return told.value.problem.code

    assert asyncio.run(work()) is Code.PROXY
    (asked,) = proxy.asked
    assert asked.startswith(b"CONNECT api.firmly.example:443 ")
    assert b"secret" not in asked
    assert b"x-firmly" not in asked


def test_this_computer_is_reached_without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server = Server(answer())
    assert ask(server) is None
    assert len(server.asked) == 1
