"""Fast ways into the cart from anywhere in the window: scanner, favourites, the last order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from pos_app.bridge import messages as m
from pos_app.domain.favourites import SLOTS, Favourite
from pos_app.domain.product import ProductHit
from pos_app.gui.ports import Post, next_ticket
from pos_app.gui.scanner import Scanner

if TYPE_CHECKING:
    from pos_app.gui.main_window import MainWindow
    from pos_app.gui.order_page import OrderPage

_SLOT = "slot"


class FastWays(QObject):
    """Belongs to a window that has been painted.

    The words are loaded when there is something to say.
    """

    def __init__(self, window: MainWindow, post: Post) -> None:
        super().__init__(window)
        self._window, self._post = window, post
        self._favourites: dict[int, Favourite] = {}
        self._changed = 0
        self._asked: tuple[int, OrderPage | None] = (0, None)
        self._one_by_one = False
        self._scanner = Scanner(self._is_at_order, self)
        self._scanner.scanned.connect(self._scan)
        window.status.catalogue_stopped.connect(self._stop_or_go_on)
        window.status.focus_left.connect(self._go_on_typing)
        window.orders.repeat_asked.connect(self._repeat)
        self._begin()

    def _begin(self) -> None:
        handle = self._window.windowHandle()
        if handle is not None:
            self._scanner.watch(handle)
        for slot in SLOTS:
            self._shortcut(f"Ctrl+{slot}", slot).activated.connect(self._take_favourite)
            self._shortcut(f"Ctrl+Shift+{slot}", slot).activated.connect(self._keep_favourite)
        self._shortcut("Ctrl+R", 0).activated.connect(self._repeat)
        self._shortcut("Ctrl+Shift+R", 0).activated.connect(self._offer_items)

    def _shortcut(self, keys: str, slot: int) -> QShortcut:
        made = QShortcut(QKeySequence(keys), self._window)
        made.setAutoRepeat(False)
        made.setProperty(_SLOT, slot)
        return made

    @Slot(object)
    def receive(self, report: m.Report) -> None:
        """Take a report of the worker."""
        match report:
            case m.CatalogueTold():
                self._window.status.show_catalogue(report.news)
            case m.FavouritesTold():
                self._show_favourites(report)
            case m.Repeated(ticket=ticket) if ticket == self._asked[0]:
                self._show_repeated(report)
            case _:
                pass

    def _is_at_order(self) -> bool:
        return self._window.page.isVisible()

    @Slot(str)
    def _scan(self, code: str) -> None:
        self._window.page.cart.search.scan(code)

    @Slot(bool)
    def _stop_or_go_on(self, stop: bool) -> None:  # noqa: FBT001 - a signal's slot
        self._post(m.StopCatalogue() if stop else m.ReadCatalogue())

    @Slot()
    def _go_on_typing(self) -> None:
        if self._is_at_order():
            self._window.page.focus_first()

    # ---- favourites ------------------------------------------------------------------------

    def _slot(self) -> int:
        return int(self.sender().property(_SLOT))

    @Slot()
    def _take_favourite(self) -> None:
        from pos_app.gui import repeat_words

        if not self._is_at_order():
            return
        slot, search = self._slot(), self._window.page.cart.search
        favourite = self._favourites.get(slot)
        if favourite is None:
            search.say(repeat_words.unslotted(slot))
            return
        search.take(ProductHit(favourite.handle, favourite.title, matched_sku=favourite.sku))

    @Slot()
    def _keep_favourite(self) -> None:
        from pos_app.gui import repeat_words

        if not self._is_at_order():
            return
        cart, slot = self._window.page.cart, self._slot()
        favourite = cart.favourite_at_hand()
        if favourite is None:
            cart.search.say(repeat_words.unslotted(slot))
            return
        self._changed = slot
        self._post(m.KeepFavourite(slot, favourite))

    def _show_favourites(self, report: m.FavouritesTold) -> None:
        from pos_app.gui import repeat_words

        self._favourites = dict(report.favourites)
        changed, self._changed = self._changed, 0
        if changed and self._is_at_order():
            favourite = self._favourites.get(changed)
            words = repeat_words.kept_words(changed, favourite, failed=report.problem is not None)
            self._window.page.cart.search.say(words)

    # ---- the last order --------------------------------------------------------------------

    @Slot()
    def _repeat(self) -> None:
        self._ask_last_order(one_by_one=False)

    @Slot()
    def _offer_items(self) -> None:
        self._ask_last_order(one_by_one=True)

    def _ask_last_order(self, *, one_by_one: bool) -> None:
        """What the customer had last; all of it is repeated, or its lines are offered."""
        from pos_app.gui import repeat_words

        page = self._window.page
        if not self._is_at_order() or not page.is_editing:
            return
        shipping = page.party.shipping()
        phone, email = shipping.contact.phone.strip(), shipping.contact.email.strip()
        if not phone and not email:
            page.cart.search.say(repeat_words.no_customer())
            page.party.focus_phone()
            return
        self._asked, self._one_by_one = (next_ticket(), page), one_by_one
        place = shipping.address
        asked = m.RepeatLast(self._asked[0], phone, email, place.postal_code, place.country)
        self._post(asked)

    def _show_repeated(self, report: m.Repeated) -> None:
        from pos_app.gui import repeat_words

        page = self._asked[1]
        self._asked = (0, None)
        if page is None or page not in self._window.orders.pages or not page.is_editing:
            return
        if report.placed_at is None:
            page.cart.search.say(repeat_words.nothing_here(report.problem))
            return
        if self._one_by_one:
            page.cart.offer_lines(report.lines, repeat_words.order_of(report.placed_at))
            return
        told = repeat_words.repeated(report.lines, report.placed_at)
        page.cart.add_lines(told.lines)
        page.cart.search.say(told.words)
