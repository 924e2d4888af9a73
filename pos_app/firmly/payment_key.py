"""The payment key: fetched for each order, never held (§2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pos_app.domain.connection import Connection
from pos_app.domain.errors import Code, KeyRefusedError, Problem, UnreadableError
from pos_app.domain.secret import SecretBytes
from pos_app.firmly import jwe
from pos_app.firmly.http import Http
from pos_app.firmly.jwe import CardFields


@dataclass(frozen=True, slots=True)
class PaymentKey:
    """The merchant's public key as it came, and the id from its header (empty if none)."""

    jwk: Mapping[str, object] = field(repr=False)
    kid: str
    where: str

    def check(self) -> None:
        """Examine the key.

        Raises:
            KeyRefusedError: it is not one to encrypt a card to.
        """
        try:
            jwe.check_key(self.jwk)
        except jwe.KeyRefused as refused:
            raise self._refused(refused) from None

    def encrypt(self, card: CardFields) -> SecretBytes:
        """The card as a compact JWE, in a buffer to overwrite.

        Raises:
            KeyRefusedError: the key is not one to encrypt a card to; nothing was encrypted.
        """
        try:
            return jwe.seal_card(card, self.jwk, kid=self.kid or None)
        except jwe.KeyRefused as refused:
            raise self._refused(refused) from None

    def _refused(self, refused: jwe.KeyRefused) -> KeyRefusedError:
        return KeyRefusedError(
            Problem(Code.KEY_REFUSED, where=self.where, text=refused.reason.value)
        )


async def fetch(http: Http, connection: Connection) -> PaymentKey:
    """Fetch the key from the payment host; no token is sent.

    Raises:
        PosError: it could not be had, or the answer is no JSON object.
    """
    url = f"{connection.payment_url}/api/v1/payment/key"
    where = url.partition("//")[2]
    data, headers = await http.json("GET", url)
    if not isinstance(data, dict):
        raise UnreadableError(Problem(Code.BAD_SHAPE, where=where))
    return PaymentKey(data, headers.get("x-firmly-kid", ""), where)
