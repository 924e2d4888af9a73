"""Placing one order: session, key, encryption, the one call, and the state as it moves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import TypeAlias

from pos_app.domain import checkout, contact
from pos_app.domain.card import Card
from pos_app.domain.checkout import CheckoutState
from pos_app.domain.connection import Connection
from pos_app.domain.draft import OrderDraft
from pos_app.domain.errors import Code, PosError, Problem
from pos_app.domain.ready import ready_to_send
from pos_app.domain.refusal import Refusal
from pos_app.firmly import payment_key, placing, wire
from pos_app.firmly.http import Http
from pos_app.firmly.session import SessionKeeper

Report: TypeAlias = Callable[[CheckoutState], None]


class Attempt:
    """One attempt under way: folds events into the state and reports each new state.

    `clock` is monotonic, in seconds.
    """

    def __init__(self, state: CheckoutState, report: Report, clock: Callable[[], float]) -> None:
        self.state = state
        self._report, self._clock, self._started = report, clock, clock()
        report(state)

    def now(self) -> float:
        """Seconds since the attempt began."""
        return self._clock() - self._started

    def emit(self, event: checkout.Event) -> None:
        """Take an event in."""
        before = self.state
        self.state = checkout.step(before, event)
        if self.state != before:
            self._report(self.state)


class OrderDesk:
    """Places orders at one merchant, one at a time.

    The service does not guard a device's parallel calls (§1), so a second order waits, and can be
    cancelled, until the first has ended.
    """

    def __init__(self, http: Http, connection: Connection, keeper: SessionKeeper) -> None:
        self._http, self._connection, self._keeper = http, connection, keeper
        self._lane = asyncio.Lock()

    async def place(self, draft: OrderDraft, card: Card, attempt: Attempt) -> None:
        """Place the order once. Ends with a verdict in `attempt.state`, whatever happens.

        Cancelling the task before anything has left ends in "not sent"; the caller must not
        cancel it later (`attempt.state.can_cancel`).
        """
        try:
            async with self._lane:
                call = await self._prepared(draft, card, attempt)
                del card
                attempt.emit(checkout.BodyBuilt(attempt.now()))
                await placing.place(self._http, call, attempt.emit, attempt.now)
                if _session_refused(attempt.state):
                    self._keeper.give_up(call.token)
        except PosError as error:
            attempt.emit(checkout.Ended(attempt.now(), error.problem))
        except asyncio.CancelledError:
            attempt.emit(checkout.Ended(attempt.now(), Problem(Code.CANCELLED)))
            raise

    async def _prepared(self, draft: OrderDraft, card: Card, attempt: Attempt) -> placing.PlaceCall:
        """Everything that can go wrong while nothing has left.

        The key comes last: fetching it proves that the line on which the order will travel lives.
        """
        token = await self._keeper.token()
        key = await payment_key.fetch(self._http, self._connection)
        draft = replace(
            draft,
            shipping=ready_to_send(draft.shipping),
            billing=ready_to_send(draft.billing) if draft.billing is not None else None,
        )
        shipping, billing = draft.shipping, draft.bill_to
        body = wire.place_order_body(
            draft,
            key.encrypt(card),
            contact.e164(shipping.contact.phone, shipping.address.country) or "",
            contact.e164(billing.contact.phone, billing.address.country) or "",
        )
        return placing.PlaceCall(self._connection, token, attempt.state.attempt_id, body)


def _session_refused(state: CheckoutState) -> bool:
    """Whether the answer says that the token is no good; error ids and statuses disagree (§7)."""
    status = state.problem.status if state.problem is not None else None
    return state.refusal is Refusal.SESSION or status == HTTPStatus.UNAUTHORIZED
