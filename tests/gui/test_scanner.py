"""A scanner in a real window: its keys come as the platform delivers them, with their times."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.gui.scanner import Scanner
from pos_app.gui.secret_line import SecretLine

FAST, SLOW = 5, 90
CODE = "MH07-XS-Gray"


@dataclass
class Scans:
    """What was scanned, and whether a scan has a place to go."""

    codes: list[str] = field(default_factory=list)
    wanted: bool = True

    def is_wanted(self) -> bool:
        return self.wanted


class Ear(QObject):
    """Hears of scans."""

    def __init__(self, scans: Scans, parent: QObject) -> None:
        super().__init__(parent)
        self._scans = scans

    @Slot(str)
    def hear(self, code: str) -> None:
        self._scans.codes.append(code)


@dataclass
class Room:
    """A window with a plain field, one for card data, and a button."""

    window: QWidget
    line: QLineEdit
    secret: SecretLine
    button: QPushButton
    scans: Scans
    at: int = 1000

    def press(self, *keys: str | Qt.Key, gap: int) -> None:
        """Press keys as the platform does: they come to the window, with their times."""
        handle = self.window.windowHandle()
        for one in keys:
            self.at += gap
            text = one if isinstance(one, str) else "\r" if one is Qt.Key.Key_Return else ""
            code = Qt.Key(ord(one.upper())) if isinstance(one, str) else one
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, text)
                event.setTimestamp(self.at)
                QApplication.sendEvent(handle, event)

    def shifted(self, letter: str, gap: int) -> None:
        """A capital as keyboards send it: with a Shift of its own, and told to shortcuts first."""
        handle = self.window.windowHandle()
        self.at += gap
        shift = Qt.KeyboardModifier.ShiftModifier
        for code, text in ((Qt.Key.Key_Shift, ""), (Qt.Key(ord(letter)), letter)):
            for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
                event = QKeyEvent(kind, code, shift, text)
                event.setTimestamp(self.at)
                QApplication.sendEvent(handle, event)

    def scan(self, code: str = CODE) -> None:
        self.press(*code, Qt.Key.Key_Return, gap=FAST)


@pytest.fixture
def room(qtbot: QtBot) -> Room:
    window = QWidget()
    line, secret, button = QLineEdit(), SecretLine(19), QPushButton("x")
    column = QVBoxLayout(window)
    for part in (line, secret, button):
        column.addWidget(part)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    scans = Scans()
    scanner = Scanner(scans.is_wanted, window)
    scanner.scanned.connect(Ear(scans, window).hear)
    handle = window.windowHandle()
    assert handle is not None
    scanner.watch(handle)
    return Room(window, line, secret, button, scans)


def test_a_scan_never_gets_into_a_field(room: Room) -> None:
    room.line.setFocus()
    room.line.setText("Li")
    room.scan()
    assert room.scans.codes == [CODE]
    assert room.line.text() == "Li"


def test_it_leaves_a_selection_as_it_is(room: Room) -> None:
    room.line.setFocus()
    room.line.setText("Smith")
    room.line.selectAll()
    room.scan()
    assert room.scans.codes == [CODE]
    assert (room.line.text(), room.line.selectedText()) == ("Smith", "Smith")


def test_it_does_not_take_a_key_back_that_the_field_refused(room: Room) -> None:
    room.line.setMaxLength(2)
    room.line.setFocus()
    room.line.setText("Li")
    room.scan()
    assert room.scans.codes == [CODE]
    assert room.line.text() == "Li"


def test_a_field_for_card_data_never_sees_it(room: Room, qtbot: QtBot) -> None:
    room.secret.setFocus()
    with qtbot.assertNotEmitted(room.secret.edited):
        room.scan("4006381333931")
    assert room.scans.codes == ["4006381333931"]
    assert room.secret.is_empty


def test_a_card_number_typed_by_a_machine_is_for_the_field(room: Room) -> None:
    room.secret.setFocus()
    room.scan("4111111111111111")
    assert room.scans.codes == []
    assert room.secret.count == 16


def test_a_mistyped_card_number_is_for_the_field_too(room: Room) -> None:
    room.secret.setFocus()
    room.scan("4111111111111112")
    assert room.scans.codes == []
    assert room.secret.count == 16


@pytest.mark.parametrize("end", ["Enter", "Tab", "a pause"])
def test_digits_for_a_card_field_become_no_text(room: Room, qtbot: QtBot, end: str) -> None:
    scanner = room.window.findChild(Scanner)
    assert isinstance(scanner, Scanner)
    said = scanner._said._buffer
    room.secret.setFocus()
    room.press(*"411111111111", gap=FAST)
    assert bytes(said[:12]) == b"411111111111"  # in a buffer, as long as they are held
    assert "4111" not in repr((scanner._burst, scanner._said))
    if end != "a pause":
        room.press(*"1111", gap=FAST)
        room.press(Qt.Key.Key_Return if end == "Enter" else Qt.Key.Key_Tab, gap=FAST)
    qtbot.waitUntil(lambda: room.secret.count == (12 if end == "a pause" else 16))
    assert not any(said)
    assert room.scans.codes == []


def test_it_works_where_there_is_no_field(room: Room) -> None:
    room.button.setFocus()
    room.scan()
    room.scan("WS12-1")
    assert room.scans.codes == [CODE, "WS12-1"]


def test_fingers_type_as_ever(room: Room) -> None:
    room.line.setFocus()
    room.press(*"WS12-XS", Qt.Key.Key_Return, gap=SLOW)
    assert room.line.text() == "WS12-XS"
    assert room.scans.codes == []


def test_fast_keys_without_enter_are_typed_after_a_moment(room: Room, qtbot: QtBot) -> None:
    room.line.setFocus()
    room.press(*"WS12-XS", gap=FAST)
    qtbot.waitUntil(lambda: room.line.text() == "WS12-XS")
    room.secret.setFocus()
    room.press("4", gap=SLOW)
    qtbot.waitUntil(lambda: room.secret.count == 1)
    assert room.scans.codes == []


@pytest.mark.parametrize("text", ["Radiant", "2 x MH07", "MH07"])
def test_what_no_scanner_sends_is_typed(room: Room, text: str) -> None:
    room.line.setFocus()
    room.press(*text, Qt.Key.Key_Return, gap=FAST)
    assert room.line.text() == text
    assert room.scans.codes == []


def test_where_a_scan_has_no_place_everything_is_typed(room: Room) -> None:
    room.scans.wanted = False
    room.line.setFocus()
    room.scan()
    assert room.line.text() == CODE
    assert room.scans.codes == []


def test_what_a_program_types_into_a_field_stays_there(room: Room) -> None:
    """Twelve milliseconds a key, as typing aids send them: too slow for a scanner in a field."""
    room.line.setFocus()
    room.press(*"2065551212", Qt.Key.Key_Return, gap=12)
    assert room.line.text() == "2065551212"
    assert not room.scans.codes


def test_the_same_pace_outside_of_fields_is_a_scan(room: Room) -> None:
    room.button.setFocus()
    room.press(*CODE, Qt.Key.Key_Return, gap=12)
    assert room.scans.codes == [CODE]


def test_capitals_come_with_a_shift_of_their_own(room: Room) -> None:
    room.button.setFocus()
    for letter in "WSXL12":
        room.shifted(letter, FAST)
    room.press(Qt.Key.Key_Return, gap=FAST)
    assert room.scans.codes == ["WSXL12"]


def overridden(room: Room, code: Qt.Key) -> None:
    """What the platform sends before a shortcut acts; its key press never comes."""
    event = QKeyEvent(QEvent.Type.ShortcutOverride, code, Qt.KeyboardModifier.NoModifier, "")
    QApplication.sendEvent(room.window.windowHandle(), event)


def test_a_shortcut_comes_after_what_was_typed_before_it(room: Room) -> None:
    room.secret.setFocus()
    room.press("4", gap=SLOW)
    assert room.secret.count == 0  # kept back: a scanner may have begun
    overridden(room, Qt.Key.Key_F5)
    assert room.secret.count == 1


def test_a_key_goes_where_it_was_typed_when_the_focus_moves(qtbot: QtBot, room: Room) -> None:
    room.secret.setFocus()
    room.press("4", gap=SLOW)
    room.line.setFocus()
    qtbot.waitUntil(lambda: room.secret.count == 1)
    assert room.line.text() == ""


def test_a_click_comes_after_what_was_typed_before_it(room: Room) -> None:
    room.secret.setFocus()
    room.press("4", gap=SLOW)
    QTest.mouseClick(room.window.windowHandle(), Qt.MouseButton.LeftButton)
    assert room.secret.count == 1


def test_a_key_that_nothing_had_the_focus_for_is_not_lost(qtbot: QtBot, room: Room) -> None:
    focus = QApplication.focusWidget()
    if focus is not None:
        focus.clearFocus()
    assert QApplication.focusWidget() is None
    room.press("4", gap=SLOW)
    room.line.setFocus()
    qtbot.waitUntil(lambda: room.line.text() == "4")
