"""Values to rows of the journal and back: a JSON document, and the columns beside it.

Nothing of a card but its brand and last four digits is in a record, so nothing else can get into
a row. A card number typed into another field by mistake is masked, for a draft is kept before
anybody has looked at it; a draft's CAPTCHA token is good for one order and is left out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from pos_app.domain.card import CardSummary
from pos_app.domain.checkout import CheckoutState, Verdict
from pos_app.domain.connection import Connection
from pos_app.domain.contact import e164
from pos_app.domain.draft import KeptDraft, OrderDraft
from pos_app.domain.draft_safety import without_card_data
from pos_app.domain.errors import Code, Problem
from pos_app.domain.receipt import Receipt
from pos_app.domain.record import DecidedBy, Decision, OrderRecord, Phase
from pos_app.domain.returning import Caller
from pos_app.services import journal_codec as codec

_TRAINING_HOST = Connection("", "", training=True).api_host
RECORD_COLUMNS = (
    *("attempt_id", "phase", "verdict", "decided", "began_at", "ended_at", "decided_at"),
    *("tab", "api_host", "app_id", "domain", "device_id", "order_number", "cart_id", "document"),
)


def record_row(record: OrderRecord) -> dict[str, str | None]:
    """The columns of an attempt.

    Raises:
        ValueError: a time without a time zone: a bug.
    """
    decision, state = record.decision, record.state
    kept = _kept(record.draft)
    customer = Caller.of(kept.shipping)
    row = {
        "attempt_id": record.attempt_id,
        "tab": record.tab,
        "api_host": record.connection.api_host,
        "app_id": record.connection.app_id,
        "domain": record.connection.domain,
        "device_id": record.device_id,
        "phase": record.phase.value,
        "verdict": state.verdict.value if state.verdict else None,
        "decided": None if decision is None else "placed" if decision.placed else "not-placed",
        "began_at": time_text(record.began_at),
        "ended_at": time_text(record.ended_at) if record.ended_at else None,
        "decided_at": time_text(decision.at) if decision else None,
        "order_number": state.receipt.order_number,
        "cart_id": state.receipt.cart_id,
        "document": codec.encode(replace(record, draft=kept)),
        "search": fold("\n".join(_searched(record))),
        "phone_end": customer.phone_end,
        "email": customer.email,
    }
    return {name: codec.storable(value) if value else value for name, value in row.items()}


def draft_row(kept: KeptDraft) -> dict[str, str | int]:
    """The columns of a draft."""
    document = codec.encode(replace(kept, draft=_kept(kept.draft)))
    return {"tab": codec.storable(kept.tab), "position": kept.position, "document": document}


def record_of(row: tuple[str | None, ...]) -> OrderRecord:
    """The attempt in a row of `RECORD_COLUMNS`; by its columns where its document can't be read."""
    columns = dict(zip(RECORD_COLUMNS, row, strict=True))
    document = columns["document"] or ""
    return codec.read_record(document) or _from_columns(columns)


def time_text(moment: datetime) -> str:
    """A time as UTC text that sorts as the times do.

    Raises:
        ValueError: it has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a time needs a time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def fold(text: str) -> str:
    """`text` without accents and letter case, for comparing."""
    whole = unicodedata.normalize("NFKD", codec.storable(text).casefold())
    return "".join(char for char in whole if not unicodedata.combining(char))


def search_words(text: str) -> Iterator[tuple[str, ...]]:
    """The forms of each word to look for, folded: one of them must occur.

    A piece of a phone number ("(206)", "555-1212") also matches by its digits alone, without the
    zero that a national number may begin with.
    """
    for word in fold(text).split():
        digits = "".join(filter(str.isdecimal, word)).lstrip("0")
        is_number = bool(digits) and not any(char.isalpha() or char == "@" for char in word)
        yield (word, digits) if is_number and digits != word else (word,)


def _kept(draft: OrderDraft) -> OrderDraft:
    return without_card_data(replace(draft, captcha_token=""))


def _searched(record: OrderRecord) -> Iterator[str]:
    contact, receipt = record.draft.shipping.contact, record.state.receipt
    country = record.draft.shipping.address.country
    yield contact.full_name
    yield "".join(filter(str.isdecimal, contact.phone))
    yield e164(contact.phone, country) or ""
    yield contact.email
    yield from (receipt.order_number, record.attempt_id, receipt.cart_id, record.card.last_four)
    # The day as the shop's calendar has it: that is what is typed into a search.
    yield record.began_at.astimezone().date().isoformat()
    for wanted in record.draft.cart.lines:
        yield from (wanted.sku, wanted.title, wanted.variant_title)
    for told in receipt.lines:
        yield from (told.sku, told.title, told.variant_title)


def _from_columns(columns: dict[str, str | None]) -> OrderRecord:
    """What the columns tell of an attempt whose document can't be read: it must stay in sight."""
    text = {name: value or "" for name, value in columns.items()}
    host, phase, attempt_id = text["api_host"], Phase(text["phase"]), text["attempt_id"]
    connection = Connection(
        text["app_id"], text["domain"], f"https://{host}", training=host == _TRAINING_HOST
    )
    state = CheckoutState(
        attempt_id,
        item_total=0,
        leaving=phase is not Phase.PREPARED,
        receipt=Receipt(cart_id=text["cart_id"], order_number=text["order_number"]),
        verdict=Verdict(text["verdict"]) if text["verdict"] else None,
        problem=Problem(Code.JOURNAL_DAMAGED, where=attempt_id),
    )
    return OrderRecord(
        attempt_id=attempt_id,
        tab=text["tab"],
        device_id=text["device_id"],
        connection=connection,
        draft=OrderDraft(),
        card=CardSummary(None, ""),
        clerk="",
        began_at=datetime.fromisoformat(text["began_at"]),
        state=state,
        phase=phase,
        ended_at=datetime.fromisoformat(text["ended_at"]) if text["ended_at"] else None,
        decision=_decision(text["decided"], text["decided_at"]),
    )


def _decision(decided: str, decided_at: str) -> Decision | None:
    if not decided:
        return None
    by = DecidedBy.CART  # who it was stood in the document; no evidence is made up
    return Decision(decided == "placed", by, datetime.fromisoformat(decided_at))
