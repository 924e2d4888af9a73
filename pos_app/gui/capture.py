"""Whether the window is left out of screenshots and shared screens, told as it is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

_PROPERTY = "leftOutOfCapture"


def note_capture(window: QWidget, *, left_out: bool) -> None:
    """Remember of a window whether the system leaves it out."""
    window.setProperty(_PROPERTY, left_out)


def capture_words(widget: QWidget) -> str:
    """A sentence about the window that `widget` is in."""
    if widget.window().property(_PROPERTY):
        return QCoreApplication.translate(
            "Capture",
            "Screenshots and shared screens leave this window out. A camera, or a small window of "
            "this program such as a print dialog, is not covered.",
        )
    return QCoreApplication.translate(
        "Capture",
        "This system can't keep the window out of screenshots and shared screens. Do not share "
        "the screen while a card is on it.",
    )
