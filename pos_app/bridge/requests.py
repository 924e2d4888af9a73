"""What the window asks of the worker: frozen values, nothing else.

`ticket` numbers let the window tell the answer it waits for from one that comes too late.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from pos_app.bridge.catalogue_requests import CatalogueRequest
from pos_app.bridge.quote_requests import AskQuote
from pos_app.bridge.returning_requests import AskReturning
from pos_app.bridge.staff_requests import StaffRequest

if TYPE_CHECKING:
    from pos_app.domain.card import Card
    from pos_app.domain.connection import Connection, Settings
    from pos_app.domain.draft import KeptDraft, OrderDraft
    from pos_app.domain.money import Money
    from pos_app.domain.product import ProductHit
    from pos_app.domain.updates import UpdateSource


@dataclass(frozen=True, slots=True)
class OpenJournal:
    """Open the journal and tell what it holds: drafts, and orders that nobody knows the end of."""


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
    """Place an order. `order_id` is the page's; the attempt gets its own id.

    `tab` is the key of the draft. `despite` is the attempt id of the placed order that this one
    looks like, once the clerk has said that it is wanted twice. `quoted` is the exact total that
    the clerk was shown, if there was one.
    """

    order_id: int
    draft: OrderDraft
    card: Card = field(repr=False)
    tab: str = ""
    clerk: str = ""
    despite: str = ""
    quoted: Money | None = None


@dataclass(frozen=True, slots=True)
class CheckNow:
    """Ask the merchant about an unknown outcome at once."""

    attempt_id: str


@dataclass(frozen=True, slots=True)
class Decide:
    """A person's verdict on an unknown outcome; `evidence` is what it rests on, in their words.

    `approver` and `pin` are a supervisor's, who stands in where the clerk has not the right.
    """

    attempt_id: str
    placed: bool
    evidence: str
    clerk: str
    approver: str = ""
    pin: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class FindOrders:
    """Orders of the journal that hold all words of `text`, newest first."""

    ticket: int
    text: str


@dataclass(frozen=True, slots=True)
class KeepDraft:
    """Keep an order as typed, without its card."""

    kept: KeptDraft


@dataclass(frozen=True, slots=True)
class DropDraft:
    """Forget an order as typed: its tab was closed."""

    tab: str


@dataclass(frozen=True, slots=True)
class TestConnection:
    """Try a connection: session, payment key, catalogue."""

    ticket: int
    connection: Connection

    __test__ = False  # not a test class, whatever its name suggests to pytest


@dataclass(frozen=True, slots=True)
class CheckRegister:
    """Look at every part of this register without placing an order."""

    ticket: int
    connection: Connection


@dataclass(frozen=True, slots=True)
class TellAbout:
    """Tell what the program is: version, commit, licences."""


@dataclass(frozen=True, slots=True)
class LookForUpdate:
    """Ask whether a newer version is announced. Nothing is downloaded."""

    source: UpdateSource


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


ShopRequest: TypeAlias = (
    OpenJournal
    | Connect
    | Search
    | Lookup
    | LoadProduct
    | LoadImage
    | CatalogueRequest
    | AskQuote
    | AskReturning
    | PlaceOrder
    | CheckNow
    | Decide
    | FindOrders
    | KeepDraft
    | DropDraft
    | TestConnection
    | CheckRegister
    | TellAbout
    | LookForUpdate
    | Warm
    | SaveSettings
    | ChooseNextOutcome
)
Request: TypeAlias = ShopRequest | StaffRequest
