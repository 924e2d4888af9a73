"""When the card is forgotten: sent, parked, locked, closed, and 90 seconds after the last key."""

from __future__ import annotations

from PySide6.QtCore import Qt

from pos_app.domain.checkout import Verdict
from pos_app.gui.order_page import OrderPage
from pos_app.gui.payment_card import IDLE_MILLISECONDS, WARNING_SECONDS, PaymentCard
from pos_app.gui.widgets import Banner
from tests.journey.conftest import Clerk

CONTROL = Qt.KeyboardModifier.ControlModifier
_CARD = "4111111111111111"


class Kept:
    """The very memory of a card's number and code, whatever becomes of the fields."""

    def __init__(self, page: OrderPage) -> None:
        fields = (page.payment.number_field, page.payment.code_field)
        self._views = [field.digits() for field in fields]
        assert [len(view) for view in self._views] == [16, 3]

    def is_overwritten(self) -> bool:
        return not any(map(any, self._views))


def typed(clerk: Clerk) -> Kept:
    clerk.key(Qt.Key.Key_F2)
    clerk.field("2065551212")
    clerk.type_card(_CARD)
    return Kept(clerk.page)


def said(payment: PaymentCard) -> str:
    banner = payment.findChild(Banner)
    assert isinstance(banner, Banner)
    return banner.accessibleName()


def test_sending_overwrites_it(clerk: Clerk) -> None:
    clerk.type_order(_CARD)
    kept = Kept(clerk.page)
    clerk.place()
    clerk.until(kept.is_overwritten)
    assert clerk.wait_for_verdict() is Verdict.PLACED


def test_parking_overwrites_it(clerk: Clerk) -> None:
    kept = typed(clerk)
    clerk.key(Qt.Key.Key_H, CONTROL)
    assert kept.is_overwritten()


def test_locking_overwrites_it_in_every_tab(clerk: Clerk) -> None:
    first = typed(clerk)
    clerk.key(Qt.Key.Key_N, CONTROL)
    second = typed(clerk)
    clerk.key(Qt.Key.Key_L, CONTROL)
    assert clerk.window.staff.locked
    assert first.is_overwritten()
    assert second.is_overwritten()


def test_closing_overwrites_it_in_every_tab(clerk: Clerk) -> None:
    first = typed(clerk)
    clerk.key(Qt.Key.Key_N, CONTROL)
    second = typed(clerk)
    assert clerk.window.close()
    assert first.is_overwritten()
    assert second.is_overwritten()


def test_ninety_seconds_overwrite_it_in_a_tab_behind_too(clerk: Clerk) -> None:
    """The timers are the real ones; their time is made to pass."""
    kept, payment = typed(clerk), clerk.page.payment
    assert IDLE_MILLISECONDS + WARNING_SECONDS * 1000 == 90_000
    assert payment._idle.interval() == IDLE_MILLISECONDS
    assert payment._countdown.interval() == 1000
    clerk.key(Qt.Key.Key_N, CONTROL)
    assert payment._idle.isActive()
    payment._idle.timeout.emit()
    assert payment._countdown.isActive()
    for left in range(WARNING_SECONDS, 0, -1):
        assert said(payment).startswith(f"The card will be cleared in {left} s.")
        assert not kept.is_overwritten()
        payment._countdown.timeout.emit()
    assert kept.is_overwritten()
    assert payment.is_empty
    assert not payment._idle.isActive()
    assert not payment._countdown.isActive()


def test_a_key_begins_the_ninety_seconds_anew(clerk: Clerk) -> None:
    kept, payment = typed(clerk), clerk.page.payment
    payment._idle.timeout.emit()
    assert payment._countdown.isActive()
    payment.focus_number()
    clerk.write(_CARD)
    assert payment._idle.isActive()
    assert not payment._countdown.isActive()
    assert not said(payment).startswith("The card will be cleared")
    assert not kept.is_overwritten()
