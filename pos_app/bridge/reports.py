"""What the worker reports to the window: frozen values, nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from pos_app.bridge.catalogue_reports import CatalogueTold, FavouritesTold, Repeated
from pos_app.bridge.quote_reports import QuoteTold
from pos_app.bridge.returning_reports import ReturningTold
from pos_app.bridge.staff_reports import StaffReport

if TYPE_CHECKING:
    from pos_app.domain.about import About
    from pos_app.domain.checkout import CheckoutState
    from pos_app.domain.connection import Connection, Settings
    from pos_app.domain.draft import KeptDraft
    from pos_app.domain.errors import Problem
    from pos_app.domain.lookalike import Hold
    from pos_app.domain.product import Product, ProductHit
    from pos_app.domain.reconcile import Checking
    from pos_app.domain.record import OrderRecord
    from pos_app.domain.register_check import Checked


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
    """Hits of a search, best first, or why there are none. `more`: another answer follows."""

    ticket: int
    query: str
    hits: tuple[ProductHit, ...] = ()
    problem: Problem | None = None
    more: bool = False


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


@dataclass(frozen=True, slots=True)
class OrderHeld:
    """The order was not begun: another one stands in its way. The card is needed again."""

    order_id: int
    hold: Hold


@dataclass(frozen=True, slots=True)
class Restored:
    """What the journal held at the start: drafts, and orders that nobody knows the end of."""

    drafts: tuple[KeptDraft, ...]
    unsettled: tuple[OrderRecord, ...]


@dataclass(frozen=True, slots=True)
class JournalTold:
    """How the journal is: a problem, or None when it works; `orders` counts its attempts."""

    problem: Problem | None = None
    orders: int = 0


@dataclass(frozen=True, slots=True)
class CheckingMoved:
    """How far the checks of an unknown outcome are."""

    checking: Checking


@dataclass(frozen=True, slots=True)
class RecordSettled:
    """An unknown outcome is known: by the merchant's cart, or by a person."""

    record: OrderRecord


@dataclass(frozen=True, slots=True)
class DecisionRefused:
    """A person's verdict could not be kept, so it does not stand."""

    attempt_id: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class OrdersFound:
    """Answer to `FindOrders`."""

    ticket: int
    records: tuple[OrderRecord, ...] = ()
    problem: Problem | None = None


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
class RegisterPartChecked:
    """One part of the register as it was found."""

    ticket: int
    checked: Checked


@dataclass(frozen=True, slots=True)
class RegisterChecked:
    """The check of the register is over; `good`: nothing is in the way of orders."""

    ticket: int
    good: bool


@dataclass(frozen=True, slots=True)
class AboutTold:
    """Answer to `TellAbout`."""

    about: About


@dataclass(frozen=True, slots=True)
class UpdateFound:
    """A newer version is announced."""

    version: str


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
    | CatalogueTold
    | FavouritesTold
    | Repeated
    | ImageLoaded
    | CheckoutMoved
    | OrderHeld
    | QuoteTold
    | ReturningTold
    | Restored
    | JournalTold
    | CheckingMoved
    | RecordSettled
    | DecisionRefused
    | OrdersFound
    | CheckDone
    | ConnectionTested
    | RegisterPartChecked
    | RegisterChecked
    | AboutTold
    | UpdateFound
    | SettingsSaved
    | NextOutcomeChosen
    | StaffReport
)
