"""The countries an order can go to: English names as clerks know them, and other names of theirs.

The names are those of the Unicode CLDR (a test compares the two). They stand here because they
are wanted before the first paint, and loading the CLDR takes longer than all the rest of it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a list to choose from: `code` goes on the wire, `name` is shown.

    `aliases` are further names that people type.
    """

    code: str
    name: str
    aliases: tuple[str, ...] = ()


# ISO 3166-1 alpha-2 and name; Kosovo has a user-assigned code, XK.
_NAMES = (
    "AD Andorra|AE United Arab Emirates|AF Afghanistan|AG Antigua & Barbuda|AI Anguilla|"
    "AL Albania|AM Armenia|AO Angola|AQ Antarctica|AR Argentina|AS American Samoa|AT Austria|"
    "AU Australia|AW Aruba|AX Åland Islands|AZ Azerbaijan|BA Bosnia & Herzegovina|"
    "BB Barbados|BD Bangladesh|BE Belgium|BF Burkina Faso|BG Bulgaria|BH Bahrain|BI Burundi|"
    "BJ Benin|BL St. Barthélemy|BM Bermuda|BN Brunei|BO Bolivia|BQ Caribbean Netherlands|"
    "BR Brazil|BS Bahamas|BT Bhutan|BV Bouvet Island|BW Botswana|BY Belarus|BZ Belize|"
    "CA Canada|CC Cocos (Keeling) Islands|CD Congo (DR)|CF Central African Republic|"
    "CG Congo (Republic)|CH Switzerland|CI Côte d’Ivoire|CK Cook Islands|CL Chile|"
    "CM Cameroon|CN China|CO Colombia|CR Costa Rica|CU Cuba|CV Cape Verde|CW Curaçao|"
    "CX Christmas Island|CY Cyprus|CZ Czechia|DE Germany|DJ Djibouti|DK Denmark|DM Dominica|"
    "DO Dominican Republic|DZ Algeria|EC Ecuador|EE Estonia|EG Egypt|EH Western Sahara|"
    "ER Eritrea|ES Spain|ET Ethiopia|FI Finland|FJ Fiji|FK Falkland Islands|FM Micronesia|"
    "FO Faroe Islands|FR France|GA Gabon|GB United Kingdom|GD Grenada|GE Georgia|"
    "GF French Guiana|GG Guernsey|GH Ghana|GI Gibraltar|GL Greenland|GM Gambia|GN Guinea|"
    "GP Guadeloupe|GQ Equatorial Guinea|GR Greece|GS South Georgia & South Sandwich Islands|"
    "GT Guatemala|GU Guam|GW Guinea-Bissau|GY Guyana|HK Hong Kong|"
    "HM Heard & McDonald Islands|HN Honduras|HR Croatia|HT Haiti|HU Hungary|ID Indonesia|"
    "IE Ireland|IL Israel|IM Isle of Man|IN India|IO British Indian Ocean Territory|IQ Iraq|"
    "IR Iran|IS Iceland|IT Italy|JE Jersey|JM Jamaica|JO Jordan|JP Japan|KE Kenya|"
    "KG Kyrgyzstan|KH Cambodia|KI Kiribati|KM Comoros|KN St. Kitts & Nevis|KP North Korea|"
    "KR South Korea|KW Kuwait|KY Cayman Islands|KZ Kazakhstan|LA Laos|LB Lebanon|"
    "LC St. Lucia|LI Liechtenstein|LK Sri Lanka|LR Liberia|LS Lesotho|LT Lithuania|"
    "LU Luxembourg|LV Latvia|LY Libya|MA Morocco|MC Monaco|MD Moldova|ME Montenegro|"
    "MF St. Martin|MG Madagascar|MH Marshall Islands|MK North Macedonia|ML Mali|MM Myanmar|"
    "MN Mongolia|MO Macao|MP Northern Mariana Islands|MQ Martinique|MR Mauritania|"
    "MS Montserrat|MT Malta|MU Mauritius|MV Maldives|MW Malawi|MX Mexico|MY Malaysia|"
    "MZ Mozambique|NA Namibia|NC New Caledonia|NE Niger|NF Norfolk Island|NG Nigeria|"
    "NI Nicaragua|NL Netherlands|NO Norway|NP Nepal|NR Nauru|NU Niue|NZ New Zealand|OM Oman|"
    "PA Panama|PE Peru|PF French Polynesia|PG Papua New Guinea|PH Philippines|PK Pakistan|"
    "PL Poland|PM St. Pierre & Miquelon|PN Pitcairn Islands|PR Puerto Rico|PS Palestine|"
    "PT Portugal|PW Palau|PY Paraguay|QA Qatar|RE Réunion|RO Romania|RS Serbia|RU Russia|"
    "RW Rwanda|SA Saudi Arabia|SB Solomon Islands|SC Seychelles|SD Sudan|SE Sweden|"
    "SG Singapore|SH St. Helena|SI Slovenia|SJ Svalbard & Jan Mayen|SK Slovakia|"
    "SL Sierra Leone|SM San Marino|SN Senegal|SO Somalia|SR Suriname|SS South Sudan|"
    "ST São Tomé & Príncipe|SV El Salvador|SX Sint Maarten|SY Syria|SZ Eswatini|"
    "TC Turks & Caicos Islands|TD Chad|TF French Southern Territories|TG Togo|TH Thailand|"
    "TJ Tajikistan|TK Tokelau|TL Timor-Leste|TM Turkmenistan|TN Tunisia|TO Tonga|TR Türkiye|"
    "TT Trinidad & Tobago|TV Tuvalu|TW Taiwan|TZ Tanzania|UA Ukraine|UG Uganda|"
    "UM U.S. Outlying Islands|US United States|UY Uruguay|UZ Uzbekistan|VA Vatican City|"
    "VC St. Vincent & Grenadines|VE Venezuela|VG British Virgin Islands|"
    "VI U.S. Virgin Islands|VN Vietnam|VU Vanuatu|WF Wallis & Futuna|WS Samoa|XK Kosovo|"
    "YE Yemen|YT Mayotte|ZA South Africa|ZM Zambia|ZW Zimbabwe"
)

