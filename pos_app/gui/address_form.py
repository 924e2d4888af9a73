"""The place: a country, then the fields that this country asks for, in its own order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from pos_app.domain.address import Field, PostalAddress
from pos_app.domain.address_layout import AddressLayout, FieldSpec, layout_for
from pos_app.domain.countries import countries, country_name, is_country
from pos_app.domain.postal_code import tidy_postal_code
from pos_app.gui.fields import LineEdit
from pos_app.gui.party_form import PartyForm
from pos_app.gui.type_ahead import TypeAhead
from pos_app.gui.words import place_label

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_NARROW = 330  # points; below it three fields do not stand side by side
_COLUMNS = 12
# How much of a row a field takes, beside the others of the row.
_WEIGHTS = {
    Field.ADDRESS2: 7,
    Field.COMPANY: 5,
    Field.DISTRICT: 5,
    Field.CITY: 5,
    Field.STATE: 4,
    Field.POSTAL_CODE: 3,
}
_PLACE = (
    Field.ADDRESS1,
    Field.ADDRESS2,
    Field.COMPANY,
    Field.DISTRICT,
    Field.CITY,
    Field.POSTAL_CODE,
)


class AddressForm(PartyForm):
    """A field stays itself when the country changes: its text, its focus, only its place moves.

    What another country has no field for waits, hidden, for the country to come back.
    """

    country_changed = Signal()

    def __init__(self, prefix: str = "", country: str = "US") -> None:
        super().__init__(prefix)
        self.country_line = TypeAhead(countries)
        self.state_line = TypeAhead()
        self.state_line.setParent(self)
        self.state_line.hide()
        self.country_line.settled.connect(self._follow_country)
        self.state_line.settled.connect(self._tell_state)
        self._layout: AddressLayout | None = None
        self._waiting: dict[Field, str] = {}
        self._narrow = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.add_field(Field.COUNTRY, self.country_line))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        for index in range(_COLUMNS):
            self._grid.setColumnStretch(index, 1)
        column.addLayout(self._grid)
        self.country_line.set_code(country, country_name(country))
        self._use(layout_for(country))

    @property
    def country(self) -> str:
        """The country whose fields are shown."""
        return self._layout.country if self._layout else ""

    def address(self) -> PostalAddress:
        """The place as typed, also what only other countries have fields for."""
        texts = {field.value: self._typed(field) for field in _PLACE}
        return PostalAddress(
            country=self.country_line.code,
            state_or_province=self._typed(Field.STATE),
            **texts,
        )

    def set_address(self, address: PostalAddress) -> None:
        """Show a place."""
        code = address.country
        self.country_line.set_code(code, country_name(code))
        if is_country(code):
            self._use(layout_for(code))
        for field in _PLACE:
            self._put(field, str(getattr(address, field.value)))
        self._put(Field.STATE, address.state_or_province)

    def tidy(self, field: Field) -> None:
        """Write a field as the country writes it, once it has been left."""
        if field is Field.POSTAL_CODE:
            text = self.text(field)
            self.boxes[field].show_text(tidy_postal_code(text, self.country))
        elif field in (Field.STATE, Field.COUNTRY):
            line = self.state_line if field is Field.STATE else self.country_line
            line.close_list()
            line.settle()

    def is_shown(self, field: Field) -> bool:
        """Whether the country asks for a field."""
        shown = self._layout.spec(field) if self._layout else None
        return field is Field.COUNTRY or shown is not None

    def first_empty(self) -> Field:
        """The first field of the place without a text, else the address."""
        shown = self._layout.fields if self._layout else ()
        order = [Field.COUNTRY, *(spec.field for spec in shown)]
        return next((f for f in order if not self.text(f).strip()), Field.ADDRESS1)

    def chain_tabs(self, after: QWidget | None = None) -> None:
        """Have Tab go through the fields as they stand, behind the field `after` if given."""
        if after is not None:
            QWidget.setTabOrder(after, self.country_line)
        before: QWidget = self.country_line
        for field in (field for row in self._rows() for field in row):
            QWidget.setTabOrder(before, self.boxes[field].editor)
            before = self.boxes[field].editor

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break a row of three where it would be too tight."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            self._arrange()

    def _typed(self, field: Field) -> str:
        if field not in self.boxes:
            return self._waiting.get(field, "")
        return self.state_line.code if field is Field.STATE else self.text(field)

    def _put(self, field: Field, text: str) -> None:
        if field not in self.boxes:
            self._waiting[field] = text
        elif field is Field.STATE:
            self.state_line.set_code(text)
        else:
            self.boxes[field].show_text(text)

    def _follow_country(self) -> None:
        code = self.country_line.code
        if is_country(code) and code != self.country:
            self._use(layout_for(code))
            self.country_changed.emit()
        self.edited.emit(Field.COUNTRY)

    def _tell_state(self) -> None:
        self.edited.emit(Field.STATE)

    def _use(self, layout: AddressLayout) -> None:
        self._layout = layout
        for spec in layout.fields:
            self._prepare(spec)
        for field, box in self.boxes.items():
            box.setVisible(self.is_shown(field))
        self._arrange()

    def _prepare(self, spec: FieldSpec) -> None:
        is_state = spec.field is Field.STATE
        if is_state:
            self.state_line.set_choices(spec.choices)
        if spec.field not in self.boxes:
            line = self.state_line if is_state else LineEdit()
            self.add_field(spec.field, line).setParent(self)
            line.show()
            self._put(spec.field, self._waiting.pop(spec.field, ""))
        self.boxes[spec.field].set_name(place_label(spec.label))

    def _arrange(self) -> None:
        """Move the fields to their places; the focus stays where it is."""
        for box in self.boxes.values():
            if box.field is not Field.COUNTRY:
                self._grid.removeWidget(box)
        for number, row in enumerate(self._rows()):
            total = sum(_weight(field) for field in row)
            start, taken = 0, 0
            for field in row:
                taken += _weight(field)
                end = round(_COLUMNS * taken / total)
                self._grid.addWidget(self.boxes[field], number, start, 1, end - start)
                start = end
        self.chain_tabs()

    def _rows(self) -> list[tuple[Field, ...]]:
        rows: list[tuple[Field, ...]] = []
        for specs in self._layout.rows if self._layout else ():
            fields = tuple(spec.field for spec in specs)
            split = self._narrow and len(fields) > 2
            rows += [fields[:1], fields[1:]] if split else [fields]
        return rows


def _weight(field: Field) -> int:
    return _WEIGHTS.get(field, _COLUMNS)
