"""The real program in a process of its own, with somebody at its keys who is told what to type.

Reads one order a line from standard input, as JSON: ``number`` and ``code`` are lists of digits,
each combined by XOR with the one of ``pad``, so that no card stands in arguments, environment,
source or memory but for what is typed. Tells on standard output how far each order has come, and
for one that is looked at, where its card can be read by others.

``LEAKS_BUG`` plants a bug in a layer, whose exception quotes the card; ``LEAKS_PLANT`` leaves a
copy of each number in memory and in a file, to show that copies are found.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication

from pos_app import app
from pos_app.gui.main_window import MainWindow
from pos_app.selftest.keyboard import Keyboard
from pos_app.selftest.script import Script, Steps, Wait
from tests.leaks import bugs, looks

_NONE = Qt.KeyboardModifier.NoModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
_QUIET_MILLISECONDS = 2_000
_PATIENCE_SECONDS = 600.0
# Milliseconds between keys, by their own clock: a person, a typing aid, a scanner.
_PACES = (120, 12, 0)
_PLANTED: list[str] = []


class Asked(NamedTuple):
    """An order to be typed."""

    order: int
    number: list[int]
    code: list[int]
    pad: list[int]
    stays: bool  # wait two seconds after the verdict, and say so; look at what others can read


class Typist:
    """Types orders into the window, by keys alone."""

    def __init__(self, window: MainWindow, plant_in: str) -> None:
        self._window, self._keys = window, Keyboard(window)
        self._plant_in = plant_in
        self._at = 0
        self._unread = b""
        self._hook = sys.excepthook
        self.script = Script(self._steps(), _PATIENCE_SECONDS)
        os.set_blocking(0, False)

    def crashed(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """A bug: the program's own hook keeps what may be kept."""
        self._hook(kind, error, trace)
        tell("crashed")

    def _steps(self) -> Steps:
        window = self._window
        self._hook, sys.excepthook = sys.excepthook, self.crashed
        yield Wait("a field to type into", lambda: QApplication.focusWidget() is not None)
        yield Wait("the journal", lambda: window.orders.restored)
        tell("ready")
        while True:
            yield Wait("an order", self._has_line)
            line, _, self._unread = self._unread.partition(b"\n")
            yield from self._order(Asked(**json.loads(line)))

    def _order(self, asked: Asked) -> Steps:
        window, keys = self._window, self._keys
        if not window.page.is_blank:
            keys.press(Qt.Key.Key_H, _CONTROL)
        if not window.page.is_blank:
            keys.press(Qt.Key.Key_N, _CONTROL)
        keys.press(Qt.Key.Key_F2)
        for text in (
            f"20655{50000 + asked.order}",
            "Mara",
            "Lindqvist",
            f"m{asked.order}@example.com",
        ):
            keys.field(text)
        keys.press(Qt.Key.Key_F3)
        for text in ("123 Main St", "", "", "Seattle", "WA", "98101"):
            keys.field(text)
        keys.press(Qt.Key.Key_F5)
        keys.field("WS12-XS-Orange")
        yield Wait("the product in the cart", lambda: bool(window.page.cart.cart().lines))
        yield from self._card(asked)
        if asked.stays:
            self._try_to_take_it()
            self._look()
        tell("typed")
        page = window.page
        keys.press(Qt.Key.Key_Return, _CONTROL)
        tell("placing")
        yield Wait("an order that is built", lambda: page.state is not None and page.state.built)
        tell("built")
        yield Wait("a verdict", lambda: page.state is not None and page.state.verdict is not None)
        tell(f"verdict {page.state.verdict.value}" if page.state and page.state.verdict else "")
        if asked.stays:
            clock = QElapsedTimer()
            clock.start()
            yield Wait("two seconds", lambda: clock.elapsed() >= _QUIET_MILLISECONDS)
            self._look()
            tell("quiet")

    def _try_to_take_it(self) -> None:
        """The keys that take a text out of a field, or bring back what it held."""
        for leads_to in (Qt.Key.Key_F6, Qt.Key.Key_Tab, Qt.Key.Key_Tab):  # number, expiry, code
            self._keys.press(leads_to)
            for key in (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_X, Qt.Key.Key_Z):
                self._keys.press(key, _CONTROL)

    def _look(self) -> None:
        """Tell where a card can be read, with no digit of it."""
        if self._plant_in:
            QGuiApplication.clipboard().setText(_PLANTED[-1])
        for place in looks.cards():
            tell(f"seen {place}")

    def _card(self, asked: Asked) -> Steps:
        pace = _PACES[asked.order % len(_PACES)]
        self._keys.press(Qt.Key.Key_F6)
        self._digits(asked.number, asked.pad, pace)
        if self._plant_in:
            self._plant(asked)
        if pace:  # a scanner's Enter comes at once
            yield Wait("the number", lambda: self._window.page.payment.number_field.count == 16)
        self._key(Qt.Key.Key_Return, "\r")
        self._keys.field("1239")
        self._digits(asked.code, asked.pad, pace)
        yield Wait("the code", lambda: self._window.page.payment.code_field.count == 3)
        self._key(Qt.Key.Key_Return, "\r")

    def _digits(self, hidden: Sequence[int], pad: Sequence[int], pace: int) -> None:
        self._at += 1000
        for one, other in zip(hidden, pad, strict=False):
            self._at += pace
            digit = one ^ other
            self._key(Qt.Key(Qt.Key.Key_0.value + digit), chr(ord("0") + digit))

    def _key(self, key: Qt.Key, text: str) -> None:
        """One key through the window, where the scanner looks, down and up."""
        handle = self._window.windowHandle()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, _NONE, text)
            event.setTimestamp(self._at)
            QCoreApplication.sendEvent(handle, event)

    def _plant(self, asked: Asked) -> None:
        copy = "".join(
            str(one ^ other) for one, other in zip(asked.number, asked.pad, strict=False)
        )
        _PLANTED.append(copy)
        Path(self._plant_in, "planted.txt").write_text(copy, encoding="utf-16-le")

    def _has_line(self) -> bool:
        with contextlib.suppress(BlockingIOError):
            self._unread += os.read(0, 65536)
        return b"\n" in self._unread


def tell(line: str) -> None:
    """One line for whoever started this, at once."""
    os.write(1, f"{line}\n".encode())


class TypedInto(MainWindow):
    """The program's window, with a typist."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.typist = Typist(self, os.environ.get("LEAKS_PLANT", ""))
        self.painted.connect(self.typist.script.start)


def main(arguments: Iterable[str]) -> int:
    """Run the program as its users do, with a typist."""
    bugs.plant(os.environ.get("LEAKS_BUG", ""))
    bugs.replace(app, "MainWindow", TypedInto)
    return app.run(list(arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
