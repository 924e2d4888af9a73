"""The device's cart, as the merchant has it now (§6)."""

from __future__ import annotations

from pos_app.domain.errors import AnswerError, Code, Problem, UnreadableError
from pos_app.domain.receipt import Receipt
from pos_app.firmly import wire
from pos_app.firmly.catalog import JsonCalls

_NO_CART = "ErrorCartNotFound"


class CartReader:
    """Reads the cart of one merchant for the device of `calls`."""

    def __init__(self, calls: JsonCalls, api_url: str, domain: str) -> None:
        self._calls = calls
        self._url = f"{api_url.rstrip('/')}/api/v2/domains/{domain.casefold()}/cart"
        self._other = f"{self._url}/"

    async def read(self) -> Receipt:
        """The cart, also when it has become an order; an empty receipt where there is none.

        Some deployments want a trailing slash [O], so the path is tried that way where it is
        unknown or leads elsewhere, and from then on if it was right.

        Raises:
            PosError: what `calls` raises; UnreadableError (`BAD_SHAPE`) for what is no cart.
        """
        try:
            return await self._at(self._url)
        except (AnswerError, UnreadableError) as error:
            if not _leads_nowhere(error.problem):
                raise
        receipt = await self._at(self._other)
        self._url, self._other = self._other, self._url
        return receipt

    async def _at(self, url: str) -> Receipt:
        try:
            answer = await self._calls.json("GET", url)
        except AnswerError as error:
            if error.problem.error_id != _NO_CART:
                raise
            return Receipt()
        if not isinstance(answer, dict):
            raise UnreadableError(Problem(Code.BAD_SHAPE, where=url.partition("://")[2]))
        return wire.receipt_from(answer)


def _leads_nowhere(problem: Problem) -> bool:
    """Whether the path is not known, in the words of Firmly or of a server in front of it."""
    return problem.code in (Code.REDIRECT, Code.NOT_OFFERED) or problem.status == 404
