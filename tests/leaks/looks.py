"""What a window shows to others of its text: the clipboard, titles, and assistive technology."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface, QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication

from tests.leaks import PREFIX

_BETWEEN = re.compile(r"[^0-9]+")


def cards() -> list[str]:
    """Where a card stands, by name: an entry for each place, without the digits."""
    return [place for place, text in _texts() if PREFIX in _BETWEEN.sub("", text)]


def _texts() -> Iterator[tuple[str, str]]:
    clipboard = QGuiApplication.clipboard()
    for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
        yield f"clipboard ({mode.name})", clipboard.text(mode)
    for window in QApplication.topLevelWidgets():
        for title in (window.windowTitle(), window.windowIconText(), window.windowFilePath()):
            yield "title", title
        interface = QAccessible.queryAccessibleInterface(window)
        if interface is not None:
            yield from _told(interface)


def _told(interface: QAccessibleInterface) -> Iterator[tuple[str, str]]:
    """All that an object and those below it say of themselves."""
    for kind in QAccessible.Text:
        yield f"accessible {kind.name} of {interface.role().name}", interface.text(kind)
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child.isValid():
            yield from _told(child)
