"""What the worker does about customers who call again: a look into the journal."""

from __future__ import annotations

from collections.abc import Callable

from pos_app.bridge import messages as m
from pos_app.domain.connection import Connection
from pos_app.domain.errors import JournalError
from pos_app.domain.returning import returning
from pos_app.services.journal import Journal


class ReturningOffice:
    """Answers from the journal alone: the merchant is not asked about customers."""

    def __init__(self, report: Callable[[m.Report], None], journal: Journal) -> None:
        self._report, self._journal = report, journal

    async def ask(self, connection: Connection, request: m.AskReturning) -> None:
        """Tell what is known of a caller at this merchant."""
        try:
            records = await self._journal.placed_by(request.caller)
        except JournalError:
            # Its trouble is told by what must be written; this is only a convenience.
            self._report(m.ReturningTold(request.ticket))
            return
        known = returning(request.caller, records, connection)
        self._report(m.ReturningTold(request.ticket, known))
