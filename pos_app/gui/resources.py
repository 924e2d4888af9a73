"""Where the shipped files are: fonts, icons. The same for a checkout and a frozen program."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtGui import QFontDatabase

_FONTS = ("Regular", "Medium", "SemiBold", "Bold")


def resource(name: str) -> Path:
    """The path of a shipped file, such as "icons/plus.svg"."""
    frozen_root: str | None = getattr(sys, "_MEIPASS", None)
    root = Path(frozen_root) if frozen_root else Path(__file__).parents[2]
    return root / "resources" / name


def load_fonts() -> None:
    """Make the shipped Inter known to Qt, so that the window looks the same on every machine."""
    for weight in _FONTS:
        QFontDatabase.addApplicationFont(str(resource(f"fonts/Inter-{weight}.otf")))
