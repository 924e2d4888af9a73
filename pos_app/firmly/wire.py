"""Between Firmly's JSON and the values of the domain: strict in what is sent, tolerant in reading.

One door to the rooms behind: `wire_json` (text and values), `wire_text` (words for people),
`wire_price`, `wire_cart` (carts, orders), `wire_quote` (what can be chosen in a cart),
`wire_problem` (errors), `wire_product` with `wire_options` (catalogue), `wire_out` (what is sent).
"""

from __future__ import annotations

from pos_app.firmly.wire_cart import receipt_from
from pos_app.firmly.wire_json import dumps, loads
from pos_app.firmly.wire_out import (
    address_json,
    complete_order_body,
    item_json,
    place_order_body,
)
from pos_app.firmly.wire_price import price_from
from pos_app.firmly.wire_problem import problem_from
from pos_app.firmly.wire_product import hit_from, listing_from, product_from
from pos_app.firmly.wire_text import plain

__all__ = [
    "address_json",
    "complete_order_body",
    "dumps",
    "hit_from",
    "item_json",
    "listing_from",
    "loads",
    "place_order_body",
    "plain",
    "price_from",
    "problem_from",
    "product_from",
    "receipt_from",
]
