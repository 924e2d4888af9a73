"""The least that start-up can be held against: a bare window of 40 fields, ended once painted."""

from __future__ import annotations

import os

from PySide6.QtWidgets import QApplication, QFormLayout, QLineEdit, QWidget

app = QApplication(["bare"])
window = QWidget()
form = QFormLayout(window)
for number in range(40):
    form.addRow(f"Field {number}", QLineEdit())
window.show()
app.processEvents()
os._exit(0)
