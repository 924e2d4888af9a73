"""The verdict on one attempt: what was told and written, against what the merchant did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.faults import orders
from tests.faults.merchant import Arrival, Entry, Merchant
from tests.faults.plan import Plan

DOUBLE, WRONG, LOST = "double", "wrong", "lost"
HIDDEN, LEAKED, NOISY = "hidden", "card data kept", "noise"
SINS = (DOUBLE, WRONG, LOST, HIDDEN, LEAKED, NOISY)
# A compact JWE and an access token begin like this: `{"` in base64.
_TOKEN_HEAD = "eyJ"
_NOTHING_LEFT = ("after the row", "connected", "before the leaving row")


@dataclass(slots=True)
class Seen:
    """What the processes told of one attempt; `row` and `end` before and after it was decided."""

    attempt_id: str = ""
    told: str = ""
    killed: str = ""
    disturbed: str = ""
    offset: float = 0.0
    shown: list[str] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    row: dict[str, Any] | None = None
    end: dict[str, Any] | None = None
    again: str = ""
    again_as: str = ""
    again_row: dict[str, Any] | None = None
    quoted: str | None = None
    again_quoted: str | None = None
    trouble: list[str] = field(default_factory=list)
    exits: list[int] = field(default_factory=list)
    stderr: str = ""

    def take(self, message: dict[str, Any]) -> None:
        """Take in one line of a process."""
        for name, value in message.items():
            match name:
                case "id":
                    self.attempt_id = value
                case "as":
                    self.again_as = value
                case "exit":
                    self.exits.append(value)
                case "trouble":
                    self.trouble.append(value)
                case "hung":
                    self.stderr += "a process hung\n"
                case _:
                    setattr(self, name, value)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is wrong with an attempt (kind and words), and what became of it.

    `bodiless`: it was unknown, and the merchant never had a complete body. `by_cart`: it was
    unknown, and the cart proved it.
    """

    wrongs: tuple[tuple[str, str], ...]
    unknown: bool
    bodiless: bool
    by_cart: bool
    accepted: bool
    arrived: bool


def judge(plan: Plan, seen: Seen, merchant: Merchant, folder: Path) -> Judgement:
    """Judge an attempt after its restart."""
    accepted = merchant.count()[seen.attempt_id]
    arrival = merchant.arrivals.get(seen.attempt_id, Arrival())
    unknown = seen.attempt_id in seen.shown
    row = seen.row or {}
    wrongs = (
        *_doubles(plan, seen, merchant),
        *_wrong(seen, accepted, arrival),
        *_charged(plan, merchant.entries_of(seen.attempt_id), seen.quoted),
        *_charged(plan, merchant.entries_of(seen.again_as), seen.again_quoted),
        *_lost(plan, seen, accepted),
        *_lost_again(seen, merchant.count()[seen.again_as]),
        *((LEAKED, name) for name in _leaks(folder, merchant.secrets)),
        *_noise(plan, seen),
    )
    return Judgement(
        wrongs,
        unknown,
        bodiless=unknown and not arrival.complete,
        by_cart=unknown and row.get("decided") == "cart",
        accepted=bool(accepted),
        arrived=bool(arrival.posts),
    )


def _doubles(plan: Plan, seen: Seen, merchant: Merchant) -> Iterator[tuple[str, str]]:
    for attempt_id, count in merchant.count().items():
        if attempt_id in (seen.attempt_id, seen.again_as) and count > 1:
            yield DOUBLE, f"accepted {count} times"
    arrival = merchant.arrivals.get(seen.attempt_id)
    if arrival is not None and arrival.posts > 1:
        yield DOUBLE, f"sent {arrival.posts} times"
    orders_of = merchant.orders_of(orders.email(plan.number))
    if orders_of > 1:
        yield DOUBLE, f"the customer has {orders_of} orders"


