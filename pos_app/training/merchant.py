"""The merchant itself: all that it knows, shared by the endpoints of its two hosts."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from pos_app.training.cards import CardSummary
from pos_app.training.carts import CURRENCY, Cart, Carts, Placed
from pos_app.training.catalog import Catalog
from pos_app.training.keys import PaymentKeys
from pos_app.training.scenarios import APPROVE, BY_NAME, Scenario, scenario_named
from pos_app.training.sessions import Sessions
from pos_app.training.shapes import Shapes
from pos_app.training.shelf import SMALL, Shelf, ShelfManners
from pos_app.training.wire import ApiError, Json, SessionError

DOMAIN = "training.example"
APP_ID = "training-register"
_FIRST_ORDER = 200_000_001
_STATUS_BY_AGE = ((60.0, "pending"), (600.0, "confirmed"))


@dataclass(frozen=True, slots=True)
class Settings:
    """How the merchant behaves.

    `pace`: seconds between two events of an order. `token_seconds`: life of an access token.
    `key_uses`, `key_seconds`: when the payment key is replaced. `odd_shapes`: whether the odd but
    allowed shapes of `shapes.py` appear. `scenario`: the one in force when none is set for the
    next order. `clock`: unix seconds. `shelf`: how large and how awkward the catalogue is.
    """

    pace: float = 0.4
    token_seconds: int = 3600
    key_uses: int = 20
    key_seconds: float = 900.0
    odd_shapes: bool = True
    scenario: str = APPROVE.name
    clock: Callable[[], float] = time.time
    shelf: ShelfManners = SMALL


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """An order that the merchant really accepted.

    `total` in minor units of `currency`; `placed_at` in unix seconds.
    """

    order_number: str
    request_id: str
    device_id: str
    cart_id: str
    total: int
    currency: str
    last_four: str
    placed_at: float


@dataclass(slots=True)
class Promise:
    """An order that is accepted once its device has looked at its cart `looks` times."""

    cart: Cart
    card: CardSummary
    request_id: str
    looks: int


class Ledger:
    """The accepted orders, oldest first. Safe to read from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: list[LedgerEntry] = []

    def append(self, entry: LedgerEntry) -> None:
        """Writes down one order."""
        with self._lock:
            self._entries.append(entry)

    def entries(self) -> tuple[LedgerEntry, ...]:
        """Everything so far."""
        with self._lock:
            return tuple(self._entries)

    def as_json(self) -> list[Json]:
        """Everything so far, for the control endpoint."""
        return [asdict(entry) for entry in self.entries()]


class Plan:
    """What the coming orders will do. Safe to set from any thread."""

    def __init__(self, standing: Scenario) -> None:
        self._lock = threading.Lock()
        self._standing = standing
        self._next: Scenario | None = None

    def set_next(self, name: str) -> None:
        """Chooses for one order. Raises ValueError for an unknown name."""
        scenario = scenario_named(name)
        with self._lock:
            self._next = scenario

    @property
    def coming(self) -> Scenario:
        """The scenario that is set for the next order; the one in force when none is."""
        with self._lock:
            return self._next or self._standing

    def take(self, card: CardSummary) -> Scenario:
        """The scenario of the order that has come in; a magic card chooses when none is set."""
        with self._lock:
            scenario = self._next or self._standing
            self._next = None
        return BY_NAME[card.scenario] if scenario is APPROVE else scenario


class Merchant:
    """State of the training merchant; lives in the server's event loop."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.catalog = Catalog(settings.shelf.products)
        self.shelf = Shelf(settings.shelf)
        self.carts = Carts()
        self.ledger = Ledger()
        self.plan = Plan(scenario_named(settings.scenario))
        self.sessions = Sessions(
            APP_ID,
            lifetime=settings.token_seconds,
            clock=settings.clock,
            odd_shapes=settings.odd_shapes,
        )
        self.keys = PaymentKeys(
            uses=settings.key_uses,
            seconds=settings.key_seconds,
            clock=settings.clock,
            odd_shapes=settings.odd_shapes,
        )
        self.shapes = Shapes(self.catalog, DOMAIN, odd=settings.odd_shapes)
        self._orders: dict[str, Cart] = {}
        self._promises: list[Promise] = []

    @property
    def api_url(self) -> str:
        """Where the API host listens: the root of the addresses in its answers."""
        return self.shapes.api_url

    @api_url.setter
    def api_url(self, url: str) -> None:
        self.shapes.api_url = url

    def check_domain(self, domain: str) -> None:
        """Raises SessionError ``Forbidden`` for the domain of another merchant."""
        if domain != DOMAIN:
            raise SessionError("Forbidden", f"This app id has no access to {domain}.")

    def promise(self, promise: Promise) -> None:
        """Accepts an order later (see `look`)."""
        self._promises.append(promise)

    def look(self, device_id: str) -> Cart:
        """The device's current cart. Each look brings what was promised to the device nearer."""
        for promise in [p for p in self._promises if p.cart.device_id == device_id]:
            promise.looks -= 1
            if promise.looks < 0:
                self._promises.remove(promise)
                # The shelf can have emptied since: then the order never comes to be.
                with contextlib.suppress(ApiError):
                    self.accept(promise.cart, promise.card, promise.request_id)
        return self.carts.current(device_id)

    def accept(
        self, cart: Cart, card: CardSummary, request_id: str, *, numberless: bool = False
    ) -> None:
        """Makes an order of a cart: the moment from which the customer is charged.

        Raises ApiError ``ErrorNotEnoughStock`` and changes nothing when the shelf is too empty.
        """
        for line in cart.lines:
            self.catalog.check_stock(line.variant, line.quantity)
        for line in cart.lines:
            self.catalog.take(line.variant, line.quantity)
        number, now = str(_FIRST_ORDER + len(self._orders)), self.settings.clock()
        cart.placed = Placed(number, now, card, numberless)
        self._orders[number] = cart
        total = cart.totals().total
        self.ledger.append(
            LedgerEntry(
                number,
                request_id,
                cart.device_id,
                cart.cart_id,
                total,
                CURRENCY,
                card.last_four,
                now,
            )
        )

    def order_status(self, number: str) -> Json:
        """The status of an order by its age. Raises ApiError ``ErrorOrderNotFound``."""
        cart = self._orders.get(number)
        if cart is None or cart.placed is None:
            raise ApiError("ErrorOrderNotFound", "There is no order of that number.")
        age = self.settings.clock() - cart.placed.at
        status = next((name for limit, name in _STATUS_BY_AGE if age < limit), "processing")
        return {
            "order_number": number,
            "status": status,
            "line_items": [
                {"sku": line.variant.sku, "quantity": line.quantity} for line in cart.lines
            ],
            "order_status_page_url": f"https://{DOMAIN}/orders/{number}",
        }
