"""What the window says about fields, cards, connections and refusals: what to do, calmly.

Texts are marked for translation where they stand and translated when they are asked for.
"""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from pos_app.domain.address import Field
from pos_app.domain.address_layout import Label
from pos_app.domain.field_problem import CardProblem, FieldProblem, FormProblem
from pos_app.gui.field_labels import field_label

_PLACE_LABELS = {
    Label.ADDRESS: QT_TRANSLATE_NOOP("Words", "Address"),
    Label.APARTMENT: QT_TRANSLATE_NOOP("Words", "Apartment, suite"),
    Label.COMPANY: QT_TRANSLATE_NOOP("Words", "Company"),
    Label.CITY: QT_TRANSLATE_NOOP("Words", "City"),
    Label.POST_TOWN: QT_TRANSLATE_NOOP("Words", "Post town"),
    Label.SUBURB: QT_TRANSLATE_NOOP("Words", "Suburb"),
    Label.DISTRICT: QT_TRANSLATE_NOOP("Words", "District"),
    Label.NEIGHBORHOOD: QT_TRANSLATE_NOOP("Words", "Neighborhood"),
    Label.VILLAGE: QT_TRANSLATE_NOOP("Words", "Village or township"),
    Label.TOWNLAND: QT_TRANSLATE_NOOP("Words", "Townland"),
    Label.STATE: QT_TRANSLATE_NOOP("Words", "State"),
    Label.PROVINCE: QT_TRANSLATE_NOOP("Words", "Province"),
    Label.PREFECTURE: QT_TRANSLATE_NOOP("Words", "Prefecture"),
    Label.COUNTY: QT_TRANSLATE_NOOP("Words", "County"),
    Label.EMIRATE: QT_TRANSLATE_NOOP("Words", "Emirate"),
    Label.REGION: QT_TRANSLATE_NOOP("Words", "Region"),
    Label.ISLAND: QT_TRANSLATE_NOOP("Words", "Island"),
    Label.DEPARTMENT: QT_TRANSLATE_NOOP("Words", "Department"),
    Label.PARISH: QT_TRANSLATE_NOOP("Words", "Parish"),
    Label.OBLAST: QT_TRANSLATE_NOOP("Words", "Oblast"),
    Label.AREA: QT_TRANSLATE_NOOP("Words", "Area"),
    Label.DO_SI: QT_TRANSLATE_NOOP("Words", "Do or si"),
    Label.ZIP_CODE: QT_TRANSLATE_NOOP("Words", "ZIP code"),
    Label.POSTAL_CODE: QT_TRANSLATE_NOOP("Words", "Postal code"),
    Label.PIN_CODE: QT_TRANSLATE_NOOP("Words", "PIN code"),
    Label.EIRCODE: QT_TRANSLATE_NOOP("Words", "Eircode"),
}
# {label} is the field's label as it stands in a sentence, {example} a good value or a limit.
_FORM = {
    FormProblem.REQUIRED: QT_TRANSLATE_NOOP("Words", "Ask for the {label}."),
    FormProblem.PHONE_INVALID: QT_TRANSLATE_NOOP(
        "Words", "Enter the whole number with its area code, like {example}."
    ),
    FormProblem.EMAIL_INVALID: QT_TRANSLATE_NOOP("Words", "Enter an email address like {example}."),
    FormProblem.COUNTRY_UNKNOWN: QT_TRANSLATE_NOOP("Words", "Choose the country from the list."),
    FormProblem.STATE_UNKNOWN: QT_TRANSLATE_NOOP("Words", "Choose the {label} from the list."),
    FormProblem.POSTAL_CODE_INVALID: QT_TRANSLATE_NOOP("Words", "Enter a {label} like {example}."),
    FormProblem.TOO_LONG: QT_TRANSLATE_NOOP("Words", "Shorten this to {example} characters."),
    FormProblem.CARD_NUMBER: QT_TRANSLATE_NOOP(
        "Words", "Take the card number out: it belongs under Payment only."
    ),
    FormProblem.SECURITY_CODE: QT_TRANSLATE_NOOP(
        "Words", "Take the security code out: it must never be written down."
    ),
    FormProblem.CART_EMPTY: QT_TRANSLATE_NOOP("Words", "Add a product to the cart."),
}
# Where no example is known.
_FORM_PLAIN = {
    FormProblem.PHONE_INVALID: QT_TRANSLATE_NOOP(
        "Words", "Enter the whole number with its area code."
    ),
    FormProblem.EMAIL_INVALID: QT_TRANSLATE_NOOP("Words", "Read the email address back."),
    FormProblem.POSTAL_CODE_INVALID: QT_TRANSLATE_NOOP("Words", "Read the {label} back."),
    FormProblem.TOO_LONG: QT_TRANSLATE_NOOP("Words", "Shorten this."),
}
_REQUIRED = {
    Field.PHONE: QT_TRANSLATE_NOOP("Words", "Ask for the phone number."),
    Field.EMAIL: QT_TRANSLATE_NOOP("Words", "Ask for the email address."),
    Field.EXPIRES: QT_TRANSLATE_NOOP("Words", "Ask for the expiry date."),
    Field.NAME_ON_CARD: QT_TRANSLATE_NOOP("Words", "Ask for the name on the card."),
}
_CARD = {
    CardProblem.NUMBER_MISSING: QT_TRANSLATE_NOOP("Words", "Ask for the card number."),
    CardProblem.NUMBER_SHORT: QT_TRANSLATE_NOOP(
        "Words", "Read the number back: some digits are missing."
    ),
    CardProblem.NUMBER_LONG: QT_TRANSLATE_NOOP(
        "Words", "Read the number back: there are too many digits."
    ),
    CardProblem.NUMBER_LUHN: QT_TRANSLATE_NOOP(
        "Words", "Read the number back: one of the digits is not right."
    ),
    CardProblem.EXPIRY_MISSING: QT_TRANSLATE_NOOP("Words", "Ask for the expiry date."),
    CardProblem.EXPIRY_UNREADABLE: QT_TRANSLATE_NOOP("Words", "Enter month and year, like 08/29."),
    CardProblem.EXPIRY_MONTH: QT_TRANSLATE_NOOP("Words", "Enter a month from 01 to 12."),
    CardProblem.EXPIRY_PAST: QT_TRANSLATE_NOOP(
        "Words", "This card has expired. Ask for another card."
    ),
    CardProblem.EXPIRY_FAR: QT_TRANSLATE_NOOP(
        "Words", "Read the date back: the year is too far ahead."
    ),
    CardProblem.CODE_MISSING: QT_TRANSLATE_NOOP("Words", "Ask for the security code."),
    CardProblem.CODE_LENGTH_3: QT_TRANSLATE_NOOP(
        "Words", "Enter the 3 digits on the back of the card."
    ),
    CardProblem.CODE_LENGTH_4: QT_TRANSLATE_NOOP(
        "Words", "Enter the 4 digits on the front of the card."
    ),
    CardProblem.NAME_MISSING: QT_TRANSLATE_NOOP("Words", "Ask for the name on the card."),
}


