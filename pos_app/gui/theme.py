"""Colours, type and the style sheet of the window, light and dark.

Contrast: text at least 4.5:1, borders of fields, focus ring and icons at least 3:1 on what they
stand on (WCAG 2.2, 1.4.3 and 1.4.11); a test computes each pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from string import Template
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette

from pos_app.domain.connection import Theme
from pos_app.gui.resources import resource

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

FIELD_HEIGHT = 34
PRIMARY_HEIGHT = 46


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme, as #RRGGBB. `field_border` is the 3:1 border of controls."""

    name: str
    window: str
    surface: str
    border: str
    field_border: str
    ink: str
    muted: str
    accent: str
    on_accent: str
    accent_soft: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    locked: str
    rail: str
    rail_ink: str
    rail_on: str


LIGHT = Tokens(
    name="light",
    window="#F4F5F7",
    surface="#FFFFFF",
    border="#E3E6EB",
    field_border="#878F9C",
    ink="#14171F",
    muted="#5B6472",
    accent="#1F4FD8",
    on_accent="#FFFFFF",
    accent_soft="#EAF0FF",
    ok="#14804A",
    ok_soft="#EAF6EF",
    warn="#8A4B00",
    warn_soft="#FFF1DA",
    bad="#A51F1F",
    bad_soft="#FDECEC",
    locked="#F7F8FA",
    rail="#141A2A",
    rail_ink="#C4CBDA",
    rail_on="#26345C",
)
DARK = Tokens(
    name="dark",
    window="#10131A",
    surface="#181C25",
    border="#2B3140",
    field_border="#6B7488",
    ink="#EEF1F6",
    muted="#A3ACBC",
    accent="#7C9BFF",
    on_accent="#10131A",
    accent_soft="#1E2A4D",
    ok="#4CC38A",
    ok_soft="#15301F",
    warn="#F5B453",
    warn_soft="#33270F",
    bad="#FF8B8B",
    bad_soft="#3A1719",
    locked="#141821",
    rail="#0B0E16",
    rail_ink="#A3ACBC",
    rail_on="#1E2A4D",
)


class ThemeState(QObject):
    """Which tokens are in force. Widgets that paint themselves repaint on `changed`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tokens = LIGHT

    def apply(self, app: QApplication, choice: Theme) -> None:
        """Style the whole application for a choice; the system's scheme decides for SYSTEM."""
        self.set_colours(app, choice)
        self.set_sheet(app)
        self.changed.emit()

    def set_colours(self, app: QApplication, choice: Theme) -> None:
        """The part that widgets ask for while they are made: colours and font."""
        self.tokens = _tokens_for(choice)
        app.setFont(font(13))
        app.setPalette(_palette(self.tokens))

    def set_sheet(self, app: QApplication) -> None:
        """The style sheet. At start it comes last, right before the window is shown.

        With a sheet in force, Qt styles a whole branch anew each time it gets another parent.
        """
        app.setStyleSheet(style_sheet(self.tokens))


state = ThemeState()


def tokens() -> Tokens:
    """The colours in force."""
    return state.tokens


def color(value: str) -> QColor:
    """A token as a QColor."""
    return QColor(value)


