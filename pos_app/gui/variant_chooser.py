"""The panel in which one variant of a product is chosen, by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from pos_app.domain.cart import MAX_QUANTITY, MIN_QUANTITY
from pos_app.gui.announce import announce
from pos_app.gui.option_row import OptionRow
from pos_app.gui.overlay import Overlay
from pos_app.gui.variant_choices import Choices
from pos_app.gui.variant_summary import VariantSummary
from pos_app.gui.widgets import Button, label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from pos_app.domain.product import Product, Variant
    from pos_app.gui.pictures import PictureCache

_BURST_MS = 400  # a longer pause between letters begins anew
_SCAN_LENGTH = 4  # letters that fit no value, then Enter: a barcode, not a choice


class VariantChooser(Overlay):
    """↑↓ go between options, ←→ between values, letters jump, + − change the quantity.

    Enter adds and closes, Shift+Enter adds and stays for another variant of the product, Escape
    closes. A barcode scanned while it is open is passed on, not taken for
    letters: `scanned` has its text.
    """

    added = Signal(object, object, int)  # Product, Variant, quantity
    scanned = Signal(str)

    def __init__(self, anchor: QWidget, pictures: PictureCache) -> None:
        super().__init__(anchor)
        self.setProperty("role", "card")
        self.setAccessibleName(self.tr("Choose a variant"))
        self._choices: Choices | None = None
        self._chosen: tuple[int, ...] = ()
        self._before_letters: tuple[int, ...] = ()
        self._letters = ""
        self._last_letter = 0
        self._quantity = 1
        self._rows: list[OptionRow] = []
        self._summary = VariantSummary(pictures)
        self._options = QVBoxLayout()
        self._options.setSpacing(6)
        self._count = label("", "title")
        self._message = label("", "problem", wrap=True)
        self._so_far = label("", "small", wrap=True)
        self._taken: list[str] = []
        self._add = Button(self.tr("Add"), "", "⏎")
        self._close = Button(self.tr("Close"), "link")
        self._add.clicked.connect(self._try_to_add)
        self._close.clicked.connect(self.close_up)
        self._lay_out()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for part in (self._count, label("+ −", "keycap")):
            foot.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addStretch(1)
        foot.addWidget(self._close)
        foot.addWidget(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 14)
        column.setSpacing(10)
        column.addWidget(self._summary)
        column.addLayout(self._options)
        column.addWidget(self._message)
        column.addWidget(self._so_far)
        column.addLayout(foot)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)

    @property
    def message(self) -> str:
        """What keeps the choice from being added, or an empty text."""
        return self._message.text()

    def choose_from(self, product: Product, quantity: int, sku: str = "") -> None:
        """Open for a product, at the variant with `sku` if there is one."""
        self._choices = Choices.of(product, self.tr("Variant"))
        self._chosen = self._choices.start(sku)
        self._quantity = quantity
        self._letters = ""
        self._taken.clear()
        self._make_rows(self._choices)
        self._refresh()
        self.open()
        self._rows[0].setFocus(Qt.FocusReason.PopupFocusReason)
        announce(self, self.tr("Choose a variant of {title}").replace("{title}", product.title))

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's signature
        """Tab stays in the panel: what lies under it can't be seen."""
        stops: list[QWidget] = [*self._rows, self._close, self._add]
        here = next((i for i, stop in enumerate(stops) if stop.hasFocus()), -1)
        stops[(here + (1 if forward else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that an option row left over."""
        key, text = event.key(), event.text()
        if event.timestamp() - self._last_letter > _BURST_MS:
            self._letters = ""
        if key == Qt.Key.Key_Escape:
            self.close_up()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(stay=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._letters = ""
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        elif text in {"+", "="}:
            self._set_quantity(self._quantity + 1)
        elif text in {"-", "\u2212"} and not self._letters:
            self._set_quantity(self._quantity - 1)
        elif text.strip() and text.isprintable():
            self._last_letter = event.timestamp()
            self._jump(text)
        elif not text:
            event.ignore()

    def _enter(self, *, stay: bool) -> None:
        letters, self._letters = self._letters, ""
        row = self._row_with_focus()
        if len(letters) >= _SCAN_LENGTH and self._rows[row].index_of(letters) is None:
            self._chosen = self._before_letters
            self._refresh()
            self.scanned.emit(letters)
        elif self._close.hasFocus() or (self._is_added() and not stay):
            self.close_up()

    def _jump(self, text: str) -> None:
        if not self._letters:
            self._before_letters = self._chosen
        axis = self._row_with_focus()
        for letters in (self._letters + text, text):
            value = self._rows[axis].index_of(letters)
            if value is not None:
                self._take(axis, value)
                break
        self._letters += text

    def _row_with_focus(self) -> int:
        return next((i for i, row in enumerate(self._rows) if row.hasFocus()), 0)

    def _pick(self, axis: int, value: int) -> None:
        self._letters = ""
        self._take(axis, value)

    def _take(self, axis: int, value: int) -> None:
        self._chosen = (*self._chosen[:axis], value, *self._chosen[axis + 1 :])
        self._refresh()
        announce(self._rows[axis], self._rows[axis].accessibleDescription())

    def _set_quantity(self, quantity: int) -> None:
        if MIN_QUANTITY <= quantity <= MAX_QUANTITY:
            self._quantity = quantity
            self._refresh()
            announce(self, self._count.text())
        else:
            self._say(self.tr("Enter a quantity from 1 to 999."))

    def _make_rows(self, choices: Choices) -> None:
        for row in self._rows:
            self._options.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [OptionRow(axis, option) for axis, option in enumerate(choices.options)]
        for row in self._rows:
            row.picked.connect(self._pick)
            self._options.addWidget(row)

    def _refresh(self) -> None:
        choices = self._choices
        if choices is None:
            return
        for axis, row in enumerate(self._rows):
            count = len(choices.options[axis].values)
            standings = tuple(choices.standing(self._chosen, axis, i) for i in range(count))
            row.show_state(self._chosen[axis], standings)
        variant = choices.variant(self._chosen)
        self._summary.show_variant(choices.product, variant)
        words = self.tr("Quantity {n}").replace("{n}", str(self._quantity))
        self._count.setText(words)
        self._so_far.setText(self._words_so_far())
        self._say("")

    @Slot()
    def _try_to_add(self) -> None:
        if self._is_added():
            self.close_up()

    def _is_added(self) -> bool:
        """Add what is chosen, or say why it can't be; the next one is one piece again."""
        if self._choices is None:
            return False
        variant = self._choices.variant(self._chosen)
        problem = self._problem(variant)
        if variant is None or problem:
            self._say(problem)
            return False
        self._taken.append(f"{self._quantity} × {variant.title}")
        self.added.emit(self._choices.product, variant, self._quantity)
        self._quantity = 1
        self._refresh()
        return True

    def _say(self, words: str) -> None:
        self._message.setText(words)
        self._message.setVisible(bool(words))
        if self.isVisible():
            self.place()
        announce(self, words)

    def _words_so_far(self) -> str:
        if not self._taken:
            return self.tr("Shift+Enter adds and stays here for another one.")
        return self.tr("Added: {lines}").replace("{lines}", ", ".join(self._taken))

    def _problem(self, variant: Variant | None) -> str:
        if variant is None:
            return self.tr("This combination doesn't exist. Choose another value.")
        if variant.ref is None:
            return self.tr("This variant can't be ordered by phone. Choose another value.")
        if not variant.available:
            return self.tr("This variant is sold out. Choose another value.")
        return ""
