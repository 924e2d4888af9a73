"""What is sent to place an order (§3): strict, nothing that the documents do not name."""

from __future__ import annotations

from pos_app.domain.address import Party
from pos_app.domain.cart import CartLine
from pos_app.domain.countries import country_name
from pos_app.domain.draft import OrderDraft
from pos_app.domain.secret import Digits, SecretBytes, joined
from pos_app.firmly.wire_json import dumps, loads


def item_json(line: CartLine) -> dict[str, object]:
    """A line item: the catalogue's reference exactly as it was received, and how many.

    Raises:
        ValueError: the reference is not JSON; one that came from the catalogue always is.
    """
    return {"add_to_cart_ref": loads(line.ref.json), "quantity": line.quantity}


def address_json(party: Party, *, phone_e164: str, region: str = "") -> dict[str, str]:
    """An address object: the required members always there, optional ones only when not empty.

    `region` is that of the city, for countries without states; without one it is the city. A city
    state has no city beside the country. The district, which has no member, leads `address2`.
    """
    contact, place = party.contact, party.address
    country = place.country.strip().upper()
    city = place.city.strip() or place.state_or_province.strip() or country_name(country)
    second = ", ".join(part for part in (place.district.strip(), place.address2.strip()) if part)
    required = {
        "first_name": contact.first_name,
        "last_name": contact.last_name,
        "email": contact.email,
        "phone": phone_e164,
        "address1": place.address1,
        "city": city,
        "state_or_province": place.state_or_province.strip() or region.strip() or city,
        "country": country,
        "postal_code": place.postal_code,
    }
    optional = {"address2": second, "company": place.company}
    return {name: text.strip() for name, text in required.items()} | {
        name: text.strip() for name, text in optional.items() if text.strip()
    }


def place_order_body(
    draft: OrderDraft, encrypted_card: Digits, shipping_phone: str, billing_phone: str
) -> SecretBytes:
    """The body of `place-order`: compact UTF-8 JSON. Phones are E.164.

    Holds the encrypted card: for sending, not for keeping. Notes stay in the store: the API has
    no place for them.
    """
    body: dict[str, object] = {
        "billing_info": address_json(draft.bill_to, phone_e164=billing_phone),
        "shipping_info": address_json(draft.shipping, phone_e164=shipping_phone),
        "items": [item_json(line) for line in draft.cart.lines],
    }
    if draft.captcha_token.strip():
        body["captcha_token"] = draft.captcha_token.strip()
    return _with_card(encrypted_card, dumps(body))


def complete_order_body(
    draft: OrderDraft, encrypted_card: Digits, billing_phone: str
) -> SecretBytes:
    """The body of `complete-order` (§6): the card, and whom it belongs to. The phone is E.164.

    Holds the encrypted card: for sending, not for keeping.
    """
    body: dict[str, object] = {
        "billing_info": address_json(draft.bill_to, phone_e164=billing_phone),
    }
    if draft.captcha_token.strip():
        body["captcha_token"] = draft.captcha_token.strip()
    return _with_card(encrypted_card, dumps(body))


def _with_card(encrypted_card: Digits, body: bytes) -> SecretBytes:
    """The card in front of the other members; the alphabet of a JWE needs no escapes in JSON."""
    return joined([b'{"encrypted_card":"', encrypted_card, b'",', body[1:]])