def place_label(label: Label) -> str:
    """What a country calls a part of an address."""
    return _translated(_PLACE_LABELS[label])


def field_problem(problem: FieldProblem, label: str = "") -> str:
    """What to do about a field. `label` is its visible label, the field's own name if empty."""
    if isinstance(problem.code, CardProblem):
        return card_problem(problem.code)
    field = problem.ref.field
    if problem.code is FormProblem.REQUIRED and field in _REQUIRED:
        return _translated(_REQUIRED[field])
    text = _FORM[problem.code]
    if not problem.example:
        text = _FORM_PLAIN.get(problem.code, text)
    name = label or field_label(field)
    # English says "an Eircode": the one name of a postal code that begins with a vowel.
    if problem.code is FormProblem.POSTAL_CODE_INVALID and name == place_label(Label.EIRCODE):
        text = QT_TRANSLATE_NOOP("Words", "Enter an {label} like {example}.")
    return _translated(text).format(label=_in_a_sentence(name), example=problem.example)


def card_problem(problem: CardProblem) -> str:
    """What to do about a card field."""
    return _translated(_CARD[problem])


def _in_a_sentence(name: str) -> str:
    """A label without its capital, but for "ZIP code", "PIN code" and "Eircode"."""
    if name[1:2].isupper() or name == place_label(Label.EIRCODE):
        return name
    return name[:1].lower() + name[1:]


def _translated(text: object) -> str:
    # The mark for translation hands its text back; only its type is lost on the way.
    return QCoreApplication.translate("Words", str(text))
