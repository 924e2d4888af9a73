"""People and places on an order, as typed. What a country asks for is in `address_layout`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Field(StrEnum):
    """A field of the entry form. Values follow Firmly's names on the wire (§3) where it has one."""

    PHONE = "phone"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    COUNTRY = "country"
    ADDRESS1 = "address1"
    ADDRESS2 = "address2"
    COMPANY = "company"
    DISTRICT = "district"
    CITY = "city"
    STATE = "state_or_province"
    POSTAL_CODE = "postal_code"
    NOTES = "notes"
    CART = "items"
    CARD_NUMBER = "card_number"
    EXPIRES = "expires"
    SECURITY_CODE = "security_code"
    NAME_ON_CARD = "name_on_card"
    CAPTCHA = "captcha_token"


class Block(StrEnum):
    """Where on the form a field stands."""

    SHIPPING = "shipping_info"
    BILLING = "billing_info"
    CART = "cart"
    CARD = "card"
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class FieldRef:
    """One field in one block of the form."""

    block: Block
    field: Field


@dataclass(frozen=True, slots=True)
class Contact:
    """A person, as typed."""

    phone: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""

    @property
    def full_name(self) -> str:
        """First and last name with one space."""
        return f"{self.first_name.strip()} {self.last_name.strip()}".strip()


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """A place, as typed.

    `country` is an ISO 3166-1 alpha-2 code, `state_or_province` a code where the country has a
    list of them, else free text. `district` is the part of a city that some countries ask for
    (Brazil, Korea, China); Firmly has no field for it, so it travels in front of `address2`.
    """

    country: str = "US"
    address1: str = ""
    address2: str = ""
    company: str = ""
    district: str = ""
    city: str = ""
    state_or_province: str = ""
    postal_code: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """Who and where: one of the two address objects of an order."""

    contact: Contact = field(default_factory=Contact)
    address: PostalAddress = field(default_factory=PostalAddress)

    def get(self, name: Field) -> str:
        """The text of one field."""
        source = self.contact if name.value in Contact.__slots__ else self.address
        return str(getattr(source, name.value))
