"""A party as it is sent: codes for states, tidy e-mail and postal code, and what stands in (§3).

Firmly requires city, region and postal code everywhere; where a country has none of its own, the
address layout says what is sent instead.
"""

from __future__ import annotations

from dataclasses import replace

from pos_app.domain.address import Party
from pos_app.domain.address_layout import normal_state, wire_city, wire_postal_code, wire_region
from pos_app.domain.contact import tidy_email
from pos_app.domain.postal_code import tidy_postal_code


def ready_to_send(party: Party) -> Party:
    """The party with every field that the API requires filled in and in its normal form."""
    typed = party.address
    typed = replace(
        typed,
        state_or_province=normal_state(typed.state_or_province, typed.country),
        postal_code=tidy_postal_code(typed.postal_code, typed.country),
    )
    city = wire_city(typed)
    address = replace(
        typed,
        city=city,
        state_or_province=wire_region(typed),
        postal_code=wire_postal_code(typed),
        district="" if city == typed.district.strip() else typed.district,
    )
    return Party(replace(party.contact, email=tidy_email(party.contact.email)), address)
