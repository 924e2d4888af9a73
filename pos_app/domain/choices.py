"""What a clerk has chosen beyond the merchant's own choice: delivery, promo codes, add-ons (§6).

`place-order` can carry none of it, so an order with choices is made of the quoted cart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

MAX_PROMO_CODES = 10  # the API takes one to ten (§6)


@dataclass(frozen=True, slots=True)
class Choices:
    """Choices for one order; empty where the merchant's own choice stands.

    `methods` and `fulfillments` hold ids of the wire, one for each shipment in the merchant's
    order, "" where nothing was chosen: the shipments' own ids are new with each cart. `addons` are
    ids of offers.
    """

    promo_codes: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    fulfillments: tuple[str, ...] = ()
    addons: tuple[str, ...] = ()

    @property
    def is_default(self) -> bool:
        """Whether nothing was chosen, so that `place-order` makes the same order."""
        return not (self.promo_codes or self.addons or any(self.methods) or any(self.fulfillments))

    def with_promo_code(self, code: str) -> Choices:
        """With one more code, as it was typed; unchanged by one that is there, or by an 11th."""
        code = code.strip()
        known = {one.casefold() for one in self.promo_codes}
        if not code or code.casefold() in known or len(known) >= MAX_PROMO_CODES:
            return self
        return replace(self, promo_codes=(*self.promo_codes, code))

    def without_promo_code(self, code: str) -> Choices:
        """Without that code."""
        kept = tuple(one for one in self.promo_codes if one.casefold() != code.casefold())
        return replace(self, promo_codes=kept)

    def with_method(self, place: int, method: str) -> Choices:
        """With a shipping method for the shipment at `place` (from 0); "" for the merchant's."""
        return replace(self, methods=_put(self.methods, place, method))

    def with_fulfillment(self, place: int, kind: str) -> Choices:
        """With a fulfilment type for a shipment, whose method is then the merchant's choice."""
        methods = _put(self.methods, place, "")
        return replace(self, fulfillments=_put(self.fulfillments, place, kind), methods=methods)

    def with_addon(self, addon: str, *, wanted: bool) -> Choices:
        """With an add-on, or without it."""
        others = tuple(one for one in self.addons if one != addon)
        return replace(self, addons=(*others, addon) if wanted else others)


def at_place(chosen: tuple[str, ...], place: int) -> str:
    """What was chosen for the shipment at `place`, or an empty text."""
    return chosen[place] if place < len(chosen) else ""


def _put(chosen: tuple[str, ...], place: int, what: str) -> tuple[str, ...]:
    """With `what` at `place`; without the empty texts at the end, so that equal is equal."""
    filled = [*chosen, *[""] * (place + 1 - len(chosen))]
    filled[place] = what
    while filled and not filled[-1]:
        filled.pop()
    return tuple(filled)
