"""A field for one of a list, found by typing: a beginning, a code ("WA", "DE") or another name.

A line of text with a list below it instead of a combo box: what was typed is never replaced by
something else, and the accessible name stays the label (a combo box tells its value instead).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, Signal
from PySide6.QtGui import QAction, QFocusEvent, QIcon, QKeyEvent, Qt
from PySide6.QtWidgets import QLineEdit

from pos_app.domain.countries import fold
from pos_app.gui import icons, theme
from pos_app.gui.fields import LineEdit

if TYPE_CHECKING:
    from pos_app.domain.address_layout import Choice
    from pos_app.gui.choice_list import ChoiceList

_MIN_BEGINNING = 3  # letters that may stand for the only name that begins with them


def ranked(choices: tuple[Choice, ...], text: str) -> tuple[Choice, ...]:
    """The choices that `text` may mean, best first; all of them for an empty text.

    A code or a whole name comes before the beginning of a name, that before the beginning of
    another name of it, and that before the beginning of a later word.
    """
    wanted = fold(text)
    if not wanted:
        return choices
    found = [(rank, c) for c in choices if (rank := _rank(c, wanted)) is not None]
    return tuple(choice for _, choice in sorted(found, key=lambda pair: pair[0]))


def meant(choices: tuple[Choice, ...], text: str) -> Choice | None:
    """The one choice that `text` stands for: its code, a name, or the beginning of no other."""
    wanted = fold(text)
    found = ranked(choices, text) if wanted else ()
    exact = [choice for choice in found if _rank(choice, wanted) == 0]
    if exact:
        return exact[0]
    if len(wanted) < _MIN_BEGINNING:
        return None
    # "wash" begins one state's name, and an alias of another: names go first.
    for rank in (1, 2):
        begun = [choice for choice in found if _rank(choice, wanted) == rank]
        if begun:
            return begun[0] if len(begun) == 1 else None
    return None


_folded = lru_cache(maxsize=4096)(fold)


def _rank(choice: Choice, wanted: str) -> int | None:
    name, aliases = _folded(choice.name), [_folded(alias) for alias in choice.aliases]
    if wanted in (_folded(choice.code), name, *aliases):
        return 0
    if name.startswith(wanted):
        return 1
    if any(alias.startswith(wanted) for alias in aliases):
        return 2
    words = choice.name.split()[1:]
    return 3 if any(_folded(word).startswith(wanted) for word in words) else None


class TypeAhead(LineEdit):
    """A line that knows a list of choices, or just a line while it knows none.

    `settled` comes when the clerk has settled on something else than before, by choosing or by
    leaving the field; `code` is what it is then.
    """

    settled = Signal()

    def __init__(self, source: Callable[[], tuple[Choice, ...]] | None = None) -> None:
        super().__init__()
        self._source = source
        self._choices: tuple[Choice, ...] = ()
        self._settled = ""
        self._known = ""  # the text that `_settled` is the code of
        self._list: ChoiceList | None = None
        self._arrow = QAction(self)
        self._arrow.triggered.connect(self._toggle)
        self.textEdited.connect(self._search)
        theme.state.changed.connect(self._draw)
        self._arrow_shown = False
        self._show_arrow(bool(source))

    def set_choices(self, choices: tuple[Choice, ...]) -> None:
        """Know another list. The text stays as it is."""
        self._source = None
        self._choices = choices
        chosen = self._meant()
        self._known, self._settled = self.text(), chosen.code if chosen else self.text()
        self._show_arrow(bool(choices))

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What there is to choose from; a long list is fetched when it is first asked for."""
        if self._source is not None:
            self._choices, self._source = self._source(), None
        return self._choices

    @property
    def code(self) -> str:
        """The code of the choice that is written out, else the text as typed."""
        if self.text() == self._known:
            return self._settled
        chosen = self._meant()
        return chosen.code if chosen else self.text()

    def set_code(self, code: str, name: str = "") -> None:
        """Show the choice with a code. `name` spares looking through the list for it."""
        known = name or next((c.name for c in self.choices if c.code == code), code)
        if known != self.text():
            self.setText(known)
            self.setCursorPosition(0)
        self._known, self._settled = known, code

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._list is not None and self._list.isVisible()

    def settle(self) -> None:
        """Write out the choice that the list or the text points to, and tell if it is another."""
        chosen = self._list.current() if self._list is not None and self.is_open else None
        self.close_list()
        if not self.isReadOnly():
            self._take(chosen or self._meant())

    def close_list(self) -> None:
        """Hide the list; the text stays."""
        if self._list is not None:
            self._list.close_up()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑↓ go through the list, Enter takes its row and moves on, Escape only hides it."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step and self.choices and not self.isReadOnly():
            self._step(step)
        elif event.key() == Qt.Key.Key_Escape and self.is_open:
            self.close_list()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001  (Qt's signature)
        """Settle first: another country has other fields to go on to."""
        self.settle()
        return super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed where it stands for one choice only."""
        if event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self.close_list()
            self.settle()
            self.setCursorPosition(0)  # a name longer than the field is read from its beginning
        super().focusOutEvent(event)

    def hideEvent(self, event: QEvent) -> None:
        """Take the list along."""
        self.close_list()
        super().hideEvent(event)  # type: ignore[arg-type]

    def _take(self, choice: Choice | None) -> None:
        if choice is not None and self.text() != choice.name:
            self.setText(choice.name)
        self._known = self.text()
        code = choice.code if choice else self.text()
        if code != self._settled:
            self._settled = code
            self.settled.emit()

    def _meant(self) -> Choice | None:
        exact = next((choice for choice in self.choices if choice.name == self.text()), None)
        return exact or meant(self.choices, self.text())

    def _search(self, text: str) -> None:
        found = ranked(self.choices, text) if text else ()
        if found and not (len(found) == 1 and found[0].name == text):
            self._open(found)
        else:
            self.close_list()

    def _step(self, step: int) -> None:
        if self._list is not None and self.is_open:
            self._list.step(step)
        else:
            self._open_all()

    def _toggle(self) -> None:
        if self.is_open:
            self.close_list()
        elif not self.isReadOnly():
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._open_all()

    def _open_all(self) -> None:
        chosen = self._meant()
        self._open(self.choices, self.choices.index(chosen) if chosen else 0)

    def _open(self, found: tuple[Choice, ...], row: int = 0) -> None:
        if self._list is None:
            from pos_app.gui.choice_list import ChoiceList

            self._list = ChoiceList(self)
            self._list.picked.connect(self._pick)
        self._list.show_choices(found, row)

    def _pick(self, index: QModelIndex) -> None:
        choice = self._list.choice(index) if self._list is not None else None
        self.close_list()
        self._take(choice)

    def _show_arrow(self, shown: bool) -> None:  # noqa: FBT001
        if shown and not self._arrow_shown:
            self._draw()
            self.addAction(self._arrow, QLineEdit.ActionPosition.TrailingPosition)
        elif not shown and self._arrow_shown:
            self.removeAction(self._arrow)
        self._arrow_shown = shown

    def _draw(self) -> None:
        self._arrow.setIcon(QIcon(icons.chevron(theme.tokens().muted, 14)))
