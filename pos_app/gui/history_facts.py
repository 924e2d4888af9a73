"""All that is kept of an attempt, as titled rows of words: for the screen and for copying."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from pos_app.domain.address import Party
from pos_app.domain.cart import CartLine
from pos_app.domain.checkout import CheckoutState, StepStatus, Verdict
from pos_app.domain.countries import country_name
from pos_app.domain.record import OrderRecord
from pos_app.gui.history_words import (
    Ending,
    attempt_of,
    card_of,
    decided_words,
    ending_of,
    ending_sentence,
    local,
    look_of,
    training_words,
)
from pos_app.gui.money_text import money
from pos_app.gui.receipt_rows import RowKind, line_name, one_line, receipt_rows
from pos_app.gui.step_words import step_rows


@dataclass(frozen=True, slots=True)
class Fact:
    """A row: what it is, and what it says. `strong` is a total."""

    name: str
    value: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a title. `amounts`: the values are amounts, which stand at the right."""

    title: str
    facts: tuple[Fact, ...]
    amounts: bool = False


def _tr(text: str) -> str:
    return QCoreApplication.translate("History", text)


def sections(record: OrderRecord) -> tuple[Section, ...]:
    """Everything about an attempt, what a caller asks for first. Empty parts are left out.

    Where an unknown outcome was settled later, by whom stands before all else.
    """
    ended = Section(_tr("How it ended"), tuple(_ended(record)))
    made = (
        *((ended,) if record.decision is not None else ()),
        Section(_tr("Receipt"), tuple(_receipt(record)), amounts=True),
        Section(_tr("As ordered"), tuple(_ordered(record)), amounts=True),
        Section(_tr("Customer and ship to"), tuple(_party(record.draft.shipping))),
        Section(_tr("Bill to"), tuple(_billing(record))),
        *((ended,) if record.decision is None else ()),
        Section(_tr("Timeline"), tuple(_timeline(record))),
        Section(_tr("For support"), tuple(_support(record))),
    )
    return tuple(section for section in made if section.facts)


def plain_text(record: OrderRecord) -> str:
    """All of it as plain text, ready to paste into a message to support."""
    lines = [f"{look_of(ending_of(record)).word}. {ending_sentence(record)}"]
    if record.connection.training:
        lines.append(training_words())
    for section in sections(record):
        lines += ["", section.title]
        lines += [_one_of(fact) for fact in section.facts]
    return "\n".join(lines)


def _one_of(fact: Fact) -> str:
    return f"{fact.name}: {fact.value}" if fact.name and fact.value else fact.name or fact.value


def shown_state(record: OrderRecord) -> CheckoutState:
    """The state as the receipt is to read it: proved placed by a cart without a number, too."""
    if ending_of(record) is Ending.PLACED:
        return replace(record.state, verdict=Verdict.PLACED)
    return record.state


def _receipt(record: OrderRecord) -> Iterator[Fact]:
    """What the merchant told. Nothing where it told nothing: then "as ordered" is all there is."""
    if not record.state.receipt.lines and record.state.receipt.total is None:
        return
    for row in receipt_rows(shown_state(record), attempt_of(record)):
        if row.kind is not RowKind.RULE:
            words = "  ".join(part for part in (row.left, row.detail) if part)
            strong = row.kind in (RowKind.TOTAL, RowKind.WARNING)
            yield Fact(words, row.right, strong=strong)
    for notice in record.state.receipt.notices:
        yield Fact(one_line(notice.text), "")


def _ordered(record: OrderRecord) -> Iterator[Fact]:
    for line in record.draft.cart.lines:
        yield Fact(_line(line), money(line.line_price) if line.line_price is not None else "")
    if record.quoted is not None:
        yield Fact(_tr("Total quoted to the customer"), money(record.quoted), strong=True)
    if record.draft.notes.strip():
        yield Fact(_tr("Notes: {0}").format(record.draft.notes.strip()), "")


def _line(line: CartLine) -> str:
    words = _tr("{0} × {1}").format(line.quantity, line_name(line.title, line.variant_title))
    return f"{words}  {one_line(line.sku)}" if line.sku else words


def _party(party: Party) -> Iterator[Fact]:
    contact, place = party.contact, party.address
    town = " ".join(
        part for part in (place.city, place.state_or_province, place.postal_code) if part.strip()
    )
    lines = (
        place.company,
        place.address1,
        place.address2,
        place.district,
        town,
        country_name(place.country),
    )
    address = "\n".join(one_line(line) for line in lines if line.strip())
    for name, value in (
        (_tr("Name"), one_line(contact.full_name)),
        (_tr("Phone"), one_line(contact.phone)),
        (_tr("Email"), one_line(contact.email)),
        (_tr("Address"), address),
    ):
        if value:
            yield Fact(name, value)


def _billing(record: OrderRecord) -> Iterator[Fact]:
    if record.draft.billing is None:
        yield Fact(_tr("Address"), _tr("Same as ship to"))
    else:
        yield from _party(record.draft.billing)


def _ended(record: OrderRecord) -> Iterator[Fact]:
    decision = record.decision
    for name, value in (
        (_tr("Outcome"), look_of(ending_of(record)).word),
        (_tr("Decided"), decided_words(record)),
        (_tr("Evidence"), decision.evidence.strip() if decision else ""),
        (_tr("Began"), _exactly(local(record.began_at))),
        (_tr("Ended"), _exactly(local(record.ended_at)) if record.ended_at else ""),
        (_tr("Clerk"), one_line(record.clerk)),
        (_tr("Card"), card_of(record)),
    ):
        if value:
            yield Fact(name, value)


def _timeline(record: OrderRecord) -> Iterator[Fact]:
    """The steps that were reached, each with the time it ended, to the millisecond."""
    state = record.state
    rows = step_rows(state, record.connection.domain, state.last_heard)
    for row, step in zip(rows, state.steps, strict=True):
        if step.at is None or row.status in (StepStatus.TODO, StepStatus.ACTIVE):
            continue
        moment = local(record.began_at).addMSecs(round(step.at * 1000))
        time = QLocale().toString(moment.time(), "HH:mm:ss.zzz")
        words = " · ".join(part for part in (row.title, row.sub) if part)
        yield Fact(time, one_line(words))


def _support(record: OrderRecord) -> Iterator[Fact]:
    state, connection = record.state, record.connection
    merchant = one_line(state.receipt.merchant_name)
    told = state.problem.details() if state.problem is not None else ""
    for name, value in (
        (_tr("Order number"), one_line(state.receipt.order_number)),
        (_tr("Request id"), record.attempt_id),
        (_tr("Cart id"), one_line(state.receipt.cart_id) or _tr("none was told")),
        (_tr("Device id"), one_line(record.device_id)),
        (_tr("Merchant"), " · ".join(part for part in (connection.domain, merchant) if part)),
        (_tr("Told by the server"), told),
    ):
        if value:
            yield Fact(name, value)


def _exactly(moment: QDateTime) -> str:
    return QLocale().toString(moment, "d MMM yyyy, HH:mm:ss")
