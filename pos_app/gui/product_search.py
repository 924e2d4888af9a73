"""Finding a product: type-ahead, links and SKUs, and the way from an answer to a variant."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.domain.cart import MAX_QUANTITY, MIN_QUANTITY
from pos_app.gui import search_text
from pos_app.gui.announce import announce
from pos_app.gui.product_finder import Found, ProductFinder, Wanted
from pos_app.gui.search_field import SearchField
from pos_app.gui.widgets import label

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent

    from pos_app.bridge.messages import SearchDone
    from pos_app.domain.product import PriceRange, Product, ProductHit, Variant
    from pos_app.gui.pictures import PictureCache
    from pos_app.gui.ports import Post
    from pos_app.gui.results_popup import ResultsPopup
    from pos_app.gui.search_text import Typed
    from pos_app.gui.variant_chooser import VariantChooser

_PAUSE_MS = 0  # keys that came together make one search; the worker spares the merchant
_PATIENCE_MS = 500


class ProductSearch(QWidget):
    """The field with its results and chooser. `chosen` is emitted for each variant to add."""

    chosen = Signal(object, object, int)  # Product, Variant, quantity
    stepped_out = Signal()  # ↓ without results: on to the lines

    def __init__(self, post: Post, pictures: PictureCache, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = SearchField()
        self.finder = ProductFinder(post, self)
        self._note = label("", "hint", wrap=True)
        self._note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self._note)
        self._pictures = pictures
        self._popup: ResultsPopup | None = None
        self._chooser: VariantChooser | None = None
        self._to_choose: deque[Found] = deque()
        self._choosing: Found | None = None
        self._retry: Wanted | None = None
        self._submitted = ""
        self.shown_prices: PriceRange | None = None
        """What the product chosen last was shown to cost, before it was read anew."""
        self._unmatched: list[str] = []
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._connect()

    def _connect(self) -> None:
        self._pause.timeout.connect(self._search)
        self._patience.timeout.connect(self._say_searching)
        self.field.textChanged.connect(self._text_changed)
        self.field.entered.connect(self._entered)
        self.field.escaped.connect(self._close_list)
        self.field.stepped.connect(self._stepped)
        self.field.left.connect(self._close_list)
        self.finder.searched.connect(self._searched)
        self.finder.found.connect(self._found)

    @property
    def popup(self) -> ResultsPopup:
        """The results under the field: made when first wanted, not before the first paint."""
        if self._popup is None:
            from pos_app.gui.results_popup import ResultsPopup

            self._popup = ResultsPopup(self.field, self._pictures)
            self._popup.chosen.connect(self._take_hit)
        return self._popup

    @property
    def chooser(self) -> VariantChooser:
        """The choice among variants: made when first wanted, too."""
        if self._chooser is None:
            from pos_app.gui.variant_chooser import VariantChooser

            self._chooser = VariantChooser(self.field, self._pictures)
            self._chooser.added.connect(self._chosen)
            self._chooser.closed.connect(self._chooser_closed)
            self._chooser.scanned.connect(self.scan)
        return self._chooser

    @property
    def note(self) -> str:
        """The sentence under the field, or an empty text."""
        return "" if self._note.isHidden() else self._note.text()

    def take_text(self, text: str) -> None:
        """Go on typing here: text that was typed into the list of lines."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.deselect()
        self.field.insert(text)

    @Slot(str)
    def scan(self, text: str) -> None:
        """Look up a code that a scanner read; what is being typed here stays, but for a "2x"."""
        self._close_list()
        self._want_apart(search_text.scanned(text))

    def take(self, hit: ProductHit) -> None:
        """Ask for a product that is known by its handle; what is being typed here stays."""
        self._want_apart(search_text.Typed(hit.title), hit)

    def _want_apart(self, typed: Typed, hit: ProductHit | None = None) -> None:
        """Ask for what was not typed here: as many as a "2x" that stands here alone says."""
        typed = search_text.counted(typed, self.field.text())
        if hit is None and typed.card:
            self.say(search_text.withheld(typed.words))
        elif not MIN_QUANTITY <= typed.quantity <= MAX_QUANTITY:
            self.say(self.tr("Enter a quantity from 1 to 999."))
        else:
            self._clear_if_shown(Wanted(search_text.Typed("", typed.quantity)))
            self.finder.want(Wanted(typed, hit))

    def hit_at_hand(self) -> ProductHit | None:
        """The result that is chosen, while results are shown."""
        return self._popup.current() if self._popup is not None else None

    def set_locked(self, *, locked: bool) -> None:
        """Close what is open and let nothing be added; what was asked for is kept for later."""
        if locked:
            self.close_all()
        self.field.setReadOnly(locked)
        self.finder.hold(on=locked)

    def forget_all(self) -> None:
        """Another order: nothing asked for before is wanted any more. The text stays."""
        self._to_choose.clear()
        self.finder.forget_all()
        self.close_all()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing of it stays over the window when its page goes."""
        super().hideEvent(event)
        self.close_all()

    def close_all(self) -> None:
        """Close results and chooser."""
        self._close_list()
        self._close_chooser()

    # ---- typing --------------------------------------------------------------------------

    def _typed(self) -> Typed:
        return search_text.parse(self.field.text())

    def _text_changed(self) -> None:
        typed = self._typed()
        self._submitted = ""
        self._retry = None
        self.finder.forget_search()
        self._patience.stop()
        if not typed.words or typed.is_link or self.field.isReadOnly():
            self._close_list()
        else:
            self._pictures.typing()
            self._pause.start()

    def _search(self) -> None:
        typed = self._typed()
        if typed.too_long:
            self.popup.say(typed.words, search_text.too_long())
        elif typed.withheld:
            self.popup.say(typed.words, search_text.withheld(typed.words))
        elif typed.words and self.isVisible() and not self.field.isReadOnly():
            self.finder.search(typed.words)
            self._patience.start()

    def _say_searching(self) -> None:
        if self.finder.is_searching or self.finder.is_busy:
            self.popup.say(self._typed().words, self.tr("Searching…"))

    @Slot(object)
    def _searched(self, answer: SearchDone) -> None:
        self._patience.stop()
        if not self.isVisible() or answer.query != self._typed().words:
            return
        if answer.problem is not None:
            again = self.tr("Press Enter to try again.")
            words = search_text.problem_words(answer.problem)
            self.popup.say(answer.query, f"{words} {again}")
        elif answer.hits:
            self.popup.show_hits(answer.query, answer.hits)
        else:
            self.popup.say(answer.query, search_text.nothing_matches(answer.query))

    def _close_list(self) -> None:
        self._pause.stop()
        self._patience.stop()
        self.finder.forget_search()
        self._close_popup()

    def _close_popup(self) -> None:
        if self._popup is not None:
            self._popup.close_up()

    def _close_chooser(self) -> None:
        if self._chooser is not None:
            self._chooser.close_up()

    def _stepped(self, by: int) -> None:
        if self.popup.current() is not None:
            self.popup.step(by)
        elif by > 0 and not self.popup.isVisible():
            self.stepped_out.emit()

    # ---- choosing ------------------------------------------------------------------------

    def _entered(self) -> None:
        typed = self._typed()
        if self.field.isReadOnly() or not typed.words:
            self.field.focusNextChild()
        elif typed.too_long:
            self.popup.say(typed.words, search_text.too_long())
        elif typed.card:
            self.popup.say(typed.words, search_text.withheld(typed.words))
        elif not MIN_QUANTITY <= typed.quantity <= MAX_QUANTITY:
            self.popup.say(typed.words, self.tr("Enter a quantity from 1 to 999."))
        elif self.field.text() == self._submitted:
            pass  # asked already; scanners send a second Enter now and then
        elif (hit := self.popup.current()) is not None and self.popup.words == typed.words:
            self._take_hit(hit)
        else:
            self._want(self._retry or Wanted(typed))

    @Slot(object)
    def _take_hit(self, hit: ProductHit) -> None:
        quantity = self._typed().quantity
        if MIN_QUANTITY <= quantity <= MAX_QUANTITY:
            self._want(Wanted(self._typed(), hit))
        else:
            self.popup.say(self.popup.words, self.tr("Enter a quantity from 1 to 999."))

    def _want(self, wanted: Wanted) -> None:
        self._close_list()
        if not self.finder.is_busy:
            self._unmatched.clear()
            self.say("")
        self._submitted = self.field.text()
        # The next scan is typed over this one; the text stays in case nothing is found.
        self.field.selectAll()
        self._patience.start()
        self.finder.want(wanted)

    @Slot(object)
    def _found(self, found: Found) -> None:
        self._patience.stop()
        if self._is_shown(found.wanted):
            self._submitted = ""
            self._close_popup()
        product = found.loaded.product
        if product is not None:
            self._resolve(found, product)
        elif found.nothing:
            self._nothing_found(found.wanted)
        elif found.loaded.problem is not None:
            self._trouble(found.wanted, search_text.problem_words(found.loaded.problem))

    def _resolve(self, found: Found, product: Product) -> None:
        variant = product.variant_by_sku(found.sku) if found.sku else None
        if variant is None and len(product.variants) == 1:
            variant = product.variants[0]
        if variant is not None and variant.orderable:
            self._clear_if_shown(found.wanted)
            self.shown_prices = found.shown_prices
            self.chosen.emit(product, variant, found.wanted.typed.quantity)
        elif all(v.ref is None for v in product.variants):
            words = self.tr("{title} can't be ordered by phone. Offer another product.")
            self.say(self._about(product, words))
        elif len(product.variants) == 1:
            words = self.tr("{title} is sold out. Offer another product.")
            self.say(self._about(product, words))
        else:
            self._to_choose.append(found)
            self._open_chooser()

    def _nothing_found(self, wanted: Wanted) -> None:
        words = wanted.typed.words
        if not self._is_shown(wanted):
            self._unmatched.append(search_text.quoted(words))
            missing = ", ".join(self._unmatched)
            self.say(self.tr("No product matches {text}.").replace("{text}", missing))
        elif wanted.typed.is_link or wanted.hit is not None:
            self.popup.say(words, search_text.nothing_matches(words))
        else:
            self._search()

    def _trouble(self, wanted: Wanted, words: str) -> None:
        if self._is_shown(wanted):
            self._retry = wanted
            again = self.tr("Press Enter to try again.")
            self.popup.say(wanted.typed.words, f"{words} {again}")
        else:
            self.say(f"{search_text.quoted(wanted.typed.words)}: {words}")

    # ---- the chooser ---------------------------------------------------------------------

    def _open_chooser(self) -> None:
        if not self._to_choose or not self.isVisible() or self.chooser.isVisible():
            return
        found = self._to_choose.popleft()
        if found.loaded.product is not None:
            self._close_list()
            self._choosing = found
            self.chooser.choose_from(found.loaded.product, found.wanted.typed.quantity, found.sku)

    @Slot(object, object, int)
    def _chosen(self, product: Product, variant: Variant, quantity: int) -> None:
        if self._choosing is not None:
            self._clear_if_shown(self._choosing.wanted)
            self.shown_prices = self._choosing.shown_prices
        self.chosen.emit(product, variant, quantity)

    def _chooser_closed(self) -> None:
        if self.isVisible():
            self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self._open_chooser()

    # ---- words ---------------------------------------------------------------------------

    def _is_shown(self, wanted: Wanted) -> bool:
        return self._typed() == wanted.typed

    def _clear_if_shown(self, wanted: Wanted) -> None:
        if self._is_shown(wanted):
            self.field.clear()

    def _about(self, product: Product, words: str) -> str:
        return words.replace("{title}", search_text.quoted(product.title))

    def say(self, words: str) -> None:
        """Show a sentence under the field; an empty one takes it away."""
        self._note.setText(words)
        self._note.setVisible(bool(words))
        announce(self.field, words)
