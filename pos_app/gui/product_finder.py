"""Asks the worker for products: one search at a time, and a queue of lookups that loses none."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.bridge import messages as m
from pos_app.domain.errors import Code
from pos_app.gui.ports import Post, next_ticket

if TYPE_CHECKING:
    from pos_app.domain.product import PriceRange, ProductHit
    from pos_app.gui.search_text import Typed


@dataclass(frozen=True, slots=True)
class Wanted:
    """A product asked for: what was typed, and the search result chosen, if one was."""

    typed: Typed
    hit: ProductHit | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An answer to a `Wanted`. `sku` names the variant, where the words or the result did."""

    wanted: Wanted
    loaded: m.ProductLoaded

    @property
    def sku(self) -> str:
        """The SKU of the variant meant, or an empty text."""
        hit = self.wanted.hit
        return self.loaded.sku or (hit.matched_sku if hit is not None else "")

    @property
    def shown_prices(self) -> PriceRange | None:
        """What the search result that was chosen was shown to cost, if it was."""
        hit = self.wanted.hit
        return hit.price_range if hit is not None else None

    @property
    def nothing(self) -> bool:
        """Whether there simply is no such product (no problem on the way)."""
        problem = self.loaded.problem
        unknown = problem is not None and problem.code is Code.NOT_FOUND
        return self.loaded.product is None and (problem is None or unknown)


def _no_postal_code() -> str:
    return ""


class ProductFinder(QObject):
    """The newest search counts; lookups are asked one after the other and each is answered.

    While it is on hold, answers are kept: an order in flight must not change, a scan must not
    get lost.
    """

    searched = Signal(object)  # m.SearchDone
    found = Signal(object)  # Found
    busy_changed = Signal()

    def __init__(self, post: Post, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._post = post
        self._search_ticket = 0
        self._lookup_ticket = 0
        self._queue: deque[Wanted] = deque()
        self._kept: deque[Found] = deque()
        self._on_hold = False
        self.postal_code: Callable[[], str] = _no_postal_code

    @property
    def is_busy(self) -> bool:
        """Whether a product was asked for and its answer has not been handed on."""
        return bool(self._queue or self._kept)

    @property
    def is_searching(self) -> bool:
        """Whether a search is under way."""
        return self._search_ticket != 0

    def search(self, words: str) -> None:
        """Search the catalogue; an older search's answer does not count any more."""
        self._search_ticket = next_ticket()
        self._post(m.Search(self._search_ticket, words))

    def forget_search(self) -> None:
        """Whatever the search under way finds, it is not wanted any more."""
        self._search_ticket = 0

    def want(self, wanted: Wanted) -> None:
        """Ask for a product, behind those already asked for."""
        self._queue.append(wanted)
        if len(self._queue) == 1:
            self._ask()
        self.busy_changed.emit()

    def forget_all(self) -> None:
        """Another order: no answer counts any more."""
        self._queue.clear()
        self._kept.clear()
        self._search_ticket = self._lookup_ticket = 0
        self.busy_changed.emit()

    def hold(self, *, on: bool) -> None:
        """Keep answers back, or hand on those that were kept."""
        self._on_hold = on
        while self._kept and not self._on_hold:
            self._hand_on(self._kept.popleft())

    @Slot(object)
    def receive(self, report: m.Report) -> None:
        """Take an answer; those with other numbers are other carts' or too late."""
        match report:
            case m.SearchDone(ticket=ticket) if ticket == self._search_ticket:
                self._search_ticket = ticket if report.more else 0
                self.searched.emit(report)
            case m.ProductLoaded(ticket=ticket) if ticket == self._lookup_ticket and self._queue:
                answer = Found(self._queue.popleft(), report)
                self._lookup_ticket = 0
                if self._queue:
                    self._ask()
                if self._on_hold:
                    self._kept.append(answer)
                else:
                    self._hand_on(answer)
            case _:
                pass

    def _hand_on(self, answer: Found) -> None:
        self.found.emit(answer)
        self.busy_changed.emit()

    def _ask(self) -> None:
        wanted = self._queue[0]
        self._lookup_ticket = next_ticket()
        code = self.postal_code()
        if wanted.hit is not None:
            self._post(m.LoadProduct(self._lookup_ticket, wanted.hit, code))
        else:
            self._post(m.Lookup(self._lookup_ticket, wanted.typed.words, code))
