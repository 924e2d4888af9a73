"""The private desktop works: a window on it is seen, driven and photographed from outside."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtGui import QColor, QImage

from tests.support import atspi, processes
from tests.support import desktop as desktops

_PROGRAM = """
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
application = QApplication(["a-window"])
application.setApplicationName("a-window")
window = QWidget(styleSheet="background: #ff0000")
entry, button = QLineEdit(accessibleName="Word"), QPushButton("Repeat")
button.clicked.connect(lambda: entry.setText(entry.text() * 2))
layout = QVBoxLayout(window)
layout.addWidget(entry)
layout.addWidget(button)
window.showMaximized()
application.exec()
"""


def test_a_program_is_driven_by_its_accessible_names(
    desktop: Mapping[str, str], tmp_path: Path
) -> None:
    command = (sys.executable, "-c", _PROGRAM)
    with processes.running(command, desktop), atspi.accessibility_bus(desktop) as bus:
        window = atspi.application(bus, "a-window")
        entry = window.find("Word", "text")
        entry.set_text("ab")
        window.find("Repeat").press()
        processes.poll(lambda: entry.text == "abab", "the button's work")
        desktops.screenshot(desktop, tmp_path / "screen.png")

    picture = QImage(str(tmp_path / "screen.png"))
    assert picture.size().toTuple() == (1440, 900)
    assert picture.pixelColor(2, 450) == QColor("#ff0000")
