"""What the merchant really did: its ledger, what reached it, and the carts of its devices."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field, replace

from pos_app.training.keys import PaymentKeys
from pos_app.training.sessions import Sessions
from tests.faults.answers import Basket
from tests.faults.orders import APP_ID

PRICE = 2200  # cents
RISE = 220
_DOWN = (503, {"code": 503, "error": "ErrorStoreUnavailable", "description": "Down."})
_NO_CART = (404, {"code": 404, "error": "ErrorCartNotFound", "description": "No cart."})


@dataclass(frozen=True, slots=True)
class Entry:
    """An order that the merchant accepted: whose attempt it was, and which customer's.

    `minor` is what was charged, in cents; `completed`: the order is the cart that was filled.
    """

    attempt_id: str
    customer: str
    minor: int = 0
    completed: bool = False


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
    """The device's cart as it is now, and how the shop tells of it.

    `mood` is how it tells of an order that was `ordered`. `meanwhile` has happened, once, to a cart
    that was filled when it is read or ordered. `customer`: where it goes.
    """

    basket: Basket | None = None
    accepted: bool = False
    mood: str = "true"
    late: _Late | None = None
    meanwhile: str = ""
    ordered: bool = False
    customer: str = ""


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
    _carts: int = 0

    def begin(self, mood: str, meanwhile: str = "") -> None:
        """A new attempt is about to be made: nothing of the one before is left in the cart."""
        with self._lock:
            self.shop = Shop(mood=mood, meanwhile=meanwhile)
            self.secrets.clear()

    def posted(self, attempt_id: str) -> None:
        """The head of the call that places an order has come in."""
        with self._lock:
            self.shop.ordered = True
            self.arrivals.setdefault(attempt_id, Arrival()).posts += 1

    def received(self, attempt_id: str, size: int) -> None:
        """Bytes of its body have come in."""
        with self._lock:
            self.arrivals[attempt_id].body_bytes += size

    def fill(self) -> None:
        """The device begins a new cart, which it is going to have counted."""
        with self._lock:
            self._carts += 1
            self.shop.basket = Basket(f"filled-{self._carts}", "", PRICE)
            self.shop.accepted = self.shop.ordered = False

    def change(self, *, customer: str = "", promo: str = "") -> None:
        """Something is said of the device's cart."""
        with self._lock:
            shop = self.shop
            shop.customer = customer or shop.customer
            if shop.basket is not None:
                shop.basket = replace(shop.basket, promo=promo or shop.basket.promo)

    def clear(self) -> None:
        """The device's cart is empty."""
        with self._lock:
            self.shop.basket = None

    def read_order(self, attempt_id: str, body: bytes, *, completes: bool) -> tuple[Entry, Basket]:
        """Read a complete body; the card must be readable with the private key."""
        order = json.loads(body)
        sealed = order["encrypted_card"]
        card = json.loads(self.keys.decrypt(sealed))
        with self._lock:
            self._orders += 1
            number = str(700_000 + self._orders)
            if completes and self.shop.basket is not None:
                if self.shop.meanwhile == "dearer":
                    _surprise(self.shop)
                basket = replace(self.shop.basket, order_number=number)
                customer = self.shop.customer
            else:
                basket = Basket(f"cart-{attempt_id}", number, PRICE)
                customer = order.get("shipping_info", {}).get("email", "")
            self.arrivals[attempt_id].complete = True
            self.secrets |= {sealed, sealed.split(".")[3], card["number"]}
            self.shop.basket = basket
        return Entry(attempt_id, customer, basket.minor, completes), basket

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
            if shop.meanwhile and not shop.ordered and shop.basket is not None:
                return _surprise(shop)
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

    def entries_of(self, attempt_id: str) -> list[Entry]:
        """The orders of an attempt that were accepted."""
        with self._lock:
            return [entry for entry in self.ledger if entry.attempt_id == attempt_id]

    def orders_of(self, customer: str) -> int:
        """How many orders of a customer were accepted."""
        with self._lock:
            return sum(entry.customer == customer for entry in self.ledger)

    def _accept(self, entry: Entry) -> None:
        self.ledger.append(entry)
        self.shop.accepted = True


def _surprise(shop: Shop) -> tuple[int, object]:
    """The cart is not what it was when it was counted."""
    what, shop.meanwhile = shop.meanwhile, ""
    if what == "down" or shop.basket is None:
        return _DOWN
    if what == "gone":
        shop.basket = None
        return _NO_CART
    if what == "sold out":
        notice = {"code": "ITEM_OUT_OF_STOCK", "message": "Sold out."}
        return 200, {**shop.basket.cart(), "notices": [notice]}
    shop.basket = replace(shop.basket, minor=shop.basket.minor + RISE)
    return 200, shop.basket.cart()


def _told(shop: Shop) -> tuple[int, object]:
    if not shop.ordered and shop.basket is not None:
        return 200, shop.basket.cart()
    if shop.mood == "down":
        return _DOWN
    if shop.basket is None or shop.mood == "gone":
        return _NO_CART
    if shop.mood == "moved on":
        return 200, Basket("another", "", 100).cart()
    if not shop.accepted:
        return 200, shop.basket.cart()
    return 200, shop.basket.cart("submitted") if shop.mood == "numberless" else shop.basket.order()
