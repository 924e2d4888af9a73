"""An https server on loopback with one text that anybody may fetch."""

from __future__ import annotations

import ssl
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import trustme


class Notice:
    """What hangs at an https address; any text can be put there."""

    def __init__(self) -> None:
        self.text, self.status, self.fetched = "", 200, 0
        authority = trustme.CA()
        notice = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                notice.fetched += 1
                body = notice.text.encode()
                self.send_response(notice.status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: object) -> None:
                """Says nothing."""

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        self.authority = authority.cert_pem.bytes().decode()
        self.trusting = ssl.create_default_context()
        authority.configure_trust(self.trusting)
        self.url = f"https://127.0.0.1:{self._server.server_port}/pos-app.json"

    def take_down(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
