"""The middle column of the order page: search, the cart's lines, what they come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos_app.bridge import messages as m
from pos_app.domain.cart import MAX_QUANTITY, MIN_QUANTITY, Cart, CartLine, line_for
from pos_app.domain.favourites import Favourite
from pos_app.domain.repeat import noted, price_before
from pos_app.gui.announce import announce
from pos_app.gui.cart_delegate import CartDelegate, quantity_from
from pos_app.gui.cart_foot import CartFoot
from pos_app.gui.cart_list import CartList
from pos_app.gui.cart_model import CartModel
from pos_app.gui.pictures import PictureCache
from pos_app.gui.price_words import price_was
from pos_app.gui.product_search import ProductSearch
from pos_app.gui.widgets import Button, Card, label

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent

    from pos_app.domain.product import PriceRange, Product, Variant
    from pos_app.domain.repeat import Again
    from pos_app.gui.ports import Post
    from pos_app.gui.repeat_list import RepeatList

_MARK_MS = 1200


class CartCard(Card):
    """The cart of one order. `changed` is emitted whenever the cart is another one than before."""

    changed = Signal()
    busy_changed = Signal()
    _emptied = Signal(int)  # row whose quantity was typed as zero

    def __init__(self, post: Post, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("CartCard", "Cart"), "F5", parent)
        self._count = label("", "small")
        self.add_to_header(self._count)
        self._pictures = PictureCache(post, self)
        self._model = CartModel(self)
        self._delegate = CartDelegate(self._pictures, self)
        self._removed: list[tuple[int, CartLine]] = []
        self._offer: RepeatList | None = None
        self._locked = False
        self.search = ProductSearch(post, self._pictures)
        self.lines = CartList(self._model, self._delegate)
        self.foot = CartFoot(self._model)
        self.totals = self.foot.totals
        self._message = label("", "muted", wrap=True)
        self._undo = Button(self.tr("Undo"), "link")
        self._unmark = QTimer(self)
        self._unmark.setSingleShot(True)
        self._unmark.setInterval(_MARK_MS)
        self._lay_out()
        self.foot.follow(self._undo)
        self._connect()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self._message)
        foot.addWidget(self._undo)
        foot.addStretch(1)
        self.body.addWidget(self.search)
        self.body.addWidget(self.lines, 1)
        self.body.addLayout(foot)
        self.body.addWidget(self.foot)
        self._say("")

    def _connect(self) -> None:
        self.search.chosen.connect(self._add)
        self.search.stepped_out.connect(self._go_to_lines)
        self.search.field.undo_wanted.connect(self._take_back)
        self.search.finder.busy_changed.connect(self.busy_changed)
        self.lines.stepped.connect(self._step)
        self.lines.removal_wanted.connect(self._remove)
        self.lines.undo_wanted.connect(self._take_back)
        self.lines.text_typed.connect(self._type_on)
        self.lines.left_above.connect(self.focus_search)
        self._delegate.stepped.connect(self._step)
        self._delegate.typed.connect(self._quantity_typed)
        # Queued: a line must not go while its own editor is still being closed.
        self._emptied.connect(self._quantity_emptied, Qt.ConnectionType.QueuedConnection)
        self._pictures.arrived.connect(self._model.repaint_picture)
        self._undo.clicked.connect(self._take_back)
        self._unmark.timeout.connect(self._remove_mark)

    # ---- for the window ------------------------------------------------------------------

    @property
    def is_busy(self) -> bool:
        """Whether a product that was asked for may still change the cart."""
        return self.search.finder.is_busy

    def cart(self) -> Cart:
        """The cart as it stands."""
        return self._model.cart

    def set_cart(self, cart: Cart) -> None:
        """Show another order's cart. Lookups under way and removals to take back are forgotten."""
        self.search.forget_all()
        self._close_offer()
        self._removed.clear()
        self._say("")
        self._show(cart)

    def focus_search(self) -> None:
        """Go to the search field, its text chosen so that typing replaces it."""
        self.search.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.field.selectAll()

    def focus_line(self, row: int) -> None:
        """Go to a line and mark it; a row that is not there is ignored."""
        if 0 <= row < len(self.cart().lines):
            self.lines.choose(row)
            self.lines.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def add_lines(self, lines: Iterable[CartLine]) -> None:
        """Put lines into the cart beside what is there, as when an order is repeated."""
        if not self._locked:
            cart = self.cart()
            for line in lines:
                cart = cart.added(line)
            self._show(cart)

    def offer_lines(self, lines: tuple[Again, ...], headline: str) -> None:
        """Let lines of an order of before be taken one by one."""
        if self._locked or not self.isVisible() or not lines:
            return
        if self._offer is None:
            from pos_app.gui.repeat_list import RepeatList

            self._offer = RepeatList(self.search.field, self._pictures)
            self._offer.taken.connect(self._put)
            self._offer.closed.connect(self._offer_closed)
        self.search.close_all()
        self._offer.offer(lines, headline)

    def favourite_at_hand(self) -> Favourite | None:
        """What is to be kept under a digit: the result that is chosen, else the line."""
        hit = self.search.hit_at_hand()
        if hit is not None:
            return Favourite(hit.handle, hit.title, hit.matched_sku) if hit.handle else None
        row = self.lines.currentIndex().row()
        if not 0 <= row < len(self.cart().lines):
            return None
        line = self._model.line(row)
        handle = line.product_handle
        return Favourite(handle, line.title, line.sku) if handle else None

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001 - named by the window's other cards
        """Readable, not changeable: an order is in flight. Scans meanwhile wait."""
        self._locked = locked
        self._close_offer()
        self.lines.set_locked(locked=locked)
        self.search.set_locked(locked=locked)
        self._undo.setEnabled(not locked)

    def set_postal_code_source(self, source: Callable[[], str]) -> None:
        """Where to ask for the postal code that prices and stock may depend on."""
        self.search.finder.postal_code = source

    @Slot(object)
    def receive(self, report: m.Report) -> None:
        """Take a report of the worker; what is not for this cart is ignored."""
        match report:
            case m.ImageLoaded():
                self._pictures.receive(report)
            case m.LinkChanged(link=m.Link.CONNECTED):
                self._pictures.retry_missing()
                self.lines.viewport().update()
            case _:
                self.search.finder.receive(report)

    def hideEvent(self, event: QHideEvent) -> None:
        """The mark of a line just added does not outlive the page."""
        super().hideEvent(event)
        self._close_offer()
        self._unmark.stop()
        self._remove_mark()

    @Slot()
    def _offer_closed(self) -> None:
        if self.isVisible():
            self.search.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _close_offer(self) -> None:
        if self._offer is not None:
            self._offer.close_up()

    # ---- changes -------------------------------------------------------------------------

    @Slot(object, object, int)
    def _add(self, product: Product, variant: Variant, quantity: int) -> None:
        self._put(_with_note(line_for(product, variant, quantity), self.search.shown_prices))

    @Slot(object)
    def _put(self, line: CartLine) -> None:
        """Put a line into the cart, and show which one that is."""
        before = self.cart().index_of(line.ref)
        had = self.cart().lines[before].quantity if before is not None else 0
        self._show(self.cart().added(line))
        row = self.cart().index_of(line.ref) or 0
        total = self._model.line(row).quantity
        self._say(self._limit_words() if had + line.quantity > total else "")
        self._mark(row)
        words = self.tr("{line} added, {n} in cart").replace("{n}", str(total))
        announce(self.search.field, words.replace("{line}", _named(line)))

    @Slot(int, int)
    def _step(self, row: int, by: int) -> None:
        self._set_quantity(row, self._model.line(row).quantity + by)

    @Slot(int, str)
    def _quantity_typed(self, row: int, text: str) -> None:
        quantity = quantity_from(text)
        if self._locked or row >= len(self.cart().lines):
            return  # an order is on its way: what was typed came too late for it
        if quantity is None:
            self._say(self._limit_words())
        elif quantity == 0:
            self._emptied.emit(row)
        else:
            self._set_quantity(row, quantity)

    @Slot(int)
    def _quantity_emptied(self, row: int) -> None:
        if row < len(self.cart().lines):
            self._set_quantity(row, 0)

    def _set_quantity(self, row: int, quantity: int) -> None:
        if self._locked:
            return
        if quantity == 0:
            self._remove(row)
        elif MIN_QUANTITY <= quantity <= MAX_QUANTITY:
            self._say("")
            self._show(self.cart().with_quantity(row, quantity))
            words = self.tr("{line}, quantity {n}").replace("{n}", str(quantity))
            announce(self.lines, words.replace("{line}", self._model.line(row).title))
        else:
            self._say(self._limit_words())

    @Slot(int)
    def _remove(self, row: int) -> None:
        if self._locked:
            return
        line = self._model.line(row)
        self._removed.append((row, line))
        self._show(self.cart().removed(row))
        self._say_removed(line)
        if self.cart().lines and self.lines.hasFocus():
            self.lines.choose(min(row, len(self.cart().lines) - 1))

    def _take_back(self) -> None:
        if self._locked or not self._removed:
            return
        row, line = self._removed.pop()
        cart = self.cart()
        there = cart.index_of(line.ref) is not None
        row = min(row, len(cart.lines))
        self._show(cart.added(line) if there else cart.inserted(row, line))
        if self._removed:
            self._say_removed(self._removed[-1][1])
        else:
            self._say("")
        self.focus_line(self.cart().index_of(line.ref) or 0)
        announce(self.lines, self.tr("{line} is back").replace("{line}", _named(line)))

    # ---- showing -------------------------------------------------------------------------

    def _show(self, cart: Cart) -> None:
        if cart == self.cart():
            return
        self._model.show(cart)
        self.foot.show_cart(cart)
        count = cart.item_count
        words = self.tr("1 item") if count == 1 else self.tr("{n} items")
        self._count.setText(words.replace("{n}", str(count)) if count else "")
        self.changed.emit()

    def _mark(self, row: int) -> None:
        self.lines.choose(row)
        self._delegate.marked_row = row
        self.lines.viewport().update()
        if self.isVisible():
            self._unmark.start()

    def _remove_mark(self) -> None:
        self._delegate.marked_row = -1
        self.lines.viewport().update()

    def _limit_words(self) -> str:
        return self.tr("Enter a quantity from 1 to 999.")

    def _say_removed(self, line: CartLine) -> None:
        words = self.tr("Removed {line} —").replace("{line}", line.title[:60])
        self._say(words)
        self._undo.show()

    def _say(self, words: str) -> None:
        self._message.setText(words)
        self._message.setVisible(bool(words))
        self._undo.setVisible(False)
        announce(self, words)

    def _go_to_lines(self) -> None:
        if self.cart().lines:
            self.focus_line(max(self.lines.currentIndex().row(), 0))

    @Slot(str)
    def _type_on(self, text: str) -> None:
        if not self._locked:
            self.search.take_text(text)


def _named(line: CartLine) -> str:
    return ", ".join(part for part in (line.title, line.variant_title) if part)


def _with_note(line: CartLine, shown: PriceRange | None) -> CartLine:
    """The line, saying so when its price is not the one that was shown."""
    before = price_before(shown, line.unit_price)
    return line if before is None else noted(line, price_was(before))
