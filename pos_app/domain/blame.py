"""Which line or field an error is about, and what the merchant made of the lines ordered.

Nothing in the API names the line or the field (§7): the server's words and the cart in the
events are all there is. So everything here would rather say "don't know" than point at the
wrong place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pos_app.domain.address import Block, Field, FieldRef
from pos_app.domain.cart import CartLine
from pos_app.domain.receipt import ReceiptLine


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line that the merchant took differently: `quantity` is the merchant's, 0 = left out."""

    row: int
    line: CartLine
    quantity: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the merchant's lines differ from those ordered.

    `unmatched`: some line goes by a name that fits none ordered, so that nobody but a person can
    say whether one is missing.
    """

    changes: tuple[LineChange, ...] = ()
    unmatched: bool = False


def compare(ordered: Sequence[CartLine], told: Sequence[ReceiptLine]) -> Comparison:
    """The differences between the lines ordered and the lines in the merchant's order."""
    names = LineNames(ordered)
    rows = [names.row_of(line) for line in told]
    unmatched = None in rows
    counts = [0] * len(ordered)
    for line, row in zip(told, rows, strict=True):
        if row is not None:
            counts[row] += line.quantity
    changes = tuple(
        LineChange(i, line, counts[i])
        for i, line in enumerate(ordered)
        if counts[i] != line.quantity and not (unmatched and counts[i] == 0)
    )
    return Comparison(changes, unmatched)


def blamed_line(ordered: Sequence[CartLine], told: Sequence[ReceiptLine], text: str) -> int | None:
    """The row of the ordered line that a stock or product error is about, or None.

    A SKU, variant id or title in the server's words decides. Without one it is the line that is
    not in the merchant's cart yet, if exactly one is missing or the cart filled in order.
    """
    named = _named(ordered, text)
    if named is not None:
        return named
    if len(ordered) == 1:
        return 0
    names = LineNames(ordered)
    rows = [names.row_of(line) for line in told]
    if None in rows:
        return None
    missing = [i for i in range(len(ordered)) if i not in rows]
    in_order = missing == list(range(len(set(rows)), len(ordered)))
    return missing[0] if len(missing) == 1 or (missing and rows and in_order) else None


def _named(ordered: Sequence[CartLine], text: str) -> int | None:
    """The one line that the words name, by the surest kind of name that fits exactly one."""
    for names_of in (_references, _full_titles, _titles):
        rows = [i for i, line in enumerate(ordered) if any(_says(text, n) for n in names_of(line))]
        if len(rows) == 1:
            return rows[0]
    return None


def _says(text: str, name: str) -> bool:
    """Whether `name` stands in `text` as a whole: "WS12" is not in "WS12-XS"."""
    pattern = rf"(?<![\w-]){re.escape(name.casefold())}(?![\w-])"
    return bool(name) and re.search(pattern, text.casefold()) is not None


def _references(line: CartLine) -> Iterator[str]:
    yield line.sku
    try:
        ref = json.loads(line.ref.json)
    except ValueError:
        return
    if isinstance(ref, dict):
        yield from (str(ref[key]) for key in ("variant_id", "product_id") if ref.get(key))


def _full_titles(line: CartLine) -> Iterator[str]:
    if line.variant_title:
        yield f"{line.title} {line.variant_title}"
        yield f"{line.title} - {line.variant_title}"


def _titles(line: CartLine) -> Iterator[str]:
    yield line.title


class LineNames:
    """The lines ordered by the names they go by: each line of the merchant's is looked up once."""

    def __init__(self, ordered: Sequence[CartLine]) -> None:
        self._ordered = ordered
        self._by_sku: dict[str, list[int]] = {}
        self._by_title: dict[str, list[int]] = {}
        for i, line in enumerate(ordered):
            self._by_sku.setdefault(line.sku.casefold(), []).append(i)
            self._by_title.setdefault(line.title.casefold(), []).append(i)

    def row_of(self, told: ReceiptLine) -> int | None:
        """The ordered line that it is: by SKU, else by a title that is unique."""
        sku = told.sku.casefold()
        by_sku = self._by_sku.get(sku, []) if sku else []
        if len(by_sku) == 1:
            return by_sku[0]
        rows = self._by_title.get(told.title.casefold(), [])
        if len(rows) > 1:
            rows = [i for i in rows if self._ordered[i].variant_title == told.variant_title]
        return rows[0] if len(rows) == 1 else None


_BLOCKS = {"shipping": Block.SHIPPING, "billing": Block.BILLING}
_ITEMS = FieldRef(Block.CART, Field.CART)
# Words of the server → field.
_WORDS: dict[str, Field] = {
    "phone number": Field.PHONE,
    "phone": Field.PHONE,
    "first name": Field.FIRST_NAME,
    "last name": Field.LAST_NAME,
    "email": Field.EMAIL,
    "e mail": Field.EMAIL,
    "country": Field.COUNTRY,
    "address1": Field.ADDRESS1,
    "address line 1": Field.ADDRESS1,
    "street": Field.ADDRESS1,
    "address": Field.ADDRESS1,
    "address2": Field.ADDRESS2,
    "address line 2": Field.ADDRESS2,
    "company": Field.COMPANY,
    "city": Field.CITY,
    "state or province": Field.STATE,
    "state": Field.STATE,
    "province": Field.STATE,
    "postal code": Field.POSTAL_CODE,
    "postcode": Field.POSTAL_CODE,
    "zip code": Field.POSTAL_CODE,
    "zip": Field.POSTAL_CODE,
}
_CARD_WORDS: dict[str, Field] = {
    "card number": Field.CARD_NUMBER,
    "verification value": Field.SECURITY_CODE,
    "security code": Field.SECURITY_CODE,
    "cvv": Field.SECURITY_CODE,
    "cvc": Field.SECURITY_CODE,
    "expiry": Field.EXPIRES,
    "expiration": Field.EXPIRES,
    "expires": Field.EXPIRES,
    "captcha token": Field.CAPTCHA,
    "captcha": Field.CAPTCHA,
}
_CART_WORDS = ("items", "quantity", "variant id", "add to cart ref")


def blamed_field(text: str) -> FieldRef | None:
    """The field that an "invalid input" is about, or None.

    Looks for the names on the wire ("shipping_info.postal_code", "items[0].quantity") and for
    plain words ("invalid ZIP code"). A field of the address without a block is the shipping one.
    """
    words = " ".join(re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text))).casefold()
    card = _first(words, _CARD_WORDS)
    if card is not None:
        return FieldRef(Block.CARD, card)
    found = _first(words, _WORDS)
    if found is not None:
        return FieldRef(_block(words), found)
    return _ITEMS if any(_says(words, name) for name in _CART_WORDS) else None


def _first(words: str, names: dict[str, Field]) -> Field | None:
    """The field named first; of two names that start at the same place the longer one's."""
    hits = [
        (match.start(), -len(name), field)
        for name, field in names.items()
        if (match := re.search(rf"\b{name}\b", words))
    ]
    return min(hits)[2] if hits else None


def _block(words: str) -> Block:
    """The block named first, else shipping."""
    named = [(words.find(name), block) for name, block in _BLOCKS.items() if name in words]
    return min(named, default=(0, Block.SHIPPING))[1]
