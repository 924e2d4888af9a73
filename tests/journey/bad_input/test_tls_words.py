"""Each way in which a line is not safe: refused before anything is asked, in the right words."""

from __future__ import annotations

import re
import ssl
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import trustme

from pos_app.bridge.messages import CheckName
from tests.journey.bad_input.conftest import Typist
from tests.journey.bad_input.front import KEY, SESSION, Answer, Front
from tests.journey.bad_input.test_bad_hosts import check, front_check

_PAST, _FUTURE = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_SAID = {
    "expired": (
        "Certificate out of date. The certificate of {0} is out of date. Check this computer's "
        "clock, then ask whoever runs the server."
    ),
    "too early": (
        "Certificate not valid yet. The certificate of {0} is of a later date: this computer's "
        "clock is probably behind. Set date and time, then try again."
    ),
    "wrong host": (
        "Certificate of another host. The certificate that {0} shows is for another name. Check "
        "the host name."
    ),
    "unknown issuer": (
        "Certificate not trusted. This computer does not trust the certificate of {0}. Ask your "
        "administrator to install the issuing authority."
    ),
    "TLS 1.1": (
        "Encryption out of date. {0} speaks only an encryption that is no longer safe (older than "
        "TLS 1.2). Ask whoever runs the server."
    ),
}


@contextmanager
def secured(front: Front, authority: trustme.CA, fault: str) -> Iterator[Front]:
    """The same hosts behind TLS with a fault."""
    issuer = trustme.CA() if fault == "unknown issuer" else authority
    leaf = issuer.issue_cert(
        "elsewhere.example" if fault == "wrong host" else "127.0.0.1",
        not_before=_FUTURE if fault == "too early" else None,
        not_after={"too early": _FUTURE + timedelta(days=1), "expired": _PAST}.get(fault),
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    if fault == "TLS 1.1":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1_1
    with Front(front.store, front.behind).listening(context) as made:
        yield made


@pytest.mark.parametrize("fault", _SAID)
def test_a_line_that_is_not_safe_is_named(
    newcomer: Typist, front: Front, authority: trustme.CA, fault: str
) -> None:
    with secured(front, authority, fault) as secure:
        page = front_check(newcomer, secure)
        host = secure.url.partition("//")[2]
        for row in page.form.rows.values():
            where = rf"{re.escape(host)}(/[\w/-]+)?"
            assert re.sub(where, "{0}", row.text) == _SAID[fault]
    assert secure.asked == []


def test_a_clock_that_is_off_is_named_with_its_hours(
    newcomer: Typist, front: Front, authority: trustme.CA
) -> None:
    """By the clock of the other host, which can be reached, the certificate is in order."""
    now = datetime.now(UTC)
    front.date = format_datetime(now - timedelta(hours=5), usegmt=True)
    leaf = authority.issue_cert(
        "127.0.0.1", not_before=now - timedelta(days=9), not_after=now - timedelta(hours=2)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    with Front(front.store, front.behind).listening(context) as secure:
        at = front.behind
        page = check(newcomer, at.app_id, at.domain, front.url, secure.url)
        said = page.form.rows[CheckName.KEY].text
        assert said.startswith(
            "This computer's clock is off. This computer's clock is about 5 hours ahead, so the "
            "certificate of 127.0.0.1:"
        )
        assert said.endswith("can't be checked. Set date and time, then try again.")
    assert secure.asked == []


def test_a_redirect_to_another_host_is_named_and_not_followed(
    newcomer: Typist, front: Front, authority: trustme.CA
) -> None:
    with secured(front, authority, "none") as elsewhere, secured(front, authority, "none") as told:
        for path in (SESSION, KEY):
            told.answers[path] = Answer(b"", status=307, location=f"{elsewhere.url}{path}")
        page = front_check(newcomer, told)
        for name in (CheckName.SESSION, CheckName.KEY):
            assert page.form.rows[name].text == (
                "Sent on to another address. The server pointed to another address, which was not "
                "followed. Check the hosts."
            )
    assert elsewhere.asked == []
    assert told.asked
