"""What is known of the exact total, and what can be chosen: delivery and promo codes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.domain.cart import Cart
from pos_app.domain.choices import at_place
from pos_app.gui.announce import announce
from pos_app.gui.delivery_choice import DeliveryChoice
from pos_app.gui.fields import LineEdit
from pos_app.gui.plain_text import tip
from pos_app.gui.quote_words import (
    QuoteSaid,
    addon_words,
    code_refused,
    quote_said,
    store_words,
)
from pos_app.gui.quoting import QuoteState, Quoting
from pos_app.gui.widgets import Banner, Button, label

if TYPE_CHECKING:
    from pos_app.domain.quote import Quote

_TICK_MS = 1000
_LONGEST = 160
_CODE = 14
_TWO_CODES = 270  # from this width on, codes stand side by side
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PromoField(LineEdit):
    """A promo code; Enter applies it, and goes on where nothing was typed."""

    applied = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter with a code in it applies the code; all else is a field's."""
        if event.key() in _ENTER and self.text().strip():
            self.applied.emit()
            return
        super().keyPressEvent(event)


class QuoteBox(QWidget):
    """Stands beside the totals. Its controls change `quoting.choices`; the quote follows."""

    def __init__(self, quoting: Quoting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quoting = quoting
        self._cart = Cart()
        self._said: QuoteSaid | None = None
        self._banner = Banner("plain")
        self._remarks = label("", "hint", wrap=True)
        self._stores = label("", "small", wrap=True)
        self.deliveries: list[DeliveryChoice] = []
        self.promo = PromoField()
        self.promo.setAccessibleName(self.tr("Promo code"))
        self.promo.setPlaceholderText(self.tr("Promo code"))
        self.promo.setMaxLength(60)
        self._apply = Button(self.tr("Apply"))
        self._codes: list[Button] = []
        self._before: QWidget | None = None
        self._chain: list[QWidget] = []
        self.addons: list[QCheckBox] = []
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._count)
        self._lay_out()
        self.promo.applied.connect(self._add_code)
        self._apply.clicked.connect(self._add_code)
        quoting.changed.connect(self.refresh)
        quoting.chosen.connect(self.refresh)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._delivery_column = QVBoxLayout()
        self._delivery_column.setSpacing(6)
        self._addon_column = QVBoxLayout()
        self._addon_column.setSpacing(2)
        self._code_grid = QGridLayout()
        self._code_grid.setSpacing(2)
        promo = QHBoxLayout()
        promo.setSpacing(6)
        promo.addWidget(self.promo, 1)
        promo.addWidget(self._apply)
        column.addWidget(self._banner)
        column.addWidget(self._remarks)
        column.addLayout(self._delivery_column)
        column.addWidget(self._stores)
        column.addLayout(self._addon_column)
        column.addLayout(promo)
        column.addLayout(self._code_grid)
        column.addStretch(1)

    def show_cart(self, cart: Cart) -> None:
        """The clerk's cart: its lines are named where one is to blame."""
        self._cart = cart
        self.refresh()

    def follow(self, widget: QWidget | None) -> None:
        """After which widget the Tab key comes to what can be chosen here."""
        self._before = widget
        self._chain = []
        self._keep_order()

    def _keep_order(self) -> None:
        """From the top down, wherever what was made last would come by itself."""
        chain = [*self.deliveries, *self.addons, self.promo, self._apply, *self._codes]
        if self._before is None or chain == self._chain:
            return
        self._chain = chain
        for first, second in pairwise((self._before, *chain)):
            self.setTabOrder(first, second)

    @property
    def words(self) -> str:
        """All that the box says, for a screen reader."""
        return self._banner.accessibleDescription()

    @property
    def remarks(self) -> str:
        """The merchant's notices and why promo codes were refused."""
        return self._remarks.text()

    @property
    def stores(self) -> str:
        """Where it can be picked up, once that is chosen; a line for each store."""
        return self._stores.text()

    @Slot()
    def refresh(self) -> None:
        """Show what is known by now."""
        said = quote_said(self._quoting, self._cart)
        known = self._said is not None and self._said.headline == said.headline
        self._banner.say(said.headline, said.text, said.tone)
        self._banner.setAccessibleName(self.tr("Exact quote"))
        self._banner.setAccessibleDescription(f"{said.headline} {said.text}")
        self._said = said
        if not known and self.isVisible():
            announce(self._banner, self._news(said))
        self._show_remarks()
        self._show_deliveries()
        self._show_addons()
        self._show_codes()
        self._keep_order()
        locked = self._quoting.is_locked
        for part in (self.promo, self._apply, *self.addons, *self._codes):
            part.setEnabled(not locked)

    def _news(self, said: QuoteSaid) -> str:
        from pos_app.gui.money_text import money

        total = self._quoting.total
        return f"{said.headline} {money(total)}" if total is not None else said.headline

    def _show_remarks(self) -> None:
        quote = self._quoting.fresh
        words = []
        if quote is not None:
            refused = [code_refused(one) for one in quote.refused]
            known = {one.problem.text for one in quote.refused}
            told = [n.text for n in quote.receipt.notices if n.text and n.text not in known]
            words = [*told, *refused]
            if quote.methods_fixed:
                words.append(self.tr("This store chooses the way of shipping itself."))
        self._remarks.setText("\n".join(map(_short, words)))
        self._remarks.setToolTip(tip("\n".join(words)))
        self._remarks.setVisible(bool(words))
        places = "\n".join(map(store_words, quote.stores if quote is not None else ()))
        self._stores.setText(places)
        self._stores.setVisible(bool(places))

    def _show_deliveries(self) -> None:
        """One choice for each parcel. It stays while a new quote is on its way."""
        quote = self._quoting.quote
        shipments = quote.cart.shipments if quote is not None else ()
        while len(self.deliveries) < len(shipments):
            made = DeliveryChoice(len(self.deliveries))
            made.method_chosen.connect(self._choose_method)
            made.fulfillment_chosen.connect(self._choose_fulfillment)
            self.deliveries.append(made)
            self._delivery_column.addWidget(made)
        for place, choice in enumerate(self.deliveries):
            shown = place < len(shipments) and self._quoting.state is not QuoteState.FAILED
            choice.setVisible(shown)
            if quote is not None and place < len(shipments):
                fixed = quote.methods_fixed or self._quoting.is_locked
                choice.show_shipment(shipments[place], self._wanted(place, quote), fixed=fixed)

    def _show_addons(self) -> None:
        """A box for each thing that is offered beside the goods."""
        quote = self._quoting.quote
        offers = quote.cart.addons if quote is not None else ()
        while len(self.addons) < len(offers):
            made = QCheckBox()
            made.clicked.connect(self._choose_addon)
            self.addons.append(made)
            self._addon_column.addWidget(made)
        for place, box in enumerate(self.addons):
            shown = place < len(offers)
            box.setVisible(shown)
            if shown:
                box.setText(addon_words(offers[place]))
                box.setAccessibleName(box.text())
                box.setProperty("addon", offers[place].addon_id)
                box.setChecked(offers[place].addon_id in self._quoting.choices.addons)

    def _wanted(self, place: int, quote: Quote) -> tuple[str, ...]:
        """What was chosen, also while its quote is on its way; then the merchant's choice."""
        choices = self._quoting.choices
        return (
            at_place(choices.fulfillments, place),
            at_place(choices.methods, place),
            at_place(quote.default_methods, place),
        )

    def _show_codes(self) -> None:
        codes = self._quoting.choices.promo_codes
        if tuple(button.property("code") for button in self._codes) == codes:
            return
        for button in self._codes:
            self._code_grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._codes = [self._code_button(place, code) for place, code in enumerate(codes)]

    def _code_button(self, place: int, code: str) -> Button:
        words = self.tr("Remove {code}")
        made = Button(words.replace("{code}", code), "link")
        made.setText(words.replace("{code}", code if len(code) <= _CODE else f"{code[:_CODE]}…"))
        made.setProperty("code", code)
        made.clicked.connect(self._remove_code)
        row, column = divmod(place, 2 if self.width() >= _TWO_CODES else 1)
        self._code_grid.addWidget(made, row, column, Qt.AlignmentFlag.AlignLeft)
        return made

    @Slot(int, str)
    def _choose_method(self, place: int, method: str) -> None:
        """A method of the parcel as it is shown: another way to get it is given up for it."""
        quote = self._quoting.quote
        if quote is None or place >= len(quote.cart.shipments):
            return
        shown = quote.cart.shipments[place].fulfillment
        kind = _unless(at_place(quote.default_fulfillments, place), shown)
        method = _unless(at_place(quote.default_methods, place), method)
        choices = self._quoting.choices.with_fulfillment(place, kind)
        self._quoting.choose(choices.with_method(place, method))

    @Slot(int, str)
    def _choose_fulfillment(self, place: int, kind: str) -> None:
        quote = self._quoting.quote
        default = at_place(quote.default_fulfillments, place) if quote is not None else ""
        choices = self._quoting.choices
        self._quoting.choose(choices.with_fulfillment(place, _unless(default, kind)))

    @Slot(bool)
    def _choose_addon(self, wanted: bool) -> None:  # noqa: FBT001 - Qt's signature
        addon = self.sender().property("addon")
        if isinstance(addon, str):
            self._quoting.choose(self._quoting.choices.with_addon(addon, wanted=wanted))

    @Slot()
    def _add_code(self) -> None:
        from pos_app.domain.card_traces import holds_card_number

        code = self.promo.text().strip()
        if not code or holds_card_number(code):
            self.promo.clear()
            return
        self._quoting.choose(self._quoting.choices.with_promo_code(code))
        self.promo.clear()

    @Slot()
    def _remove_code(self) -> None:
        code = self.sender().property("code")
        if isinstance(code, str):
            self.promo.setFocus()
            self._quoting.choose(self._quoting.choices.without_promo_code(code))

    @Slot()
    def _count(self) -> None:
        """The seconds that are seen. A screen reader is not told of each."""
        self._quoting.grow_old()
        if self._quoting.state is QuoteState.FRESH:
            said = quote_said(self._quoting, self._cart)
            self._banner.show_words(said.headline, said.text)

    def showEvent(self, event: QShowEvent) -> None:
        """The age is right from the first look on."""
        super().showEvent(event)
        self._count()
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight nothing ticks."""
        super().hideEvent(event)
        self._tick.stop()


def _short(words: str) -> str:
    """Words as long as there is room for; all of them are in the tip."""
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"


def _unless(default: str, chosen: str) -> str:
    """What was chosen, or nothing where that is the merchant's own choice."""
    return "" if chosen == default else chosen
