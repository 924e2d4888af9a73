"""Which address fields a country asks for, in its own order, and what to send for the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from pos_app.domain.address import Field, PostalAddress
from pos_app.domain.address_data import CountryData, country_data
from pos_app.domain.countries import Choice, countries, country_name, fold
from pos_app.domain.postal_code import tidy_postal_code

__all__ = [
    "NO_POSTAL_CODE",
    "AddressLayout",
    "Choice",
    "FieldSpec",
    "Label",
    "countries",
    "country_name",
    "layout_for",
    "normal_state",
    "wire_city",
    "wire_postal_code",
    "wire_region",
]


class Label(StrEnum):
    """What a field is called; the values are the English words, which the window translates."""

    ADDRESS = "Address"
    APARTMENT = "Apartment, suite"
    COMPANY = "Company"
    CITY = "City"
    POST_TOWN = "Post town"
    SUBURB = "Suburb"
    DISTRICT = "District"
    NEIGHBORHOOD = "Neighborhood"
    VILLAGE = "Village or township"
    TOWNLAND = "Townland"
    STATE = "State"
    PROVINCE = "Province"
    PREFECTURE = "Prefecture"
    COUNTY = "County"
    EMIRATE = "Emirate"
    REGION = "Region"
    ISLAND = "Island"
    DEPARTMENT = "Department"
    PARISH = "Parish"
    OBLAST = "Oblast"
    AREA = "Area"
    DO_SI = "Do or si"
    ZIP_CODE = "ZIP code"
    POSTAL_CODE = "Postal code"
    PIN_CODE = "PIN code"
    EIRCODE = "Eircode"


# The library's words where they are not the label's own, in lower case and joined by "_".
_LABELS = {label.name.lower(): label for label in Label} | {
    "village_township": Label.VILLAGE,
    "zip": Label.ZIP_CODE,
    "postal": Label.POSTAL_CODE,
    "pin": Label.PIN_CODE,
}
_MAX_FIELDS_IN_ROW = 3
_MIN_PREFIX = 3  # letters of a state's name that may stand for it

# Sent as postal code where there is none to send; see `wire_postal_code`.
NO_POSTAL_CODE = "00000"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field as a country asks for it.

    `choices` is empty for free text. `example` is a good value, if any is known. `upper`: the
    country's post wants it in capitals (nothing typed needs changing for it).
    """

    field: Field
    label: Label
    required: bool
    choices: tuple[Choice, ...] = ()
    example: str = ""
    upper: bool = False


@dataclass(frozen=True, slots=True)
class AddressLayout:
    """A country's address fields: rows of the form from top to bottom, each in reading order."""

    country: str
    rows: tuple[tuple[FieldSpec, ...], ...]

    @property
    def fields(self) -> tuple[FieldSpec, ...]:
        """All fields in the order of speech."""
        return tuple(spec for row in self.rows for spec in row)

    def spec(self, field: Field) -> FieldSpec | None:
        """The field's part in this country, or None where it has none."""
        return next((spec for spec in self.fields if spec.field is field), None)


@cache
def layout_for(country: str) -> AddressLayout:
    """The layout of a country by ISO 3166-1 alpha-2 code; street and city where it is unknown.

    The order is that of the country's own address format. Name and company are not taken from
    there: the name is asked for before, the company stands beside the apartment.
    """
    data = country_data(country)
    street = data.order.index("A")
    address = (
        (FieldSpec(Field.ADDRESS1, Label.ADDRESS, required=True, upper="A" in data.upper),),
        (
            FieldSpec(Field.ADDRESS2, Label.APARTMENT, required=False, upper="A" in data.upper),
            FieldSpec(Field.COMPANY, Label.COMPANY, required=False, upper="O" in data.upper),
        ),
    )
    before = _rows(_spec(letter, data) for letter in data.order[:street])
    after = _rows(_spec(letter, data) for letter in data.order[street + 1 :])
    return AddressLayout(country, (*before, *address, *after))