_ALIASES = {
    "AE": ("UAE", "Emirates", "Dubai", "Abu Dhabi"),
    "AT": ("Österreich",),
    "AU": ("Oz",),
    "BA": ("Bosnia",),
    "BE": ("Belgique", "België"),
    "BO": ("Plurinational State of Bolivia",),
    "BY": ("Belorussia",),
    "CD": ("DRC", "Democratic Republic of the Congo", "Zaire", "Congo-Kinshasa"),
    "CG": ("Republic of the Congo", "Congo-Brazzaville"),
    "CH": ("Schweiz", "Suisse", "Svizzera"),
    "CI": ("Ivory Coast",),
    "CN": ("PRC", "Mainland China"),
    "CV": ("Cabo Verde",),
    "CZ": ("Czech Republic",),
    "DE": ("Deutschland",),
    "DK": ("Danmark",),
    "ES": ("España",),
    "FI": ("Suomi",),
    "GB": ("UK", "Great Britain", "Britain", "England", "Scotland", "Wales", "Northern Ireland"),
    "GR": ("Hellas",),
    "IE": ("Eire", "Republic of Ireland"),
    "IT": ("Italia",),
    "JP": ("Nippon", "Nihon"),
    "KP": ("DPRK",),
    "KR": ("Korea", "Republic of Korea", "ROK"),
    "LA": ("Lao",),
    "MK": ("Macedonia",),
    "MM": ("Burma",),
    "MO": ("Macau",),
    "MX": ("México",),
    "NL": ("Holland", "The Netherlands", "Nederland"),
    "NO": ("Norge",),
    "NZ": ("Aotearoa",),
    "PL": ("Polska",),
    "PS": ("Palestinian Territories", "West Bank", "Gaza"),
    "RU": ("Russian Federation",),
    "SA": ("KSA",),
    "SE": ("Sverige",),
    "SY": ("Syrian Arab Republic",),
    "SZ": ("Swaziland",),
    "TL": ("East Timor",),
    "TR": ("Turkey",),
    "TW": ("Republic of China", "ROC"),
    "US": ("USA", "America", "United States of America"),
    "VA": ("Holy See", "Vatican"),
    "VN": ("Viet Nam",),
    "ZA": ("RSA",),
}


# Letters that Unicode does not take apart into a letter and an accent.
_STROKES = str.maketrans("øØłŁđĐı", "oOlLdDi")


@cache
def _names() -> dict[str, str]:
    return {entry[:2]: entry[3:] for entry in _NAMES.split("|")}


@cache
def countries() -> tuple[Choice, ...]:
    """All countries with their ISO 3166-1 alpha-2 codes, sorted by English name."""
    choices = (Choice(code, name, _ALIASES.get(code, ())) for code, name in _names().items())
    return tuple(sorted(choices, key=lambda choice: fold(choice.name)))


def is_country(code: str) -> bool:
    """Whether `code` is the alpha-2 code, in capitals, of a country in the list."""
    return code in _names()


def country_name(code: str) -> str:
    """The English name of a country, or the code itself where it is none."""
    return _names().get(code, code)


def fold(text: str) -> str:
    """Text as it is compared: no accents, case, spaces or punctuation ("São-Tomé" → "saotome").

    Only the accents of Latin, Greek and Cyrillic go; vowel signs of other scripts tell words apart.
    """
    plain = unicodedata.normalize("NFKD", text.translate(_STROKES))
    return "".join(char for char in plain if _tells_apart(char)).casefold()


def _tells_apart(char: str) -> bool:
    if "\u0300" <= char <= "\u036f":  # the block of combining accents
        return False
    return char.isalnum() or unicodedata.category(char)[0] == "M"
