"""What the window asks of the worker, and what the worker reports: frozen values, nothing else.

`ticket` numbers let the window tell the answer it waits for from one that comes too late.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from pos_app.domain.card import Card
from pos_app.domain.checkout import CheckoutState
from pos_app.domain.connection import Connection, Settings
from pos_app.domain.draft import OrderDraft
from pos_app.domain.errors import Problem
from pos_app.domain.product import Product, ProductHit

# ---- asked by the window ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Connect:
    """Open the session with a merchant and keep the connections warm."""

    connection: Connection


@dataclass(frozen=True, slots=True)
class Search:
    """Type-ahead over the catalogue. A newer search replaces one under way."""

    ticket: int
    query: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """Exactly one product by a pasted product page link or a SKU; nothing fuzzy."""

    ticket: int
    text: str
    postal_code: str = ""


@dataclass(frozen=True, slots=True)
class LoadProduct:
    """All about one search result."""

    ticket: int
    hit: ProductHit
    postal_code: str = ""


@dataclass(frozen=True, slots=True)
class LoadImage:
    """A product picture."""

    url: str


@dataclass(frozen=True, slots=True)
class PlaceOrder:
    """Place an order. `order_id` is the tab's; the attempt gets its own id."""

    order_id: int
    draft: OrderDraft
    card: Card = field(repr=False)


@dataclass(frozen=True, slots=True)
class TestConnection:
    """Try a connection: session, payment key, catalogue."""

    ticket: int
    connection: Connection

    __test__ = False  # not a test class, whatever its name suggests to pytest


@dataclass(frozen=True, slots=True)
class Warm:
    """The card is about to be read: renew the session and the line to the payment host now."""


@dataclass(frozen=True, slots=True)
class SaveSettings:
    """Write the settings to disk."""

    settings: Settings


@dataclass(frozen=True, slots=True)
class ChooseNextOutcome:
    """Training only: how the next order will go, by scenario name."""

    scenario: str


Request: TypeAlias = (
    Connect
    | Search
    | Lookup
    | LoadProduct
    | LoadImage
    | PlaceOrder
    | TestConnection
    | Warm
    | SaveSettings
    | ChooseNextOutcome
)

# ---- reported by the worker ---------------------------------------------------------------


class Link(StrEnum):
    """How the connection to the merchant is."""

    CONNECTING = "connecting"
    CONNECTED = "connected"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The connection's state; `problem` says why it is offline."""

    link: Link
    connection: Connection
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class TokensKept:
    """Where tokens are kept: `safe` in the OS keyring, else in memory only, for `reason`."""

    safe: bool
    backend: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SearchDone:
    """Hits of a search, best first, or why there are none."""

    ticket: int
    query: str
    hits: tuple[ProductHit, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class ProductLoaded:
    """Answer to `Lookup` and `LoadProduct`.

    `sku` is set when the text was a variant's SKU. No product and no problem: nothing matches.
    """

    ticket: int
    product: Product | None = None
    sku: str = ""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class ImageLoaded:
    """A picture's bytes, still encoded and not yet trusted; empty when there is none."""

    url: str
    data: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class CheckoutMoved:
    """The order's attempt moved on."""

    order_id: int
    state: CheckoutState


class CheckName(StrEnum):
    """What a connection test looks at."""

    SESSION = "session"
    KEY = "key"
    CATALOGUE = "catalogue"


@dataclass(frozen=True, slots=True)
class CheckDone:
    """One line of a connection test; `problem` None means it is fine. `note` is for people."""

    ticket: int
    name: CheckName
    problem: Problem | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ConnectionTested:
    """The connection test is over."""

    ticket: int
    good: bool


@dataclass(frozen=True, slots=True)
class SettingsSaved:
    """The settings are on disk, or why not."""

    settings: Settings
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class NextOutcomeChosen:
    """Training only: the store knows how the next order will go."""

    scenario: str


Report: TypeAlias = (
    LinkChanged
    | TokensKept
    | SearchDone
    | ProductLoaded
    | ImageLoaded
    | CheckoutMoved
    | CheckDone
    | ConnectionTested
    | SettingsSaved
    | NextOutcomeChosen
)
