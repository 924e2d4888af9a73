"""A draft as it may be kept: a card typed into a field that is none of the card's is masked.

Drafts are kept while they are typed, before any check has told the clerk to take a number out.
"""

from __future__ import annotations

from dataclasses import fields, replace

from pos_app.domain.address import Contact, Party, PostalAddress
from pos_app.domain.card_traces import (
    holds_card_number,
    holds_security_code,
    is_split_over,
    masked,
    masked_fields,
)
from pos_app.domain.draft import OrderDraft


def without_card_data(draft: OrderDraft) -> OrderDraft:
    """The same draft with stars for the digits of card numbers and security codes.

    What the form does not take for card data stays as typed: a customer's phone number abroad can
    be as long as a card's.
    """
    return replace(
        draft,
        shipping=_party(draft.shipping),
        billing=None if draft.billing is None else _party(draft.billing),
        notes=_masked(draft.notes),
        choices=replace(draft.choices, promo_codes=_codes(draft.choices.promo_codes)),
    )


def _codes(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Promo codes; one that is a card number is a slip and is dropped."""
    return tuple(code for code in codes if _masked(code) == code)


def _party(party: Party) -> Party:
    contact, address = party.contact, party.address
    people = [getattr(contact, one.name) for one in fields(Contact)]
    places = [getattr(address, one.name) for one in fields(PostalAddress)]
    phone = _phone(contact.phone, address.country)
    return Party(
        replace(Contact(*_row(people)), phone=phone),
        replace(PostalAddress(*_row(places)), country=address.country),
    )


def _phone(text: str, country: str) -> str:
    from pos_app.domain.contact import phone_ok

    hidden = _masked(text)
    return text if hidden == text or phone_ok(text, country) else hidden


def _row(texts: list[str]) -> tuple[str, ...]:
    return masked_fields(texts) if is_split_over(texts) else tuple(map(_masked, texts))


def _masked(text: str) -> str:
    return masked(text) if holds_card_number(text) or holds_security_code(text) else text
