"""What the contact's and the address's part of a form have in common: fields by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from pos_app.gui.field_labels import field_label
from pos_app.gui.fields import FieldBox

if TYPE_CHECKING:
    from pos_app.domain.address import Field


class PartyField(FieldBox):
    """A field of a person or a place, which tells which one it is."""

    field_edited = Signal(object)  # Field
    field_left = Signal(object)  # Field

    def __init__(self, field: Field, editor: QLineEdit, prefix: str) -> None:
        super().__init__(field_label(field), editor, prefix)
        self.field = field
        self.edited.connect(self._tell_edited)
        self.left.connect(self._tell_left)

    def show_text(self, text: str) -> None:
        """Put a text in; nothing happens where it is there already."""
        if self.line.text() != text:
            self.line.setText(text)
            self.line.setCursorPosition(0)

    def _tell_edited(self) -> None:
        self.field_edited.emit(self.field)

    def _tell_left(self) -> None:
        self.field_left.emit(self.field)


class PartyForm(QWidget):
    """Fields of one block. `prefix` stands before their accessible names ("Billing ")."""

    edited = Signal(object)  # Field
    left = Signal(object)  # Field

    def __init__(self, prefix: str = "") -> None:
        super().__init__()
        self.prefix = prefix
        self.boxes: dict[Field, PartyField] = {}
        self._locked = False

    def add_field(self, field: Field, editor: QLineEdit) -> PartyField:
        """Make a field of the form; where it stands is for the form to say."""
        box = PartyField(field, editor, self.prefix)
        box.field_edited.connect(self.edited)
        box.field_left.connect(self.left)
        editor.setReadOnly(self._locked)
        self.boxes[field] = box
        return box

    def text(self, field: Field) -> str:
        """What stands in a field, or nothing where the form has none yet."""
        box = self.boxes.get(field)
        return box.line.text() if box else ""

    def focus_field(self, field: Field) -> None:
        """Put the cursor into a field, its text selected as on tabbing there."""
        line = self.boxes[field].line
        line.setFocus()
        line.selectAll()

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001
        """Keep the text from being changed; it can still be read, selected and copied."""
        self._locked = locked
        for box in self.boxes.values():
            box.line.setReadOnly(locked)
