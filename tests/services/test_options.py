"""The options of the command line and their twins in the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app import options
from pos_app.domain.connection import Connection
from pos_app.domain.errors import ConfigError
from pos_app.options import Options

WANTED = {
    "--data-dir": "/srv/register",
    "--app-id": "app-1",
    "--domain": "store.example.com",
    "--api-url": "https://api.example.com",
    "--payment-url": "https://pay.example.com",
}
READ = Options(
    Path("/srv/register"),
    Connection("app-1", "store.example.com", "https://api.example.com", "https://pay.example.com"),
)
WHO = {"POS_APP_APP_ID": "app-1", "POS_APP_DOMAIN": "store.example.com"}


def _twin(option: str) -> str:
    return f"POS_APP_{option[2:].upper().replace('-', '_')}"


def _line(wanted: dict[str, str]) -> list[str]:
    return [part for pair in wanted.items() for part in pair]


@pytest.mark.parametrize("option", WANTED)
def test_an_option_and_its_twin_say_the_same(option: str) -> None:
    others = {name: value for name, value in WANTED.items() if name != option}

    assert options.parse(_line(WANTED), {}) == READ
    assert options.parse(_line(others), {_twin(option): WANTED[option]}) == READ


@pytest.mark.parametrize("option", WANTED)
def test_the_command_line_comes_before_the_environment(option: str) -> None:
    assert options.parse(_line(WANTED), {_twin(option): "other.example.com"}) == READ


@pytest.mark.parametrize(("value", "training"), [("1", True), ("0", False), ("", False)])
def test_the_training_store_can_be_asked_for_by_both(value: str, training: bool) -> None:
    asked = options.parse([], {"POS_APP_TRAINING": value}).connection
    assert (asked is not None and asked.training) is training
    by_option = options.parse(["--training"], WHO).connection
    assert by_option is not None
    assert by_option.training


def test_hosts_alone_say_no_merchant() -> None:
    hosts = {name: WANTED[name] for name in ("--api-url", "--payment-url")}
    assert options.parse(_line(hosts), {}) == Options(None, None)


@pytest.mark.parametrize("name", ["POS_APP_API_URL", "POS_APP_PAYMENT_URL"])
def test_plain_http_is_for_this_computer_alone(name: str) -> None:
    assert options.parse([], {**WHO, name: "http://127.0.0.1:8080"}).connection is not None
    with pytest.raises(ConfigError):
        options.parse([], {**WHO, name: "http://api.example.com"})
