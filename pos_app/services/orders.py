"""Placing one order: hold check, session, key, encryption, journal row, the one call.

What must be on disk before what (issue of order safety):

1. the row, before anything of the order is handed to the network;
2. that its body leaves, before the first byte of it does;
3. the verdict, before the screen says so.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from pos_app.domain import checkout, contact
from pos_app.domain.address import Party
from pos_app.domain.card import Card
from pos_app.domain.checkout import CheckoutState, Verdict
from pos_app.domain.connection import Connection
from pos_app.domain.draft import OrderDraft
from pos_app.domain.errors import Code, PosError, Problem
from pos_app.domain.lookalike import TWIN_WINDOW, Hold, hold_for
from pos_app.domain.money import Money
from pos_app.domain.quote import MerchantCart
from pos_app.domain.ready import ready_to_send
from pos_app.domain.record import OrderRecord
from pos_app.domain.refusal import Refusal
from pos_app.domain.steps import Step
from pos_app.firmly import completing, payment_key, placing, wire
from pos_app.firmly.http import Http
from pos_app.firmly.session import SessionKeeper
from pos_app.services.attempt import Attempt
from pos_app.services.quotes import QuoteDesk

if TYPE_CHECKING:
    from pos_app.services.journal import Journal

# With any other end the quoted cart is as it was, and another card may be tried on it.
_CART_IS_GONE = (Verdict.PLACED, Verdict.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Order:
    """What a clerk wants placed.

    `tab` is the key of the draft. `despite` is the attempt id of the placed order that this one
    looks like, once the clerk has said that the customer wants it twice. `quoted` is the merchant's
    exact total as the clerk read it out, if there was one. The card is good for one try: it is
    wiped once it has been encrypted.
    """

    draft: OrderDraft
    card: Card = field(repr=False)
    tab: str = ""
    clerk: str = ""
    despite: str = ""
    quoted: Money | None = None


class OrderDesk:
    """Places orders at one merchant, one at a time.

    The service does not guard a device's parallel calls (§1), so a second order waits in `lane`,
    and can be cancelled, until the first has ended.
    """

    def __init__(
        self,
        http: Http,
        connection: Connection,
        keeper: SessionKeeper,
        journal: Journal,
        quotes: QuoteDesk,
    ) -> None:
        self._http, self._connection, self._keeper = http, connection, keeper
        self._journal, self._quotes = journal, quotes
        self._lane, self.wanted = quotes.lane, quotes.wanted
        self._waiting = 0

    async def place(self, order: Order, attempt: Attempt) -> Hold | None:
        """Place the order once. Ends with a verdict in `attempt.state`, whatever happens.

        Returns what holds the order back, if another order stands in its way: then nothing was
        done and there is no verdict. Cancelling the task before anything has left ends in "not
        sent"; the caller must not cancel it later (`attempt.state.can_cancel`).
        """
        try:
            async with self._first_in_lane():
                hold = await self._hold(order, attempt.wall_now())
                if hold is not None:
                    return hold
                completes = await self._cart_is_ready(order, attempt)
                call = await self._prepared(order, attempt, completes=completes)
                del order
                await attempt.emit(checkout.BodyBuilt(attempt.now()))
                await placing.place(self._http, call, attempt.emit, attempt.now)
                if completes and attempt.state.verdict in _CART_IS_GONE:
                    self._quotes.forget()
                if _session_refused(attempt.state):
                    self._keeper.give_up(call.token)
        except PosError as error:
            await attempt.emit(checkout.Ended(attempt.now(), error.problem))
        except asyncio.CancelledError:
            await attempt.emit(checkout.Ended(attempt.now(), Problem(Code.CANCELLED)))
            raise
        return None

    @asynccontextmanager
    async def _first_in_lane(self) -> AsyncIterator[None]:
        self._waiting += 1
        self.wanted.set()
        try:
            await self._lane.acquire()
        finally:
            self._waiting -= 1
            if not self._waiting:
                self.wanted.clear()
        try:
            yield
        finally:
            self._lane.release()

    async def _hold(self, order: Order, now: datetime) -> Hold | None:
        """The order that stands in the way. Asked inside the lane: the one before is on disk."""
        records = (
            *await self._journal.open_records(),
            *await self._journal.records_since(now - TWIN_WINDOW),
        )
        here = [one for one in records if one.connection.same_merchant(self._connection)]
        return hold_for(order.draft, order.card.summary(), here, now, order.despite)

    async def _cart_is_ready(self, order: Order, attempt: Attempt) -> bool:
        """Whether the order is made of the quoted cart, which then is what the clerk was told.

        Raises:
            PosError: `PRICE_CHANGED`, before anything is charged; or there is no such cart.
        """

        async def told(cart: MerchantCart, reached: Step) -> None:
            await attempt.emit(checkout.CartReady(attempt.now(), cart.receipt, reached))

        cart = await self._quotes.cart_for(order.draft, told)
        if cart is None:
            return False
        await attempt.emit(checkout.CartReady(attempt.now(), cart.receipt))
        if cart.receipt.total != order.quoted:
            raise PosError(Problem(Code.PRICE_CHANGED))
        return True

    async def _prepared(
        self, order: Order, attempt: Attempt, *, completes: bool
    ) -> placing.PlaceCall:
        """Everything that can go wrong while nothing has left; the journal's row comes last.

        The key is fetched after the session: that proves that the line lives on which the order
        will travel.
        """
        session = await self._keeper.session()
        key = await payment_key.fetch(self._http, self._connection)
        card = order.card.summary()
        body = _body(order, key, completes=completes)
        await attempt.write_down(
            OrderRecord(
                attempt_id=attempt.state.attempt_id,
                tab=order.tab,
                device_id=session.device_id,
                connection=self._connection,
                draft=order.draft,
                card=card,
                clerk=order.clerk,
                began_at=attempt.began_at,
                state=attempt.state,
                quoted=order.quoted if order.quoted is not None else order.draft.cart.subtotal,
            )
        )
        call = completing.CompleteCall if completes else placing.PlaceCall
        return call(self._connection, session.access_token, attempt.state.attempt_id, body)


def _body(order: Order, key: payment_key.PaymentKey, *, completes: bool) -> placing.Body:
    """What is sent; of the card itself nothing is left after this."""
    draft = replace(
        order.draft,
        shipping=ready_to_send(order.draft.shipping),
        billing=ready_to_send(order.draft.billing) if order.draft.billing else None,
    )
    try:
        encrypted_card = key.encrypt(order.card)
    finally:
        order.card.wipe()
    billing_phone = _phone(draft.bill_to)
    if completes:
        return placing.Body(wire.complete_order_body(draft, encrypted_card, billing_phone))
    shipping_phone = _phone(draft.shipping)
    return placing.Body(wire.place_order_body(draft, encrypted_card, shipping_phone, billing_phone))


def _phone(party: Party) -> str:
    return contact.e164(party.contact.phone, party.address.country) or ""


def _session_refused(state: CheckoutState) -> bool:
    """Whether the answer says that the token is no good; error ids and statuses disagree (§7)."""
    status = state.problem.status if state.problem is not None else None
    return state.refusal is Refusal.SESSION or status == HTTPStatus.UNAUTHORIZED
