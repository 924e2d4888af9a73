"""Whether the caller has ordered here before: asked by itself, shown in the Customer card.

Nothing of the customer is filled in. Somebody else may call with this number, or it was typed
wrong: name and street are shown only after the caller has said them, or the clerk asked for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from pos_app.bridge import messages as m
from pos_app.domain.address import Field
from pos_app.domain.returning import Caller, Returning
from pos_app.gui.announce import announce
from pos_app.gui.ports import Post, next_ticket
from pos_app.gui.quoting import ASK_AFTER
from pos_app.gui.widgets import pill

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel

    from pos_app.gui.party_column import PartyColumn
    from pos_app.gui.returning_line import ReturningLine

_NOBODY = Caller()


class ReturningHint(QObject):
    """Watches over the phone and the e-mail of an order's customer.

    The worker is asked once for each complete number or address, after a pause; the answer to an
    earlier question is passed over. Nothing is asked or repeated while the order is locked.
    """

    def __init__(self, party: PartyColumn, post: Post) -> None:
        super().__init__(party)
        self._party, self._post = party, post
        self._typed = ("", "", "")
        self._asked = self._shown = _NOBODY
        self._ticket = 0
        self._locked = False
        self.known: Returning | None = None
        self.line: ReturningLine | None = None
        self.pill: QLabel | None = None
        self._pause = QTimer(self, singleShot=True, interval=ASK_AFTER)
        self._pause.timeout.connect(self._ask)
        party.changed.connect(self._look)
        party.locked.connect(self._lock)
        self._look()

    @Slot(object)
    def receive(self, report: m.Report) -> None:
        """Take a report of the worker."""
        if isinstance(report, m.ReturningTold) and report.ticket == self._ticket:
            self._ticket, self._shown = 0, self._asked
            self._show(report.returning)

    # ---- asking ----------------------------------------------------------------------------

    @Slot()
    def _look(self) -> None:
        """Something was typed: another customer's line goes at once, a question waits."""
        shipping = self._party.shipping()
        contact = shipping.contact
        typed = (contact.phone.strip(), contact.email.strip(), shipping.address.country)
        if typed == self._typed:
            return
        self._typed = typed
        if self._ticket and self._caller() != self._asked:
            self._asked, self._ticket = _NOBODY, 0
        if self.known is not None and not self._holds(self.known, self._caller()):
            self._asked = _NOBODY
            self._show(None)
        if not self._locked:
            self._pause.start()

    def _caller(self) -> Caller:
        return Caller.complete(*self._typed)

    def _holds(self, known: Returning, caller: Caller) -> bool:
        """Whether what is shown is still said of this caller."""
        if known.by_phone:
            return caller.has_phone_of(self._shown)
        return caller.is_same(self._shown)

    @Slot()
    def _ask(self) -> None:
        caller = self._caller()
        if self._locked or caller == self._asked:
            return
        self._asked, self._ticket = caller, 0
        if caller == _NOBODY:
            self._show(None)
            return
        self._ticket = next_ticket()
        self._post(m.AskReturning(self._ticket, caller))

    @Slot(bool)
    def _lock(self, locked: bool) -> None:  # noqa: FBT001 - a signal's slot
        """An order in flight or ended is as it is; what was not answered by then is asked later."""
        self._locked = locked
        if locked:
            self._pause.stop()
            if self._ticket:
                self._asked, self._ticket = _NOBODY, 0
        else:
            self._pause.start()
        if self.line is not None:
            self.line.repeat.setEnabled(not locked)

    # ---- showing ---------------------------------------------------------------------------

    def _show(self, known: Returning | None) -> None:
        if known == self.known:
            return
        self.known = known
        if known is None:
            self._take_away()
            return
        from pos_app.gui.returning_words import returning_said

        line, badge = self._parts()
        said = returning_said(known)
        badge.setText(said.pill)
        badge.setAccessibleDescription(said.meaning)
        line.say(said.line)
        line.repeat.setEnabled(not self._locked)
        for part in (badge, line):
            part.show()
        if line.isVisible():
            announce(line, said.news)

    def _take_away(self) -> None:
        if self.line is None or self.pill is None:
            return
        if self.line.repeat.hasFocus():
            self._party.focus_phone()
        for part in (self.line, self.pill):
            part.hide()

    def _parts(self) -> tuple[ReturningLine, QLabel]:
        """The line and the pill, made for the first customer who is known."""
        if self.line is None or self.pill is None:
            from pos_app.gui.returning_line import ReturningLine

            form = self._party.customer.form
            self.line, self.pill = ReturningLine(), pill("", "ok")
            form.below_phone.addWidget(self.line)
            self._party.customer.add_to_header(self.pill)
            self.line.stand_before(form.boxes[Field.PHONE].editor)
            self.line.repeat.clicked.connect(self._repeat)
        return self.line, self.pill

    @Slot()
    def _repeat(self) -> None:
        self._party.repeat_asked.emit()
