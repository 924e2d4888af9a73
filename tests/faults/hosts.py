"""The merchant's two hosts: the API, and one payment host for each attempt, which plays a fault."""

from __future__ import annotations

import json
import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import trustme

from pos_app.training.wire import SessionError
from tests.faults import answers
from tests.faults.answers import Basket
from tests.faults.faults import Act, Fault, Link, Reads
from tests.faults.merchant import Entry, Merchant
from tests.faults.sockets import Head, Line, Listener

NAME = "127.0.0.1"


class ApiHost(Listener):
    """Sessions, the device's cart, and `/back-office/ID`: whether an attempt was accepted."""

    def __init__(self, merchant: Merchant) -> None:
        self._merchant = merchant
        super().__init__()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{NAME}:{self.port}"

    def converse(self, sock: socket.socket, turn: int) -> None:
        """Answer request after request."""
        line = Line(sock)
        while (head := line.head()) is not None:
            body = line.body(head.length)
            if len(body) < head.length:
                return  # the client was killed meanwhile
            try:
                status, value = self._answer(head, body)
            except SessionError as error:
                status, value = error.status, error.body()
            answer = answers.json_answer(value)
            line.say(answer.replace(b"200 OK", b"%d Told" % status, 1))

    def _answer(self, head: Head, body: bytes) -> tuple[int, object]:
        sessions = self._merchant.sessions
        if head.path == "/api/v1/browser-session":
            previous = json.loads(body).get("access_token") if body else None
            return 200, sessions.open(head.headers.get("x-firmly-app-id"), previous)
        if head.path.startswith("/back-office/"):
            return 200, {"orders": self._merchant.count()[head.path.rpartition("/")[2]]}
        sessions.device_of(head.headers.get("x-firmly-authorization"))
        return self._cart(head.method, head.path.partition("/cart")[2], body)

    def _cart(self, method: str, path: str, body: bytes) -> tuple[int, object]:
        """The calls that fill the device's cart, each answered by the whole of it (§6)."""
        merchant = self._merchant
        match method, path.partition("?")[0]:
            case "POST", "/line-items":
                merchant.fill()
            case "POST", "/shipping-info":
                merchant.change(customer=json.loads(body)["email"])
            case "POST", "/promo-codes":
                merchant.change(promo=json.loads(body)["promo_codes"][0])
            case "DELETE", "/line-items":
                merchant.clear()
            case _:
                return merchant.look()
        basket = merchant.shop.basket
        return 200, basket.cart() if basket is not None else {"cart_id": "empty"}


@dataclass(frozen=True, slots=True)
class Certificates:
    """What the payment host shows of itself, by what the line is like."""

    good: ssl.SSLContext
    bad: dict[Link, ssl.SSLContext]
    authority: str


def certificates() -> Certificates:
    """One authority that is trusted, one that is not."""
    ours, others = trustme.CA(), trustme.CA()
    past = datetime.now(UTC) - timedelta(days=1)
    old = past - timedelta(days=1)
    return Certificates(
        _context(ours.issue_cert(NAME)),
        {
            Link.UNTRUSTED: _context(others.issue_cert(NAME)),
            Link.EXPIRED: _context(ours.issue_cert(NAME, not_before=old, not_after=past)),
            Link.WRONG_HOST: _context(ours.issue_cert("elsewhere.example")),
        },
        ours.cert_pem.bytes().decode(),
    )


def _context(leaf: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    return context


class PaymentHost(Listener):
    """Gives out the key, then plays its fault to whoever places an order."""

    def __init__(self, merchant: Merchant, fault: Fault, shown: Certificates, key: object) -> None:
        self._merchant, self._fault, self._shown, self._key = merchant, fault, shown, key
        super().__init__()

    @property
    def url(self) -> str:
        """Its address; a name that never resolves (RFC 2606 §2) where that is the fault."""
        link = self._fault.link
        scheme = "http" if link in (Link.PLAIN, Link.REFUSED) else "https"
        host = "payment.invalid" if link is Link.NO_NAME else NAME
        return f"{scheme}://{host}:{self.port}"

    def converse(self, sock: socket.socket, turn: int) -> None:
        """Serve the key, and the order once."""
        link = self._fault.link
        if link in (Link.PLAIN, Link.REFUSED):
            self._serve_line(Line(sock))
        elif turn and link is Link.TLS_STALL:
            Line(sock).until_client_leaves()
        elif turn and link is Link.TLS_RESET:
            line = Line(sock)
            line.body(1)
            line.reset()
        else:
            context = self._shown.bad.get(link, self._shown.good) if turn else self._shown.good
            try:
                with context.wrap_socket(sock, server_side=True) as secure:
                    self._serve_line(Line(secure))
            except OSError:
                return  # the client does not like the certificate, or was killed

    def _serve_line(self, line: Line) -> None:
        while (head := line.head()) is not None:
            if head.method == "POST":
                self._take_order(line, head)
                return
            once = self._fault.link not in (Link.PLAIN, Link.TLS)
            if self._fault.link is Link.REFUSED:
                self.refuse()
            line.say(answers.json_answer(self._key, close=once))
            if once:
                return

    def _take_order(self, line: Line, head: Head) -> None:
        attempt_id = head.headers["x-firmly-request-id"]
        self._merchant.posted(attempt_id)
        wanted = {Reads.ALL: head.length, Reads.HEAD: 0, Reads.PART: 40}[self._fault.reads]
        # The first byte is counted by itself: "not sent" must mean that not one has arrived.
        body = line.body(min(1, wanted))
        self._merchant.received(attempt_id, len(body))
        body += line.body(wanted - len(body))
        if len(body) < wanted:
            return
        if self._fault.reads is Reads.ALL:
            completes = "/complete-order" in head.path
            self._play(line, *self._merchant.read_order(attempt_id, body, completes=completes))
        else:
            self._play(line, Entry(attempt_id, ""), Basket("", "", 0))

    def _play(self, line: Line, entry: Entry, basket: Basket) -> None:
        for word in self._fault.script:
            match word:
                case Act.ACCEPT:
                    self._merchant.accept(entry)
                case Act.LATE:
                    self._merchant.accept_late(entry)
                case Act.RESET:
                    line.reset()
                case Act.STALL:
                    line.until_client_leaves()
                case Act.CLOSE:
                    pass
                case _:
                    line.say(answers.part(word, basket), drip=self._fault.drip)
