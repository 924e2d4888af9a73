"""The JSON documents of the journal: frozen values of the domain, read and written by msgspec.

Decimals are texts, times ISO 8601, members that are not known are passed over and missing ones take
their defaults: a document of an earlier or later version can be read as long as it makes sense.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, get_args, get_type_hints

import msgspec

from pos_app.domain.address import Party
from pos_app.domain.card import CardSummary
from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.checkout import CheckoutState, StepState, Verdict
from pos_app.domain.choices import Choices
from pos_app.domain.connection import Connection
from pos_app.domain.draft import KeptDraft, OrderDraft
from pos_app.domain.errors import Code, Problem
from pos_app.domain.money import Money
from pos_app.domain.product import AddToCartRef
from pos_app.domain.receipt import Charge, Notice, Receipt, ReceiptLine
from pos_app.domain.record import Decision, OrderRecord
from pos_app.domain.refusal import Refusal

# What the values hold, by name: a module of the domain may import a type for its annotations only,
# and then its name can't be found there.
_TYPES: dict[str, Any] = {
    kind.__name__: kind
    for kind in (
        *(AddToCartRef, Cart, CartLine, CardSummary, Charge, CheckoutState, Choices, Code),
        Connection,
        *(Decimal, Decision, Money, Notice, OrderDraft, Party, Problem, Receipt, ReceiptLine),
        *(Refusal, StepState, Verdict, datetime),
    )
}


def encode(value: OrderRecord | KeptDraft) -> str:
    """The document of a value."""
    try:
        return msgspec.json.encode(value).decode()
    except UnicodeEncodeError:
        return msgspec.json.encode(_storable_tree(msgspec.to_builtins(value))).decode()


def read_record(document: str) -> OrderRecord | None:
    """The attempt in a document, or None if it can't be read."""
    try:
        return _record_decoder().decode(document)
    except (msgspec.MsgspecError, UnicodeEncodeError):
        return None


def read_draft(document: str) -> KeptDraft | None:
    """The draft in a document, or None if it can't be read."""
    try:
        return _draft_decoder().decode(document)
    except (msgspec.MsgspecError, UnicodeEncodeError):
        return None


def storable(text: str) -> str:
    """`text` with halves of surrogate pairs, which have no UTF-8, replaced.

    A merchant or a paste can bring one in; it must not keep a verdict from being written down.
    """
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _storable_tree(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {name: _storable_tree(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_storable_tree(part) for part in value]
    return value


@cache
def _record_decoder() -> msgspec.json.Decoder[OrderRecord]:
    _resolve(OrderRecord)
    return msgspec.json.Decoder(OrderRecord)


@cache
def _draft_decoder() -> msgspec.json.Decoder[KeptDraft]:
    _resolve(KeptDraft)
    return msgspec.json.Decoder(KeptDraft)


@cache
def _resolve(kind: Any) -> None:
    """Put types in the place of their names in the annotations of `kind` and what it holds."""
    kind.__annotations__ = get_type_hints(kind, localns=_TYPES)
    for annotation in kind.__annotations__.values():
        for part in _parts(annotation):
            if isinstance(part, type) and is_dataclass(part):
                _resolve(part)


def _parts(annotation: Any) -> Iterator[Any]:
    """The types in an annotation: those of "tuple[Notice, ...] | None" are Notice and None."""
    inner = get_args(annotation)
    if not inner:
        yield annotation
    for part in inner:
        yield from _parts(part)