def font(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Inter at a size in pixels, with tabular figures so that amounts line up."""
    return QFont(_font(pixels, weight))  # a copy, which costs little, for the caller to change


@cache
def _font(pixels: int, weight: QFont.Weight) -> QFont:
    made = QFont("Inter")
    made.setPixelSize(pixels)
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def _tokens_for(choice: Theme) -> Tokens:
    if choice is Theme.SYSTEM:
        scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme is Qt.ColorScheme.Dark else LIGHT
    return DARK if choice is Theme.DARK else LIGHT


def _palette(t: Tokens) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, value in (
        (roles.Window, t.window),
        (roles.Base, t.surface),
        (roles.AlternateBase, t.window),
        (roles.Button, t.surface),
        (roles.WindowText, t.ink),
        (roles.Text, t.ink),
        (roles.ButtonText, t.ink),
        (roles.ToolTipBase, t.surface),
        (roles.ToolTipText, t.ink),
        (roles.PlaceholderText, t.muted),
        (roles.Highlight, t.accent),
        (roles.HighlightedText, t.on_accent),
        (roles.Link, t.accent),
    ):
        palette.setColor(role, QColor(value))
    return palette


_SHEET = Template("""
QMainWindow, QDialog, #page { background: $window; }
QToolTip { background: $surface; color: $ink; border: 1px solid $field_border; padding: 4px; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: $field_border; border-radius: 4px; min-height: 32px;
  margin: 1px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; }
QScrollBar::handle:horizontal { background: $field_border; border-radius: 4px; min-width: 32px;
  margin: 1px; }

[role="card"] { background: $surface; border: 1px solid $border; border-radius: 12px; }
#overlay { border-color: $field_border; }
[role="title"] { font-weight: 600; }
[role="label"] { color: $muted; font-size: 11px; font-weight: 500; }
[role="muted"] { color: $muted; }
[role="small"] { color: $muted; font-size: 11px; }
[role="problem"] { color: $bad; font-size: 11px; font-weight: 500; }
[role="hint"] { color: $warn; font-size: 11px; font-weight: 500; }
[role="heading"] { font-size: 22px; font-weight: 700; }
[role="total"] { font-size: 22px; font-weight: 700; }
[role="number"] { font-size: 26px; font-weight: 700; }
[role="keycap"] { color: $muted; background: $window; border: 1px solid $border;
  border-radius: 4px; padding: 0 4px; font-size: 10px; font-weight: 600; }
[role="line"] { background: $border; border: none; max-height: 1px; min-height: 1px; }

[pill] { border-radius: 8px; padding: 2px 9px; font-size: 11px; font-weight: 600; }
[pill="ok"] { background: $ok_soft; color: $ok; }
[pill="warn"] { background: $warn_soft; color: $warn; }
[pill="bad"] { background: $bad_soft; color: $bad; }
[pill="info"] { background: $accent_soft; color: $accent; }
[pill="plain"] { background: $window; color: $muted; }
[banner] { border-radius: 8px; padding: 10px 12px; }
[banner="plain"] { background: $window; color: $muted; }
[banner="ok"] { background: $ok_soft; color: $ok; }
[banner="warn"] { background: $warn_soft; color: $warn; }
[banner="bad"] { background: $bad_soft; color: $bad; }
[banner="info"] { background: $accent_soft; color: $accent; }

QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, SecretLine { background: $surface; color: $ink;
  border: 1px solid $field_border; border-radius: 8px; padding: 0 10px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QComboBox, QSpinBox { min-height: ${field_inner}px; max-height: ${field_inner}px; }
QPlainTextEdit { padding: 6px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus {
  border: 2px solid $accent; padding: 0 9px; min-height: ${focus_inner}px;
  max-height: ${focus_inner}px; }
SecretLine:focus { border: 2px solid $accent; }
QPlainTextEdit:focus { padding: 5px; min-height: 0; max-height: 16777215px; }
QLineEdit[wrong="true"], QComboBox[wrong="true"], QPlainTextEdit[wrong="true"],
SecretLine[wrong="true"] { border-color: $bad; }
QLineEdit:read-only, QLineEdit:disabled, QPlainTextEdit:read-only, QPlainTextEdit:disabled,
QComboBox:disabled, QSpinBox:disabled { background: $locked; color: $muted;
  border-color: $border; }
QComboBox QLineEdit, QComboBox QLineEdit:focus { border: none; padding: 0;
  background: transparent; min-height: 0; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url("$chevron"); width: 14px; height: 14px; }
QAbstractItemView { background: $surface; color: $ink; border: 1px solid $border;
  selection-background-color: $accent_soft; selection-color: $ink; outline: none; }
QCheckBox { font-weight: 600; spacing: 8px; }
QCheckBox::indicator { width: 17px; height: 17px; border-radius: 5px;
  border: 1px solid $field_border; background: $surface; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent;
  image: url("$check"); }
QCheckBox::indicator:focus { border: 2px solid $accent; }
QCheckBox::indicator:checked:focus { border: 2px solid $ink; }

QPushButton { background: $surface; color: $ink; border: 1px solid $field_border;
  border-radius: 8px; padding: 0 14px; min-height: 32px; font-weight: 600; }
QPushButton:hover { background: $window; }
QPushButton:focus { border: 2px solid $accent; padding: 0 13px; min-height: 30px; }
QPushButton:disabled { color: $muted; background: $locked; border-color: $border; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border: none;
  min-height: ${primary}px; font-size: 15px; }
QPushButton[role="primary"]:hover { background: $accent; }
QPushButton[role="primary"]:focus { border: 2px solid $ink; min-height: ${primary_focus}px; }
QPushButton[role="primary"]:disabled { background: $border; color: $muted; }
QPushButton[role="primary"] QLabel[role="keycap"] { background: transparent;
  color: $on_accent; border-color: $on_accent; }
QPushButton[role="link"] { background: transparent; border: none; color: $accent; padding: 0 2px;
  min-height: 20px; }
QPushButton[role="link"]:focus { border: 1px solid $accent; border-radius: 4px; padding: 0 1px; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 8px;
  padding: 4px; color: $ink; }
QToolButton:hover { background: $window; }
QToolButton:focus { border: 2px solid $accent; padding: 3px; }
QMenu { background: $surface; border: 1px solid $field_border; border-radius: 8px; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 6px; }
QMenu::item:selected { background: $accent_soft; color: $ink; }

#rail { background: $rail; }
#rail QToolButton { color: $rail_ink; font-size: 10px; border-radius: 8px; padding: 6px 0; }
#rail QToolButton:hover { background: $rail_on; }
#rail QToolButton:checked { background: $rail_on; color: #FFFFFF; }
#rail QToolButton:focus { border: 2px solid #7C9BFF; }
#topBar, #statusBar { background: $surface; }
#topBar { border-bottom: 1px solid $border; }
#statusBar { border-top: 1px solid $border; }
#statusBar QLabel { font-size: 11px; color: $muted; }
#statusBar QLabel[tone="warn"] { color: $warn; font-weight: 600; }
#statusBar QLabel[tone="bad"] { color: $bad; font-weight: 600; }
QTabBar::tab { background: transparent; color: $muted; border: 2px solid transparent;
  border-radius: 8px; padding: 6px 12px; margin-right: 4px; }
QTabBar::tab:selected { background: $accent_soft; color: $accent; font-weight: 600; }
QTabBar:focus::tab:selected, QTabBar::tab:selected:focus { border-color: $accent; }
#trainingStripe { background: $warn; max-height: 4px; min-height: 4px; border: none; }
""")


def style_sheet(t: Tokens) -> str:
    """The application's Qt style sheet for a theme."""
    values = {name: getattr(t, name) for name in t.__slots__}
    return _SHEET.substitute(
        values,
        field_inner=FIELD_HEIGHT - 2,
        focus_inner=FIELD_HEIGHT - 4,
        primary=PRIMARY_HEIGHT,
        primary_focus=PRIMARY_HEIGHT - 4,
        chevron=resource(f"icons/chevron-down-{t.name}.svg").as_posix(),
        check=resource(f"icons/check-{t.name}.svg").as_posix(),
    )
