"""Announced versions, from a real https server on loopback."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Iterator
from pathlib import Path

import announce
import pytest

from pos_app.domain.errors import Code, PosError
from pos_app.domain.updates import UpdateSource
from pos_app.firmly.http import Http
from pos_app.services.updates import MAX_BYTES, newer_version
from tests.support.notice import Notice


@pytest.fixture
def notice() -> Iterator[Notice]:
    hung_up = Notice()
    yield hung_up
    hung_up.take_down()


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return tmp_path / "key.json"


@pytest.fixture
def public_key(key: Path) -> str:
    return announce.new_key(key)


def look(notice: Notice, public_key: str, tls: ssl.SSLContext | None = None) -> str:
    async def run() -> str:
        http = Http(tls or notice.trusting)
        try:
            return await newer_version(http, UpdateSource(notice.url, public_key), "0.1.0")
        finally:
            await http.close()

    return asyncio.run(run())


def refused(notice: Notice, public_key: str) -> Code:
    with pytest.raises(PosError) as caught:
        look(notice, public_key)
    return caught.value.problem.code


def test_a_newer_version_is_told(notice: Notice, key: Path, public_key: str) -> None:
    notice.text = announce.signed(key, "0.2.0")
    assert look(notice, public_key) == "0.2.0"


@pytest.mark.parametrize("version", ["0.1.0", "0.0.9"])
def test_the_same_or_an_older_one_is_no_news(
    notice: Notice, key: Path, public_key: str, version: str
) -> None:
    notice.text = announce.signed(key, version)
    assert look(notice, public_key) == ""


def test_somebody_elses_signature_is_refused(
    notice: Notice, public_key: str, tmp_path: Path
) -> None:
    other = tmp_path / "other.json"
    announce.new_key(other)
    notice.text = announce.signed(other, "0.2.0")
    assert refused(notice, public_key) is Code.BAD_SHAPE


def test_a_changed_payload_is_refused(notice: Notice, key: Path, public_key: str) -> None:
    signed, forged = (json.loads(announce.signed(key, v)) for v in ("0.2.0", "0.3.0"))
    notice.text = json.dumps({**signed, "payload": forged["payload"]})
    assert refused(notice, public_key) is Code.BAD_SHAPE


@pytest.mark.parametrize(
    "text", ['{"product": "pos-app", "version": "0.2.0"}', "[]", '"0.2.0"', "null"]
)
def test_what_is_not_signed_is_refused(notice: Notice, public_key: str, text: str) -> None:
    notice.text = text
    assert refused(notice, public_key) is Code.BAD_SHAPE


def test_a_signature_without_a_key_is_refused(notice: Notice, public_key: str) -> None:
    # RFC 7515, appendix A.5: "alg": "none".
    notice.text = json.dumps(
        {
            "protected": "eyJhbGciOiJub25lIn0",
            "payload": "eyJwcm9kdWN0IjogInBvcy1hcHAiLCAidmVyc2lvbiI6ICIwLjIuMCJ9",
            "signature": "",
        }
    )
    assert refused(notice, public_key) is Code.BAD_SHAPE


def test_more_than_a_small_answer_is_not_read(notice: Notice, public_key: str) -> None:
    notice.text = json.dumps("x" * MAX_BYTES)
    assert refused(notice, public_key) is Code.TOO_LARGE


def test_a_page_that_is_not_there(notice: Notice, public_key: str) -> None:
    notice.status, notice.text = 404, "{}"
    assert refused(notice, public_key) is Code.NOT_FOUND


def test_a_server_that_is_not_trusted_is_not_asked(
    notice: Notice, key: Path, public_key: str
) -> None:
    notice.text = announce.signed(key, "0.2.0")
    with pytest.raises(PosError) as caught:
        look(notice, public_key, ssl.create_default_context())
    assert caught.value.problem.code is Code.TLS_UNTRUSTED


def test_the_key_is_kept_private_and_never_replaced(key: Path, public_key: str) -> None:
    assert key.stat().st_mode & 0o077 == 0
    assert public_key in key.read_text(encoding="utf-8")
    with pytest.raises(FileExistsError):
        announce.new_key(key)


def test_only_a_version_can_be_announced(key: Path, public_key: str) -> None:
    with pytest.raises(ValueError, match="not a version"):
        announce.signed(key, "latest")
