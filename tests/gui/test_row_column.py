"""Rows are measured and painted anew only where they changed, and nothing stale is ever seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QDateTime, QEvent
from PySide6.QtGui import QFont, QFontMetrics, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.checkout import CartCreated, CheckoutState, ItemsAdded, OrderReported
from pos_app.domain.connection import Theme
from pos_app.domain.receipt import Receipt, ReceiptLine
from pos_app.gui import theme
from pos_app.gui.attempt import Attempt
from pos_app.gui.placing_panel import PlacingPanel
from pos_app.gui.receipt_rows import Row, RowKind
from pos_app.gui.receipt_view import ReceiptRows
from pos_app.gui.row_column import RowColumn
from pos_app.gui.wrapped import text_height
from tests.gui.placing_support import CARD, DOMAIN, DRAFT, ORDER, PAYING, SENT, after, usd

ATTEMPT = Attempt(DRAFT, CARD, DOMAIN, training=False, began=QDateTime.currentDateTime())


@dataclass(frozen=True, slots=True)
class Place:
    """A row's height, which is in its name."""

    height: int


class Ruler:
    """Measures rows named by their heights, and counts."""

    def __init__(self) -> None:
        self.measured: list[tuple[str, int]] = []

    def __call__(self, row: str, width: int) -> Place:
        self.measured.append((row, width))
        return Place(int(row.partition(" ")[0]) + width)


ROWS = st.lists(st.sampled_from(["0 a", "10 b", "10 c", "20 d"]), max_size=6).map(tuple)


@given(ROWS, st.lists(st.tuples(ROWS, st.sampled_from([100, 200])), min_size=1, max_size=5))
def test_the_part_that_changed_is_the_part_that_looks_different(
    first: tuple[str, ...], changes: list[tuple[tuple[str, ...], int]]
) -> None:
    column = RowColumn(Ruler())
    column.show(first, 100)
    for rows, width in changes:
        before = column.at(width)
        top, bottom = column.show(rows, width)
        after, fresh = column.at(width), RowColumn(Ruler())
        fresh.show(rows, width)
        assert after == fresh.at(width)
        for old, new in ((before, after), (after, before)):
            seen = set(zip(new.rows, new.tops, strict=False))
            for row, place, at in zip(old.rows, old.places, old.tops, strict=False):
                inside = top <= at and at + place.height <= bottom
                assert inside or (row, at) in seen


def test_only_rows_that_are_new_are_measured() -> None:
    ruler = Ruler()
    column = RowColumn(ruler)
    column.show(("10 a", "10 b", "5 rule", "20 total"), 100)
    ruler.measured.clear()
    column.show(("10 a", "10 b", "10 c", "5 rule", "20 total"), 100)
    assert ruler.measured == [("10 c", 100)]
    assert column.at(200).height == 55 + 5 * 200
    assert len(ruler.measured) == 6
    column.forget()
    assert column.at(100).height == 55 + 5 * 100
    assert len(ruler.measured) == 11


@given(st.text(max_size=60), st.integers(1, 400), st.sampled_from([11, 13, 14, 22]))
def test_a_line_known_to_be_short_is_as_high_as_one_that_is_laid_out(
    qapp: QApplication, text: str, width: int, pixels: int
) -> None:
    font = theme.font(pixels)
    told = QFontMetrics(font).horizontalAdvance(text)
    assert text_height(text, font, width) == text_height(text, font, width, told)
    # What is known of it can't count where it is told to be too wide, so that it is laid out.
    assert text_height(text, font, width) == text_height(text, font, width, 100_000)


# ---- what stands on the screen ---------------------------------------------------------------


def line(i: int, quantity: int = 1, price: str = "20.00") -> ReceiptLine:
    return ReceiptLine(f"Item {i}", "M · Blue", f"S{i}", quantity, usd(price))


LINES = tuple(map(line, range(40)))


def adding(lines: tuple[ReceiptLine, ...]) -> CheckoutState:
    told = Receipt(cart_id="c", lines=lines, subtotal=usd(f"{20 * len(lines)}.00"))
    return after((*SENT, CartCreated(0.9), ItemsAdded(1.4, told)))


