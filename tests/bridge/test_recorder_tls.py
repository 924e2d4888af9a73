"""The recorder hook over https, against a real server: told, believed or not, and written down."""

from __future__ import annotations

import asyncio
import ssl
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from pos_app.bridge import messages as m
from pos_app.domain.connection import Settings
from pos_app.domain.recorder import RecorderAction, RecorderHook, RecorderState
from pos_app.services.settings import SettingsFile
from tests.bridge.test_staff_office import Desk, run

_PAUSE, _RESUME = m.MoveRecorder(RecorderAction.PAUSE), m.MoveRecorder(RecorderAction.RESUME)


@dataclass
class Recorder:
    """An https server that does as told; `asked` has each request line and body that came."""

    asked: list[tuple[bytes, bytes]] = field(default_factory=list)
    handled: list[asyncio.Task[None]] = field(default_factory=list)

    @asynccontextmanager
    async def listening(self, tls: ssl.SSLContext) -> AsyncIterator[str]:
        """Its address."""
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0, ssl=tls)
        async with server:
            yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/calls/{{action}}?line=7"
        await asyncio.gather(*self.handled, return_exceptions=True)

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.handled.append(asyncio.ensure_future(self._handle(reader, writer)))

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        size = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
        self.asked.append((head.split(b"\r\n")[0], await reader.readexactly(size)))
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        await writer.drain()
        writer.close()


def tls_of(leaf: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    return context


def told_by(desk: Desk) -> list[tuple[RecorderState, str]]:
    return [(one.state, one.why) for one in desk.told if isinstance(one, m.RecorderTold)]


def audited(desk: Desk) -> list[tuple[str, ...]]:
    entries = desk.happened("who", "what", "subject", "outcome", "detail")
    return [entry for entry in entries if entry[1] == "recorder"]


def moved(folder: Path, recorder: Recorder, tls: ssl.SSLContext) -> Desk:
    """A register that pauses its recorder and lets it go on."""

    async def work(desk: Desk) -> None:
        async with recorder.listening(tls) as url:
            settings = Settings(clerk="Mara", recorder=RecorderHook(url=url))
            SettingsFile(folder).save(settings)
            await desk.ask(m.OpenStaff(), _PAUSE, _RESUME)

    return run(folder, work)


def test_it_is_told_over_tls_and_that_is_written_down(
    tmp_path: Path, authority: trustme.CA
) -> None:
    recorder = Recorder()
    desk = moved(tmp_path / "data", recorder, tls_of(authority.issue_cert("127.0.0.1")))
    assert recorder.asked == [
        (b"POST /calls/pause?line=7 HTTP/1.1", b'{"action": "pause"}'),
        (b"POST /calls/resume?line=7 HTTP/1.1", b'{"action": "resume"}'),
    ]
    asked = (RecorderState.ASKED, "")
    assert told_by(desk) == [
        *(asked, (RecorderState.PAUSED, "")),
        *(asked, (RecorderState.RUNNING, "")),
    ]
    assert audited(desk) == [
        ("Mara", "recorder", "pause", "done", ""),
        ("Mara", "recorder", "resume", "done", ""),
    ]


@pytest.mark.parametrize("fault", ["expired", "wrong name", "unknown issuer", "TLS 1.1"])
def test_a_server_that_is_not_to_be_believed_hears_nothing(
    tmp_path: Path, authority: trustme.CA, fault: str
) -> None:
    issuer = trustme.CA() if fault == "unknown issuer" else authority
    name = "elsewhere.example" if fault == "wrong name" else "127.0.0.1"
    end = datetime(2020, 1, 1, tzinfo=UTC) if fault == "expired" else None
    tls = tls_of(issuer.issue_cert(name, not_after=end))
    if fault == "TLS 1.1":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            tls.set_ciphers("ALL:@SECLEVEL=0")
            tls.minimum_version = ssl.TLSVersion.TLSv1
            tls.maximum_version = ssl.TLSVersion.TLSv1_1
    recorder = Recorder()
    desk = moved(tmp_path / "data", recorder, tls)
    assert recorder.asked == []
    (_, (paused, why), _, (resumed, later)) = told_by(desk)
    assert (paused, resumed) == (RecorderState.PAUSE_FAILED, RecorderState.RESUME_FAILED)
    assert audited(desk) == [
        ("Mara", "recorder", "pause", "failed", why),
        ("Mara", "recorder", "resume", "failed", later),
    ]
    # A server of asyncio's hangs up on TLS 1.1 without the alert that would name the reason.
    assert {why, later} == {"no secure connection"} if fault != "TLS 1.1" else why and later
