"""What this register has sold, counted from its journal: a lost count is counted again."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pos_app.domain.connection import Connection
    from pos_app.domain.record import OrderRecord
    from pos_app.services.journal import Journal
    from pos_app.services.local_catalogue import LocalCatalogue

# What sold longer ago says little about what is asked for today.
_MEMORY = timedelta(days=180)


async def count_sold(
    journal: Journal, local: LocalCatalogue, connection: Connection, now: datetime
) -> None:
    """Add the orders placed since the last count; raises JournalError."""
    since = datetime.fromtimestamp(await local.sold_until(), UTC)
    records = await journal.records_since(max(since, now - _MEMORY))
    new = [
        record
        for record in records
        if record.is_placed
        and since < _settled_at(record) <= now
        and record.connection.same_merchant(connection)
    ]
    counts: Counter[str] = Counter()
    for line in (line for record in new for line in record.draft.cart.lines):
        if line.product_handle:
            counts[line.product_handle] += line.quantity
    if new:
        until = max(map(_settled_at, new))
        await local.add_sold(counts, until.timestamp())


def _settled_at(record: OrderRecord) -> datetime:
    return record.decision.at if record.decision is not None else record.placed_at