def _rows(specs: Iterable[FieldSpec]) -> Iterator[tuple[FieldSpec, ...]]:
    """Fields spread evenly over as few rows as hold them."""
    fields = tuple(specs)
    rows = -(-len(fields) // _MAX_FIELDS_IN_ROW)
    size = -(-len(fields) // rows) if rows else 1
    for start in range(0, len(fields), size):
        yield fields[start : start + size]


def _spec(letter: str, data: CountryData) -> FieldSpec:
    required, upper = letter in data.required, letter in data.upper
    match letter:
        case "C":
            return FieldSpec(Field.CITY, _LABELS[data.city_type], required, upper=upper)
        case "D":
            return FieldSpec(Field.DISTRICT, _LABELS[data.district_type], required, upper=upper)
        case "S":
            example = data.states[0].name if data.states else ""
            label = _LABELS[data.state_type]
            return FieldSpec(Field.STATE, label, required, data.states, example, upper)
        case _:
            example = next(iter(data.postal_examples), "")
            label = _LABELS[data.postal_type]
            return FieldSpec(Field.POSTAL_CODE, label, required, (), example, upper)


def normal_state(text: str, country: str) -> str:
    """The state's code for a code, a name or the only possible beginning of a name, in any case.

    Also for names in the country's other languages and scripts. Comes back trimmed and otherwise
    unchanged where it is no state of the country, or the country has no list of them.
    """
    wanted = fold(text)
    exact, names = _state_index(country)
    if wanted in exact:
        return exact[wanted]
    # The names shown come first: "Wash" is Washington, whatever "Washington DC" is.
    for words in (names, exact):
        begun = {code for word, code in words.items() if word.startswith(wanted)}
        if len(begun) == 1 and len(wanted) >= _MIN_PREFIX:
            return begun.pop()
    return text.strip()


@cache
def _state_index(country: str) -> tuple[dict[str, str], dict[str, str]]:
    """Folded words → code: all (codes win over names, names over aliases), and the names alone."""
    states = country_data(country).states
    names = {fold(state.name): state.code for state in states}
    aliases = {fold(alias): state.code for state in states for alias in state.aliases}
    codes = {fold(state.code): state.code for state in states}
    return aliases | names | codes, names


def wire_region(address: PostalAddress) -> str:
    """What to send as `state_or_province`: required by Firmly, whatever the country (§3).

    The state's code, or its name where the country has no list. Without a state, the city stands
    in for it, as the API sheet says [A].
    """
    return _state(address) or wire_city(address)


def wire_city(address: PostalAddress) -> str:
    """What to send as `city`: required by Firmly, whatever the country (§3).

    Where a country has no cities in its addresses, or the field is optional and empty, the next
    larger or smaller place stands in [A]: district, state ("Dubai"), country ("Singapore").
    """
    return (
        _shown(address, Field.CITY)
        or _shown(address, Field.DISTRICT)
        or _state_name(address)
        or country_name(address.country)
    )


def wire_postal_code(address: PostalAddress) -> str:
    """What to send as `postal_code`: required by Firmly, whatever the country (§3).

    Where there is none to send, "00000" [A]: nothing says what Firmly wants then. Checks for
    required fields commonly take an empty text for a missing one, which would shut out whole
    countries (Hong Kong, the Emirates); five zeros are the filler that shops commonly use. If a
    merchant minds them, the answer is a refusal before any charge.
    """
    text = _shown(address, Field.POSTAL_CODE)
    return tidy_postal_code(text, address.country) if text else NO_POSTAL_CODE


def _shown(address: PostalAddress, field: Field) -> str:
    """The text of a field that the country has; leftovers of another country do not count."""
    if layout_for(address.country).spec(field) is None:
        return ""
    return str(getattr(address, field.value)).strip()


def _state(address: PostalAddress) -> str:
    return normal_state(_shown(address, Field.STATE), address.country)


def _state_name(address: PostalAddress) -> str:
    code = _state(address)
    states = country_data(address.country).states
    return next((state.name for state in states if state.code == code), code)
