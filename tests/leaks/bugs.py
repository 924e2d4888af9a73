"""Bugs planted in the program, one in each layer: an exception that quotes the card's number."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pos_app.bridge import messages as m
from pos_app.bridge.order_office import OrderOffice
from pos_app.domain.card import Card, CardSummary
from pos_app.firmly.payment_key import PaymentKey
from pos_app.gui.payment_card import PaymentCard
from pos_app.services.orders import Order, OrderDesk
from pos_app.services.register import Register


class PlantedError(Exception):
    """What somebody wrote who did not think of where it goes."""


def _quoting(digits: memoryview | bytearray) -> PlantedError:
    return PlantedError("no good: " + bytes(digits).decode("ascii"))


def _in_domain() -> None:
    def summary(card: Card) -> CardSummary:
        raise _quoting(card.number)

    replace(Card, "summary", summary)


def _in_firmly() -> None:
    def encrypt(_key: PaymentKey, card: Card) -> str:
        raise _quoting(card.number)

    replace(PaymentKey, "encrypt", encrypt)


def _in_services() -> None:
    async def _hold(_desk: OrderDesk, order: Order, _now: object) -> None:
        raise _quoting(order.card.number)

    replace(OrderDesk, "_hold", _hold)


def _in_bridge() -> None:
    async def place(_office: OrderOffice, _register: Register, request: m.PlaceOrder) -> None:
        raise _quoting(request.card.number)

    replace(OrderOffice, "place", place)


def _in_gui() -> None:
    def card(form: PaymentCard) -> Card:
        raise _quoting(form.number_field.digits())

    replace(PaymentCard, "card", card)


def replace(owner: object, name: str, value: object) -> None:
    """Put something in the place of a method, or of a class in a module."""
    setattr(owner, name, value)


LAYERS: Mapping[str, Callable[[], None]] = {
    "domain": _in_domain,
    "firmly": _in_firmly,
    "services": _in_services,
    "bridge": _in_bridge,
    "gui": _in_gui,
}


def plant(layer: str) -> None:
    """Plant the bug of a layer; none where it is empty."""
    if layer:
        LAYERS[layer]()
