"""Who is signed in: shows the lock screen in place of everything else while nobody is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QDialog, QStackedWidget, QWidget

from pos_app.bridge import messages as m
from pos_app.domain.rights import IDLE_SECONDS, Right
from pos_app.gui import approval
from pos_app.gui.order_tabs import OrderTabs
from pos_app.gui.overlay import Overlay
from pos_app.gui.ports import Post, next_ticket

if TYPE_CHECKING:
    from pos_app.domain.clerks import Clerk
    from pos_app.domain.connection import Settings
    from pos_app.gui.idle_watch import IdleWatch
    from pos_app.gui.lock_screen import LockScreen
    from pos_app.gui.recorder_watch import RecorderWatch


class StaffGate(QObject):
    """Locks and unlocks `layers`, whose first page is the window's content.

    Hidden content takes no keys and is not there for a screen reader. Signals: `entered(Clerk)`
    when somebody has signed in, `left` when the window was locked, `said(text, tone)` for the
    status bar.
    """

    entered = Signal(object)
    left = Signal()
    said = Signal(str, str)

    def __init__(self, layers: QStackedWidget, orders: OrderTabs, post: Post) -> None:
        super().__init__(layers)
        self._layers, self._orders, self._post = layers, orders, post
        self.clerk: Clerk | None = None
        self.clerks: tuple[Clerk, ...] = ()
        self.idle_seconds = IDLE_SECONDS
        self._screen: LockScreen | None = None
        self._idle: IdleWatch | None = None
        self._recorder: RecorderWatch | None = None
        self._wanted: m.LockReason | None = None
        self._ticket = 0
        self._focus: QWidget | None = None

    @property
    def locked(self) -> bool:
        """Whether the window shows nothing but who may come in."""
        return self._screen is not None and self._layers.currentWidget() is self._screen

    @property
    def screen(self) -> LockScreen:
        """Made when it is first needed."""
        if self._screen is None:
            from pos_app.gui.lock_screen import LockScreen

            self._screen = LockScreen()
            self._screen.sign_in.connect(self._sign_in)
            self._screen.go_on.connect(self._go_on)
            self._layers.addWidget(self._screen)
        return self._screen

    def may(self, right: Right) -> bool:
        """Whether whoever is signed in has a right; before anybody is, nobody has to be asked."""
        return self.clerk is None or self.clerk.may(right)

    def followed(self, settings: Settings) -> Settings:
        """The settings with the name of whoever is signed in; the call recorder is theirs, too."""
        if self._recorder is None and settings.recorder.is_set:
            from pos_app.gui.recorder_watch import RecorderWatch

            self._recorder = RecorderWatch(self._orders, self._post)
        if self._recorder is not None:
            self._recorder.set_hook(settings.recorder)
        clerk = self.clerk
        return replace(settings, clerk=clerk.name) if clerk and clerk.clerk_id else settings

    def opens_settings(self) -> bool:
        """Whether whoever is signed in may see the settings; else the status bar says who may."""
        if self.may(Right.SETTINGS):
            return True
        words = self.tr("Settings are for supervisors. Press Ctrl+L to let one sign in.")
        self.said.emit(words, "warn")
        return False

    def close(self) -> None:
        """Shut the door before anything is known, as at a start with clerks."""
        self._layers.setCurrentWidget(self.screen)
        self.screen.ask(None, 0)

    @Slot()
    def lock(self) -> None:
        """Ctrl+L."""
        self._lock(m.LockReason.ASKED)

    @Slot()
    def _lock_idle(self) -> None:
        self._lock(m.LockReason.IDLE)

    def _lock(self, reason: m.LockReason) -> None:
        """Lock at once, or as soon as no order is in flight: its clerk must see how it ends."""
        if self.clerk is None:
            return
        if self._orders.in_flight:
            self._wanted = reason
            if reason is m.LockReason.ASKED:
                words = self.tr("An order is being placed. The window locks when it has ended.")
                self.said.emit(words, "warn")
            return
        self._wanted = None
        self._focus = QApplication.focusWidget()
        self._clear_cards()
        self._orders.keep()
        self._put_away()
        clerk, self.clerk = self.clerk, None
        if self._idle is not None:
            self._idle.stop()
        self._layers.setCurrentWidget(self.screen)
        self.screen.ask(clerk, len(self._orders.pages))
        self._post(m.LockUp(reason))
        self.left.emit()

    def _clear_cards(self) -> None:
        for page in self._orders.pages:
            page.payment.clear()

    def _put_away(self) -> None:
        """What lies over the window, or beside it, shows customers too."""
        window = self._layers.window()
        for overlay in window.findChildren(Overlay):
            overlay.close_up()
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        for dialog in window.findChildren(QDialog):
            if dialog.isVisible():
                dialog.reject()

    @Slot(str, str)
    def _sign_in(self, name: str, pin: str) -> None:
        self._ticket = next_ticket()
        self._post(m.SignIn(self._ticket, name, pin))

    @Slot()
    def _go_on(self) -> None:
        self._ticket = next_ticket()
        self._post(m.SignIn(self._ticket))

    # ---- reports ---------------------------------------------------------------------------

    def receive(self, report: m.Report) -> None:
        """Take a report of the worker; the orders have had it by now."""
        match report:
            case m.StaffTold():
                self._told(report)
            case m.SignedIn():
                self._enter(report.clerk)
            case m.SignInRefused() if report.ticket == self._ticket:
                self._refused(report)
            case m.ApprovalRefused():
                self._not_approved(report)
            case m.AuditTold():
                self._audit(report)
        if self._recorder is not None:
            self._recorder.receive(report)
        if isinstance(report, m.StaffTold | m.SignedIn):
            approval.state.set_staff(self.clerks, self.clerk)
        if self._wanted is not None and not self._orders.in_flight:
            self._lock(self._wanted)

    def _told(self, report: m.StaffTold) -> None:
        self.clerks = report.clerks
        if report.problem is not None:
            from pos_app.gui.problem_words import problem_sentence

            words = problem_sentence(report.problem)
            self.said.emit(words, "bad")
            if self.locked:
                self.screen.say(words)
            return
        if report.missing:
            words = self.tr(
                "The list of clerks is gone, so nobody has to sign in. Tell your admin."
            )
            self.said.emit(words, "bad")
        if self._screen is not None or report.clerks:
            self.screen.set_clerks(report.clerks)
        mine = next((c for c in report.clerks if self.clerk and c.name == self.clerk.name), None)
        if self.clerk is None:
            if report.clerks and not self.locked:
                self.close()
        elif mine is not None and mine.disabled:
            self._lock(m.LockReason.CHANGED)
        elif mine is not None and mine != self.clerk and self.clerk.clerk_id:
            self.clerk = mine
            self.entered.emit(mine)

    def _enter(self, clerk: Clerk) -> None:
        was_locked, self.clerk = self.locked, clerk
        if clerk.clerk_id:
            self._watch()
        if was_locked:
            self._layers.setCurrentIndex(0)
            focus, self._focus = self._focus, None
            if focus is not None and shiboken6.isValid(focus) and focus.isVisible():
                focus.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self._orders.page.focus_first()
        self.entered.emit(clerk)

    def _watch(self) -> None:
        if self._idle is None:
            from pos_app.gui.idle_watch import IdleWatch

            self._idle = IdleWatch(self)
            self._idle.idle.connect(self._lock_idle)
        self._idle.start(self.idle_seconds)

    def stop(self) -> None:
        """The window closes."""
        self._clear_cards()
        if self._idle is not None:
            self._idle.stop()

    def _refused(self, report: m.SignInRefused) -> None:
        from pos_app.gui.problem_words import problem_sentence
        from pos_app.gui.staff_words import refused_sign_in

        if report.problem is not None:
            self.screen.refuse(problem_sentence(report.problem))
        elif report.refusal is not None:
            words = refused_sign_in(report.refusal, report.tries_left, report.wait)
            self.screen.refuse(words)

    def _not_approved(self, report: m.ApprovalRefused) -> None:
        from pos_app.gui.staff_words import refused_sign_in

        if report.refusal is not None:
            words = refused_sign_in(report.refusal, report.tries_left, report.wait)
            approval.state.refused.emit(words)

    def _audit(self, report: m.AuditTold) -> None:
        if report.problem is None:
            self.said.emit("", "")
            return
        from pos_app.gui.problem_words import problem_sentence

        self.said.emit(problem_sentence(report.problem), "bad")
