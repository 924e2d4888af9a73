"""Nobody who uses the register can have it trust another authority, or take another way out."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

from pos_app import options
from pos_app.domain.connection import Settings
from pos_app.services.settings import FILE_NAME, SettingsFile

_CHILD = """
import asyncio, sys
from pos_app.services import process
process.protect()
from pos_app.domain.errors import PosError
from pos_app.firmly.http import Http

async def main():
    http = Http().only(sys.argv[1])
    try:
        await http.json("GET", sys.argv[1])
    except PosError as error:
        print(error.problem.code.value)
    else:
        print("believed")
    finally:
        await http.close()

asyncio.run(main())
"""


class Quiet(BaseHTTPRequestHandler):
    """Answers and says nothing."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_facts: object) -> None:
        """Nothing."""


class Server(ThreadingHTTPServer):
    daemon_threads = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that does not like the certificate is what this is about."""


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[str]:
    """A server whose certificate only `authority.pem` speaks for; its address."""
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with Server(("127.0.0.1", 0), Quiet) as server:
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"https://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "name", ["SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"]
)
def test_the_environment_names_no_authority(stranger: str, tmp_path: Path, name: str) -> None:
    pem = tmp_path / "authority.pem"
    told = str(pem if name != "SSL_CERT_DIR" else tmp_path)
    ended = subprocess.run(
        [sys.executable, "-c", _CHILD, stranger],
        cwd=Path(__file__).parents[2],
        env={**os.environ, name: told},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.strip() == "tls-untrusted"


@pytest.mark.parametrize(
    "flag", ["--insecure", "--no-verify", "--ca-file=x.pem", "--proxy=http://p", "--allow-http"]
)
def test_no_flag_does(flag: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        options.parse([flag], {})
    assert ended.value.code == 2
    capsys.readouterr()


def test_no_setting_does(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    told = {"verify": False, "insecure": True, "ca_file": "x.pem", "proxy": "http://p:1", "tls": 1}
    (tmp_path / FILE_NAME).write_text(json.dumps(told), encoding="utf-8")
    assert SettingsFile(tmp_path, tmp_path / "etc" / FILE_NAME).load() == Settings()
