"""Countries, the states of the USA, and the tax that this merchant charges in them.

Country names are those of the Unicode CLDR (English) for the codes of ISO 3166-1 alpha-2. State
rates are the base rates of the states, without what counties and cities add: exact enough for
practice, and easy to check by hand.
"""

from __future__ import annotations

from collections.abc import Mapping

_COUNTRIES = (
    "AD=Andorra;AE=United Arab Emirates;AF=Afghanistan;AG=Antigua & Barbuda;AI=Anguilla;"
    "AL=Albania;AM=Armenia;AO=Angola;AQ=Antarctica;AR=Argentina;AS=American Samoa;AT=Austria;"
    "AU=Australia;AW=Aruba;AX=Åland Islands;AZ=Azerbaijan;BA=Bosnia & Herzegovina;BB=Barbados;"
    "BD=Bangladesh;BE=Belgium;BF=Burkina Faso;BG=Bulgaria;BH=Bahrain;BI=Burundi;BJ=Benin;"
    "BL=St. Barthélemy;BM=Bermuda;BN=Brunei;BO=Bolivia;BQ=Caribbean Netherlands;BR=Brazil;"
    "BS=Bahamas;BT=Bhutan;BV=Bouvet Island;BW=Botswana;BY=Belarus;BZ=Belize;CA=Canada;"
    "CC=Cocos (Keeling) Islands;CD=Congo - Kinshasa;CF=Central African Republic;"
    "CG=Congo - Brazzaville;CH=Switzerland;CI=Côte d’Ivoire;CK=Cook Islands;CL=Chile;"
    "CM=Cameroon;CN=China;CO=Colombia;CR=Costa Rica;CU=Cuba;CV=Cape Verde;CW=Curaçao;"
    "CX=Christmas Island;CY=Cyprus;CZ=Czechia;DE=Germany;DJ=Djibouti;DK=Denmark;DM=Dominica;"
    "DO=Dominican Republic;DZ=Algeria;EC=Ecuador;EE=Estonia;EG=Egypt;EH=Western Sahara;"
    "ER=Eritrea;ES=Spain;ET=Ethiopia;FI=Finland;FJ=Fiji;FK=Falkland Islands;FM=Micronesia;"
    "FO=Faroe Islands;FR=France;GA=Gabon;GB=United Kingdom;GD=Grenada;GE=Georgia;"
    "GF=French Guiana;GG=Guernsey;GH=Ghana;GI=Gibraltar;GL=Greenland;GM=Gambia;GN=Guinea;"
    "GP=Guadeloupe;GQ=Equatorial Guinea;GR=Greece;GS=South Georgia & South Sandwich Islands;"
    "GT=Guatemala;GU=Guam;GW=Guinea-Bissau;GY=Guyana;HK=Hong Kong SAR China;"
    "HM=Heard & McDonald Islands;HN=Honduras;HR=Croatia;HT=Haiti;HU=Hungary;ID=Indonesia;"
    "IE=Ireland;IL=Israel;IM=Isle of Man;IN=India;IO=British Indian Ocean Territory;IQ=Iraq;"
    "IR=Iran;IS=Iceland;IT=Italy;JE=Jersey;JM=Jamaica;JO=Jordan;JP=Japan;KE=Kenya;"
    "KG=Kyrgyzstan;KH=Cambodia;KI=Kiribati;KM=Comoros;KN=St. Kitts & Nevis;KP=North Korea;"
    "KR=South Korea;KW=Kuwait;KY=Cayman Islands;KZ=Kazakhstan;LA=Laos;LB=Lebanon;LC=St. Lucia;"
    "LI=Liechtenstein;LK=Sri Lanka;LR=Liberia;LS=Lesotho;LT=Lithuania;LU=Luxembourg;LV=Latvia;"
    "LY=Libya;MA=Morocco;MC=Monaco;MD=Moldova;ME=Montenegro;MF=St. Martin;MG=Madagascar;"
    "MH=Marshall Islands;MK=North Macedonia;ML=Mali;MM=Myanmar (Burma);MN=Mongolia;"
    "MO=Macao SAR China;MP=Northern Mariana Islands;MQ=Martinique;MR=Mauritania;MS=Montserrat;"
    "MT=Malta;MU=Mauritius;MV=Maldives;MW=Malawi;MX=Mexico;MY=Malaysia;MZ=Mozambique;"
    "NA=Namibia;NC=New Caledonia;NE=Niger;NF=Norfolk Island;NG=Nigeria;NI=Nicaragua;"
    "NL=Netherlands;NO=Norway;NP=Nepal;NR=Nauru;NU=Niue;NZ=New Zealand;OM=Oman;PA=Panama;"
    "PE=Peru;PF=French Polynesia;PG=Papua New Guinea;PH=Philippines;PK=Pakistan;PL=Poland;"
    "PM=St. Pierre & Miquelon;PN=Pitcairn Islands;PR=Puerto Rico;PS=Palestinian Territories;"
    "PT=Portugal;PW=Palau;PY=Paraguay;QA=Qatar;RE=Réunion;RO=Romania;RS=Serbia;RU=Russia;"
    "RW=Rwanda;SA=Saudi Arabia;SB=Solomon Islands;SC=Seychelles;SD=Sudan;SE=Sweden;"
    "SG=Singapore;SH=St. Helena;SI=Slovenia;SJ=Svalbard & Jan Mayen;SK=Slovakia;"
    "SL=Sierra Leone;SM=San Marino;SN=Senegal;SO=Somalia;SR=Suriname;SS=South Sudan;"
    "ST=São Tomé & Príncipe;SV=El Salvador;SX=Sint Maarten;SY=Syria;SZ=Eswatini;"
    "TC=Turks & Caicos Islands;TD=Chad;TF=French Southern Territories;TG=Togo;TH=Thailand;"
    "TJ=Tajikistan;TK=Tokelau;TL=Timor-Leste;TM=Turkmenistan;TN=Tunisia;TO=Tonga;TR=Türkiye;"
    "TT=Trinidad & Tobago;TV=Tuvalu;TW=Taiwan;TZ=Tanzania;UA=Ukraine;UG=Uganda;"
    "UM=U.S. Outlying Islands;US=United States;UY=Uruguay;UZ=Uzbekistan;VA=Vatican City;"
    "VC=St. Vincent & Grenadines;VE=Venezuela;VG=British Virgin Islands;VI=U.S. Virgin Islands;"
    "VN=Vietnam;VU=Vanuatu;WF=Wallis & Futuna;WS=Samoa;XK=Kosovo;YE=Yemen;YT=Mayotte;"
    "ZA=South Africa;ZM=Zambia;ZW=Zimbabwe"
)
_STATES = (
    "AL=Alabama=4000;AK=Alaska=0;AZ=Arizona=5600;AR=Arkansas=6500;CA=California=7250;"
    "CO=Colorado=2900;CT=Connecticut=6350;DE=Delaware=0;DC=District of Columbia=6000;"
    "FL=Florida=6000;GA=Georgia=4000;HI=Hawaii=4000;ID=Idaho=6000;IL=Illinois=6250;"
    "IN=Indiana=7000;IA=Iowa=6000;KS=Kansas=6500;KY=Kentucky=6000;LA=Louisiana=5000;"
    "ME=Maine=5500;MD=Maryland=6000;MA=Massachusetts=6250;MI=Michigan=6000;MN=Minnesota=6875;"
    "MS=Mississippi=7000;MO=Missouri=4225;MT=Montana=0;NE=Nebraska=5500;NV=Nevada=6850;"
    "NH=New Hampshire=0;NJ=New Jersey=6625;NM=New Mexico=4875;NY=New York=4000;"
    "NC=North Carolina=4750;ND=North Dakota=5000;OH=Ohio=5750;OK=Oklahoma=4500;OR=Oregon=0;"
    "PA=Pennsylvania=6000;RI=Rhode Island=7000;SC=South Carolina=6000;SD=South Dakota=4200;"
    "TN=Tennessee=7000;TX=Texas=6250;UT=Utah=4850;VT=Vermont=6000;VA=Virginia=5300;"
    "WA=Washington=6500;WV=West Virginia=6000;WI=Wisconsin=5000;WY=Wyoming=4000;"
    "AS=American Samoa=0;GU=Guam=0;MP=Northern Mariana Islands=0;PR=Puerto Rico=10500;"
    "VI=U.S. Virgin Islands=0;AA=Armed Forces Americas=0;AE=Armed Forces Europe=0;"
    "AP=Armed Forces Pacific=0;FM=Micronesia=0;MH=Marshall Islands=0;PW=Palau=0"
)

