"""Hosts, domains and app ids, as people paste them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.connection import (
    Connection,
    Settings,
    check_domain,
    check_url,
    checked,
    is_loopback,
)
from pos_app.domain.errors import Code, ConfigError


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://api.firmly.work", "https://api.firmly.work"),
        (" https://api.firmly.work/ ", "https://api.firmly.work"),
        ("https://api.firmly.work:8443/base/", "https://api.firmly.work:8443/base"),
        ("HTTPS://api.firmly.work", "https://api.firmly.work"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://127.9.9.9", "http://127.9.9.9"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
    ],
)
def test_urls(text: str, url: str) -> None:
    assert check_url(text) == url


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", Code.BAD_URL),
        ("api.firmly.work", Code.BAD_URL),
        ("ftp://api.firmly.work", Code.BAD_URL),
        ("https://", Code.BAD_URL),
        ("https://host:port", Code.BAD_URL),
        ("https://host:99999", Code.BAD_URL),
        ("https://[::1", Code.BAD_URL),
        ("https://host/?key=1", Code.BAD_URL),
        ("https://host/#part", Code.BAD_URL),
        ("https://user:word@host", Code.BAD_URL),
        ("https://@host", Code.BAD_URL),
        ("https://:@host", Code.BAD_URL),
        ("https://two words.example", Code.BAD_URL),
        ("https://host/two words", Code.BAD_URL),
        ("https://ho\nst.example", Code.BAD_URL),
        ("https://host\\evil.example", Code.BAD_URL),
        ("http://127.0.0.1\\@evil.example", Code.BAD_URL),
        ("http://api.firmly.work", Code.PLAIN_HTTP),
        ("http://127.0.0.1.evil.example", Code.PLAIN_HTTP),
        ("http://localhost.evil.example", Code.PLAIN_HTTP),
        ("http://192.168.0.10", Code.PLAIN_HTTP),
        ("http://0.0.0.0", Code.PLAIN_HTTP),
        ("http://2130706433", Code.PLAIN_HTTP),
    ],
)
def test_urls_that_can_not_be_used(text: str, code: Code) -> None:
    with pytest.raises(ConfigError) as error:
        check_url(text)
    assert error.value.problem.code is code


@given(st.text() | st.text("htps:/[]@.a1:?#%\\ "))
def test_any_text_is_judged_and_a_good_url_stays(text: str) -> None:
    for candidate in (text, f"https://{text}", f"http://{text}"):
        try:
            url = check_url(candidate)
        except ConfigError:
            continue
        assert check_url(url) == url
        assert url.startswith(("https://", "http://localhost", "http://127.", "http://[::1]"))


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("staging.luma.gift", "staging.luma.gift"),
        (" Staging.Luma.Gift. ", "staging.luma.gift"),
        ("https://staging.luma.gift/products/mug?x=1", "staging.luma.gift"),
        ("//staging.luma.gift/", "staging.luma.gift"),
        ("staging.luma.gift/", "staging.luma.gift"),
        ("bücher.example", "xn--bcher-kva.example"),
    ],
)
def test_domains(text: str, domain: str) -> None:
    assert check_domain(text) == domain


@pytest.mark.parametrize(
    "text",
    ["", "gift", "a..b", "-a.gift", "a-.gift", "a b.gift", "a_b.gift", "luma.gift:443", "https://"]
    + ["https://[bad", "//[", "a" * 64 + ".gift", "x." * 5_000 + "gift", "😀" * 10_000, "\ud83d.x"]
    + ["luma.gift/products", "user@luma.gift"],
)
def test_what_is_no_domain(text: str) -> None:
    with pytest.raises(ConfigError) as error:
        check_domain(text)
    assert error.value.problem.code is Code.BAD_DOMAIN


@given(st.text() | st.text("a1.-/:[]@ß"))
def test_any_text_is_judged_and_a_good_domain_stays(text: str) -> None:
    for candidate in (text, f"https://{text}", f"{text}.example"):
        try:
            domain = check_domain(candidate)
        except ConfigError:
            continue
        assert check_domain(domain) == domain
        assert domain.isascii()


@pytest.mark.parametrize(
    ("host", "mine"),
    [("localhost", True), ("127.0.0.1", True), ("127.255.0.1", True), ("::1", True)]
    + [("", False), ("10.0.0.1", False), ("0.0.0.0", False), ("localhost.example", False)],  # noqa: S104
)
def test_loopback(host: str, *, mine: bool) -> None:
    assert is_loopback(host) is mine


def test_a_connection_is_made_tidy() -> None:
    typed = Connection(" app-1 ", "Luma.Gift/", "https://a.example/", "https://b.example/")
    tidy = Connection("app-1", "luma.gift", "https://a.example", "https://b.example")
    assert checked(typed) == tidy
    assert checked(tidy) == tidy


@pytest.mark.parametrize("app_id", ["", "  ", "two words", "ключ", "a\nb", "a\x00"])
def test_app_ids_that_can_not_be_sent(app_id: str) -> None:
    with pytest.raises(ConfigError) as error:
        checked(Connection(app_id, "luma.gift"))
    assert error.value.problem.code is Code.INVALID_APP_ID


def test_the_training_store_is_one_host_on_whatever_port() -> None:
    one = Connection("a", "t.example", "http://127.0.0.1:1", training=True)
    other = Connection("a", "t.example", "http://127.0.0.1:2", training=True)
    assert one.api_host == other.api_host == "training-store"
    assert Connection("a", "luma.gift", "https://h.example:8443").api_host == "h.example:8443"


def test_nothing_is_remembered_before_the_first_start() -> None:
    assert Settings().connection is None
