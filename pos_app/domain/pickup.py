"""Where goods can be picked up."""

from __future__ import annotations

from dataclasses import dataclass

# Both are written (§4).
_PICKUP = frozenset({"IN_STORE_PICKUP", "PICKUP_IN_STORE"})


def is_pickup(fulfillment: str) -> bool:
    """Whether a fulfilment type is that the customer comes for the goods."""
    return fulfillment.strip().upper() in _PICKUP


@dataclass(frozen=True, slots=True)
class PickupStore:
    """A store; `available` says whether all of a shipment is there, None where it is not told."""

    name: str
    address: str = ""
    available: bool | None = None
