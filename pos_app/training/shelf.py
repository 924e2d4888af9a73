"""How large the catalogue is and how awkward to read: what real ones do to those who read them."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.training.wire import ApiError

MOST_PRODUCTS = 100_000


@dataclass(frozen=True, slots=True)
class ShelfManners:
    """How the catalogue behaves.

    `products`: how many there are, some 150 at least. `listed`: whether the list of all products
    is offered. `refuse_every`: each so-manieth call for a page is refused for `retry_after`
    seconds. `moves`: so many times, a product leaves the front of the list after a page was read.
    `page_seconds`, `product_seconds`: how long answers take.
    """

    products: int = 0
    listed: bool = True
    refuse_every: int = 0
    retry_after: int = 1
    moves: int = 0
    page_seconds: float = 0.0
    product_seconds: float = 0.0


SMALL = ShelfManners()
"""The usual catalogue."""


class Shelf:
    """Counts what is asked for and misbehaves accordingly; lives in the server's event loop."""

    def __init__(self, manners: ShelfManners) -> None:
        if manners.products > MOST_PRODUCTS:
            raise ValueError(f"at most {MOST_PRODUCTS} products")
        self._manners = manners
        self._calls = 0
        self._left_front = 0
        self._withdrawn: set[str] = set()

    @property
    def page_seconds(self) -> float:
        """How long a page takes."""
        return self._manners.page_seconds

    @property
    def product_seconds(self) -> float:
        """How long a product takes."""
        return self._manners.product_seconds

    def take_page(self) -> int:
        """Counts a call for a page; returns how many products have left the front of the list.

        Raises ApiError ``AllProductsNotImplemented`` or ``RateLimitExceeded``.
        """
        manners = self._manners
        if not manners.listed:
            raise ApiError("AllProductsNotImplemented", "This merchant has no list of products.")
        self._calls += 1
        if manners.refuse_every and self._calls % manners.refuse_every == 0:
            raise ApiError("RateLimitExceeded", "Too many calls.", manners.retry_after)
        gone = self._left_front
        self._left_front = min(gone + 1, manners.moves)
        return gone

    def withdraw(self, handle: str) -> None:
        """The product is no longer known."""
        self._withdrawn.add(handle)

    def knows(self, handle: str) -> bool:
        """Whether the product has not been withdrawn."""
        return handle not in self._withdrawn
