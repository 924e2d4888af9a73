"""The payment form: the card is read here, kept for as short as possible, and handed on once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos_app.domain.address import Block, Field, FieldRef
from pos_app.domain.address_check import is_blank
from pos_app.domain.card import (
    Card as PaymentCardData,
)
from pos_app.domain.card import brand_of, check_code, check_expiry, check_number, parse_expiry
from pos_app.domain.field_problem import CardProblem, FieldProblem, FormProblem
from pos_app.gui import words
from pos_app.gui.announce import announce
from pos_app.gui.card_fields import CardNumberField, GuardedLine, SecurityCodeField
from pos_app.gui.fields import FieldBox, LineEdit
from pos_app.gui.widgets import Banner, Card, label, pill

IDLE_MILLISECONDS = 70_000
WARNING_SECONDS = 20
MAX_NAME_LENGTH = 150  # characters: both names of the customer, which are suggested, fit


class PaymentCard(Card):
    """Card number, expiry, security code, name. `changed` on each edit, `entered` on the number.

    The fields empty themselves 90 seconds after the last key, with a warning of 20 seconds.
    """

    changed = Signal()
    entered = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("PaymentCard", "Payment"), "F6", parent)
        self._today = today
        self._left_seconds = 0
        self._recorder: tuple[str, str, str] | None = None
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MILLISECONDS)
        self._countdown = QTimer(self, interval=1000)
        self._build()
        self._idle.timeout.connect(self._warn)
        self._countdown.timeout.connect(self._count_down)

    def _build(self) -> None:
        self._banner = Banner("warn")
        self._say_pause()
        self.number_field, self.code_field = CardNumberField(), SecurityCodeField()
        self.number = FieldBox(self.tr("Card number"), self.number_field)
        self.expires = FieldBox(self.tr("Expires"), GuardedLine())
        self.expires.line.setPlaceholderText(self.tr("MM / YY"))
        self.code = FieldBox(self.tr("Security code"), self.code_field)
        self.holder = FieldBox(self.tr("Name on card"), LineEdit())
        self._brand = pill("", "plain")
        self._brand.hide()
        self._lay_out()
        self._boxes = {
            Field.CARD_NUMBER: self.number,
            Field.EXPIRES: self.expires,
            Field.SECURITY_CODE: self.code,
            Field.NAME_ON_CARD: self.holder,
        }
        for box in self._boxes.values():
            box.edited.connect(self._edited)
        self.number_field.edited.connect(self.number.edited)
        self.code_field.edited.connect(self.code.edited)
        self.code_field.refused.connect(self._paste_refused)
        self.number.edited.connect(self.entered)
        for box in self._boxes.values():
            box.left.connect(self._left)
        self.expires.left.connect(self._tidy_expiry)

    def _lay_out(self) -> None:
        self.number_field.set_trailing(self._brand)
        pair = QHBoxLayout()
        pair.setSpacing(10)
        pair.addWidget(self.expires, 1)
        pair.addWidget(self.code, 1)
        self.body.addWidget(self._banner)
        self.body.addWidget(self.number)
        self.body.addLayout(pair)
        self.body.addWidget(self.holder)
        hint = self.tr(
            "Encrypted on this computer before it is sent. Never stored: cleared the moment the "
            "order is sent."
        )
        self.body.addWidget(label(hint, "small", wrap=True))

    @property
    def is_empty(self) -> bool:
        """Whether neither number nor code is there."""
        return self.number_field.is_empty and self.code_field.is_empty

    def problems(self) -> tuple[FieldProblem, ...]:
        """What is wrong with or missing from the card, in the order of the form."""
        digits = self.number_field.digits()
        found = {
            Field.CARD_NUMBER: check_number(digits),
            Field.EXPIRES: check_expiry(self.expires.line.text(), self._today()),
            Field.SECURITY_CODE: check_code(self.code_field.digits(), brand_of(digits)),
            Field.NAME_ON_CARD: CardProblem.NAME_MISSING
            if is_blank(self.holder.line.text())
            else None,
        }
        wrong = [
            FieldProblem(FieldRef(Block.CARD, field), problem)
            for field, problem in found.items()
            if problem is not None
        ]
        if len(self.holder.line.text().strip()) > MAX_NAME_LENGTH:
            ref = FieldRef(Block.CARD, Field.NAME_ON_CARD)
            wrong.append(FieldProblem(ref, FormProblem.TOO_LONG, str(MAX_NAME_LENGTH)))
        return tuple(wrong)

    def card(self) -> PaymentCardData:
        """The card as typed, fresh for one order; call only without problems.

        Does not clear the fields: they are needed again if the order does not leave.
        """
        expiry = parse_expiry(self.expires.line.text())
        if expiry is None:
            raise ValueError("the expiry is unreadable")
        return PaymentCardData(
            number=self.number_field.digits(),
            name=self.holder.line.text().strip(),
            verification_value=self.code_field.digits(),
            month=f"{expiry.month:02d}",
            year=str(expiry.year),
        )

    @Slot()
    def clear_card(self) -> None:
        """Forget the card; the name on it too. For sending, parking, locking and the end."""
        self._idle.stop()
        self._countdown.stop()
        filled = bool(self._filled())
        self.number_field.wipe()
        self.code_field.wipe()
        for box in (self.expires, self.holder):
            box.line.setText("")
        for box in self._boxes.values():
            box.say("")
        self._brand.hide()
        self._say_pause()
        if filled:
            self.changed.emit()

    def clear(self) -> None:
        """The same, for callers that are no signal."""
        self.clear_card()

    def _filled(self) -> set[Field]:
        lines = {Field.EXPIRES: self.expires.line, Field.NAME_ON_CARD: self.holder.line}
        filled = {field for field, line in lines.items() if line.text()}
        secrets = {Field.CARD_NUMBER: self.number_field, Field.SECURITY_CODE: self.code_field}
        return filled | {field for field, line in secrets.items() if not line.is_empty}

    def suggest_name(self, name: str) -> None:
        """Fill in the cardholder's name where none was typed."""
        if not self.holder.line.text():
            self.holder.line.setText(name.upper())

    def focus_number(self) -> None:
        """F6: a number that is typed now takes the place of the one that is there."""
        self.number_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.number_field.mark_all()

    def focus_field(self, ref: FieldRef) -> None:
        """Put the focus into one of the fields."""
        self._boxes[ref.field].editor.setFocus()

    def show_problem(self, problem: FieldProblem) -> None:
        """Mark a field."""
        box = self._boxes[problem.ref.field]
        box.say(words.field_problem(problem, box.name))

    @Slot()
    def _edited(self) -> None:
        self._countdown.stop()
        self._idle.start()
        self._say_pause()
        brand = brand_of(self.number_field.digits())
        self._brand.setText(brand.display_name.upper() if brand else "")
        self._brand.setVisible(brand is not None)
        wrong = {problem.ref.field for problem in self.problems()}
        for field, box in self._boxes.items():
            if box.message and field not in wrong:
                box.say("")
        self._say_what_was_left_out()
        self.changed.emit()

    def _say_what_was_left_out(self) -> None:
        """Letters pasted into a field of digits do not vanish without a word."""
        for box, line in ((self.number, self.number_field), (self.code, self.code_field)):
            if self.sender() is box and line.has_dropped:
                box.say(self.tr("Only digits go here: anything else was left out."))

    @Slot()
    def _paste_refused(self) -> None:
        self.code.say(self.tr("Type the code as the customer reads it: it can't be pasted."))

    @Slot()
    def _left(self) -> None:
        filled = self._filled()
        for problem in self.problems():
            if problem.ref.field in filled and self.sender() is self._boxes[problem.ref.field]:
                self.show_problem(problem)

    @Slot()
    def _tidy_expiry(self) -> None:
        expiry = parse_expiry(self.expires.line.text())
        if expiry is not None and check_expiry(self.expires.line.text(), self._today()) is None:
            self.expires.line.setText(f"{expiry.month:02d} / {expiry.year % 100:02d}")

    def show_recorder(self, said: tuple[str, str, str] | None) -> None:
        """How the call recorder is: headline, text, tone. None: the clerk pauses it by hand."""
        if said != self._recorder:
            self._recorder = said
            if not self._countdown.isActive():
                self._say_pause()
                announce(self._banner, self._banner.accessibleName())

    def _say_pause(self) -> None:
        by_hand = (
            self.tr("Pause the call recording"),
            self.tr("before the customer reads the card."),
            "warn",
        )
        self._banner.say(*(self._recorder or by_hand))

    @Slot()
    def _warn(self) -> None:
        self._left_seconds = WARNING_SECONDS
        self._countdown.start()
        self._count_down()

    @Slot()
    def _count_down(self) -> None:
        if self._left_seconds <= 0:
            self.clear_card()
            return
        self._banner.say(
            self.tr("The card will be cleared in %n s.", "", self._left_seconds),
            self.tr("Press a key in a card field to keep it."),
            "warn",
        )
        self._left_seconds -= 1
