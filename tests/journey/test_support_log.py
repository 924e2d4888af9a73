"""What support finds in the log: each order by its request id, and nothing of its customer."""

from __future__ import annotations

import logging
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.app import Training
from pos_app.bridge import messages as m
from pos_app.bridge.support_log import SupportLog
from pos_app.domain.card_traces import masked
from pos_app.domain.checkout import Activity, Ended, ErrorReported, Verdict, begin, step
from pos_app.domain.connection import Connection
from pos_app.domain.errors import Code, Problem
from pos_app.services import logs
from tests.journey.conftest import Clerk, Shopfront, at_the_till

_CARD = "4111111111111111"
_OUTCOMES = {
    "approve": ("placed after ", r"number=\d+"),
    "unknown-events": ("placed after ", r"number=\d+"),
    "decline": ("refused after ", "refusal=declined code=other .*error=ErrorPaymentDeclined"),
    "invalid-input": ("refused after ", "refusal=.* status=4"),
    "lost-answer": ("unknown after ", "code=connection-dropped"),
    "server-error": ("unknown after ", "code=.* status=500"),
    "redirect": ("unknown after ", "code=redirect .*status=307"),
}
# Nothing of these may stand in the log, as the test's clerk types them.
_CUSTOMER = (
    *("Mara", "Lindqvist", "LINDQVIST", "2065551212", "206-555-1212", "example.com"),
    *("123 Main", "Seattle", "98101", "12 / 39", "1239", _CARD, _CARD[-4:]),
)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The program's own log file, as long as a test runs."""
    folder = tmp_path / "log"
    folder.mkdir()
    logger, file = logging.getLogger("pos_app"), logs.LogFile(folder)
    level = logger.level
    logger.addHandler(file)
    logger.setLevel(logging.INFO)
    yield folder / logs.FILE_NAME
    logger.removeHandler(file)
    logger.setLevel(level)
    file.close()


def lines_about(log: Path, request_id: str) -> list[str]:
    return [line for line in log.read_text().splitlines() if f"order {request_id}: " in line]


def request_id(clerk: Clerk) -> str:
    state = clerk.page.state
    assert state is not None
    return state.attempt_id


def assert_nothing_of_a_customer(log: Path, request_id: str) -> None:
    """Times, ports, ids and order numbers apart: their digits are anything."""
    text = log.read_text()
    for known in (r"\S+Z ", r"127\.0\.0\.1:\d+", r"number=\d+", r"answer=\S+", request_id):
        text = re.sub(known, "", text)
    assert [secret for secret in _CUSTOMER if secret in text] == []
    assert "eyJ" not in text
    assert masked(text) == text


@pytest.mark.parametrize("scenario", _OUTCOMES)
def test_each_outcome_leaves_a_line_with_its_request_id(
    clerk: Clerk, log: Path, scenario: str
) -> None:
    verdict, why = _OUTCOMES[scenario]
    assert clerk.training.store is not None
    clerk.training.set_next(scenario)
    clerk.type_order(_CARD)
    clerk.place()
    clerk.wait_for_verdict()
    lines = lines_about(log, request_id(clerk))
    assert [line.rpartition(": ")[2] for line in lines[:2]] == ["begun", "sent"]
    assert verdict in lines[-1]
    assert re.search(why, lines[-1])
    odd = [line for line in lines if "unknown event" in line]
    assert bool(odd) == (scenario == "unknown-events")
    assert_nothing_of_a_customer(log, request_id(clerk))


def test_an_order_that_was_not_sent_leaves_its_cause(
    shopfront: Shopfront, log: Path, data_dir: Path
) -> None:
    at = shopfront.merchant.start()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{free.getsockname()[1]}"
    argv = ["--api-url", at.api_url, "--payment-url", dead, "--app-id", at.app_id]
    argv += ["--domain", at.domain, "--data-dir", str(data_dir)]
    with at_the_till(argv, shopfront.qtbot, shopfront.merchant, Training(pace=0)) as clerk:
        clerk.type_order(_CARD)
        clerk.place()
        assert clerk.wait_for_verdict() is Verdict.NOT_SENT
        lines = lines_about(log, request_id(clerk))
        assert [line.rpartition(": ")[2] for line in lines[:1]] == ["begun"]
        assert "not-sent after " in lines[-1]
        assert "code=connection-refused host=127.0.0.1:" in lines[-1]
        assert_nothing_of_a_customer(log, request_id(clerk))


def test_the_connection_and_its_cause_once_for_each_change(log: Path) -> None:
    told: list[m.Report] = []
    support = SupportLog(told.append)
    at = Connection("app", "shop.example", "https://api.example", "https://pay.example")
    dropped = Problem(Code.DROPPED, where="api.example/api/v1/search/Mara", text="Mara Lindqvist")
    clock = Problem(Code.TLS_CLOCK, where="api.example/x", clock_off=-10_800)
    for link, problem in (
        (m.Link.OFFLINE, dropped),
        (m.Link.OFFLINE, dropped),
        (m.Link.OFFLINE, clock),
        (m.Link.CONNECTED, None),
    ):
        support.tell(m.LinkChanged(link, at, problem))
    said = [line.partition("pos_app: ")[2] for line in log.read_text().splitlines()]
    assert said[1:] == [
        "shop.example: offline code=connection-dropped host=api.example",
        "shop.example: offline code=tls-clock host=api.example clock=-10800",
        "shop.example: connected",
    ]
    assert len(told) == 4


def test_what_a_server_says_is_a_name_or_left_out(log: Path) -> None:
    support = SupportLog(lambda _report: None)
    state = step(begin("an-id", 1), Activity(1, "Mara Lindqvist, 123 Main St"))
    support.tell(m.CheckoutMoved(1, state))
    refusal = Problem(Code.OTHER, "pay.example/Mara", "Mara's card 4111111111111111", "Mara L", 400)
    for event in (ErrorReported(2, refusal), Ended(3)):
        state = step(state, event)
        support.tell(m.CheckoutMoved(1, state))
    support.tell(m.JournalTold(Problem(Code.DISK_FULL, "/data/mara/journal.db", "no space")))
    text = log.read_text()
    assert "order an-id: unknown event (odd)" in text
    assert "code=other host=pay.example status=400" in text
    assert "JournalTold: code=disk-full" in text
    assert "mara" not in text.casefold()
