"""The device's token is the only way to ask about an order: what would lose it has to wait."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QLabel

from pos_app.domain.checkout import Verdict
from pos_app.domain.connection import Connection
from pos_app.gui.rail import Room
from pos_app.gui.setup_page import SetupPage
from tests.journey.conftest import Clerk

ELSEWHERE = Connection("app", "elsewhere.example", "http://127.0.0.1:9", "http://127.0.0.1:9")


class LogOut:
    """The session manager's side of a log-out: Qt makes its own only when a session ends."""

    def __init__(self) -> None:
        self.cancelled = False

    def allowsInteraction(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def cancel(self) -> None:
        self.cancelled = True

    def release(self) -> None:
        """The program has asked what it wanted to."""


def said(clerk: Clerk) -> str:
    return " ".join(label.text() for label in clerk.window.status.findChildren(QLabel))


def change_store(clerk: Clerk) -> None:
    """As the settings page does when another store is chosen."""
    clerk.window.show_room(Room.SETUP)
    page = clerk.window.findChild(SetupPage)
    assert page is not None
    page.chosen.emit(replace(clerk.window._settings, connection=ELSEWHERE))


@pytest.mark.parametrize("scenario", ["server-error", "stall"])
def test_the_store_stays_while_an_order_is_not_settled(clerk: Clerk, scenario: str) -> None:
    clerk.type_order()
    clerk.training.set_next(scenario)
    clerk.place()
    clerk.until(lambda: bool(clerk.window.orders.unknown or clerk.window.orders.in_flight))
    before = clerk.window._settings
    change_store(clerk)
    assert "not settled yet" in said(clerk)
    assert clerk.window._settings == before
    # Nothing of it reached the worker: the merchant in the top bar is still the one before.
    assert ELSEWHERE.domain not in " ".join(
        label.text() for label in clerk.window.top.findChildren(QLabel)
    )


def test_a_log_out_waits_for_an_order_in_flight(clerk: Clerk) -> None:
    clerk.type_order()
    clerk.training.set_next("slow")
    idle, busy = LogOut(), LogOut()
    clerk.window.log_out(cast(QSessionManager, idle))
    clerk.place()
    clerk.window.log_out(cast(QSessionManager, busy))
    assert not idle.cancelled
    assert busy.cancelled
    assert clerk.wait_for_verdict() is Verdict.PLACED
