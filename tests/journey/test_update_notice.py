"""A newer version in the real window: announced, said, and nothing more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import announce
import pytest
from pytestqt.qtbot import QtBot

from pos_app.app import Training
from pos_app.domain.checkout import Verdict
from pos_app.gui.update_watch import AGAIN_MINUTES, UpdateWatch
from tests.journey.conftest import Clerk, at_the_till
from tests.support.notice import Notice


@dataclass
class Announced:
    """A window that knows where versions are announced, and what hangs there."""

    clerk: Clerk
    notice: Notice
    key: Path

    @property
    def watch(self) -> UpdateWatch:
        watch = self.clerk.window.findChild(UpdateWatch)
        assert watch is not None
        return watch

    def look(self) -> None:
        self.watch.look()

    @property
    def waits(self) -> bool:
        """Whether the last look was put off; else the worker was asked."""
        return self.watch.timer.interval() == AGAIN_MINUTES * 60_000

    @property
    def said(self) -> str:
        return self.clerk.window.status.update_text


@pytest.fixture
def announced(
    qtbot: QtBot, data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Announced]:
    notice, key = Notice(), tmp_path / "key.json"
    authority = tmp_path / "authority.pem"
    authority.write_text(notice.authority, encoding="utf-8")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    updates = {"url": notice.url, "public_key": announce.new_key(key)}
    settings = {"connection": {"training": True}, "updates": updates}
    (data_dir / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    training = Training(pace=0.05)  # seconds: an order is under way for a while
    with at_the_till(["--data-dir", str(data_dir)], qtbot, training, training) as clerk:
        yield Announced(clerk, notice, key)
    notice.take_down()


def test_a_newer_version_is_said_quietly(announced: Announced) -> None:
    announced.notice.text = announce.signed(announced.key, "99.0.0")
    announced.look()
    announced.clerk.until(lambda: announced.said == "Version 99.0.0 is available.")
    assert announced.notice.fetched == 1


def test_an_order_is_placed_all_the_same(announced: Announced) -> None:
    announced.notice.text = announce.signed(announced.key, "99.0.0")
    announced.clerk.type_order()
    announced.look()
    announced.clerk.place()
    assert announced.clerk.wait_for_verdict() is Verdict.PLACED


def test_nobody_is_asked_while_an_order_is_under_way(announced: Announced) -> None:
    announced.clerk.type_order()
    announced.clerk.place()
    announced.clerk.until(lambda: bool(announced.clerk.window.orders.in_flight))
    announced.look()
    assert announced.waits
    assert announced.clerk.wait_for_verdict() is Verdict.PLACED
    assert announced.notice.fetched == 0


def test_nobody_is_asked_while_an_order_is_unknown(announced: Announced) -> None:
    announced.clerk.type_order()
    announced.clerk.training.set_next("server-error")
    announced.clerk.place()
    assert announced.clerk.wait_for_verdict() is Verdict.UNKNOWN
    announced.look()
    assert announced.waits
    assert announced.notice.fetched == 0


def test_off_by_default(clerk: Clerk) -> None:
    assert clerk.window.findChild(UpdateWatch) is None
