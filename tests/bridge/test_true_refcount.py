"""Why PySide6 is pinned: see docs/decisions/0002-pyside6-pin.md."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal, Slot

_EMITS = 100
# Other threads and the test's own frames may hold a few more or fewer at any moment.
_NOISE = 20


class _Bell(QObject):
    rung = Signal(str)


class _Ear(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard = 0

    @Slot(str)
    def hear(self, _sound: str) -> None:
        self.heard += 1


def test_emitting_a_signal_keeps_the_references_of_true() -> None:
    bell, ear = _Bell(), _Ear()
    bell.rung.connect(ear.hear)
    before = sys.getrefcount(True)

    for _ in range(_EMITS):
        bell.rung.emit("ding")

    assert ear.heard == _EMITS
    assert abs(sys.getrefcount(True) - before) <= _NOISE
