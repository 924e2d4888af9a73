"""Whether all that the program brings with it is there, and loads."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QTimeZone
from PySide6.QtGui import QFontDatabase

from pos_app.domain import contact
from pos_app.domain.address import Field
from pos_app.domain.address_layout import layout_for
from pos_app.domain.countries import countries
from pos_app.gui import icons, theme
from pos_app.gui.resources import resource
from pos_app.selftest.results import Results

_FAMILY = "Inter"
_MOST_COUNTRIES = 200  # ISO 3166-1 has 249


def check_parts(results: Results) -> None:
    """Fonts, icons, countries, phone numbers, time zones."""
    families = QFontDatabase.families()
    results.tell("fonts", f"{_FAMILY} among {len(families)} families", good=_FAMILY in families)
    glyphs = sorted(path.stem for path in resource("icons").glob("*.svg"))
    blank = [name for name in glyphs if not _is_drawn(name)]
    results.tell(
        "resources",
        f"{len(glyphs)} icons, {len(blank)} of them blank",
        good=bool(glyphs) and not blank,
    )
    known = countries()
    fields = layout_for("US").fields
    results.tell(
        "country data",
        f"{len(known)} countries, the layout of US with {len(fields)} fields",
        good=len(known) >= _MOST_COUNTRIES and any(each.field is Field.STATE for each in fields),
    )
    phone = contact.e164("020 7946 0018", "GB")
    results.tell("phone data", f"a number in London is {phone}", good=phone == "+442079460018")
    mail = contact.tidy_email(" Clerk@EXAMPLE.com ")
    results.tell("e-mail rules", mail, good=mail == "Clerk@example.com")
    _check_time_zones(results)


def _check_time_zones(results: Results) -> None:
    own, far = QTimeZone.systemTimeZone(), QTimeZone(b"America/New_York")
    summer = QDateTime.fromSecsSinceEpoch(1_782_900_000, far)  # 1 July 2026
    good = own.isValid() and far.isValid() and summer.offsetFromUtc() == -4 * 3600
    here = bytes(own.id().data()).decode("ascii", "replace")
    results.tell(
        "time zone data", f"here {here}, New York {summer.offsetFromUtc() // 3600} h", good=good
    )


def _is_drawn(name: str) -> bool:
    image = icons.pixmap(name, theme.LIGHT.ink).toImage()
    return any(
        image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height())
    )