def on_screen(window: QWidget) -> QImage:
    """What has been painted, piece by piece."""
    seen = window.screen().grabWindow(window.winId()).toImage()
    return seen.convertToFormat(QImage.Format.Format_RGB32)


def painted_whole(window: QWidget) -> QImage:
    """What a paint of everything shows."""
    return window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


class Screen:
    """A panel in its window, with a clock that stands."""

    def __init__(self, qtbot: QtBot, *, training: bool, height: int) -> None:
        self._qtbot = qtbot
        self.panel = PlacingPanel(clock=float)
        qtbot.addWidget(self.panel)
        self.panel.resize(372, height)
        self.panel.begin(DRAFT, CARD, DOMAIN, training)
        self.panel.show()
        qtbot.waitExposed(self.panel)

    def has(self, state: CheckoutState | None = None) -> None:
        """Once all is painted, nothing on the screen is of before `state`."""
        if state is not None:
            self.panel.show_state(state)
        self._qtbot.waitUntil(lambda: on_screen(self.panel) == painted_whole(self.panel))


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("height", [420, 780])
def test_nothing_stale_stays_on_the_screen(qtbot: QtBot, height: int, *, training: bool) -> None:
    screen = Screen(qtbot, training=training, height=height)
    for count in (0, 1, 2, 3, 8, 9, 20, 21, 40):
        screen.has(adding(LINES[:count]))
    screen.has(adding((line(0, quantity=3), *LINES[1:])))
    screen.has(adding((LINES[0], line(1, price="1.50"), *LINES[2:])))
    screen.has(adding((LINES[2], LINES[0], LINES[1], *LINES[3:])))
    screen.has(adding((replace(LINES[0], title="A title too long for one line " * 3), *LINES[1:])))
    screen.has(adding(LINES[1:4]))
    order = replace(ORDER, lines=LINES)
    screen.has(after((*SENT, OrderReported(4.6, order))))


def test_another_width_or_look_shows_at_once(qtbot: QtBot, qapp: QApplication) -> None:
    screen = Screen(qtbot, training=True, height=700)
    screen.has(adding(LINES[:30]))
    for width in (300, 372, 290):
        screen.panel.resize(width, 700)
        screen.has()
    before = painted_whole(screen.panel)
    try:
        theme.state.set_colours(qapp, Theme.DARK)
        theme.state.changed.emit()
        screen.has()
        assert painted_whole(screen.panel) != before
    finally:
        theme.state.set_colours(qapp, Theme.LIGHT)
        theme.state.changed.emit()
    screen.has()


def test_another_font_is_measured_anew(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    told = (Row(RowKind.LINE, "1 × Hero Hoodie", "XS", "$54.00"),)
    rows, fresh = ReceiptRows(), ReceiptRows()
    qtbot.addWidget(rows)
    qtbot.addWidget(fresh)
    rows.show_rows(told)
    low = rows.heightForWidth(260)
    plain: Callable[..., QFont] = theme.font
    monkeypatch.setattr(theme, "font", lambda pixels, *weight: plain(2 * pixels, *weight))
    QApplication.sendEvent(rows, QEvent(QEvent.Type.FontChange))
    fresh.show_rows(told)
    assert rows.heightForWidth(260) == fresh.heightForWidth(260) > 2 * low


def test_amounts_stay_at_the_right_edge(qtbot: QtBot) -> None:
    rows = ReceiptRows()
    qtbot.addWidget(rows)
    rows.resize(300, 60)
    rows.show_rows((Row(RowKind.LINE, "1 × Hero Hoodie", "XS", "$54.00"),))
    rows.show()
    qtbot.waitExposed(rows)
    for width in (300, 340, 280):
        rows.resize(width, 60)
        qtbot.waitUntil(lambda: on_screen(rows) == painted_whole(rows))


def test_all_is_in_its_new_place_when_the_state_has_been_shown(qtbot: QtBot) -> None:
    screen = Screen(qtbot, training=False, height=700)
    screen.has()
    for state in (adding(LINES[:2]), after(PAYING), adding(LINES[:30])):
        screen.panel.show_state(state)
        for part in (screen.panel.stepper, screen.panel.receipt.findChild(ReceiptRows)):
            assert isinstance(part, QWidget)
            assert part.height() == part.heightForWidth(part.width())