COUNTRIES: Mapping[str, str] = {entry[:2]: entry[3:] for entry in _COUNTRIES.split(";")}
"""English name by ISO 3166-1 alpha-2 code."""

US_STATES: Mapping[str, str] = {
    code: name for code, name, _ in (entry.split("=") for entry in _STATES.split(";"))
}
"""Name by two-letter code: states, the district, territories and military addresses."""

_US_RATES: Mapping[str, int] = {
    code: int(rate) for code, _, rate in (entry.split("=") for entry in _STATES.split(";"))
}
_VAT_RATES: Mapping[str, int] = {
    "AT": 20_000,
    "CA": 5_000,
    "DE": 19_000,
    "ES": 21_000,
    "FR": 20_000,
    "GB": 20_000,
    "IE": 23_000,
    "IT": 22_000,
    "JP": 10_000,
    "NL": 21_000,
}


def tax_rate(country: str, state: str) -> int:
    """The rate in thousandths of a percent: 6,500 is 6.5 %. 0 where nothing is charged."""
    if country == "US":
        return _US_RATES.get(state, 0)
    return _VAT_RATES.get(country, 0)


def tax_on(amount: int, rate: int) -> int:
    """Tax on an amount, both in minor units, halves rounded up; `rate` as of `tax_rate`."""
    return (amount * rate + 50_000) // 100_000
