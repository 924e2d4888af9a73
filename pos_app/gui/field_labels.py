"""What the fields are called, which is all that is said before there is anything to put right."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from pos_app.domain.address import Field

_LABELS = {
    Field.PHONE: QT_TRANSLATE_NOOP("Words", "Phone"),
    Field.FIRST_NAME: QT_TRANSLATE_NOOP("Words", "First name"),
    Field.LAST_NAME: QT_TRANSLATE_NOOP("Words", "Last name"),
    Field.EMAIL: QT_TRANSLATE_NOOP("Words", "Email"),
    Field.COUNTRY: QT_TRANSLATE_NOOP("Words", "Country"),
    Field.ADDRESS1: QT_TRANSLATE_NOOP("Words", "Address"),
    Field.ADDRESS2: QT_TRANSLATE_NOOP("Words", "Apartment, suite"),
    Field.COMPANY: QT_TRANSLATE_NOOP("Words", "Company"),
    Field.DISTRICT: QT_TRANSLATE_NOOP("Words", "District"),
    Field.CITY: QT_TRANSLATE_NOOP("Words", "City"),
    Field.STATE: QT_TRANSLATE_NOOP("Words", "State"),
    Field.POSTAL_CODE: QT_TRANSLATE_NOOP("Words", "ZIP code"),
    Field.NOTES: QT_TRANSLATE_NOOP("Words", "Notes"),
    Field.CART: QT_TRANSLATE_NOOP("Words", "Cart"),
    Field.CARD_NUMBER: QT_TRANSLATE_NOOP("Words", "Card number"),
    Field.EXPIRES: QT_TRANSLATE_NOOP("Words", "Expires"),
    Field.SECURITY_CODE: QT_TRANSLATE_NOOP("Words", "Security code"),
    Field.NAME_ON_CARD: QT_TRANSLATE_NOOP("Words", "Name on card"),
    Field.CAPTCHA: QT_TRANSLATE_NOOP("Words", "Captcha token"),
}


def field_label(field: Field) -> str:
    """What a field is called where no country has another name for it."""
    # The mark for translation hands its text back; only its type is lost on the way.
    return QCoreApplication.translate("Words", str(_LABELS[field]))
