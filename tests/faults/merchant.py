"""What the merchant really did: its ledger, what reached it, and the carts of its devices."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from pos_app.training.keys import PaymentKeys
from pos_app.training.sessions import Sessions
from tests.faults.answers import Basket
from tests.faults.orders import APP_ID


@dataclass(frozen=True, slots=True)
class Entry:
    """An order that the merchant accepted: whose attempt it was, and which customer's."""

    attempt_id: str
    customer: str


@dataclass(slots=True)
class Arrival:
    """What came of one attempt: how often it was sent, and how much of its body arrived."""

    posts: int = 0
    body_bytes: int = 0
    complete: bool = False


@dataclass(slots=True)
class _Late:
    """An order that is accepted at a later look at the cart."""

    entry: Entry
    looks: int


@dataclass(slots=True)
class Shop:
    """The device's cart as it is now, and how the shop tells of it."""

    basket: Basket | None = None
    accepted: bool = False
    mood: str = "true"
    late: _Late | None = None


def new_keys() -> tuple[PaymentKeys, object]:
    """Payment keys with one that lasts for a whole run, and that one as it is published."""
    keys = PaymentKeys(uses=1 << 40, seconds=1e12, clock=time.time, odd_shapes=False)
    return keys, asyncio.run(keys.current()).jwk()


@dataclass
class Merchant:
    """One register's merchant. Its methods may be called from any thread."""

    keys: PaymentKeys
    sessions: Sessions = field(
        default_factory=lambda: Sessions(APP_ID, lifetime=3600, clock=time.time, odd_shapes=False)
    )
    ledger: list[Entry] = field(default_factory=list)
    arrivals: dict[str, Arrival] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)
    shop: Shop = field(default_factory=Shop)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _orders: int = 0

    def begin(self, mood: str) -> None:
        """A new attempt is about to be made: nothing of the one before is left in the cart."""
        with self._lock:
            self.shop = Shop(mood=mood)
            self.secrets.clear()

    def posted(self, attempt_id: str) -> None:
        """The head of a place-order call has come in."""
        with self._lock:
            self.arrivals.setdefault(attempt_id, Arrival()).posts += 1

    def received(self, attempt_id: str, size: int) -> None:
        """Bytes of its body have come in."""
        with self._lock:
            self.arrivals[attempt_id].body_bytes += size

    def read_order(self, attempt_id: str, body: bytes) -> tuple[Entry, Basket]:
        """Read a complete body; the card must be readable with the private key."""
        order = json.loads(body)
        sealed = order["encrypted_card"]
        card = json.loads(self.keys.decrypt(sealed))
        with self._lock:
            self._orders += 1
            basket = Basket(f"cart-{attempt_id}", str(700_000 + self._orders), 2200)
            self.arrivals[attempt_id].complete = True
            self.secrets |= {sealed, sealed.split(".")[3], card["number"]}
            self.shop.basket = basket
        return Entry(attempt_id, order["shipping_info"]["email"]), basket

    def accept(self, entry: Entry) -> None:
        """Take the order: the customer is charged from now on."""
        with self._lock:
            self._accept(entry)

    def accept_late(self, entry: Entry) -> None:
        """Take the order when the cart is looked at for the second time."""
        with self._lock:
            self.shop.late = _Late(entry, 1)

    def look(self) -> tuple[int, object]:
        """The cart as the device sees it: a status and its JSON."""
        with self._lock:
            shop, late = self.shop, self.shop.late
            if late is not None:
                late.looks -= 1
                if late.looks < 0:
                    shop.late = None
                    self._accept(late.entry)
            return _told(shop)

    def count(self) -> Counter[str]:
        """How often the order of each attempt was accepted."""
        with self._lock:
            return Counter(entry.attempt_id for entry in self.ledger)

    def orders_of(self, customer: str) -> int:
        """How many orders of a customer were accepted."""
        with self._lock:
            return sum(entry.customer == customer for entry in self.ledger)

    def _accept(self, entry: Entry) -> None:
        self.ledger.append(entry)
        self.shop.accepted = True


def _told(shop: Shop) -> tuple[int, object]:
    if shop.mood == "down":
        return 503, {"code": 503, "error": "ErrorStoreUnavailable", "description": "Down."}
    if shop.basket is None or shop.mood == "gone":
        return 404, {"code": 404, "error": "ErrorCartNotFound", "description": "No cart."}
    if shop.mood == "moved on":
        return 200, Basket("another", "", 100).cart()
    if not shop.accepted:
        return 200, shop.basket.cart()
    return 200, shop.basket.cart("submitted") if shop.mood == "numberless" else shop.basket.order()
