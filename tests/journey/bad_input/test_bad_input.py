"""Emoji, right-to-left and endless pastes in every field, and quantities that are none."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from pos_app.domain.checkout import Verdict
from pos_app.gui import theme
from pos_app.gui.cart_delegate import areas, detail_in
from pos_app.gui.rail import Room
from tests.journey.bad_input.conftest import Typist

ODD = {"emoji": "👩‍🚀🍕 Zoë", "rtl": "שלום עולם", "long": "x" * 10_000}
PERSON = ("Phone", "First name", "Last name", "Email")
PLACE = ("Country", "Address", "Apartment, suite", "Company", "City", "State", "ZIP code")
FIELDS = (*PERSON, *PLACE, *(f"Billing {name}" for name in (*PERSON, *PLACE)), "Notes")
OPTIONAL = ("Apartment, suite", "Company", "Notes", "First name", "Last name", "Address", "City")
QUANTITY = "Enter a quantity from 1 to 999."
every_odd_text = pytest.mark.parametrize("text", ODD.values(), ids=ODD)


@every_odd_text
@pytest.mark.parametrize("name", FIELDS)
def test_an_odd_paste_is_kept_and_answered(clerk: Typist, name: str, text: str) -> None:
    if name.startswith("Billing"):
        clerk.key(Qt.Key.Key_F4)
    width = clerk.window.width()
    field = clerk.go_to(name)
    clerk.paste(text)
    clerk.key(Qt.Key.Key_Return)
    assert held(field) == text
    said = field.accessibleDescription()
    plain = name.removeprefix("Billing ")
    if len(text) > 1_000:
        assert said.startswith("Choose the " if plain == "Country" else "Shorten this to ")
        assert said.endswith(" from the list." if plain == "Country" else " characters.")
    elif plain in OPTIONAL:
        assert said == ""
    else:
        assert said.startswith(("Enter ", "Choose "))
    assert clerk.window.width() == width
    assert clerk.window.minimumSizeHint().width() <= 1024


def held(field: object) -> str:
    """The text of a line or of a few lines."""
    text = getattr(field, "text", None) or getattr(field, "toPlainText", None)
    return str(text()) if callable(text) else ""


@every_odd_text
def test_an_odd_search_is_kept_and_answered(clerk: Typist, text: str) -> None:
    clerk.key(Qt.Key.Key_F5)
    clerk.paste(text)
    clerk.key(Qt.Key.Key_Return)
    popup = clerk.page.cart.search.popup
    clerk.until(lambda: popup.isVisible() and popup.message not in ("", "Searching…"))
    if len(text) > 1_000:
        assert popup.message.startswith("This is too long for a search. Type a few words, ")
    else:
        said = f"No product matches “{text}”. Check the spelling or paste its link."
        assert popup.message == said
    assert clerk.page.cart.search.field.text() == text


@every_odd_text
@pytest.mark.parametrize(
    "name", ["App id", "Merchant domain", "API host", "Payment host", "Clerk name"]
)
def test_an_odd_setting_is_kept_and_answered(clerk: Typist, name: str, text: str) -> None:
    clerk.window.show_room(Room.SETUP)
    if name.endswith("host"):
        clerk.press("Advanced")
    field = clerk.go_to(name)
    clerk.paste(text)
    clerk.key(Qt.Key.Key_Return)
    assert held(field) == text
    said = field.accessibleDescription()
    if name == "Clerk name":
        assert said == ("Shorten this to 40 characters." if len(text) > 1_000 else "")
    else:
        assert said.startswith(("Enter ", "Copy the app id again "))
    assert clerk.window.minimumSizeHint().width() <= 1024


@pytest.mark.parametrize("typed", ["-1", "10000", "10,000", "three", ""])
@pytest.mark.parametrize("end", ["enter", "place"])
def test_a_quantity_that_is_none(clerk: Typist, typed: str, end: str) -> None:
    clerk.type_order()
    before = clerk.page.draft()
    edit_quantity(clerk, typed)
    if end == "place":
        clerk.place()
    else:
        clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: QUANTITY in clerk.reads())
    assert clerk.page.is_editing
    assert clerk.page.draft() == before
    assert clerk.ledger_size() == 0


def edit_quantity(clerk: Typist, typed: str) -> None:
    """Open the editor of the first line and write into it."""
    clerk.page.cart.focus_line(0)
    clerk.key(Qt.Key.Key_1)
    clerk.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    clerk.key(Qt.Key.Key_Delete)
    clerk.write(typed)


@pytest.mark.parametrize("end", ["enter", "place"])
def test_a_quantity_of_nothing_removes_and_comes_back(clerk: Typist, end: str) -> None:
    clerk.type_order()
    before = clerk.page.draft()
    edit_quantity(clerk, "0")
    if end == "place":
        clerk.place()
    else:
        clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: not clerk.page.cart.cart().lines)
    assert "Removed Radiant Tee —" in clerk.reads()
    assert clerk.ledger_size() == 0
    clerk.press("Undo")
    assert clerk.page.draft() == before


@pytest.mark.parametrize("typed", ["0 x WS12-XS-Orange", "-1 x WS12-XS-Orange"])
def test_a_quantity_that_is_none_in_the_search(clerk: Typist, typed: str) -> None:
    clerk.key(Qt.Key.Key_F5)
    clerk.field(typed)
    assert clerk.page.cart.search.popup.message == QUANTITY
    assert clerk.page.cart.search.field.text() == typed
    assert not clerk.page.cart.cart().lines


def test_a_quantity_still_being_typed_is_the_one_that_is_placed(clerk: Typist) -> None:
    clerk.type_order()
    edit_quantity(clerk, "3")
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.PLACED
    assert clerk.page.draft().cart.lines[0].quantity == 3
    state = clerk.page.state
    assert state is not None
    assert state.receipt.lines[0].quantity == 3
    assert clerk.ledger_size() == 1


def test_a_lock_drops_a_quantity_being_typed(clerk: Typist) -> None:
    clerk.type_order()
    before = clerk.page.draft()
    edit_quantity(clerk, "7")
    clerk.page.cart.set_locked(True)
    clerk.until(lambda: clerk.page.cart.lines.findChild(type(clerk.focus()), "quantity") is None)
    assert clerk.page.draft() == before
    clerk.page.cart.set_locked(False)
    edit_quantity(clerk, "7")
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: clerk.page.draft().cart.lines[0].quantity == 7)


def test_the_sku_is_readable_in_a_narrow_window(clerk: Typist) -> None:
    clerk.window.resize(1024, 720)
    clerk.type_order()
    lines = clerk.page.cart.lines
    line = clerk.page.draft().cart.lines[0]
    room = areas(lines.visualRect(lines.model().index(0, 0))).text.width()
    shown = detail_in(line, room)
    assert shown.endswith(line.sku)
    assert QFontMetrics(theme.font(13)).horizontalAdvance(shown) <= room
    assert detail_in(line, 400) == "XS · Orange · WS12-XS-Orange"
