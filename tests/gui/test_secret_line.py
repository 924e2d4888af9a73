"""The fields for number and code: typed, moved in, masked, and given away by nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.connection import Theme
from pos_app.gui import theme
from pos_app.gui.card_fields import CardNumberField, SecurityCodeField
from pos_app.gui.payment_card import PaymentCard
from pos_app.gui.secret_line import SecretLine

VISA, AMEX = "4111111111111111", "378282246310005"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


@pytest.fixture
def card(qtbot: QtBot) -> Iterator[PaymentCard]:
    made = PaymentCard(lambda: date(2026, 11, 24))
    made.resize(372, 400)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    QGuiApplication.clipboard().clear()
    yield made
    QGuiApplication.clipboard().clear()


def focus(qtbot: QtBot, widget: QWidget) -> None:
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)


def number(card: PaymentCard) -> str:
    return bytes(card.number_field.digits()).decode()


def holds(card: PaymentCard, digits: str) -> bool:
    """Compared as a verdict: a failing run does not print a number."""
    return number(card) == digits


def test_digits_are_taken_as_they_are_typed(card: PaymentCard, qtbot: QtBot) -> None:
    focus(qtbot, card.number_field)
    QTest.keyClicks(card.number_field, "4111-1111 1111\u00a01111")
    assert holds(card, VISA)
    assert card.number.message == ""
    QTest.keyClicks(card.number_field, "111111")
    assert card.number_field.count == 20  # one more than any card, to be told so


def test_digits_of_another_script(card: PaymentCard, qtbot: QtBot) -> None:
    focus(qtbot, card.number_field)
    for char in "\u0664\u0661\uff11\uff11":
        QTest.sendKeyEvent(
            QTest.KeyAction.Click, card.number_field, Key.Key_unknown, char, Qt.KeyboardModifier(0)
        )
    assert holds(card, "4111")


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        ([(Key.Key_Backspace, None)], "123456789"),
        ([(Key.Key_Home, None), (Key.Key_Delete, None)], "234567890"),
        ([(Key.Key_Left, None), (Key.Key_Left, None), (Key.Key_Backspace, None)], "123456790"),
        ([(Key.Key_Left, SHIFT), (Key.Key_Left, SHIFT), (Key.Key_Delete, None)], "12345678"),
        ([(Key.Key_Home, SHIFT), (Key.Key_5, None)], "5"),
        ([(Key.Key_A, CTRL), (Key.Key_7, None)], "7"),
        ([(Key.Key_A, CTRL), (Key.Key_Left, None), (Key.Key_7, None)], "71234567890"),
        ([(Key.Key_A, CTRL), (Key.Key_Right, None), (Key.Key_7, None)], "12345678907"),
        ([(Key.Key_Home, None), (Key.Key_End, None), (Key.Key_7, None)], "12345678907"),
        ([(Key.Key_Home, None), (Key.Key_Right, SHIFT), (Key.Key_0, None)], "0234567890"),
        ([(Key.Key_Backspace, CTRL)], ""),
        ([(Key.Key_Home, None), (Key.Key_Delete, CTRL)], ""),
        ([(Key.Key_Home, None), (Key.Key_Backspace, None)], "1234567890"),
        ([(Key.Key_Escape, None)], "1234567890"),
        ([(Key.Key_A, CTRL), (Key.Key_Delete, None), (Key.Key_Z, CTRL)], ""),
    ],
)
def test_editing_by_keyboard(
    card: PaymentCard,
    qtbot: QtBot,
    keys: list[tuple[Qt.Key, Qt.KeyboardModifier | None]],
    left: str,
) -> None:
    focus(qtbot, card.number_field)
    QTest.keyClicks(card.number_field, "1234567890")
    for key, modifier in keys:
        QTest.keyClick(card.number_field, key, modifier or Qt.KeyboardModifier.NoModifier)
    assert holds(card, left)


def test_enter_goes_on_and_coming_back_by_tab_types_over(card: PaymentCard, qtbot: QtBot) -> None:
    focus(qtbot, card.number_field)
    QTest.keyClicks(card.number_field, VISA)
    QTest.keyClick(card.number_field, Key.Key_Return)
    assert card.expires.line.hasFocus()
    QTest.keyClick(card.expires.line, Key.Key_Backtab, SHIFT)
    assert card.number_field.hasFocus()
    QTest.keyClicks(card.number_field, AMEX)
    assert holds(card, AMEX)


def test_a_click_puts_the_caret_there(card: PaymentCard, qtbot: QtBot) -> None:
    field = card.number_field
    focus(qtbot, field)
    QTest.keyClicks(field, "41111111")
    middle = field.height() // 2
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0), QPoint(2, middle))
    QTest.keyClicks(field, "5")
    assert holds(card, "541111111")
    QTest.mouseDClick(field, Qt.MouseButton.LeftButton)
    QTest.keyClicks(field, "6")
    assert holds(card, "6")


@pytest.mark.parametrize("key", [Key.Key_C, Key.Key_X])
def test_nothing_is_copied_or_cut(card: PaymentCard, qtbot: QtBot, key: Qt.Key) -> None:
    for field, digits in ((card.number_field, VISA), (card.code_field, "123")):
        focus(qtbot, field)
        QTest.keyClicks(field, digits)
        QTest.keyClick(field, Key.Key_A, CTRL)
        QTest.keyClick(field, key, CTRL)
        assert field.count == len(digits)
    assert QGuiApplication.clipboard().text() == ""


def test_nothing_is_dragged_out_or_dropped_in(card: PaymentCard, qtbot: QtBot) -> None:
    """What is marked stays where it is, wherever the mouse takes it."""
    for field, digits in ((card.number_field, VISA), (card.code_field, "123")):
        focus(qtbot, field)
        QTest.keyClicks(field, digits)
        field.mark_all()
        left, right = QPoint(20, 20), QPoint(120, 20)
        QTest.mousePress(field, Qt.MouseButton.LeftButton, pos=left)
        QTest.mouseMove(field, right)
        QTest.mouseMove(card, QPoint(10, 10))
        QTest.mouseRelease(field, Qt.MouseButton.LeftButton, pos=right)
        assert not field.acceptDrops()
        assert field.count == len(digits)
    line = card.expires.line
    assert isinstance(line, QLineEdit)
    assert not line.acceptDrops()
    assert not line.dragEnabled()
    assert QGuiApplication.clipboard().text() == ""


def test_pasting_from_an_empty_clipboard_changes_nothing(card: PaymentCard, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().clear()
    focus(qtbot, card.number_field)
    QTest.keyClicks(card.number_field, "4111")
    QTest.keyClick(card.number_field, Key.Key_V, CTRL)
    assert holds(card, "4111")


def test_a_number_may_be_pasted_a_code_not(card: PaymentCard, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("4111-1111\u202f1111 1111")
    for field in (card.number_field, card.code_field):
        focus(qtbot, field)
        QTest.keyClick(field, Key.Key_V, CTRL)
    assert holds(card, VISA)
    assert card.code_field.is_empty
    assert "can't be pasted" in card.code.message


def test_leaving_masks_all_but_the_last_four(card: PaymentCard, qtbot: QtBot) -> None:
    focus(qtbot, card.number_field)
    QTest.keyClicks(card.number_field, VISA)
    assert card.number_field.hidden_count() == 0
    focus(qtbot, card.code_field)
    assert card.number_field.hidden_count() == 12
    QTest.keyClicks(card.code_field, "123")
    assert card.code_field.hidden_count() == 3


def test_groups_follow_the_brand(card: PaymentCard, qtbot: QtBot) -> None:
    focus(qtbot, card.number_field)
    QTest.keyClicks(card.number_field, AMEX)
    assert card.number_field.groups() == (4, 6, 5)


def test_assistive_technology_learns_name_and_role_but_no_digits(
    card: PaymentCard, qtbot: QtBot
) -> None:
    for field, digits, told in (
        (card.number_field, VISA, "ending 1111"),
        (card.code_field, "123", "hidden"),
    ):
        known = QAccessible.queryAccessibleInterface(field)
        assert known.role() is QAccessible.Role.EditableText
        assert known.text(QAccessible.Text.Value) == ""
        focus(qtbot, field)
        QTest.keyClicks(field, digits)
        assert known.text(QAccessible.Text.Value) == told
        assert known.text(QAccessible.Text.Name) == field.accessibleName()
        assert bool(known.state().passwordEdit) is field.is_veiled
        for kind in QAccessible.Text:
            spoken = known.text(kind)
            assert not any(digits[at : at + 5] in spoken for at in range(len(digits) - 4))


def test_assistive_technology_can_fill_in_a_value(card: PaymentCard) -> None:
    for field, digits in ((card.number_field, VISA), (card.code_field, "123")):
        QAccessible.queryAccessibleInterface(field).setText(QAccessible.Text.Value, digits)
        assert field.count == len(digits)
    assert holds(card, VISA)


def test_no_input_method_sees_the_digits(card: PaymentCard) -> None:
    for field in (card.number_field, card.code_field):
        assert not field.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        assert field.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData
        assert not field.inputMethodQuery(Qt.InputMethodQuery.ImEnabled)
        assert field.inputMethodQuery(Qt.InputMethodQuery.ImSurroundingText) is None


def test_editing_keys_are_no_shortcuts(card: PaymentCard) -> None:
    for key, modifier, text in (
        (Key.Key_A, CTRL, ""),
        (Key.Key_Delete, Qt.KeyboardModifier.NoModifier, ""),
        (Key.Key_4, Qt.KeyboardModifier.NoModifier, "4"),
    ):
        event = QKeyEvent(QKeyEvent.Type.ShortcutOverride, key, modifier, text)
        event.ignore()
        QApplication.sendEvent(card.number_field, event)
        assert event.isAccepted()
    place = QKeyEvent(QKeyEvent.Type.ShortcutOverride, Key.Key_Return, CTRL, "\r")
    place.ignore()
    QApplication.sendEvent(card.number_field, place)
    assert not place.isAccepted()


def test_clearing_overwrites(card: PaymentCard, qtbot: QtBot) -> None:
    views = []
    for field, digits in ((card.number_field, VISA), (card.code_field, "123")):
        focus(qtbot, field)
        QTest.keyClicks(field, digits)
        views.append(field.digits())
    card.clear_card()
    assert card.is_empty
    assert all(bytes(view) == bytes(len(view)) for view in views)


def picture_of(widget: QWidget) -> QImage:
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


@pytest.mark.parametrize("wrong", ["true", "false"])
@pytest.mark.parametrize("focused", [True, False])
def test_the_box_looks_like_any_other_field(
    qtbot: QtBot, qapp: QApplication, wrong: str, focused: bool
) -> None:
    """Pixel by pixel, empty: the same border, ring and ground; the caret alone may blink."""
    window = QWidget()
    qtbot.addWidget(window)
    before = qapp.styleSheet()
    theme.state.apply(qapp, Theme.LIGHT)
    try:
        fields: list[QWidget] = [QLineEdit(window), CardNumberField(), SecurityCodeField()]
        rest = QLineEdit(window)
        for field in fields:
            field.setParent(window)
            field.setProperty("wrong", wrong)
            field.setGeometry(10, 10, 200, 34)
        rest.setGeometry(10, 60, 200, 34)
        window.resize(240, 120)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        pictures = []
        for field in fields:
            field.raise_()
            focus(qtbot, field if focused else rest)
            picture = picture_of(field)
            above_the_caret = picture.copy(0, 0, picture.width(), 6)
            pictures.append((above_the_caret, picture.copy(60, 0, 140, picture.height())))
        assert pictures[0] == pictures[1] == pictures[2]
    finally:
        qapp.setStyleSheet(before)


def test_a_line_that_is_gone_takes_its_accessible_part_along(qtbot: QtBot) -> None:
    for _ in range(50):
        field = SecretLine(5)
        assert QAccessible.queryAccessibleInterface(field).text(QAccessible.Text.Value) == ""
        with qtbot.waitSignal(field.destroyed):
            field.deleteLater()
