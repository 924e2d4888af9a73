"""What assistive technology learns of a secret line: role, name, and a value that is masked."""

from __future__ import annotations

from functools import cache
from typing import cast

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from pos_app.gui.secret_line import SecretLine


class SecretAccess(QAccessibleWidget):
    """A text field that can be set but not read: its text is "hidden", or tells the last four."""

    def __init__(self, line: SecretLine) -> None:
        super().__init__(line, QAccessible.Role.EditableText)

    @property
    def _line(self) -> SecretLine:
        return cast("SecretLine", self.object())

    def text(self, kind: QAccessible.Text) -> str:
        """The masked value; name and description as of any widget."""
        if kind is QAccessible.Text.Value:
            return self._line.spoken()
        return super().text(kind)

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Voice control and the like fill in a value in one go."""
        if kind is QAccessible.Text.Value:
            self._line.replace(text)

    def state(self) -> QAccessible.State:
        """Editable; a code is a password, so that no screen reader echoes its keys."""
        state = super().state()
        state.editable = True
        state.passwordEdit = self._line.is_veiled
        return state


def _interface(_key: str, thing: QObject) -> QAccessibleInterface | None:
    return SecretAccess(thing) if isinstance(thing, SecretLine) else None


@cache
def install() -> None:
    """Tell Qt of it, once."""
    QAccessible.installFactory(_interface)
