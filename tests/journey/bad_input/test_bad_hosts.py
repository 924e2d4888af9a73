"""Hosts that are wrong, away, or not to be trusted: in the settings, in the search, on placing."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from pos_app.bridge.messages import CheckName
from pos_app.domain.checkout import Verdict
from pos_app.gui.setup_page import SetupPage
from tests.journey.bad_input.conftest import Typist
from tests.journey.bad_input.front import (
    BROKEN_JSON,
    HTML,
    KEY,
    SEARCH,
    SESSION,
    Answer,
    Front,
)
from tests.services.payment_host import public_key


def dead_url() -> str:
    """A port of this computer that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def check(clerk: Typist, app_id: str, domain: str, api: str, payment: str) -> SetupPage:
    """Type a connection, test it by keyboard; the page once all of it has been answered."""
    clerk.press("Advanced")
    typed = {"App id": app_id, "Merchant domain": domain, "API host": api, "Payment host": payment}
    for name, text in typed.items():
        clerk.go_to(name)
        clerk.paste(text)
    clerk.press("Test the connection")
    page = clerk.window.findChild(SetupPage)
    assert isinstance(page, SetupPage)
    rows = page.form.rows.values()
    clerk.until(lambda: all(row.verdict and not row.waiting for row in rows))
    for name, text in typed.items():
        assert clerk.go_to(name).property("text") == text
    return page


def front_check(clerk: Typist, front: Front, **more: str) -> SetupPage:
    """The same with the hosts of `front`."""
    told = {"app_id": front.behind.app_id, "domain": front.behind.domain}
    hosts = {"api": front.url, "payment": front.url}
    return check(clerk, **{**told, **hosts, **more})


def test_a_wrong_app_id(newcomer: Typist, front: Front) -> None:
    page = front_check(newcomer, front, app_id="nobody")
    said = page.form.rows[CheckName.SESSION].text
    assert said == "App id not known. Copy the app id again from your Firmly account."
    assert page.form.rows[CheckName.KEY].verdict == "OK"


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("https://nowhere.invalid", "The address nowhere.invalid"),
        ("", "Nothing answers at 127.0.0.1:"),
    ],
    ids=["no-such-host", "nobody-listens"],
)
def test_an_unreachable_host(newcomer: Typist, host: str, words: str) -> None:
    url = host or dead_url()
    page = check(newcomer, "app", "store.example.com", url, url)
    for row in page.form.rows.values():
        assert words in row.text
        assert row.text.endswith(
            "Check the host name and the network."
            if host
            else "Check the host name, the port and the firewall."
        )


def test_plain_http_elsewhere_is_refused(newcomer: Typist) -> None:
    newcomer.press("Advanced")
    for name in ("API host", "Payment host"):
        field = newcomer.go_to(name)
        newcomer.paste("http://api.example.com")
        newcomer.press("Test the connection")
        said = "Begin the address with https. Only this computer itself may use http."
        assert field.accessibleDescription() == said
        assert field.property("text") == "http://api.example.com"


NONSENSE = {
    "html": (HTML, "A web page instead of an answer. A web page came instead of an answer. "),
    "json": (BROKEN_JSON, "Answer not readable. Check the hosts in the settings. "),
}


@pytest.mark.parametrize(("answer", "words"), NONSENSE.values(), ids=NONSENSE)
def test_nonsense_from_every_host(
    newcomer: Typist, front: Front, answer: Answer, words: str
) -> None:
    front.answers = {SESSION: answer, KEY: answer, SEARCH: answer}
    page = front_check(newcomer, front)
    for row in page.form.rows.values():
        assert row.text.startswith(words)
    newcomer.press("Session: Copy details")
    assert "code: " in newcomer.clipboard()


@pytest.mark.parametrize(
    "key", [{"kty": "oct", "k": "AAAA"}, public_key(1024)], ids=["not-rsa", "too-short"]
)
def test_a_key_that_is_not_safe(newcomer: Typist, front: Front, key: dict[str, object]) -> None:
    front.answers[KEY] = Answer(json.dumps(key).encode())
    page = front_check(newcomer, front)
    assert page.form.rows[CheckName.SESSION].verdict == "OK"
    assert page.form.rows[CheckName.KEY].text == (
        "Payment key not safe to use. No card is encrypted to this key. Nothing was sent. "
        "Send the details to support."
    )


CERTIFICATES = {
    "untrusted": ("This computer does not trust the certificate of ", "issuing authority."),
    "expired": ("The certificate of ", "whoever runs the server."),
    "wrong-host": ("The certificate that ", "Check the host name."),
}


@pytest.fixture
def secure(
    front: Front, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Front]:
    """The same hosts behind TLS with a fault; the computer trusts the authority of all but one."""
    authority, unknown = trustme.CA(), trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "trusted.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    name = "elsewhere.example" if fault == "wrong-host" else "127.0.0.1"
    past = datetime(2020, 1, 1, tzinfo=UTC) if fault == "expired" else None
    issuer = unknown if fault == "untrusted" else authority
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issuer.issue_cert(name, not_after=past).configure_cert(context)
    with Front(front.store, front.behind).listening(context) as made:
        yield made


@pytest.mark.parametrize("fault", CERTIFICATES)
def test_a_certificate_not_to_be_trusted(newcomer: Typist, secure: Front, fault: str) -> None:
    page = front_check(newcomer, secure)
    begins, ends = CERTIFICATES[fault]
    for row in page.form.rows.values():
        assert begins in row.text
        assert row.text.endswith(ends)
    assert secure.asked == []


@pytest.mark.parametrize("fault", ["none"])
def test_a_certificate_to_be_trusted(newcomer: Typist, secure: Front) -> None:
    page = front_check(newcomer, secure)
    assert [row.verdict for row in page.form.rows.values()] == ["OK"] * 3


@pytest.mark.parametrize("fault", CERTIFICATES)
def test_placing_where_the_certificate_is_not_to_be_trusted(
    at_merchant: Typist, secure: Front, front: Front
) -> None:
    moved = at_merchant.other_payment_host(front, secure.url)
    said = not_sent(moved, front)
    assert said == (
        "Nothing was sent. The connection to the merchant is not safe, so it was not used. "
        "Tell whoever looks after this register."
    )


def test_placing_where_nobody_answers(at_merchant: Typist, front: Front) -> None:
    said = not_sent(at_merchant.other_payment_host(front, dead_url()), front)
    assert said == (
        "Nothing was sent. The merchant can't be reached from here: look at the network "
        "connection. You can place it again now."
    )


def not_sent(clerk: Typist, front: Front) -> str:
    """Place an order that must not leave; what is said, with nothing lost."""
    clerk.type_order()
    before = clerk.page.draft()
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.NOT_SENT
    assert clerk.page.draft() == before
    assert clerk.page.payment.number_field.last_four == "1111"
    assert clerk.ledger_size() == len(front.orders) == 0
    return clerk.said()
