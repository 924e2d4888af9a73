"""Server text where Qt would guess whether it is mark-up: tooltips."""

from __future__ import annotations

from PySide6.QtGui import Qt


def tip(text: str) -> str:
    """A tooltip that shows `text` as it stands: a tag in it is words, and loads nothing."""
    return Qt.convertFromPlainText(text) if Qt.mightBeRichText(text) else text
