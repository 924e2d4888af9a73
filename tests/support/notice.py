"""An https server on loopback with one text that anybody may fetch."""

from __future__ import annotations

import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import trustme

# A client that was stopped in the middle of its greeting keeps a thread this long, in seconds, and
# never the server itself.
_PATIENCE = 2.0


class _Server(ThreadingHTTPServer):
    """Greets each client in a thread of its own, which is joined when the server is closed."""

    daemon_threads = False

    def __init__(self, handler: type[BaseHTTPRequestHandler], context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self._context = context

    def get_request(self) -> tuple[socket.socket, object]:
        client, address = super().get_request()
        client.settimeout(_PATIENCE)
        greeted = self._context.wrap_socket(client, server_side=True, do_handshake_on_connect=False)
        return greeted, address

    def handle_error(self, _request: object, _address: object) -> None:
        """A client that leaves is no news."""


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
        self._server = _Server(Handler, context)
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
