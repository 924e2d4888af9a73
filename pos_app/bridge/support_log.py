"""What the log says of an order and of the connection, for whoever has to find out what happened.

Ids, codes and host names: no customer, no words of a server, nothing typed. Whatever comes from a
server is taken as a name (letters, digits, ``. _ : -``) or left out, and every line passes the
log's masking besides. An order is found by its request id, which the merchant's side has, too.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable

from pos_app import __version__
from pos_app.bridge import messages as m
from pos_app.domain.checkout import CheckoutState, Verdict
from pos_app.domain.errors import Problem
from pos_app.domain.quote import QuoteFailed
from pos_app.domain.record import OrderRecord

_LOG = logging.getLogger("pos_app")
_NAME = re.compile(r"[A-Za-z0-9._:-]{1,64}")


class SupportLog:
    """Hands the worker's reports on to `report`, and writes down what support needs of them."""

    def __init__(self, report: Callable[[m.Report], None]) -> None:
        self._report = report
        self._orders: dict[str, CheckoutState] = {}
        self._link: tuple[m.Link, str] | None = None
        _LOG.info("pos-app %s begins on %s", __version__, sys.platform)

    def tell(self, report: m.Report) -> None:
        """Hand a report on first: nobody waits for the log."""
        self._report(report)
        match report:
            case m.CheckoutMoved():
                self._order(report.state)
            case m.RecordSettled():
                _settled(report.record)
            case m.LinkChanged():
                self._connection(report)
            case m.TokensKept():
                where = report.backend if report.safe else f"memory alone: {report.reason}"
                _LOG.info("tokens are kept in %s", where)
            case m.RecorderTold() if report.why:
                _LOG.info("call recorder: %s", report.state.value)
            case m.QuoteTold():
                if isinstance(report.told, QuoteFailed):
                    _LOG.info("QuoteTold: %s", _facts(report.told.problem))
            case _:
                problem = getattr(report, "problem", None)
                if isinstance(problem, Problem):
                    _LOG.info("%s: %s", type(report).__name__, _facts(problem))

    def _order(self, state: CheckoutState) -> None:
        before, request_id = self._orders.get(state.attempt_id), state.attempt_id
        if state.verdict is not None:
            self._orders.pop(request_id, None)
            if before is None or before.verdict is not state.verdict:
                _LOG.info("order %s: %s", request_id, _end(state))
            return
        self._orders[request_id] = state
        if before is None:
            _LOG.info("order %s: begun", request_id)
        elif state.leaving and not before.leaving:
            _LOG.info("order %s: sent", request_id)
        if state.activity and (before is None or before.activity != state.activity):
            _LOG.info("order %s: unknown event %s", request_id, _name(state.activity) or "(odd)")

    def _connection(self, report: m.LinkChanged) -> None:
        why = _facts(report.problem) if report.problem is not None else ""
        if self._link != (report.link, why):
            self._link = report.link, why
            domain = report.connection.domain
            _LOG.info("%s: %s", _name(domain), f"{report.link.value} {why}".rstrip())


def _end(state: CheckoutState) -> str:
    """How an order ended: the verdict, after how many seconds, and why."""
    parts = [f"{state.verdict.value if state.verdict else ''} after {state.last_heard:.1f} s"]
    if state.verdict is Verdict.PLACED:
        parts.append(f"number={_name(state.receipt.order_number) or '(odd)'}")
    if state.refusal is not None:
        parts.append(f"refusal={state.refusal.value}")
    if state.problem is not None:
        parts.append(_facts(state.problem))
    return " ".join(parts)


def _settled(record: OrderRecord) -> None:
    decision = record.decision
    by = decision.by.value if decision is not None else ""
    outcome = "placed" if record.is_placed else "not placed"
    _LOG.info("order %s: settled as %s by %s", record.attempt_id, outcome, by)


def _facts(problem: Problem) -> str:
    """A problem without its words: they are a server's, and may quote what was typed."""
    host = problem.where.partition("/")[0]  # the path may hold what was looked for
    rows = {
        "code": problem.code.value,
        "host": host,
        "status": "" if problem.status is None else str(problem.status),
        "error": problem.error_id,
        "answer": problem.request_id,
        "clock": "" if problem.clock_off is None else f"{problem.clock_off}",
    }
    return " ".join(f"{key}={_name(text)}" for key, text in rows.items() if _name(text))


def _name(text: str) -> str:
    """The text if it is a mere name, else nothing."""
    return text if _NAME.fullmatch(text) else ""
