"""Whatever a server says is words: in the real window, mark-up loads nothing and leads nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from pos_app.bridge.messages import Link, LinkChanged, OrdersFound, SearchDone
from pos_app.domain.checkout import Event
from pos_app.domain.errors import Code, Problem
from pos_app.domain.product import PriceRange, ProductHit
from pos_app.domain.record import OrderRecord
from tests.gui.history_records import declined, not_sent, record, unsettled
from tests.gui.hostile import MARK, dangers, places, poisoned
from tests.gui.placing_support import CARD, DRAFT, PAYING, PLACED, after, ended, refused, usd
from tests.journey.conftest import Clerk

_ENDS: dict[str, Sequence[Event]] = {
    "placing": PAYING,
    "placed": PLACED,
    "declined": refused("ErrorPaymentDeclined", "the bank said no"),
    "no stock": refused("ErrorNotEnoughStock", "none left"),
    "unheard of": refused("ErrorFromMars", "we do not know either"),
    "not sent": ended(Code.DNS),
    "unknown": ended(Code.DROPPED, PAYING),
}


@pytest.mark.parametrize("events", _ENDS.values(), ids=_ENDS.keys())
def test_an_order_of_hostile_texts(clerk: Clerk, events: Sequence[Event]) -> None:
    draft, page = poisoned(DRAFT), clerk.page
    page.set_draft(draft)
    page.placing.begin(draft, CARD, MARK, False)
    page._right.setCurrentWidget(page.placing)
    page._moved(after([poisoned(event) for event in events]))
    assert dangers(clerk.window) == []
    assert places(clerk.window) > 5


@pytest.mark.parametrize("made", [record, unsettled, declined, not_sent])
def test_an_order_of_the_last_start_and_the_history(clerk: Clerk, made: object) -> None:
    assert callable(made)
    kept = made()
    assert isinstance(kept, OrderRecord)
    kept = replace(kept, draft=poisoned(kept.draft), state=poisoned(kept.state))
    clerk.page.restore(kept)
    clerk.key(Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    clerk.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    for ticket in range(5):
        clerk.window.receive(OrdersFound(ticket, (kept, replace(kept, attempt_id="other"))))
    assert dangers(clerk.window) == []
    assert places(clerk.window) > 5


def test_hostile_hits_and_a_hostile_connection(clerk: Clerk, qtbot: QtBot) -> None:
    search = clerk.page.cart.search
    clerk.key(Qt.Key.Key_F5)
    hit = poisoned(ProductHit("tee", "Radiant Tee", price_range=PriceRange(usd("22"), usd("28"))))
    search.popup.show_hits("tee", (hit, hit))
    search.finder.searched.emit(
        SearchDone(1, "tee", problem=Problem(Code.OTHER, where=MARK, text=MARK, error_id=MARK))
    )
    connection = clerk.page._connection
    assert connection is not None
    clerk.window.receive(
        LinkChanged(Link.OFFLINE, connection, Problem(Code.DNS, where=MARK, text=MARK))
    )
    assert dangers(clerk.window) == []
    assert places(clerk.window) > 1


def test_the_look_out_sees_what_it_is_to_see(qtbot: QtBot) -> None:
    label = QLabel(MARK)
    qtbot.addWidget(label)
    label.setToolTip(MARK)
    assert len(dangers(label)) == 2
    assert places(label) == 1
