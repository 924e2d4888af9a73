"""`complete-order`: charges the device's prepared cart, exactly as it was quoted (§6).

The call is sent and read as `place-order` is, with the whole answer in one piece: see
:func:`pos_app.firmly.placing.place`, which takes either.
"""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.firmly.placing import PlaceCall


@dataclass(frozen=True, slots=True)
class CompleteCall(PlaceCall):
    """Everything of the one POST that completes the cart."""

    @property
    def url(self) -> str:
        """The payment host's address for this merchant."""
        base, domain = self.connection.payment_url, self.connection.domain
        return f"{base}/api/v2/payment/domains/{domain}/complete-order"
