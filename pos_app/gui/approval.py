"""A supervisor who stands in for a clerk at a verdict: who can, and what they typed.

One for the whole program, as the theme is: the question comes up deep inside an order's page, and
who may answer it changes with each sign-in.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pos_app.domain.rights import Right

if TYPE_CHECKING:
    from pos_app.bridge import messages as m
    from pos_app.domain.clerks import Clerk


class Approvals(QObject):
    """`approvers` is empty while whoever is signed in needs nobody. `refused` says why not."""

    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.approvers: tuple[Clerk, ...] = ()
        self._offered: tuple[str, str] | None = None

    def set_staff(self, clerks: tuple[Clerk, ...], who: Clerk | None) -> None:
        """Who works here, and who is signed in."""
        needed = who is not None and not who.may(Right.DECIDE)
        self.approvers = tuple(c for c in clerks if needed and c.may(Right.DECIDE))
        self._offered = None

    def offer(self, name: str, pin: str) -> None:
        """Keep name and PIN for the verdict that is about to be asked for."""
        self._offered = (name, pin)

    def completed(self, request: m.Decide) -> m.Decide:
        """The verdict with the approval, which is forgotten here."""
        offered, self._offered = self._offered, None
        if offered is None:
            return request
        return replace(request, approver=offered[0], pin=offered[1])


state = Approvals()