def _wrong(seen: Seen, accepted: int, arrival: Arrival) -> Iterator[tuple[str, str]]:
    row, end = seen.row or {}, seen.end or {}
    for where, said in (("told", seen.told), ("written", row.get("verdict", ""))):
        if said == "placed" and not accepted:
            yield WRONG, f"{where}: placed, and it is not in the ledger"
        if said in ("not-sent", "refused") and accepted:
            yield WRONG, f"{where}: {said}, and it is in the ledger"
        if said == "not-sent" and arrival.body_bytes:
            yield WRONG, f"{where}: not sent, and a byte of the body arrived"
    written = "placed" if row.get("placed") else row.get("verdict", "")
    if seen.told and row and not row["open"] and written not in (seen.told, "placed"):
        yield WRONG, f"told {seen.told}, written {written}"
    if seen.told and row and row["open"] and seen.told != "unknown" and not _disk_full(seen):
        yield WRONG, f"told {seen.told} before it was written"
    if seen.killed in _NOTHING_LEFT and row and row["verdict"] != "not-sent":
        yield WRONG, f"not a byte had left, and it is written as {row['verdict']}"
    if row.get("decided") == "cart" and not accepted:
        yield WRONG, "the cart is said to prove an order that is not in the ledger"
    if end and end["placed"] != bool(accepted):
        yield WRONG, f"in the end placed: {end['placed']}, accepted: {accepted}"


def _charged(plan: Plan, entries: list[Entry], quoted: str | None) -> Iterator[tuple[str, str]]:
    """A cart that was counted is charged as it was told, and nothing else is charged instead."""
    for entry in entries:
        if entry.completed != plan.completes:
            yield WRONG, "another cart was ordered than the one that was quoted"
        elif entry.completed and (quoted is None or Decimal(quoted) * 100 != entry.minor):
            yield WRONG, f"quoted {quoted}, charged {entry.minor} cents"


def _disk_full(seen: Seen) -> bool:
    return seen.disturbed == "disk full"


def _lost(plan: Plan, seen: Seen, accepted: int) -> Iterator[tuple[str, str]]:
    row = seen.row
    if accepted and row is None:
        yield LOST, "in the ledger, and no row"
    elif accepted and row is not None and not row["placed"] and seen.attempt_id not in seen.shown:
        yield LOST, f"in the ledger, and its row says {row['verdict']}"
    if (seen.told == "unknown" or (row and row["open"])) and seen.attempt_id not in seen.shown:
        yield HIDDEN, "unknown, and not on the screen after a restart"
    placed = row is not None and row["verdict"] == "placed" and not row["decided"]
    if not placed and seen.attempt_id and orders.tab(plan.number) not in seen.drafts:
        yield HIDDEN, "its draft did not come back"


def _lost_again(seen: Seen, accepted: int) -> Iterator[tuple[str, str]]:
    row = seen.again_row or {"placed": False, "open": False}
    if accepted and not (row["placed"] or row["open"]):
        yield LOST, "the order after the restart is in the ledger, and its row does not say so"


def _leaks(folder: Path, secrets: set[str]) -> Iterator[str]:
    words = (*secrets, orders.NUMBER, f'"{orders.CODE}"', "verification_value", _TOKEN_HEAD)
    needles = tuple(word.encode() for word in words)
    for path in folder.iterdir():
        data = path.read_bytes()
        if any(needle in data for needle in needles):
            yield f"in {path.name}"


def _noise(plan: Plan, seen: Seen) -> Iterator[tuple[str, str]]:
    if seen.stderr:
        yield NOISY, seen.stderr
    wanted = -9 if seen.killed else 0
    if seen.exits != [wanted, 0]:
        yield NOISY, f"ended with {seen.exits}"
    if plan.again and seen.row is not None:
        held = {"unsettled"} if seen.row["open"] else {"duplicate"} if seen.row["placed"] else None
        if held is not None and seen.again not in held:
            yield DOUBLE, f"placed once more: {seen.again or 'nothing was said'}"
